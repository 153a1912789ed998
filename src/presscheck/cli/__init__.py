"""The doors for people at a terminal: one file a verb."""

from presscheck.cli.app import main

__all__ = ["main"]
