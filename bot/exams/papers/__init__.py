"""What a class can be set: the packs' papers and those that it has put together."""
