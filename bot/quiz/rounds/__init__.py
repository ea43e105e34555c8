"""Live rounds: everyone in a room gets the same question, and a deadline closes it."""
