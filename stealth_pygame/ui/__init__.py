"""The picture: bubbles, chat box and log, which know nothing of the network and are usable alone."""
