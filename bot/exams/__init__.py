"""Mock exams: set by a teacher, sat under exam conditions, marked, returned, learnt from."""
