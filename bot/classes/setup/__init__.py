"""Setting up a class: a card that keeps each step."""
