"""What teachers write themselves."""
