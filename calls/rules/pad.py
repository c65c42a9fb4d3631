"""What is typed on the order pad, as values."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from orders.rules.order import Typed, at_line
from staff.rules import Refusal

FIELD = "quantity-"
NOTE_FIELD = "note-"
LONGEST = 7
# As they say it, or short: 24p, 24 each.
PIECES = re.compile(r"([0-9]{1,7}) ?(?:p|pc|pcs|piece|pieces|ea|each)", re.IGNORECASE)


class QuantityUnread(Refusal):
    """What was typed is no number of packs."""

    def __init__(self, typed: str) -> None:
        super().__init__(f"“{typed}” is not a whole number of packs. 0 takes it off.", field="quantity")


@dataclass(frozen=True, slots=True)
class Noted:
    """The note to one product's line; `was` is what the page knew to be kept, None when it did not say."""

    product_id: int
    note: str
    was: str | None


def read_typed(fields: Mapping[str, str]) -> tuple[Typed, ...]:
    """The fields quantity-7 and was-7 of the pad, those left as they were left out; raises QuantityUnread.

    24p or 24 each are pieces.
    """
    names = (name.removeprefix(FIELD) for name in fields if name.startswith(FIELD))
    every = (_typed(int(name), fields) for name in names if name.isdecimal() and len(name) <= 18)
    return tuple(each for each in every if each.in_pieces or each.quantity != each.was)


def read_noted(fields: Mapping[str, str]) -> tuple[Noted, ...]:
    """The fields note-7 and noted-7 of the pad, those left as they were left out."""
    names = (name.removeprefix(NOTE_FIELD) for name in fields if name.startswith(NOTE_FIELD))
    keys = (int(name) for name in names if name.isdecimal() and len(name) <= 18)
    every = (Noted(key, fields[f"{NOTE_FIELD}{key}"], fields.get(f"noted-{key}")) for key in keys)
    return tuple(each for each in every if each.note != (each.was or ""))


def _typed(product_id: int, fields: Mapping[str, str]) -> Typed:
    was = fields.get(f"was-{product_id}", "").strip()
    typed = fields[f"{FIELD}{product_id}"]
    pieces = PIECES.fullmatch(typed.strip())
    with at_line(product_id):
        count = quantity(pieces[1]) if pieces else quantity(typed)
    return Typed(product_id, count, quantity(was) if was else None, in_pieces=pieces is not None)


def quantity(text: str) -> int:
    """A number of packs as people type it, empty for none; raises QuantityUnread."""
    digits = text.strip()
    if not digits:
        return 0
    if not (digits.isascii() and digits.isdecimal()):
        raise QuantityUnread(text[:20])
    # What is longer is refused as more than can be ordered, not as no number.
    return int(digits) if len(digits) <= LONGEST else 10**LONGEST
