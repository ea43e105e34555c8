"""Marking mock exams: by the rules as they are handed in, and by people, script by script."""
