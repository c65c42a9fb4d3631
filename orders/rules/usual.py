"""What a customer usually buys, what they have dropped, and which quantity is unlike them.

The weight of an item is its number of past orders, each counting exp(-age / 120 days), times the logarithm of how many
customers buy it at present. On two years of a wholesaler's order lines, twenty items suggested so held 27 % of the next
order, where all that the customer ever bought held 52 %; even an item of the last five orders was in the next only six
times in ten. So items are suggested, never filled in.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

FORGETTING_DAYS = 120
# How far back “at present” goes.
POPULAR_WITHIN = timedelta(weeks=4)
SUGGESTED = 20
PAST_ORDERS = 6

# Fewer purchases than this say nothing about a habit.
FEWEST_FOR_A_HABIT = 3


@dataclass(frozen=True, slots=True)
class Habit:
    """How one customer bought one product, in `times` orders.

    `usual` is the most common quantity. `latest` and `first` say how many orders ago it was last and first bought, 0
    being the latest order; `past` holds the quantities of the last six orders by that count. `is_usual` when it is
    among the items that are suggested to this customer.
    """

    product_id: int
    weight: float
    times: int
    usual: int
    least: int
    most: int
    latest: int
    first: int
    last_bought_at: datetime
    last_price: Decimal
    past: dict[int, int]
    is_usual: bool = True


def is_dropped(habit: Habit) -> bool:
    """Bought regularly, then left out of two orders or more, and of more than twice as many as they used to skip."""
    if habit.times < FEWEST_FOR_A_HABIT or habit.latest < 2:
        return False
    orders_between = (habit.first - habit.latest) / (habit.times - 1)
    return habit.latest > 2 * orders_between


def is_unusual(quantity: int, habit: Habit) -> bool:
    """More than twice the most, or less than half the least, that they ever took; nothing is without a habit."""
    if habit.times < FEWEST_FOR_A_HABIT:
        return False
    return quantity > 2 * habit.most or 2 * quantity < habit.least


def dropped_words(habit: Habit, at: datetime) -> str:
    """As in: normally 4, last bought 26 days ago."""
    days = (at - habit.last_bought_at).days
    ago = "today" if days < 1 else "yesterday" if days == 1 else f"{days} days ago"
    return f"normally {habit.usual}, last bought {ago}"


def tenfold_words(quantity: int, habit: Habit | None) -> str:
    """A question where the quantity is ten times the usual one or more: a slip of the finger, or a big day."""
    if habit is None or quantity < 10 * habit.usual:
        return ""
    return f"{quantity} is {quantity // habit.usual} times their usual {habit.usual}. Is it right?"
