"""A person's own page: where they stand, what is due, and for those who teach what waits."""
