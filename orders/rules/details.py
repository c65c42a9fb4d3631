"""What is asked when an order is read back, each by itself: kept as typed, never over what another window wrote."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from orders.rules.delivery import say_date
from orders.rules.order import OrderRefused
from staff.rules import Refusal

FIELDS = ("ordered_by", "address", "delivery_on", "purchase_order_number", "note", "again")
# Of the order; `again` is kept in none.
COLUMN_OF = {
    "ordered_by": "ordered_by_id",
    "address": "address_id",
    "delivery_on": "delivery_on",
    "purchase_order_number": "purchase_order_number",
    "note": "note",
}
LONGEST = {"purchase_order_number": 40, "note": 4000}
SAID = {
    "ordered_by": "Ordered by",
    "address": "Deliver to",
    "delivery_on": "Delivery",
    "purchase_order_number": "Their number",
    "note": "Note for the delivery",
}
CALLED = {"purchase_order_number": "A purchase order number", "note": "A note"}


@dataclass(frozen=True, slots=True)
class Detail:
    """One answer as typed; `was` is what its field held when the page was drawn, None when the page did not say."""

    value: int | date | str | None
    was: str | None = None


class DetailMoved(OrderRefused):
    """Another window has answered this meanwhile."""

    def __init__(self, stands: int | date | str | None, *, field: str, name: str = "") -> None:
        words = name or (say_date(stands) if isinstance(stands, date) else as_shown(stands).strip())
        done = f"put “{words}” here" if words else "emptied this"
        super().__init__(f"Another window has {done}. Yours is not saved yet: look, then enter it again.", field=field)


class DetailConfirmed(OrderRefused):
    """Another window has confirmed the order with another answer."""

    def __init__(self, stands: int | date | str | None, *, field: str, name: str, number: str | None) -> None:
        words = name or (say_date(stands) if isinstance(stands, date) else as_shown(stands).strip())
        has = f"“{words}”" if words else "nothing"
        super().__init__(
            f"Order {number} is confirmed already, with {has} here. Enter that; what they want otherwise is a change "
            "of the order.",
            field=field,
        )


class DetailsRefused(OrderRefused):
    """Some answers are not as they must be, `refusals` by field; the others are kept."""

    def __init__(self, refusals: Mapping[str, Refusal]) -> None:
        super().__init__(" ".join(refusal.sentence for refusal in refusals.values()), field=next(iter(refusals)))
        self.refusals = refusals


def as_shown(value: int | date | str | None) -> str:
    """What a field of the page holds for an answer: the person's key, the date as 2026-11-24, the text."""
    return "" if value is None else str(value)


def say_answers(answers: Mapping[str, int | date | str | None]) -> str:
    """What was answered, in one line, the empty ones left out; who ordered and the address by name."""
    said = {field: say_date(value) if isinstance(value, date) else as_shown(value) for field, value in answers.items()}
    return "; ".join(f"{SAID[field]}: {words}" for field, words in said.items() if words.strip())


def check_nobody_else_answered(stands: int | date | str | None, detail: Detail, *, field: str, name: str) -> None:
    """Raises DetailMoved when neither what the page showed nor what is typed stands; `name` is of the one that does."""
    if detail.was is not None and as_shown(stands) not in (detail.was, as_shown(detail.value)):
        raise DetailMoved(stands, field=field, name=name)


def check_length(text: str, *, field: str) -> None:
    longest = LONGEST[field]
    if len(text) > longest:
        raise OrderRefused(
            f"{CALLED[field]} has at most {longest:,} letters. This one has {len(text):,}: shorten it.", field=field
        )


def wrong_at_fields(refusal: Refusal) -> dict[str, str]:
    """The sentences of a refusal by the fields of the read-back; empty when it is about none of them."""
    if isinstance(refusal, DetailsRefused):
        return {field: one.sentence for field, one in refusal.refusals.items()}
    return {refusal.field: refusal.sentence} if refusal.field in FIELDS else {}
