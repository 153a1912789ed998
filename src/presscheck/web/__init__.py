"""The desk: a web page where people read, correct, search and check. The only room that knows a web framework."""
