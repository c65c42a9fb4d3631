"""A made-up wholesaler to look at, to test on and to measure with: the same seed makes the same company."""
