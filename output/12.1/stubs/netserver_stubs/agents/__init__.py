"""The stubs of agents, a module each."""
