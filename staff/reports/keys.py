"""The key of a row in a list that goes by a moment: the next page starts behind it, whatever was added before."""

import datetime as dt
import re

from django.db.models import Q

KEY = re.compile(r"(?P<microseconds>\d{1,17})-(?P<pk>\d{1,18})")
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def key_of(moment: dt.datetime, pk: int) -> str:
    """As it stands in an address."""
    return f"{(moment - EPOCH) // dt.timedelta(microseconds=1)}-{pk}"


def behind(key: str, field: str, *, newest_first: bool = False) -> Q:
    """The rows that follow the one with this key, by `field` and then their ids; a key that cannot be read is none."""
    found = KEY.fullmatch(key)
    if found is None:
        return Q()
    moment, pk, way = EPOCH + dt.timedelta(microseconds=int(found["microseconds"])), int(found["pk"]), "gt"
    if newest_first:
        way = "lt"
    # The first bound alone says where an index is entered.
    return Q((f"{field}__{way}e", moment)) & (Q((f"{field}__{way}", moment)) | Q((f"pk__{way}", pk)))
