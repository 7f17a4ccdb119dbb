"""Facts of a character sheet: `sheet` compiles them, `search` finds some, `gate` judges them, `answers` says them.

Must not know HTTP, storage or language models.
"""
