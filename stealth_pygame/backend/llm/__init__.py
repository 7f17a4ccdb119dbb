"""Answers from a language model: model names, prompts and calls.

Must not know HTTP routes, storage or the offline brain.
"""
