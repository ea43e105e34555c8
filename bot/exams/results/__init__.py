"""Results of mock exams: released to learners, looked at by teachers, drawn, and taken away as a file."""
