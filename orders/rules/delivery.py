"""The days on which a customer can have a delivery, by when it must be ordered, and what it costs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from customers.rules.calendar import LONDON, is_holiday, is_working_day
from customers.rules.vocabulary import Nation, Weekday
from promotions.rules.money import say_pounds
from staff.rules import Refusal

MONDAY_TO_FRIDAY = tuple(Weekday)[:5]
FURTHEST_DAYS = 90


class DeliveryRefused(Refusal):
    """There is no such delivery."""


@dataclass(frozen=True, slots=True)
class Charges:
    """Pounds without VAT: the least we deliver, what a delivery costs, and from which goods total it is free."""

    least: Decimal = Decimal(0)
    charge: Decimal = Decimal(0)
    free_from: Decimal | None = None

    def for_goods(self, goods: Decimal) -> Decimal:
        """What the delivery of goods for so much, after promotions, costs."""
        return Decimal(0) if self.free_from is not None and goods >= self.free_from else self.charge

    def least_hint(self, goods: Decimal) -> str:
        """What is missing to the least order; empty when nothing is."""
        missing = self.least - goods
        return f"Minimum order {say_pounds(self.least)}: {say_pounds(missing)} more." if missing > 0 else ""

    def hints(self, goods: Decimal) -> tuple[str, ...]:
        """What is missing to the least order and to free delivery; nothing for an empty order."""
        if not goods:
            return ()
        said = [least] if (least := self.least_hint(goods)) else []
        if self.charge and self.free_from is not None and goods < self.free_from:
            said.append(f"{say_pounds(self.free_from - goods)} more: free delivery (now {say_pounds(self.charge)}).")
        return tuple(said)


NO_CHARGES = Charges()


@dataclass(frozen=True, slots=True)
class DeliveryDays:
    """The weekdays on which we deliver to a customer (none: Monday to Friday), and whose holidays count there.

    `shut` are days on which we do not drive, `closed` those on which nobody is there, each with its reason.
    `cut_offs` say for each weekday until when it takes orders; a weekday that is not named takes none, none named at
    all is no cut-off. An order is ready `lead_days` working days after the day that took it.
    """

    weekdays: Sequence[int]
    nation: Nation
    lead_days: int = 1
    cut_offs: Mapping[int, time] = field(default_factory=dict)
    is_strict: bool = True
    shut: Mapping[date, str] = field(default_factory=dict)
    closed: Mapping[date, str] = field(default_factory=dict)

    def why_not(self, on: date, today: date) -> str:
        """Why there is no delivery on this date, in words; empty when there is one."""
        if on <= today:
            return "it is not after today"
        if on > today + timedelta(days=FURTHEST_DAYS):
            return f"it is more than {FURTHEST_DAYS} days away"
        if on.weekday() not in (self.weekdays or MONDAY_TO_FRIDAY):
            return f"we do not deliver to them on a {on:%A}"
        if is_holiday(on, (self.nation,)):
            return "it is a public holiday"
        if on in self.shut:
            return f"we do not deliver then ({self.shut[on]})"
        return f"they are closed ({self.closed[on]})" if on in self.closed else ""

    def after(self, on: date, today: date) -> Iterator[date]:
        """The delivery dates after `on`, as far ahead as we plan."""
        for ahead in range(1, FURTHEST_DAYS + 1):
            date_ahead = on + timedelta(days=ahead)
            if not self.why_not(date_ahead, today):
                yield date_ahead

    def order_by(self, on: date) -> datetime | None:
        """The last moment to order for a delivery on this date; None when there is no cut-off."""
        day = on
        for _ in range(self.lead_days):
            day = self._working_day_before(day)
        if not self.cut_offs:
            # Without a clock the day that takes the order takes it until its end; a lead of one day is then "before".
            return None if self.lead_days <= 1 else datetime.combine(day, time(23, 59), LONDON)
        while day.weekday() not in self.cut_offs or not self._works(day):
            day -= timedelta(days=1)
        return datetime.combine(day, self.cut_offs[day.weekday()], LONDON)

    def is_late(self, on: date, at: datetime) -> bool:
        """Whether the cut-off of this delivery has passed."""
        until = self.order_by(on)
        return until is not None and at > until

    def is_closed(self, on: date, at: datetime) -> bool:
        """Whether this delivery can no longer be promised; a flexible cut-off bends until the end of its day."""
        until = self.order_by(on)
        if until is None or at <= until:
            return False
        return self.is_strict or at.astimezone(LONDON).date() > until.date()

    def open_dates(self, at: datetime) -> Iterator[date]:
        """The dates that may be promised at `at`, soonest first; late ones too where the cut-off is flexible."""
        today = at.astimezone(LONDON).date()
        return (on for on in self.after(today, today) if not self.is_closed(on, at))

    def _working_day_before(self, day: date) -> date:
        day -= timedelta(days=1)
        while not self._works(day):
            day -= timedelta(days=1)
        return day

    def _works(self, day: date) -> bool:
        """Whether we pack and load: on working days of England, where the warehouse is, that are not shut."""
        return is_working_day(day, Nation.ENGLAND) and day not in self.shut


@dataclass(frozen=True, slots=True)
class DeliveryTerms:
    """The round that a customer is on (empty: none in particular), its days and its charges."""

    round: str
    days: DeliveryDays
    charges: Charges = NO_CHARGES
    round_id: int | None = None


def check_delivery_date(on: date | None, days: DeliveryDays, *, today: date, at: datetime | None = None) -> None:
    """Raises DeliveryRefused, with the reason and the next date there is, unless we deliver on that date.

    With `at`, also when its cut-off has passed.
    """
    if on is None:
        raise DeliveryRefused("Choose a delivery date.", field="delivery_on")
    reason = why_no_delivery(on, days, today=today, at=at)
    if reason:
        following = next((day for day in _open(days, today, at) if day > on or on <= today), None)
        instead = f" The next one is {say_date(following)}." if following else ""
        raise DeliveryRefused(f"No delivery on {say_date(on)}: {reason}.{instead}", field="delivery_on")


def why_no_delivery(on: date, days: DeliveryDays, *, today: date, at: datetime | None = None) -> str:
    """Why there is none on this date, or with `at` none any more, in words; empty when there is one."""
    reason = days.why_not(on, today)
    if not reason and at is not None and days.is_closed(on, at):
        return f"the cut-off was {say_cut_off(days, on)}"
    return reason


def check_least(goods: Decimal, charges: Charges) -> None:
    """Raises DeliveryRefused, saying what is missing, for goods below the least that we deliver."""
    if goods < charges.least:
        raise DeliveryRefused(
            f"The least we deliver to them is {say_pounds(charges.least)} without VAT: "
            f"{say_pounds(charges.least - goods)} is missing. Add something, or put it on their next order."
        )


def cut_off_words(days: DeliveryDays, on: date | None, at: datetime) -> str:
    """A warning when the flexible cut-off of the chosen date has passed; else empty."""
    if on is None or not days.is_late(on, at):
        return ""
    return f"The cut-off for {say_date(on)} was {say_cut_off(days, on)}. Ask the warehouse before you promise it."


def say_cut_off(days: DeliveryDays, on: date) -> str:
    """As in: Mon 23 November 16:00."""
    until = days.order_by(on)
    return f"{until:%a} {until.day} {until:%B %H:%M}" if until else ""


def say_date(on: date) -> str:
    """As in: Tue 24 November 2026."""
    return f"{on:%a} {on.day} {on:%B %Y}"


def _open(days: DeliveryDays, today: date, at: datetime | None) -> Iterator[date]:
    return days.open_dates(at) if at is not None else days.after(today, today)
