"""A paper against itself: figures, days, names and lists of one story, page or record that cannot all be true."""
