"""Keep the progress of the targets counted."""

from functools import partial

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from targets import actions


@shared_task
def compute_progress(target_ids: list[int]) -> None:
    """After a target was set."""
    actions.compute_progress(target_ids=target_ids, at=timezone.now())


@shared_task
def compute_all_progress() -> None:
    """By the clock, and after each order (AFTER_ORDER_TASKS in the settings)."""
    actions.compute_progress(at=timezone.now())


def nudge_progress(target_id: int) -> None:
    """Have it counted at once; without a broker the clock does it within the minute."""
    transaction.on_commit(partial(compute_progress.delay, [target_id]), robust=True)
