"""The dialogue box, without a dialogue."""
