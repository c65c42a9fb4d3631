"""What is waiting on the morning of the demo: schedules, closures, promised callbacks, open enquiries."""

import datetime as dt
from collections.abc import Sequence
from random import Random
from uuid import NAMESPACE_OID, uuid5

from calls.models import Callback, DeskSettings, MissedContact, Schedule
from calls.rules.inbound import MissedKind, return_by
from calls.rules.promise import EXACT_WINDOW, PARTS, Part
from calls.rules.rhythm import Repeats
from calls.rules.schedule import moment
from calls.rules.vocabulary import Outcome
from customers.models import Closure
from customers.rules.calendar import next_working_day
from customers.rules.vocabulary import EventKind, Nation
from orders.models import Enquiry
from orders.rules import EnquiryKind, EnquiryState
from telesales.demo.calls import CallMaker, at_clock
from telesales.demo.copying import Table
from telesales.demo.customers import Account, Span, is_scheduled

CUT_OFFS = tuple(dt.time(hour, minute) for hour in range(11, 17) for minute in (0, 30))
EXACT_TIMES = tuple(dt.time(hour, minute) for hour in range(9, 17) for minute in (0, 30))
KEPT_SHARE = 0.06
# So many minutes after the time promised they were rung; None: never.
RUNG_AFTER = (*range(15), 1, 2, 3, -5, 25, None)
CALLBACK_SHARE, ENQUIRY_SHARE, CLOSURE_SHARE, MISSED_SHARE = 0.025, 0.02, 0.1, 0.006
STANDARD = dt.timedelta(hours=1)
ANSWERS_IN = DeskSettings().answers_in
ABOUT = ("The price of twelve ounce cups", "After they have counted the stock", "When the chef is in", "The new order")
LEFT_WORD = ("Could you ring before you load the van?", "We are out of hot cups.", "About this week’s order, please.")
QUESTIONS = (
    (EnquiryKind.PRICE, "What would forty cases of copier paper cost, delivered at once?"),
    (EnquiryKind.AVAILABILITY, "When are the burgundy napkins back?"),
    (EnquiryKind.PRODUCT, "Do you do bamboo plates, about nine inches?"),
    (EnquiryKind.ACCOUNT, "Invoice from last month shows a case we sent back."),
    (EnquiryKind.PRICE, "Is there anything off if we take a pallet of logs?"),
)


class TodayTables:
    def __init__(self) -> None:
        self.schedules = Table(
            Schedule, "customer", "address", "contact", "line", "owner", "repeats", "weekdays", "window_from",
            "window_until", "cut_off", "valid_from",
        )  # fmt: skip
        self.callbacks = Table(
            Callback, "customer", "contact", "owner", "promised_in", "promised_at", "window_from", "window_until",
            "is_exact", "words", "first_attempt_at", "closed_at", "closed_because",
        )  # fmt: skip
        self.enquiries = Table(
            Enquiry, "key", "customer", "contact", "kind", "words", "state", "owner", "recorded_by", "received_at",
            "due_at",
        )  # fmt: skip

        self.missed = Table(
            MissedContact, "key", "customer", "kind", "caller", "words", "arrived_at", "due_at", "recorded_by",
            "recorded_at",
        )  # fmt: skip
        self.closures = Table(Closure, "customer", "from_on", "until_on", "words", "made_by", "made_at")

    def in_order(self) -> list[Table]:
        return [self.schedules, self.callbacks, self.enquiries, self.missed, self.closures]


