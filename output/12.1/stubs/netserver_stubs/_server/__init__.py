"""The server role: one ASGI application that answers on every wire what the proxies ask.

It reads the same operation rows and carriers as the proxies, and lives in the stubs package; see
docs/decisions/the-server.md.
"""
