"""Where Swot meets people: one thin package a platform, and the process entry."""
