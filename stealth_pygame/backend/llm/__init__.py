"""Answers from a language model: its names, its prompt, its calls.

Must not know HTTP routes, storage or the offline brain.
"""
