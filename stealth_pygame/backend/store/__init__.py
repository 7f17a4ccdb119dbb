"""Conversations in a database, and what players may still spend.

Must not know HTTP or any brain.
"""
