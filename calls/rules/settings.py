"""What the Operations Director may set for the desk: each value with its words, its unit and its safe bounds."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import TextChoices

from calls.rules.vocabulary import Outcome
from staff.rules import Refusal

Number = int | Decimal
Value = Number | dt.time


class UnsafeSetting(Refusal):
    """The value lies outside what the desk can work with."""


class SettingsMoved(Refusal):
    """Somebody else changed the settings while this page was open."""


class Group(TextChoices):
    """The parts of the page."""

    QUEUE = "queue", "The queue"
    PROMISES = "promises", "Promised callbacks"
    RESPONSE = "response", "Response standards"
    RETRIES = "retries", "When nobody is reached"
    OFFERS = "offers", "Offers on the order pad"
    LISTS = "lists", "Who comes onto the lists"
    RANKING = "ranking", "Ranking"


@dataclass(frozen=True, slots=True)
class Setting:
    """One value. `least` and `most` are allowed; the database holds to them too."""

    name: str
    group: Group
    label: str
    unit: str
    least: Number
    most: Number
    usual: Number
    why: str = ""

    def is_safe(self, value: Value) -> bool:
        return isinstance(value, (int, Decimal)) and self.least <= value <= self.most


@dataclass(frozen=True, slots=True)
class ClockSetting:
    """A time of the day on London's clocks; `least` and `most` are allowed, the database holds to them too."""

    name: str
    group: Group
    label: str
    least: dt.time
    most: dt.time
    usual: dt.time
    why: str = ""
    unit: str = ""

    def is_safe(self, value: Value) -> bool:
        return isinstance(value, dt.time) and self.least <= value <= self.most


def _tries(outcome: Outcome, wait: int, most: int) -> tuple[Setting, Setting]:
    """How long to wait after an outcome, and after how many of them in one round the customer rests."""
    return (
        Setting(f"{outcome}_wait", Group.RETRIES, f"{outcome.label}: wait", "minutes", 5, 1440, wait),
        Setting(f"{outcome}_most", Group.RETRIES, f"{outcome.label}: at most", "times", 1, 10, most),
    )


