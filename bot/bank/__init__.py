"""The question bank: packs as data, read, checked and asked for."""