class TodayMaker:
    """Makes what waits for a customer. Its calls and lines of history go into the call maker's tables."""

    def __init__(self, span: Span, calls: CallMaker, coordinators: Sequence[int]) -> None:
        self.span = span
        self.calls = calls
        self.coordinators = coordinators
        self.tables = TodayTables()
        self.yesterday = span.as_of - dt.timedelta(days=2 if span.as_of.weekday() == 0 else 1)

    def make(self, account: Account) -> None:
        if not account.is_called:
            return
        random = self.span.random(account.position, "today")
        if is_scheduled(account):
            self._schedule(account, random)
            self._closure(account)
        self._kept(account)
        if random.random() < CALLBACK_SHARE:
            self._callback(account, random)
        if random.random() < ENQUIRY_SHARE:
            self._enquiry(account, random)
        self._missed(account)

    def _schedule(self, account: Account, random: Random) -> None:
        cut_off = random.choice(CUT_OFFS)
        window_from = dt.time(9) if cut_off < dt.time(12) else random.choice((dt.time(9), dt.time(10)))
        valid_from = dt.date.fromordinal(account.habit.first)
        repeats, weekdays = Repeats(account.habit.rhythm), [account.habit.weekday]
        for address in account.sites if len(account.sites) > 1 else (None,):
            self.tables.schedules.add(
                account.id, address, account.buyer_id, account.line_id, account.owner_id, repeats, weekdays,
                window_from, cut_off, cut_off, valid_from,
            )  # fmt: skip

    def _closure(self, account: Account) -> None:
        """Some are closed over the next Christmas."""
        random = self.span.random(account.position, "closure")
        if random.random() >= CLOSURE_SHARE:
            return
        year = self.span.as_of.year + (self.span.as_of > dt.date(self.span.as_of.year, 12, 23))
        made_by = account.owner_id or random.choice(self.coordinators)
        days = dt.date(year, 12, 24), dt.date(year + 1, 1, random.choice((1, 3, 6)))
        self.tables.closures.add(account.id, *days, "Christmas", made_by, at_clock(self.yesterday, random))

    def _callback(self, account: Account, random: Random) -> None:
        """Half for a time, half for a part of the day, promised on the working day before."""
        owner = account.owner_id or random.choice(self.coordinators)
        promised_at = at_clock(self.yesterday, random)
        call_id = self.calls.call(account, Outcome.PROMISE, promised_at, random)
        is_exact = random.random() < 0.5
        if is_exact:
            window_from = moment(self.span.as_of, random.choice(EXACT_TIMES))
            window_until = window_from + EXACT_WINDOW
        else:
            starts, ends = PARTS[random.choice(list(Part))]
            window_from, window_until = moment(self.span.as_of, starts), moment(self.span.as_of, ends)
        self.tables.callbacks.add(
            account.id, account.buyer_id, owner, call_id, promised_at, window_from, window_until, is_exact,
            random.choice(ABOUT), None, None, "",
        )  # fmt: skip

    def _kept(self, account: Account) -> None:
        """A promise of the last weeks: most were rung in time, some a little early or late, a few never."""
        random = self.span.random(account.position, "kept")
        if random.random() >= KEPT_SHARE:
            return
        owner = account.owner_id or random.choice(self.coordinators)
        window_from = moment(self.yesterday - dt.timedelta(days=7 * random.randrange(3)), random.choice(EXACT_TIMES))
        after = random.choice(RUNG_AFTER)
        rung_at = None if after is None else window_from + dt.timedelta(minutes=after)
        closed_at = rung_at or window_from + dt.timedelta(days=1)
        self.tables.callbacks.add(
            account.id, account.buyer_id, owner, None, window_from - dt.timedelta(hours=20), window_from,
            window_from + EXACT_WINDOW, True, random.choice(ABOUT), rung_at, closed_at, Outcome.ENOUGH_STOCK.label,
        )  # fmt: skip

    def _missed(self, account: Account) -> None:
        """They rang after everybody had gone home."""
        random = self.span.random(account.position, "missed")
        if random.random() >= MISSED_SHARE:
            return
        arrived_at = moment(self.yesterday, dt.time(17, random.randrange(35, 60)))
        kind, words = random.choice(((MissedKind.CALL, ""), (MissedKind.MESSAGE, random.choice(LEFT_WORD))))
        key = uuid5(NAMESPACE_OID, f"missed call of made-up customer {account.id}")
        due_at, by = return_by(arrived_at, STANDARD, Nation.ENGLAND, ANSWERS_IN), random.choice(self.coordinators)
        self.tables.missed.add(key, account.id, kind, account.name, words, arrived_at, due_at, by, arrived_at)

    def _enquiry(self, account: Account, random: Random) -> None:
        owner = account.owner_id or random.choice(self.coordinators)
        kind, words = random.choice(QUESTIONS)
        received_at = at_clock(self.yesterday, random)
        before = self.span.as_of + dt.timedelta(days=random.choice((0, 0, 1, 2)) - 1)
        due_at = moment(next_working_day(before, Nation.ENGLAND), dt.time(17))
        key = uuid5(NAMESPACE_OID, f"enquiry of made-up customer {account.id}")
        self.tables.enquiries.add(
            key, account.id, account.buyer_id, kind, words, EnquiryState.NEW, owner, owner, received_at, due_at
        )
        self.calls.tables.events.add(account.id, EventKind.ENQUIRY, received_at, owner, f"Asked: {words}")