ALL: tuple[Setting | ClockSetting, ...] = (
    Setting(
        "lease_seconds", Group.QUEUE, "A customer stays with whoever opened them", "seconds", 60, 3600, 300,
        "Renewed by work on the page; after that a colleague may take them.",
    ),
    Setting(
        "handling_minutes", Group.QUEUE, "A call takes, from card to acknowledgement", "minutes", 1, 60, 6,
        "For the slack before a cut-off and for how many callbacks can be promised.",
    ),
    Setting(
        "shared_before_cut_off_minutes", Group.QUEUE, "A scheduled call goes to everybody before its cut-off",
        "minutes", 0, 480, 60,
    ),
    Setting(
        "prospect_rest_days", Group.QUEUE, "A prospect is not rung again within", "days", 1, 180, 14,
    ),
    Setting(
        "grace_minutes", Group.PROMISES, "A colleague may keep a promise after", "minutes", 0, 240, 15,
        "Sooner when half of the promised time is over, and at once when its owner is away.",
    ),
    Setting(
        "exact_minutes", Group.PROMISES, "An exact time is kept within", "minutes", 5, 60, 15,
    ),
    Setting(
        "promised_percent", Group.PROMISES, "Of the team's time may be promised", "percent", 10, 100, 50,
        "The rest stays for scheduled calls. Beyond it the next free times are offered.",
    ),
    Setting(
        "missed_call_minutes", Group.RESPONSE, "A missed call is returned within", "minutes", 5, 480, 60,
    ),
    Setting(
        "enquiry_minutes", Group.RESPONSE, "An enquiry is answered within", "minutes", 15, 1440, 240,
    ),
    Setting(
        "breach_minutes", Group.RESPONSE, "They come before everything else when so near", "minutes", 5, 240, 60,
    ),
    ClockSetting(
        "answers_from", Group.RESPONSE, "The standards run from", dt.time(7), dt.time(12), dt.time(9),
        "On working days where the customer is. What came in before keeps the time it was promised for.",
    ),
    ClockSetting(
        "answers_until", Group.RESPONSE, "The standards run until", dt.time(13), dt.time(21), dt.time(17, 30),
    ),
    *_tries(Outcome.NO_ANSWER, 120, 3),
    *_tries(Outcome.BUSY, 20, 4),
    *_tries(Outcome.VOICEMAIL, 240, 2),
    *_tries(Outcome.GATEKEEPER, 120, 3),
    *_tries(Outcome.LINE_FAILED, 20, 3),
    *_tries(Outcome.BUYER_ABSENT, 180, 3),
    Setting(
        "wrong_number_most", Group.RETRIES, "Wrong or dead number: tries on their other numbers", "times", 1, 10, 3,
    ),
    Setting(
        "closed_today_most", Group.RETRIES, "Closed today: tries on the days after", "times", 1, 10, 2,
    ),
    Setting(
        "tries_from", Group.RETRIES, "Tried again from", "o’clock", 8, 12, 9,
        "By the customer’s clock. A schedule’s own window counts before this; a promise may lie outside.",
    ),
    Setting(
        "tries_until", Group.RETRIES, "Tried again until", "o’clock", 13, 20, 17,
    ),
    Setting(
        "tries_apart_minutes", Group.RETRIES, "Another hour is so far from those tried", "minutes", 0, 240, 60,
        "Who did not answer at ten is not tried again at ten.",
    ),
    Setting(
        "rest_after", Group.RETRIES, "A customer rests after calls in a row that reached nobody", "calls", 3, 30, 8,
        "Promises and scheduled calls go on.",
    ),
    Setting(
        "tries_counted_days", Group.RETRIES, "Calls that reached nobody are looked back at for", "days", 7, 90, 30,
        "Towards the rest, and for the hours that were tried.",
    ),
    Setting(
        "rest_days", Group.RETRIES, "The rest lasts", "days", 1, 180, 30,
    ),
    Setting(
        "refused_rest_days", Group.OFFERS, "A promotion that a customer refused is not offered again within",
        "days", 1, 180, 28, "Declined or not suitable; one put off for later comes back with the next call.",
    ),
    Setting(
        "dropped_rest_days", Group.OFFERS, "An item that a customer gave up is not shown again within",
        "days", 7, 365, 90,
    ),
    Setting(
        "overdue_gaps", Group.LISTS, "Overdue to order: usual gaps that must be known", "gaps", 2, 12, 4,
        "A gap is the time between two days on which they ordered.",
    ),
    Setting(
        "overdue_from", Group.LISTS, "Overdue to order: nothing for", "usual gaps",
        Decimal(1), Decimal(3), Decimal("1.25"), "The usual gap is the median of their latest six.",
    ),
    Setting(
        "lapsed_from", Group.LISTS, "Lapsed: nothing for", "usual gaps", Decimal("1.5"), Decimal(9), Decimal(3),
        "Where a gap is known; and for the days beside.",
    ),
    Setting(
        "lapsed_days", Group.LISTS, "Lapsed: nothing for", "days", 14, 365, 60,
    ),
    Setting(
        "given_up_days", Group.LISTS, "Given up after", "days", 366, 1825, 730,
        "Nobody is rung as lapsed whose last order is longer ago.",
    ),
    Setting(
        "lost_item_days", Group.LISTS, "A lost item was bought within", "days", 60, 730, 365,
        "Also how far back a promotion without an audience looks for who bought its products.",
    ),
    Setting(
        "conversation_rest_days", Group.LISTS, "Nobody is listed after a conversation for", "days", 1, 90, 14,
    ),
    Setting(
        "promotion_days", Group.LISTS, "A promotion asks for calls before it ends", "days", 1, 90, 28,
        "One that gives only so much asks from its start.",
    ),
    Setting(
        "control_percent", Group.RANKING, "Served in plain order, to measure the ranking by", "percent", 0, 30, 10,
        "Never promises or scheduled calls.",
    ),
    Setting(
        "alpha", Group.RANKING, "Weight of order value", "", Decimal(0), Decimal(1), Decimal("0.50"),
        "0 brings the most orders, 1 the most revenue.",
    ),
)  # fmt: skip

SETTINGS: Mapping[str, Setting] = {each.name: each for each in ALL if isinstance(each, Setting)}
CLOCKS: Mapping[str, ClockSetting] = {each.name: each for each in ALL if isinstance(each, ClockSetting)}


def check_settings(values: Mapping[str, Value]) -> None:
    """Raises UnsafeSetting for the first value out of bounds, KeyError for a name that is none of ours."""
    for name, value in values.items():
        setting = CLOCKS.get(name) or SETTINGS[name]
        if not setting.is_safe(value):
            raise UnsafeSetting(f"“{setting.label}” must be {bounds(setting)}.", field=name)


def bounds(setting: Setting | ClockSetting) -> str:
    """As in: from 60 to 3600 seconds."""
    least = f"{setting.least:%H:%M}" if isinstance(setting, ClockSetting) else setting.least
    return f"from {least} to {in_words(setting, setting.most)}"


def in_words(setting: Setting | ClockSetting, value: Value) -> str:
    """15 minutes; 50 %; 0.5; 17:30."""
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    unit = {"percent": "%", "": ""}.get(setting.unit, setting.unit)
    return f"{value} {unit}".strip()
