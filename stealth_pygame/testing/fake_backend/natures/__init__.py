"""The natures of the fake backend: the contract to the letter, and the published backend with either framework.

Must not know sockets or threads.
"""
