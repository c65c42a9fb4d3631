"""Promised callbacks as the desk lists them, paged by key."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from calls.models import Callback, QueueReason
from calls.rules.promise import Due, Promise, due, when
from calls.rules.schedule import moment
from staff.reports.keys import behind, key_of

PAGE = 50


@dataclass(frozen=True, slots=True)
class CallbackRow:
    """One open promise; `entry_id` is the place in the queue by which its owner can hand it over, None without one."""

    id: int
    customer_id: int
    customer: str
    account_number: str
    contact: str
    owner: str
    window_from: dt.datetime
    window_until: dt.datetime
    is_exact: bool
    words: str
    first_attempt_at: dt.datetime | None
    state: Due
    entry_id: int | None


@dataclass(frozen=True, slots=True)
class CallbackPage:
    """Some rows, and the `after` of the following page; empty when this is the last."""

    rows: tuple[CallbackRow, ...]
    following: str


def callback_rows(
    *,
    at: dt.datetime,
    owner_id: int | None = None,
    before: dt.datetime | None = None,
    state: Due | None = None,
    after: str = "",
) -> CallbackPage:
    """Open promises by the end of their window, so the overdue ones first; of one owner, or of all. One statement.

    `before` leaves out windows that begin later. A key that cannot be read starts at the first.
    """
    promises = Callback.objects.open().filter(behind(after, "window_until"), _standing(state, at))
    if owner_id is not None:
        promises = promises.filter(owner_id=owner_id)
    if before is not None:
        promises = promises.filter(window_from__lt=before)
    found = list(_shown(promises)[: PAGE + 1])
    following = key_of(found[PAGE - 1].window_until, found[PAGE - 1].pk) if len(found) > PAGE else ""
    return CallbackPage(tuple(_row(callback, at) for callback in found[:PAGE]), following)


def callback_rows_of(customer_id: int, at: dt.datetime) -> tuple[CallbackRow, ...]:
    """The open promises to one customer."""
    theirs = Callback.objects.open().filter(customer=customer_id)
    return tuple(_row(callback, at) for callback in _shown(theirs))


def promised_while_closed(customer_id: int, from_on: dt.date, until_on: dt.date) -> tuple[str, ...]:
    """What was promised for those days, each as it was said. One statement."""
    begins, ends = moment(from_on, dt.time(0)), moment(until_on + dt.timedelta(days=1), dt.time(0))
    met = Callback.objects.open().filter(customer=customer_id, window_from__gte=begins, window_from__lt=ends)
    windows = met.order_by("window_from").values_list("window_from", "window_until", "is_exact")
    return tuple(when(Promise(*window)) for window in windows)


def callback_row(callback_id: int, at: dt.datetime) -> CallbackRow | None:
    """One open promise; None for one that is done, or was never made."""
    found = _shown(Callback.objects.open().filter(pk=callback_id)).first()
    return _row(found, at) if found else None


def _shown(promises: QuerySet[Callback]) -> QuerySet[Callback]:
    stands = QueueReason.objects.filter(callback=OuterRef("pk"), entry__closed_at=None, entry__owner=OuterRef("owner"))
    with_people = promises.select_related("customer", "contact", "owner").order_by("window_until", "pk")
    return with_people.annotate(entry_id=Subquery(stands.values("entry")[:1]))


def _row(callback: Any, at: dt.datetime) -> CallbackRow:
    return CallbackRow(
        id=callback.pk,
        customer_id=callback.customer_id,
        customer=callback.customer.name,
        account_number=callback.customer.account_number,
        contact=callback.contact.name if callback.contact else "",
        owner=str(callback.owner),
        window_from=callback.window_from,
        window_until=callback.window_until,
        is_exact=callback.is_exact,
        words=callback.words,
        first_attempt_at=callback.first_attempt_at,
        state=due(callback.window_from, callback.window_until, at=at),
        entry_id=callback.entry_id,
    )


def _standing(state: Due | None, at: dt.datetime) -> Q:
    if state is None:
        return Q()
    return {
        Due.LATE: Q(window_until__lte=at),
        Due.NOW: Q(window_from__lte=at, window_until__gt=at),
        Due.LATER: Q(window_from__gt=at),
    }[state]
