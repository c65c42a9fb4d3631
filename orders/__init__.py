"""Keeps what customers asked for and what they bought, at the price they were told."""
