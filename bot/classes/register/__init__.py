"""The register: what only teachers know of learners."""
