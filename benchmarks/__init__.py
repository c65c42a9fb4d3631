"""Measures what the product promises of its own speed; each figure is one JSON object on a line."""
