"""`python -m generator` is the command proxysmith."""

from generator.cli import main

main(prog_name="proxysmith")
