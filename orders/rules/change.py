"""What a confirmed order is to be: quantities and details, prices chosen for it, and what belongs to its lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from hashlib import sha256

from orders.rules.order import OrderRefused
from promotions.rules import HandPrice

LONGEST_NOTE = 200


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the order is to be: packs by product, and the details.

    `prices` are chosen anew, by product: one set by hand, or None for today's whatever was agreed. `line_notes` and
    `instead_of` name what differs. Without `ordered_by_id` it stays whose it is, without `address_id` it goes where it
    does.
    """

    quantities: Mapping[int, int]
    delivery_on: date | None
    purchase_order_number: str
    note: str
    prices: Mapping[int, HandPrice | None] = field(default_factory=dict)
    line_notes: Mapping[int, str] = field(default_factory=dict)
    instead_of: Mapping[int, int] = field(default_factory=dict)
    ordered_by_id: int | None = None
    address_id: int | None = None


def agreed_key(changes: Sequence[str], gross_total: Decimal, short: Sequence[str] = ()) -> str:
    """Names a difference as it was read out, so that no other is kept in its place, be its total the same.

    `short` is what was said to be short of stock, in words.
    """
    return sha256("\n".join((*changes, str(gross_total), *short)).encode()).hexdigest()[:16]


def joined_notes(stands: str, more: str, *, sep: str = "; ") -> str:
    """Both notes, once where one holds the other."""
    if not more.strip() or more.strip() in stands:
        return stands
    return f"{stands}{sep}{more}" if stands.strip() else more


def check_line_note(name: str, note: str, *, field: str) -> None:
    """Raises OrderRefused for a note that does not fit on its line."""
    if len(note) > LONGEST_NOTE:
        raise OrderRefused(
            f"The note to {name} has at most {LONGEST_NOTE} letters. This one has {len(note)}: shorten it.", field=field
        )
