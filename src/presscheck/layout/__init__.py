"""Printed lines in, blocks out. A dump without geometry gets its blocks from its lines."""

from presscheck.layout.lines import lay_out

__all__ = ["lay_out"]
