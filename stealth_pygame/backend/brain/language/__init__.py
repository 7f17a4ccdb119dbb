"""English as players type it: words, spelling, clauses, questions, amounts.

Must not know any character, any game or any backend.
"""
