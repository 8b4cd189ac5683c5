"""What every generated package carries as `_runtime`: carriers, codecs and sessions.

It imports nothing of the generator and nothing of the package around it, except
lazily and by name (`names.py`).
"""
