"""Is this answer right? Pure rules: no clock, no chance, no input or output, nothing of the bank."""
