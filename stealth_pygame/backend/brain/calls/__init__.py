"""Requests in a sentence: which declared function is asked for, and with which values.

Knows words and sheets; must not know HTTP, storage or language models.
"""
