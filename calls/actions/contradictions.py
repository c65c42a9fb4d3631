"""Notes which schedules ask for a delivery, or a cut-off, that the customer's round does not give."""

import datetime as dt
from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import Q

from calls.models import Contradiction, Occurrence, Schedule
from calls.rules.cut_off import misfit
from calls.rules.schedule import london_day
from orders.actions.delivery import delivery_terms_of

BATCH = 500
SAID = ["round", "cut_off_at", "is_broken", "words", "found_at"]
COMPARED = ("round_id", "cut_off_at", "is_broken", "words")


def note_contradictions(schedules: Iterable[Schedule], calls: Iterable[Occurrence], *, at: dt.datetime) -> int:
    """Compare the first of these calls of each schedule with its delivery; returns how many notes changed.

    The schedules are locked, and known with their customer and their note; asking twice changes nothing.
    """
    known = {schedule.pk: schedule for schedule in schedules}
    standing = {pk: schedule.contradiction for pk, schedule in known.items() if hasattr(schedule, "contradiction")}
    found = _found(known, calls, at)
    gone = standing.keys() - found.keys()
    if gone:
        Contradiction.objects.filter(pk__in=gone).delete()
    new = [note for pk, note in found.items() if pk not in standing or _differs(standing[pk], note)]
    if new:
        Contradiction.objects.bulk_create(new, update_conflicts=True, unique_fields=["schedule"], update_fields=SAID)
    return len(gone) + len(new)


def _found(known: dict[int, Schedule], calls: Iterable[Occurrence], at: dt.datetime) -> dict[int, Contradiction]:
    terms = delivery_terms_of([(schedule.customer, schedule.address_id) for schedule in known.values()], at)
    first: dict[int, Occurrence] = {}
    for call in sorted(calls, key=lambda call: call.due_on):
        if call.cut_off_at > at:
            first.setdefault(call.schedule_id, call)
    found = {}
    for pk, call in first.items():
        theirs = terms[known[pk].customer_id, known[pk].address_id]
        met = misfit(delivery_on=call.delivery_on, cut_off_at=call.cut_off_at, terms=theirs, at=at)
        if met:
            found[pk] = Contradiction(
                schedule_id=pk,
                round_id=theirs.round_id,
                cut_off_at=call.cut_off_at,
                is_broken=met.is_broken,
                words=met.words,
                found_at=at,
            )
    return found


def _differs(standing: Contradiction, note: Contradiction) -> bool:
    return any(getattr(standing, name) != getattr(note, name) for name in COMPARED)


@transaction.atomic
def compare(*, schedule_ids: Collection[int], at: dt.datetime) -> int:
    """Compare the next call of each of these schedules with its delivery. Locks them, in the order of their ids."""
    schedules = list(Schedule.objects.to_lay_out().filter(pk__in=schedule_ids))
    return note_contradictions(schedules, Occurrence.objects.next_of(Q(schedule__in=schedules), at), at=at)


def compare_all(*, at: dt.datetime) -> int:
    """Compare every schedule, for what changed elsewhere: a round, its cut-offs or closures, an address.

    A batch a transaction. Returns how many notes changed.
    """
    alive = Schedule.objects.not_over(london_day(at)) | Schedule.objects.filter(contradiction__isnull=False)
    changed, last = 0, 0
    while batch := list(alive.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        changed, last = changed + compare(schedule_ids=batch, at=at), batch[-1]
    return changed
