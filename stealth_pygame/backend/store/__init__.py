"""Conversations in a database, and the messages that players may still send.

Must not know HTTP or any brain.
"""
