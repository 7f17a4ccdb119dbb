"""Facts of a character sheet: how they are read, searched, and said in answer to a question.

Must not know HTTP, storage or language models.
"""
