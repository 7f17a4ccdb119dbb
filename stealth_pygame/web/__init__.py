"""A game as a folder for the web: page, game, library and wheels, which a browser runs without any server of ours.

Must not know dialogues or pygame; only the command line imports it.
"""
