"""Knows what is sold, what it costs this customer today, and what is being pushed."""
