"""The days on which a customer can have a delivery."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from customers.rules.calendar import is_holiday
from customers.rules.vocabulary import Nation, Weekday
from staff.rules import Refusal

MONDAY_TO_FRIDAY = tuple(Weekday)[:5]
FURTHEST_DAYS = 90


class DeliveryRefused(Refusal):
    """There is no such delivery."""


@dataclass(frozen=True, slots=True)
class DeliveryDays:
    """The weekdays on which we deliver to a customer (none: Monday to Friday), and whose holidays count there."""

    weekdays: Sequence[int]
    nation: Nation

    def why_not(self, on: date, today: date) -> str:
        """Why there is no delivery on this date, in words; empty when there is one."""
        if on <= today:
            return "it is not after today"
        if on > today + timedelta(days=FURTHEST_DAYS):
            return f"it is more than {FURTHEST_DAYS} days away"
        if on.weekday() not in (self.weekdays or MONDAY_TO_FRIDAY):
            return f"we do not deliver to them on a {on:%A}"
        return "it is a public holiday" if is_holiday(on, (self.nation,)) else ""

    def after(self, on: date, today: date) -> Iterator[date]:
        """The delivery dates after `on`, as far ahead as we plan."""
        for ahead in range(1, FURTHEST_DAYS + 1):
            date_ahead = on + timedelta(days=ahead)
            if not self.why_not(date_ahead, today):
                yield date_ahead


def check_delivery_date(on: date | None, days: DeliveryDays, *, today: date) -> None:
    """Raises DeliveryRefused, with the reason and the next date there is, unless we deliver on that date."""
    if on is None:
        raise DeliveryRefused("Choose a delivery date.", field="delivery_on")
    reason = days.why_not(on, today)
    if reason:
        following = next(days.after(max(today, on), today), None)
        instead = f" The next one is {say_date(following)}." if following else ""
        raise DeliveryRefused(f"No delivery on {say_date(on)}: {reason}.{instead}", field="delivery_on")


def say_date(on: date) -> str:
    """As in: Tue 24 November 2026."""
    return f"{on:%a} {on.day} {on:%B %Y}"
