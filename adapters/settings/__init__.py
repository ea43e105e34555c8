"""What an operator decides: read from the environment, `.env` and `swot.toml` into one model, and shown again."""

from adapters.settings.model import OperatorSettings
from adapters.settings.reading import Reading, read

__all__ = ["OperatorSettings", "Reading", "read"]
