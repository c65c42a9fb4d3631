"""Whom to ring among those that no promise or schedule decides, and how well that goes."""
