"""The made-up desk's calls of the last months with their outcomes, offers and lines of history."""

import datetime as dt
from collections.abc import Iterator, Sequence
from random import Random

from calls.models import Attempt, Call, Offer
from calls.rules.vocabulary import Direction, OfferState, Outcome
from customers.models import Event
from customers.rules.vocabulary import EventKind
from promotions.rules.money import say_pence
from telesales.demo.copying import Table
from telesales.demo.customers import Account, Span, is_scheduled
from telesales.demo.orders import Sale
from telesales.demo.pushes import LONDON, Push
from telesales.demo.rhythm import WORKING_DAYS

REMEMBERED_DAYS = 120
NOT_SCHEDULED_SHARE = 0.1
RETRIED_SHARE = 0.3
RULESET = "demo"
MISSED = (Outcome.NO_ANSWER, Outcome.NO_ANSWER, Outcome.BUSY, Outcome.VOICEMAIL, Outcome.GATEKEEPER)
NOTHING_TODAY = (
    Outcome.ENOUGH_STOCK,
    Outcome.ENOUGH_STOCK,
    Outcome.ENOUGH_STOCK,
    Outcome.ELSEWHERE_PRICE,
    Outcome.UNAVAILABLE,
    Outcome.SEASONAL,
    Outcome.BUYER_ABSENT,
)
NOT_YET = (Outcome.ASKED_BY_EMAIL, Outcome.BUYER_ABSENT, Outcome.ELSEWHERE_PRICE, Outcome.ELSEWHERE_SERVICE)
NOTES = (
    "Refitting in the new year, ask then.",
    "Likes to hear what is new.",
    "Deliveries to the side door before ten.",
    "Prefers to be rung after the school run.",
    "Says the last blue rolls were thin.",
    "New fryer: will need more oil.",
)
DECLINED = ("Has enough", "Too dear", "Uses another make", "Not today")


class CallTables:
    def __init__(self) -> None:
        self.calls = Table(
            Call, "customer", "coordinator", "contact", "line", "direction", "why_now", "lease_token", "opened_at",
            "saved_at", "outcome", "notes", "order",
        )  # fmt: skip
        self.attempts = Table(Attempt, "call", "line", "number", "dialled_at", "ruleset")
        self.offers = Table(Offer, "call", "promotion_version", "state", "reason", "answered_at")
        self.events = Table(Event, "customer", "kind", "happened_at", "by", "sentence")

    def in_order(self) -> list[Table]:
        return [self.calls, self.attempts, self.offers, self.events]


class CallMaker:
    """Makes the remembered calls of a customer: those that brought orders, those before and between."""

    def __init__(self, span: Span, pushes: Sequence[Push], coordinators: Sequence[int]) -> None:
        self.span = span
        self.pushes = pushes
        self.coordinators = coordinators
        self.since = span.as_of - dt.timedelta(days=REMEMBERED_DAYS)
        self.tables = CallTables()

    def make(self, account: Account, sales: Sequence[Sale]) -> None:
        random = self.span.random(account.position, "calls")
        recent = [sale for sale in sales if sale.at.date() >= self.since]
        for sale in recent:
            self._sale(account, sale, random)
        if not account.is_called:
            return
        ordered_on = {sale.at.date() for sale in recent}
        for day in self._days_without_order(account, random):
            if day not in ordered_on:
                outcomes = NOT_YET if account.is_prospect else NOTHING_TODAY
                outcome = random.choice(MISSED if random.random() < 0.45 else outcomes)
                self.call(account, outcome, at_clock(day, random), random)

    def call(
        self, account: Account, outcome: Outcome, at: dt.datetime, random: Random, sale: Sale | None = None
    ) -> int:
        """One finished call; returns its id. Who owns the customer usually makes it."""
        by = sale.taken_by if sale else account.owner_id or random.choice(self.coordinators)
        direction = Direction.INBOUND if sale and random.random() < 0.12 else Direction.OUTBOUND
        opened_at = at - dt.timedelta(seconds=90 + int(random.random() * 300))
        notes = random.choice(NOTES) if random.random() < 0.06 else ""
        why = "Because: a prospect, not yet a customer" if account.is_prospect else f"Because: their usual {at:%A}"
        call_id = self.tables.calls.add(
            account.id, by, account.buyer_id, account.line_id, direction, why, 1, opened_at, at, outcome, notes,
            sale.order_id if sale else None,
        )  # fmt: skip
        if direction == Direction.OUTBOUND:
            dialled_at = opened_at + dt.timedelta(seconds=15)
            self.tables.attempts.add(call_id, account.line_id, account.number, dialled_at, RULESET)
        self.tables.events.add(account.id, EventKind.CALL, at, by, f"{direction.label} call: {outcome.label}.")
        return call_id

    def _sale(self, account: Account, sale: Sale, random: Random) -> None:
        if random.random() < RETRIED_SHARE:
            earlier = sale.at - dt.timedelta(minutes=int(20 + random.random() * 40))
            self.call(account, random.choice(MISSED), earlier, random)
        call_id = self.call(account, Outcome.ORDERED, sale.at, random, sale)
        words = f"Order {sale.number} confirmed: {sale.lines} lines, {say_pence(sale.net)} before VAT."
        self.tables.events.add(account.id, EventKind.ORDER, sale.at, sale.taken_by, words)
        if sale.is_cancelled:
            self.tables.events.add(
                account.id, EventKind.ORDER, sale.at, sale.taken_by, f"Order {sale.number} cancelled."
            )
        for push in self.pushes:
            if push.is_for(account.trade.segment, sale.at.date().toordinal()):
                state, reason = _answer(push.version_id in sale.pushed, random)
                self.tables.offers.add(call_id, push.version_id, state, reason, sale.at)

    def _days_without_order(self, account: Account, random: Random) -> Iterator[dt.date]:
        """The days of their rhythm where they are scheduled; a day in some weeks where they are not."""
        if is_scheduled(account):
            habit = account.habit
            since = max(self.since.toordinal(), habit.first)
            first = since + (habit.first - since) % habit.every
            yield from map(dt.date.fromordinal, range(first, self.span.as_of.toordinal(), habit.every))
            return
        for week in range(REMEMBERED_DAYS // 7):
            day = self.since + dt.timedelta(days=7 * week - self.since.weekday() + int(random.random() * WORKING_DAYS))
            if random.random() < NOT_SCHEDULED_SHARE and self.since <= day < self.span.as_of:
                yield day


def at_clock(day: dt.date, random: Random) -> dt.datetime:
    """A moment in the desk's hours, 9:00 to 16:59 on London's clocks."""
    clock = dt.time(9 + int(random.random() * 8), int(random.random() * 60), int(random.random() * 60), tzinfo=LONDON)
    return dt.datetime.combine(day, clock)


def _answer(is_bought: bool, random: Random) -> tuple[OfferState, str]:
    drawn = random.random()
    if is_bought:
        return (OfferState.ACCEPTED if drawn < 0.7 else OfferState.BOUGHT_UNPROMPTED), ""
    if drawn < 0.5:
        return OfferState.DECLINED, random.choice(DECLINED)
    if drawn < 0.7:
        return OfferState.DEFERRED, ""
    return (OfferState.NOT_OFFERED, "No time") if drawn < 0.85 else (OfferState.NOT_SUITABLE, "")
