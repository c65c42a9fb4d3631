"""What the worker does for the queue."""

from celery import shared_task
from django.utils.timezone import now

from calls.actions import fill, ranking
from calls.actions.contradictions import compare_all
from calls.actions.occurrences import lay_out_all, lay_out_short
from calls.rules.schedule import london_day


@shared_task
def fill_queue() -> int:
    """Once a minute; a minute that was missed is made good by the next. Schedules that are new are laid out first."""
    at = now()
    lay_out_short(at=at)
    return fill(day=london_day(at), at=at)


@shared_task
def lay_out_schedules() -> int:
    """Each night: for what changed elsewhere. What the night misses, a change or the filling lays out."""
    return lay_out_all(at=now())


@shared_task
def compare_schedules() -> int:
    """Each quarter of an hour: rounds, their cut-offs and their closures are changed elsewhere."""
    return compare_all(at=now())


@shared_task
def keep_ranking() -> None:
    """Once a minute; the first of a day counts everybody."""
    ranking.keep_up(at=now())


@shared_task
def find_candidates() -> None:
    """Once an hour: calls were made, promotions have begun or ended."""
    ranking.propose_candidates(at=now())
