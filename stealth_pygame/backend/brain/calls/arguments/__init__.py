"""The arguments of a call, from the words of a request: things and people, places, amounts, yes or no.

Knows words, functions and sheets; must not know which function is asked for.
"""
