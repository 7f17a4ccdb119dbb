"""What a game's own tests need: a fake backend, a hand-cranked worker, a conformance suite."""
