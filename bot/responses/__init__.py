"""The response log and the marks: what people answered, and what it earned."""
