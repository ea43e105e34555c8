"""The glossary and the who's-who, as people ask for them."""
