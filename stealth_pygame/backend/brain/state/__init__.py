"""The state of the game as the player sends it: read from context, asked about, told in sentences.

Must not know HTTP, storage or language models.
"""
