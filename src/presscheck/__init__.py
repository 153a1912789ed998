"""From a Chinese newspaper page to a record you can check."""

__version__ = "0.1.0"
