"""What the worker does for orders."""

from celery import shared_task
from django.utils.timezone import now

from orders.actions.back_in_stock import tell_back_in_stock
from orders.actions.hand_out import hand_out_stock
from orders.actions.popularity import count_popularity
from orders.actions.queries import hold_queried
from orders.actions.quote import expire_quotes


@shared_task
def count_popular_products() -> int:
    """By the hour: what many buy at present comes first among a customer's usual items."""
    return count_popularity(at=now())


@shared_task
def close_expired_quotes() -> int:
    """By the hour: quotes whose prices no longer hold are closed; a missed hour is made good by the next."""
    return expire_quotes(at=now())


@shared_task
def hand_out_what_came_in() -> int:
    """By the minute: waiting orders get what is free; a missed minute is made good by the next."""
    return hand_out_stock(at=now())


@shared_task
def tell_what_is_back_in_stock() -> int:
    """By the quarter of an hour; who was told is not told again."""
    return tell_back_in_stock(at=now())


@shared_task
def hold_what_is_queried() -> int:
    """By the half minute, and after each query by a link (AFTER_QUERY_TASKS in the settings)."""
    return hold_queried(at=now())
