"""A claim against the record: what the record says to it, and on what evidence."""
