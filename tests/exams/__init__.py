"""Mock exams, from the paper to the results."""
