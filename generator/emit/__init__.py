"""From a plan to files: render, format, audit, write."""
