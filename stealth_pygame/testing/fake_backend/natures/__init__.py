"""The natures of the fake backend: exactly the contract, and the published backend with each of its frameworks.

Must not know sockets or threads.
"""
