"""What Chinese newspaper text looks like: how well words go on from one another."""
