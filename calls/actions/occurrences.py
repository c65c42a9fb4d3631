"""Writes down the calls that schedules ask for, some weeks ahead, so that filling the queue is one join."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from django.db import transaction
from django.db.models import F

from calls.actions.contradictions import note_contradictions
from calls.models import Occurrence, Schedule, ScheduleException
from calls.rules.occurrences import Circumstances, Exceptional, Falling, Fate, Shut
from calls.rules.plan import calls_of, moments_on
from calls.rules.schedule import london_day
from customers.models import Closure
from customers.rules.vocabulary import Nation

# Written so far ahead, and topped up when less than half of it is left: a worker may be down for weeks.
AHEAD = dt.timedelta(weeks=8)
LEAST_AHEAD = AHEAD / 2
BATCH = 500
DERIVED = ("moved_from", "because", "window_from", "agreed_at", "window_until", "cut_off_at", "delivery_on")


def circumstances_of(schedules: Collection[Schedule], since: dt.date) -> dict[int, Circumstances]:
    """What bends each schedule from `since` on, by schedule id: two queries for all of them."""
    shut = closures_of({schedule.customer_id for schedule in schedules}, since)
    changed: dict[int, dict[str, dict[dt.date, str]]] = defaultdict(lambda: {kind: {} for kind in Exceptional.values})
    for each in ScheduleException.objects.filter(
        schedule__in=[each.pk for each in schedules if each.pk], on__gte=since
    ):
        changed[each.schedule_id][each.kind][each.on] = each.words
    return {
        schedule.pk: Circumstances(
            nation=Nation(schedule.customer.nation),
            delivery_days=frozenset(schedule.customer.delivery_days),
            shut=tuple(shut[schedule.customer_id]),
            added=changed[schedule.pk][Exceptional.ADDED],
            skipped=changed[schedule.pk][Exceptional.SKIPPED],
        )
        for schedule in schedules
    }


def closures_of(customer_ids: Collection[int], since: dt.date) -> Mapping[int, list[Shut]]:
    """When customers are closed from `since` on; empty for one who is not. One statement."""
    shut: dict[int, list[Shut]] = defaultdict(list)
    for closure in Closure.objects.not_over(since).filter(customer__in=customer_ids):
        shut[closure.customer_id].append(Shut(closure.from_on, closure.until_on, closure.words))
    return shut


@transaction.atomic
def lay_out(*, schedule_ids: Iterable[int], at: dt.datetime) -> int:
    """Bring the occurrences of these schedules up to date from today on; returns how many rows changed.

    Locks the schedules, in the order of their ids. Asking twice changes nothing; what is past stays as it was.
    """
    schedules = list(Schedule.objects.to_lay_out().filter(pk__in=list(schedule_ids)))
    today, last = london_day(at), london_day(at + AHEAD)
    around = circumstances_of(schedules, today - 2 * LEAST_AHEAD)
    wanted: dict[tuple[int, dt.date], Occurrence] = {}
    for schedule in schedules:
        for call in calls_of(schedule.plan, around[schedule.pk], today, last):
            if call.is_call:
                wanted[schedule.pk, call.on] = _row(schedule, around[schedule.pk], call)
    changed = _write(schedules, wanted, today)
    Schedule.objects.filter(pk__in=[schedule.pk for schedule in schedules]).update(laid_until=last)
    note_contradictions(schedules, wanted.values(), at=at)
    return changed


def _row(schedule: Schedule, around: Circumstances, call: Falling) -> Occurrence:
    clocks = moments_on(schedule.plan, around, call.on)
    return Occurrence(
        schedule=schedule,
        due_on=call.on,
        moved_from=call.rhythm_on if call.fate == Fate.MOVED else None,
        because=call.because,
        window_from=clocks.window_from,
        agreed_at=clocks.agreed_at,
        window_until=clocks.window_until,
        cut_off_at=clocks.cut_off_at,
        delivery_on=clocks.delivery_on,
    )


def _write(schedules: list[Schedule], wanted: dict[tuple[int, dt.date], Occurrence], today: dt.date) -> int:
    standing = Occurrence.objects.from_day(today).filter(schedule__in=schedules)
    known = {(each.schedule_id, each.due_on): each for each in standing}
    gone = [known[key].pk for key in known.keys() - wanted.keys()]
    if gone:
        Occurrence.objects.filter(pk__in=gone).delete()
    new = [row for key, row in wanted.items() if key not in known or _differs(known[key], row)]
    Occurrence.objects.bulk_create(
        new, update_conflicts=True, unique_fields=["schedule", "due_on"], update_fields=DERIVED
    )
    return len(gone) + len(new)


def _differs(known: Occurrence, row: Occurrence) -> bool:
    return any(getattr(known, name) != getattr(row, name) for name in DERIVED)


def lay_out_short(*, at: dt.datetime) -> int:
    """Lay out the schedules that are new or whose occurrences reach less far than they must.

    A batch a transaction, so that a worker that dies has lost at most one; when there is nothing to do it is one
    look at an index. Returns how many rows changed.
    """
    today = london_day(at)
    short = Schedule.objects.not_over(today).short_of(today + LEAST_AHEAD)
    changed = 0
    while batch := list(short.order_by("laid_until", "pk").values_list("pk", flat=True)[:BATCH]):
        changed += lay_out(schedule_ids=batch, at=at)
    return changed


def lay_out_all(*, at: dt.datetime) -> int:
    """Lay out every schedule anew: for what changed elsewhere, a nation or the days of delivery. Nightly.

    Those go first that were laid out longest ago, so that a night which is too short for all is no night lost.
    """
    changed = 0
    longest_ago = (F("laid_until").asc(nulls_first=True), "pk")
    alive = Schedule.objects.not_over(london_day(at)).order_by(*longest_ago)
    standing = list(alive.values_list("pk", flat=True))
    for first in range(0, len(standing), BATCH):
        changed += lay_out(schedule_ids=standing[first : first + BATCH], at=at)
    return changed
