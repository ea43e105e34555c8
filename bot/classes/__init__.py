"""Classes: who belongs together, who teaches, and who may do what."""
