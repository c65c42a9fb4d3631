"""Keep the progress of the targets counted."""

from celery import shared_task
from django.utils import timezone

from targets import actions


@shared_task
def compute_progress(target_ids: list[int]) -> None:
    """After a target was set or changed."""
    actions.compute_progress(target_ids=target_ids, at=timezone.now())


@shared_task
def compute_all_progress() -> None:
    """By the clock, and after each order (AFTER_ORDER_TASKS in the settings)."""
    actions.compute_progress(at=timezone.now())
