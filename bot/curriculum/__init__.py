"""The curriculum: what each class works from, and how that differs from the installation's packs."""
