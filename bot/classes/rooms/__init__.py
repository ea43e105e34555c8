"""Which rooms are a class's."""
