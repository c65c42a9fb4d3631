"""The letters we send: what each may speak of, how it is worded until the Director words it, what it asks back."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

from customers.rules.calendar import LONDON, next_working_day
from customers.rules.vocabulary import MessageKind, Nation
from customers.rules.wording import Block, Fact, Wording

# How long the link in a letter may be used; longer, up to a bound, while what it offers holds.
LINK_LASTS = dt.timedelta(days=30)
LINK_LASTS_AT_MOST = dt.timedelta(days=400)
# News is told by telephone today, unless it is this late; then by noon of the next working day.
TODAY_UNTIL, TODAY_BY, TOMORROW_BY = dt.time(16, 30), dt.time(17), dt.time(12)

# Known in every letter, with what a preview shows for them.
IN_EVERY_LETTER: Mapping[str, str] = {
    "reader": "Sam Field",
    "customer": "Canal Café Ltd",
    "account": "C00123",
    "company": "Calder Trade Supplies",
    "phone": "0113 496 0100",
}
LINK = "link"
OWN_LINK = re.compile(r"https?://\S+/customers/letters/([^\s/]+)/?")


@dataclass(frozen=True, slots=True)
class Sort:
    """One kind of letter. `examples` name what it may speak of beside IN_EVERY_LETTER, with what a preview shows.

    `confirm` is what the customer says by the link; empty: nothing is asked back. `confirm_asks_call`: their yes needs
    somebody here to act on it.
    """

    subject: str
    body: str
    examples: Mapping[str, Fact]
    confirm: str = ""
    confirm_asks_call: bool = False

    @property
    def wording(self) -> Wording:
        return Wording(self.subject, self.body)

    @property
    def words(self) -> frozenset[str]:
        """What may stand anywhere in the letter."""
        own = {name for name, example in self.examples.items() if isinstance(example, str)}
        return frozenset({*IN_EVERY_LETTER, *own})

    @property
    def blocks(self) -> frozenset[str]:
        """What stands on a line of its own."""
        own = {name for name, example in self.examples.items() if isinstance(example, Block)}
        return frozenset({*own, LINK} if self.confirm else own)


# Letters that say less than what stands, once a later one of these kinds has been written about the same thing.
_ORDER_TOLD_ANEW = frozenset({MessageKind.CHANGE, MessageKind.CANCELLATION})
_MEETING_TOLD_ANEW = frozenset({MessageKind.APPOINTMENT_MOVED, MessageKind.APPOINTMENT_CANCELLED})
OVERTAKEN_BY: Mapping[MessageKind, frozenset[MessageKind]] = {
    MessageKind.ACKNOWLEDGEMENT: _ORDER_TOLD_ANEW,
    MessageKind.CHANGE: _ORDER_TOLD_ANEW,
    MessageKind.DELAY: frozenset({MessageKind.CANCELLATION}),
    MessageKind.GOODS_IN: frozenset({MessageKind.CANCELLATION}),
    MessageKind.QUOTE: frozenset({MessageKind.QUOTE}),
    MessageKind.APPOINTMENT: _MEETING_TOLD_ANEW,
    MessageKind.APPOINTMENT_MOVED: _MEETING_TOLD_ANEW,
}


# How the keys of all letters about one thing begin.
THING = "^[^-]+-[^-]+-"


def thing_of(key: str) -> str:
    """How they begin of this letter: order-17- of order-17-confirmed-1; the whole key where it names no thing."""
    found = re.match(THING, key)
    return found[0] if found else key


def link_ends(at: dt.datetime, holds_until: dt.date | None) -> dt.datetime:
    """Until when a letter of `at` is answered by its link: 30 days, or to the end of the day to which it holds."""
    holds = dt.datetime.combine(holds_until + dt.timedelta(days=1), dt.time(), LONDON) if holds_until else at
    return min(max(at + LINK_LASTS, holds), at + LINK_LASTS_AT_MOST)


def news_due(at: dt.datetime, nation: Nation) -> dt.datetime:
    """By when a customer is told by telephone what happened at `at`: today, late in the day by noon of the next."""
    local = at.astimezone(LONDON)
    today = local.date()
    is_working = next_working_day(today - dt.timedelta(days=1), nation) == today
    if is_working and local.time() < TODAY_UNTIL:
        return dt.datetime.combine(today, TODAY_BY, LONDON)
    return dt.datetime.combine(next_working_day(today, nation), TOMORROW_BY, LONDON)


def token_in(text: str) -> str:
    """What the link in a letter carries; empty when it has none."""
    found = OWN_LINK.search(text)
    return found[1] if found else ""


def without_link(text: str, instead: str = "(their own link)") -> str:
    """A letter as one of us may read it: only whoever it was sent to answers by its link."""
    return OWN_LINK.sub(instead, text)


def _example_lines(heading: str) -> Block:
    return Block(
        f"{heading}\n4 x N1042 Napkins 33 cm white (case of 20): £48.00\n"
        "1 x C2201 Paper cups 12 oz (case of 50): £31.50",
        f'<table border="1" cellpadding="6" cellspacing="0"><caption>{heading}</caption>'
        '<tbody><tr><td align="right">4</td><td>N1042 Napkins 33 cm white, case of 20</td><td align="right">£48.00</td>'
        '</tr><tr><td align="right">1</td><td>C2201 Paper cups 12 oz, case of 50</td><td align="right">£31.50</td></tr>'
        "</tbody></table>",
    )


_ORDER = {
    "number": "SO-2026-000123",
    "their_number": "PO 4471",
    "taken_on": "Tue 24 Nov 12:04",
    "delivery_on": "Thu 26 Nov 2026",
    "total": "£95.40",
}
_MEETING = {
    "purpose": "Autumn range and prices",
    "when": "Thu 3 Dec 2026, 10:00 to 10:45",
    "where": "Canal Café, 2 Wharf Street, Leeds",
    "person": "Carol Shaw",
}
_ASKS_BACK = "{link}"
_RING_US = "If anything here is not right, please ring us on {phone}."

SORTS: Mapping[MessageKind, Sort] = {
    MessageKind.ACKNOWLEDGEMENT: Sort(
        "Your order {number} with {company}",
        "Dear {reader},\n\nthank you for your order {number}, taken on {taken_on} for {customer}, account {account}. "
        f"We deliver on {{delivery_on}}.\n\n{{note}}\n\n{{order}}\n\n{_ASKS_BACK}\n\n{_RING_US}",
        {**_ORDER, "note": "Leave it at the side door.", "order": _example_lines("Your order")},
        confirm="Yes, this is what we ordered",
    ),
    MessageKind.CANCELLATION: Sort(
        "Cancelled: your order {number} with {company}",
        "Dear {reader},\n\nyour order {number} of {taken_on}, {total} with VAT, is cancelled: nothing of it will be "
        "delivered or charged.\n\nIf this is not what you asked for, please ring us on {phone}.",
        _ORDER,
    ),
    MessageKind.CHANGE: Sort(
        "Changed: your order {number} with {company}",
        "Dear {reader},\n\nyour order {number} has changed.\n\n{changes}\n\nIt now stands like this, for delivery on "
        f"{{delivery_on}}:\n\n{{order}}\n\n{_ASKS_BACK}\n\n{_RING_US}",
        {**_ORDER, "changes": _example_lines("What changed"), "order": _example_lines("Your order")},
        confirm="Yes, the change is right",
    ),
    MessageKind.PART_DESPATCH: Sort(
        "Part of your order {number} is on its way",
        "Dear {reader},\n\npart of your order {number} has left us:\n\n{despatched}\n\nThe rest follows:\n\n{to_follow}"
        f"\n\n{_ASKS_BACK}\n\nWe are sorry to keep you waiting for the rest. {_RING_US}",
        {**_ORDER, "despatched": _example_lines("On its way"), "to_follow": _example_lines("To follow")},
        confirm="That is fine",
    ),
    MessageKind.DELAY: Sort(
        "Later than planned: your order {number}",
        "Dear {reader},\n\nwe are sorry: your order {number} will be later than we said.\n\n{delayed}\n\n{why}\n\n"
        f"We now expect it on {{due_on}}.\n\n{_ASKS_BACK}\n\n{_RING_US}",
        {
            **_ORDER,
            "delayed": _example_lines("What is late"),
            "why": "Our supplier is short of it.",
            "due_on": "Thu 3 Dec 2026",
        },
        confirm="We will wait for it",
    ),
    MessageKind.GOODS_IN: Sort(
        "Here now: what your order {number} waited for",
        "Dear {reader},\n\nthis has come in and is kept for your order {number}:\n\n{reserved}\n\n"
        f"It leaves with the next delivery to you. {_RING_US}",
        {**_ORDER, "reserved": _example_lines("Kept for you")},
    ),
    MessageKind.BACK_IN_STOCK: Sort(
        "Back in stock: {product}",
        f"Dear {{reader}},\n\nyou asked for {{product}} when we had none. It is here again: {{available}}.\n\n"
        f"{_ASKS_BACK}\n\nOr ring us on {{phone}}, and we put it on your next order.",
        {"product": "Napkins 33 cm burgundy", "available": "60 cases free"},
        confirm="Please ring me about it",
        confirm_asks_call=True,
    ),
    MessageKind.QUOTE: Sort(
        "Our quote {number} for {customer}",
        "Dear {reader},\n\nthank you for asking. This is our quote {number}; its prices hold until {valid_until}, and "
        "we deliver {lead_time} from your order.\n\n{note}\n\n{quote}\n\n"
        f"{_ASKS_BACK}\n\nWe ring you on {{follow_up_on}} to hear what you think. Before that, we are on {{phone}}.",
        {
            "number": "QU-2026-000045",
            "valid_until": "Thu 24 Dec 2026",
            "lead_time": "within 5 working days",
            "follow_up_on": "Tue 1 Dec 2026",
            "note": "Prices are for delivery in one drop.",
            "quote": _example_lines("Our quote"),
        },
        confirm="Yes, please go ahead",
        confirm_asks_call=True,
    ),
    MessageKind.APPOINTMENT: Sort(
        "Appointment: {purpose}, {when}",
        "Dear {reader},\n\n{person} of {company} comes to see you:\n\n{when}\n{where}\n{purpose}\n\n"
        f"The file with this letter puts it into your calendar.\n\n{_ASKS_BACK}\n\n{_RING_US}",
        _MEETING,
        confirm="Yes, that suits us",
    ),
    MessageKind.APPOINTMENT_MOVED: Sort(
        "Moved: appointment, {purpose}, {when}",
        "Dear {reader},\n\nyour appointment with {person} of {company} has moved. It is now:\n\n{when}\n{where}\n"
        f"{{purpose}}\n\nThe file with this letter changes it in your calendar.\n\n{_ASKS_BACK}\n\n{_RING_US}",
        _MEETING,
        confirm="Yes, that suits us",
    ),
    MessageKind.APPOINTMENT_CANCELLED: Sort(
        "Cancelled: appointment, {purpose}, {when}",
        "Dear {reader},\n\nyour appointment with {person} of {company} on {when} does not take place: {why}\n\n"
        "The file with this letter takes it out of your calendar. To find another time, ring us on {phone}.",
        {**_MEETING, "why": "Carol is unwell."},
    ),
    MessageKind.ENQUIRY_RECEIVED: Sort(
        "We have your question, {customer}",
        "Dear {reader},\n\nthank you for asking us:\n\n{asked}\n\nYou hear from {person} by {due_at}. "
        "Before that, we are on {phone}.",
        {"asked": "Do you do bamboo plates?", "person": "Carol Shaw", "due_at": "Tue 24 Nov 16:00"},
    ),
}
