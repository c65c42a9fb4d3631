"""Who stands in plain order, so that the worth of the ranking can be measured.

A customer is under control for a day or not, by a hash of both: asking again gives the same, and nothing about them
matters. The ranked never take from the control, so it stays a fair sample of all, not of what the ranking left over.
"""

import datetime as dt
import hashlib

BITS = 2**32


def lot(customer_id: int, day: dt.date) -> float:
    """From 0 to below 1; `LOT` in calls.actions.ranking.candidates_sql is the same."""
    digest = hashlib.md5(f"{customer_id}:{day:%Y-%m-%d}".encode(), usedforsecurity=False).hexdigest()
    return int(digest[:8], 16) / BITS


def is_control(customer_id: int, day: dt.date, *, share: float) -> bool:
    return lot(customer_id, day) < share
