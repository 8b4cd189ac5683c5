"""A package as the generator makes them, small and written by hand, for tests of sessions."""
