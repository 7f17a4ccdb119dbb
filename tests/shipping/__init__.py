"""What leaves the house: the wheel, and frozen games."""
