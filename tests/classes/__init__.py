"""Classes: roles, links, the register, the card."""
