"""Setting a paper to a class, and looking after it while it is sat."""
