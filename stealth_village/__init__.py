"""The demo of stealth_pygame as it is installed: `stealth-village`, or `python -m stealth_village`.

The wheel carries `demo_game` inside this package, since a name like that may be anybody's; in a clone it stands beside.
"""
