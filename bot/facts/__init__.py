"""Facts: one or two sentences worth posting, told to a class without repeating."""
