"""Blocks in, stories out: head grammar, seams, the global solution, and the stories put together."""
