"""Says what was asked of the desk and how near it is."""
