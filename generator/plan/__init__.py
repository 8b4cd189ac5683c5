"""A release as the Python package that will be made of it."""
