"""Everything the call page shows of one call."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import Q

from calls.actions.reasons import service_link
from calls.models import Call, Lease, Occurrence, Offer, QueueEntry
from calls.reports.callbacks import CallbackRow, callback_rows_of
from calls.reports.delivery import delivery_ahead
from calls.reports.offers import Answered, answered_offers
from calls.rules.cut_off import CutOff
from calls.rules.schedule import london_day
from calls.rules.vocabulary import Level
from customers.models import PhoneLine
from customers.reports import Card, Timeline, card, decide_many, timeline
from customers.reports.card import Line
from customers.rules.permission import Decision
from customers.rules.vocabulary import Purpose
from orders.actions.repricing import Worked
from orders.models import Order
from orders.reports import Pad, pad
from orders.reports.account import AccountSheet, account_sheet
from orders.reports.habits import habits
from orders.reports.outstanding import Outstanding, outstanding
from orders.reports.pad import pad_after
from orders.reports.prompts import worth_pricing
from orders.rules.usual import Habit
from promotions.models import Product
from promotions.reports import Pitch

NEWEST_EVENTS = 15


@dataclass(frozen=True, slots=True)
class Number:
    """A number of theirs with what the permission gate says of it now."""

    line: Line
    decision: Decision
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Deadline:
    """The moment that the call is for, by what it is."""

    label: str
    at: dt.datetime


DEADLINES = {Level.BREACHING: "Answer due", Level.PROMISE: "Promised until"}


@dataclass(frozen=True, slots=True)
class CallPage:
    """`lease` is the holder's own, None once it is lost; `deadline` is None where the call has none.

    `cut_off` is that of the delivery which the order would make, None where there is none; `goes_to` is where it goes,
    of a customer with several sites.
    """

    at: dt.datetime
    call: Call
    card: Card
    numbers: tuple[Number, ...]
    lease: Lease | None
    deadline: Deadline | None
    cut_off: CutOff | None
    goes_to: str
    timeline: Timeline
    promises: tuple[CallbackRow, ...]
    next_contact_on: dt.date | None
    outstanding: Outstanding
    pad: Pad
    account: AccountSheet
    answered: tuple[Answered, ...]

    @property
    def chosen(self) -> Number | None:
        return next((number for number in self.numbers if number.is_chosen), None)


def call_page(call: Call, at: dt.datetime, *, also: tuple[int, ...] = ()) -> CallPage:
    """The page of an own call; its number of statements does not depend on the length of anything shown."""
    known, ahead = card(call.customer_id), delivery_ahead(call, at)
    return CallPage(
        at=at,
        call=call,
        card=known,
        numbers=_numbers(call, known, at),
        lease=Lease.objects.filter(customer=call.customer_id, token=call.lease_token, released_at=None).first(),
        deadline=_deadline(call.entry, at),
        cut_off=ahead.cut_off,
        goes_to=ahead.goes_to if known.has_several_sites else "",
        timeline=timeline(call.customer_id, limit=NEWEST_EVENTS),
        promises=callback_rows_of(call.customer_id, at),
        next_contact_on=next_contact(call.customer_id, at),
        outstanding=outstanding(call.customer_id, at),
        pad=call_pad(call, at, also=also),
        account=account_sheet(call.customer_id, at),
        answered=answered_offers(call),
    )


def call_pad(call: Call, at: dt.datetime, *, also: tuple[int, ...] = ()) -> Pad:
    """The pad beside this call: the customer's draft, and what to offer; on a service call nothing is offered.

    `also` are products to show besides; those that there are not are left out.
    """
    known = tuple(Product.objects.filter(pk__in=also).values_list("pk", flat=True)) if also else ()
    shown = pad(
        customer_id=call.customer_id, order_id=order_of(call), at=at, answered=_not_raised(call, at), also=known
    )
    return replace(shown, prompts=()) if call.purpose == Purpose.SERVICE else shown


@dataclass(frozen=True, slots=True)
class BeforeTyping:
    """What is known of the customer before an edit: what they usually buy, and what is not to be raised."""

    call: Call
    at: dt.datetime
    products: tuple[int, ...]
    habits: Mapping[int, Habit]
    not_raised: frozenset[int]

    def also(self, pitches: Sequence[Pitch], in_use: Collection[int]) -> set[int]:
        """The products whose prices the page wants besides those of the order: what was edited, what may be offered."""
        return {*self.products, *worth_pricing(pitches, self.habits, self.not_raised, self.at, in_use=in_use)}


def before_typing(call: Call, products: tuple[int, ...], at: dt.datetime) -> BeforeTyping:
    """Two statements."""
    return BeforeTyping(call, at, products, habits(call.customer_id, at, also=products), _not_raised(call, at))


def pad_after_typing(before: BeforeTyping, worked: Worked) -> Pad:
    """The rows, the foot and the prompts that an edit of these products may have changed; no statement."""
    shown = pad_after(worked, before.habits, at=before.at, answered=before.not_raised, also=before.products)
    return replace(shown, prompts=()) if before.call.purpose == Purpose.SERVICE else shown


def _not_raised(call: Call, at: dt.datetime) -> frozenset[int]:
    """Promotions that were answered in the call, or refused so lately that they rest."""
    refused = Offer.objects.refused_by(call.customer_id, at)
    not_raised = Offer.objects.filter(Q(call=call) | Q(pk__in=refused))
    return frozenset(not_raised.values_list("promotion_version__promotion", flat=True))


def order_of(call: Call) -> int | None:
    """The draft that is typed into now, else the order that came of the call."""
    drafts = Order.objects.drafts().filter(customer=call.customer_id)
    return drafts.values_list("pk", flat=True).first() or call.order_id


def next_contact(customer_id: int, at: dt.datetime) -> dt.date | None:
    """The next day after today on which one of their schedules asks us to ring."""
    ahead = Occurrence.objects.filter(schedule__customer=customer_id, due_on__gt=london_day(at))
    return ahead.order_by("due_on").values_list("due_on", flat=True).first()


def _deadline(entry: QueueEntry | None, at: dt.datetime) -> Deadline | None:
    """The soonest that is still ahead of all that they are rung for; else the one of their place."""
    if entry is None:
        return None
    causes = entry.reasons.filter(override=None, stashed=None, due_at__gt=at).order_by("due_at", "level")
    soonest = causes.values_list("level", "due_at").first() or (entry.level, entry.due_at)
    level, due_at = soonest
    return Deadline(DEADLINES.get(Level(level), "Cut-off"), due_at) if due_at else None


def _numbers(call: Call, known: Card, at: dt.datetime) -> tuple[Number, ...]:
    lines = [PhoneLine(pk=line.id, number=line.number) for line in known.lines]
    decisions = decide_many(lines, actor=call.coordinator, purpose=call.purpose, at=at, service_link=service_link(call))
    return tuple(Number(line, decisions[line.id], line.id == call.line_id) for line in known.lines)
