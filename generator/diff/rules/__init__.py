"""One rule a file, each called as its id."""
