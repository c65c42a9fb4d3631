"""Reads about customers that span models."""

from customers.reports.permission import decide, decide_many, outlook

__all__ = ["decide", "decide_many", "outlook"]
