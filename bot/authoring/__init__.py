"""A teacher's own content: read from a file or a form, checked, tried, published to their class."""
