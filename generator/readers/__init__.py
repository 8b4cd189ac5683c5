"""One document in, what it says as a `Release` out. Nothing here knows of Python code."""
