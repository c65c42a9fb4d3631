"""What the worker does for orders."""

from celery import shared_task
from django.utils.timezone import now

from orders.actions.popularity import count_popularity


@shared_task
def count_popular_products() -> int:
    """By the hour: what many buy at present comes first among a customer's usual items."""
    return count_popularity(at=now())
