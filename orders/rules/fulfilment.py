"""What the warehouse may tell of a line, and how a row of its file is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from orders.rules.delivery import say_date
from orders.rules.life import LineProgress
from staff.rules import Refusal

COLUMNS = ("order", "line", "picked", "despatched", "due_date")
NEEDED = ("order", "line")
# What spreadsheets call the same columns.
ALSO_CALLED = {
    "quantity picked": "picked",
    "quantity despatched": "despatched",
    "due date": "due_date",
    "due": "due_date",
}


# Goods are not promised for later: a year that was mistyped would be told to the customer.
FURTHEST_DUE = timedelta(days=366)


class FulfilmentRefused(Refusal):
    """What the warehouse tells cannot be so."""


class _Unreadable(Exception):
    """A cell that cannot be read; its text is the reason."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page that was typed into showed of a line."""

    due_on: date | None


@dataclass(frozen=True, slots=True)
class Told:
    """How far a line is, all in all; None means that nothing is said of it, and what stands stays.

    `shown` is what a page showed when this was typed, None where nobody saw what stood: a due date is then only told
    when it is another one than was shown, and none in its place takes it away.
    """

    picked: int | None
    despatched: int | None
    due_on: date | None
    shown: Shown | None = None

    @property
    def says_nothing(self) -> bool:
        return self.picked is None and self.despatched is None and self.due_on is None


@dataclass(frozen=True, slots=True)
class ToldRow:
    """A row of the file: `line` is the line's place in the order, or the product's code."""

    order: str
    line: str
    told: Told


@dataclass(frozen=True, slots=True)
class UnreadRow:
    """A row of an order that cannot be read, with the reason for the rejects file; `order` may be empty."""

    order: str
    why: str


def column(heading: str) -> str:
    name = heading.strip().lower().replace("_", " ")
    return ALSO_CALLED.get(name, name.replace(" ", "_"))


def check_columns(found: list[str]) -> None:
    """Raises FulfilmentRefused, naming what is missing."""
    missing = [name for name in NEEDED if name not in found]
    if missing or not {"picked", "despatched", "due_date"} & set(found):
        wanted = ", ".join(missing) or "picked, despatched or due_date"
        raise FulfilmentRefused(f"The file has no column {wanted}; it has {', '.join(found) or 'none'}.")
    for name in COLUMNS:
        if found.count(name) > 1:
            raise FulfilmentRefused(f"The file has more than one column {name}. Leave in the one that counts.")


def read_row(row: Mapping[str, str | None]) -> ToldRow | UnreadRow:
    """What a row tells, or why that cannot be read."""
    said = {name: (row.get(name) or "").strip() for name in COLUMNS}
    if not said["order"] or not said["line"]:
        return UnreadRow(said["order"], "no order number or no line")
    try:
        told = Told(_packs(said["picked"], "picked"), _packs(said["despatched"], "despatched"), _day(said["due_date"]))
    except _Unreadable as reason:
        return UnreadRow(said["order"], str(reason))
    if told.says_nothing:
        return UnreadRow(said["order"], "it says neither what was picked or despatched, nor a due date")
    return ToldRow(said["order"], said["line"], told)


def check_told(told: Told, line: LineProgress, product: str) -> LineProgress:
    """How far the line is after what was told. Raises FulfilmentRefused for what cannot be.

    Counts hold everything so far and never go back. What has been despatched has been picked.
    """
    despatched = line.despatched if told.despatched is None else told.despatched
    picked = max(line.picked if told.picked is None else told.picked, despatched)
    if picked > line.quantity:
        raise FulfilmentRefused(f"{product}: {picked} is more than the {line.quantity} that were ordered.")
    if despatched < line.despatched or picked < line.picked:
        before, now = ("despatched", despatched) if despatched < line.despatched else ("picked", picked)
        stood = line.despatched if before == "despatched" else line.picked
        raise FulfilmentRefused(
            f"{product}: {now} {before} is less than the {stood} before. Give all that were {before} so far."
        )
    return LineProgress(line.quantity, max(line.allocated, picked), picked, despatched)


def due_after(told: Told, stands: date | None, product: str, *, field: str = "") -> date | None:
    """When the rest of a line is due after what was told.

    A page that was opened before the day was set changes nothing by being kept. Raises FulfilmentRefused when such a
    page sets a third day.
    """
    if told.shown is None:
        return stands if told.due_on is None else told.due_on
    if told.due_on == told.shown.due_on or told.due_on == stands:
        return stands
    if told.shown.due_on != stands:
        now = f"is due {say_date(stands)}" if stands else "has no due date"
        raise FulfilmentRefused(
            f"{product} {now} by now, which this page did not show. Keep it again if yours is right.", field=field
        )
    return told.due_on


def check_due(due_on: date, product: str, *, placed_on: date, today: date, field: str) -> None:
    """Raises FulfilmentRefused for a day before the order was placed, or too far ahead to be meant."""
    why = f"the order was placed on {say_date(placed_on)}" if due_on < placed_on else ""
    why = "that is more than a year away" if due_on > max(placed_on, today) + FURTHEST_DUE else why
    if why:
        raise FulfilmentRefused(f"{product} cannot be due on {say_date(due_on)}: {why}. Look at the year.", field=field)


def _packs(text: str, name: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 7):
        raise _Unreadable(f"{name} “{text}” is not a whole number of packs")
    return int(text)


def _day(text: str) -> date | None:
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, form).date() if text else None  # noqa: DTZ007  a day, without a clock
        except ValueError:
            continue
    raise _Unreadable(f"due_date “{text}” is no date")
