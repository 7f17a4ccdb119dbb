"""Conversations in a database, and counts of the messages that players may send.

Must not know HTTP or any brain.
"""
