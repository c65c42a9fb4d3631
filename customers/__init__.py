"""Knows who people are, whether we may reach them, what we told them, and how to forget them."""
