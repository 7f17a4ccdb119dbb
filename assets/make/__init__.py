"""Everything that is seen and heard in the village, made by these scripts: `python -m assets.make`."""
