"""What `make bench` runs: the figures that proxysmith wants to reach, beside what they are now."""
