"""Going against the published order of the queue: what there is, and where it puts a customer."""

import datetime as dt

from django.db.models import TextChoices

# Whoever pulls a customer forward has so long to take them before anybody may.
PULLED_FOR = dt.timedelta(minutes=30)


class OverrideKind(TextChoices):
    """What somebody did."""

    PUT_BACK = "put_back", "Put the open card back"
    SKIP = "skip", "Left out for today"
    PULL_FORWARD = "pull_forward", "Pulled forward"
    TAKE = "take", "Taken by hand"
