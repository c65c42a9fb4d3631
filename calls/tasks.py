"""What the worker does for the queue."""

from celery import shared_task
from django.utils.timezone import now

from calls.actions import fill
from calls.rules.schedule import london_day


@shared_task
def fill_queue() -> int:
    """Once a minute; a minute that was missed is made good by the next."""
    at = now()
    return fill(day=london_day(at), at=at)
