"""Links: a class's rooms on several platforms, and a human's accounts."""
