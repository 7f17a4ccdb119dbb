"""The build of a game for the web: a folder with page, game, library and wheels, which any static web host can serve.

Must not know dialogues or pygame; only the command line imports it.
"""
