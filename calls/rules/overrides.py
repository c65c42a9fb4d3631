"""Going against the published order of the queue: what there is, and where it puts a customer."""

import datetime as dt

from django.db.models import TextChoices

# Whoever pulls a customer forward has so long to take them before anybody may.
PULLED_FOR = dt.timedelta(minutes=30)


# A card put back comes up again for somebody after this, so that the next press of Next brings another.
PUT_BACK_WAIT = dt.timedelta(minutes=30)


def back_at(due_at: dt.datetime | None, *, at: dt.datetime) -> dt.datetime:
    """When a card that was put back comes up again: never so late that what it is due by has passed."""
    wait = at + PUT_BACK_WAIT
    return wait if due_at is None or due_at <= at else min(wait, at + (due_at - at) / 2)


class OverrideKind(TextChoices):
    """What somebody did."""

    PUT_BACK = "put_back", "Put the open card back"
    SKIP = "skip", "Left out for today"
    PULL_FORWARD = "pull_forward", "Pulled forward"
    TAKE = "take", "Taken by hand"
