"""Quizzes: what each kind of question does, rounds for a room, and revision on one's own."""
