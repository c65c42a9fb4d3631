"""Knows who works here and when."""
