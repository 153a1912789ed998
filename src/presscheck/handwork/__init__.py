"""What people do by hand to a reading: decide corrections, arrange stories, undo it; all of it pure."""
