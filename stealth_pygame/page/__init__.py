"""The inside of a web page: it runs a game as the page's program, frame by frame, beside the browser's own work.

`stealth-pygame web` packs it with the game; the page's script calls it. Nothing else imports it.
"""
