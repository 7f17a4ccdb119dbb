"""The four routes over HTTP: application, server, proxy, keys and limits.

Knows the service behind the routes; must not know how a brain works.
"""
