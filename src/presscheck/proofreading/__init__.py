"""Misread characters, broken marks and foreign forms of a story: each becomes a correction, nothing is changed."""
