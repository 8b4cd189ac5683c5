"""What a release offers: frozen, hashable values that know nothing of Python code or files."""
