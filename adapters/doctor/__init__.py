"""`swot doctor`: what is missing for Swot to run, and how to mend it. It changes nothing."""

from adapters.doctor.examining import examine
from adapters.doctor.findings import Finding, told

__all__ = ["Finding", "examine", "told"]
