"""The part that runs inside a web page: it runs a game frame by frame, between the browser's own work.

`stealth-pygame web` packs it with the game, and the page's script calls it. Nothing else imports it.
"""
