"""Makes and revokes the secret address of a coordinator's calendar."""

import datetime as dt
import hashlib
import secrets

from django.db import transaction
from django.db.models import Q

from calls.models import CalendarFeed
from staff.models import User

# Calendar programs ask a few times an hour; one note an hour is enough to see that somebody does.
READ_NOTED_EVERY = dt.timedelta(hours=1)


def digest_of(token: str) -> str:
    """What is kept of a token. It is long and random, so a plain digest cannot be turned back."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def make_feed(*, owner: User, at: dt.datetime) -> str:
    """Make a new address, revoking the one before; returns its token, which is known nowhere else from then on.

    Locks the person, so that two presses leave one address.
    """
    User.objects.select_for_update(no_key=True).get(pk=owner.pk)
    revoke_feed(owner=owner, at=at)
    token = secrets.token_urlsafe(32)
    CalendarFeed.objects.create(owner=owner, token_digest=digest_of(token), made_at=at)
    return token


@transaction.atomic
def revoke_feed(*, owner: User, at: dt.datetime) -> None:
    """Let the address answer nobody any more. Asking twice is safe."""
    CalendarFeed.objects.filter(owner=owner, revoked_at=None).update(revoked_at=at)


def note_read(*, feed_id: int, at: dt.datetime) -> None:
    """Remember that the calendar was asked for, at most once an hour."""
    stale = Q(last_read_at=None) | Q(last_read_at__lt=at - READ_NOTED_EVERY)
    CalendarFeed.objects.filter(stale, pk=feed_id).update(last_read_at=at)
