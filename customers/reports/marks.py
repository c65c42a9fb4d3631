"""The way on in a list that is ordered by a moment, then by id: a mark names the last row that was shown."""

import datetime as dt
import re

from django.db.models import Q

MARK = re.compile(r"(?P<microseconds>\d{1,18})-(?P<key>\d{1,18})")
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def mark_of(at: dt.datetime, key: int) -> str:
    return f"{(at - EPOCH) // dt.timedelta(microseconds=1)}-{key}"


def older_than(mark: str | None, field: str) -> Q:
    """What follows the mark, the newest first; a mark that cannot be read starts at the newest."""
    found = _read(mark)
    return _beyond(found, field, "lt") if found else Q()


def later_than(mark: str | None, field: str) -> Q:
    """What follows the mark, the oldest first; a mark that cannot be read starts at the oldest."""
    found = _read(mark)
    return _beyond(found, field, "gt") if found else Q()


def _beyond(found: tuple[dt.datetime, int], field: str, side: str) -> Q:
    at, key = found
    # Said twice, so that an index over the moment is used.
    return Q(**{f"{field}__{side}e": at}) & (Q(**{f"{field}__{side}": at}) | Q(**{f"pk__{side}": key}))


def _read(mark: str | None) -> tuple[dt.datetime, int] | None:
    found = MARK.fullmatch(mark or "")
    if found is None:
        return None
    try:
        return EPOCH + dt.timedelta(microseconds=int(found["microseconds"])), int(found["key"])
    except OverflowError:
        return None
