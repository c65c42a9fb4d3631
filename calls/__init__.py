"""Decides whom to ring next and why, rings them, records what came of it."""
