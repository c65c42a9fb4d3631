"""Quotes that wait for a decision about their prices below the floor."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef

from orders.models import QuoteLine, QuoteRevision
from orders.rules.vocabulary import Decision
from promotions.rules import say_pounds

MOST = 200


@dataclass(frozen=True, slots=True)
class QuoteApproval:
    """The revision that is being priced, and what was decided about it; empty while it is open.

    `version` is what deciding names, `words` say each price below the floor.
    """

    number: str
    version: int
    customer: str
    account_number: str
    owner: str
    words: tuple[str, ...]
    net_total: Decimal
    valid_until: date
    decision: str
    decided_by: str
    decided_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class QuoteApprovals:
    """`open` and `refused` the longest waiting first; what is refused waits for another price."""

    open: tuple[QuoteApproval, ...]
    refused: tuple[QuoteApproval, ...]


def quote_approvals() -> QuoteApprovals:
    """Two statements, however many."""
    below = QuoteLine.objects.filter(revision=OuterRef("pk"), is_below_floor=True)
    waiting = QuoteRevision.objects.filter(Exists(below), sent_at=None, quote__closed_at=None)
    waiting = waiting.exclude(decision=Decision.RELEASED).order_by("made_at", "pk")
    found = list(waiting.select_related("quote__customer", "quote__owner", "decided_by")[:MOST])
    said: dict[int, list[str]] = {}
    lines = QuoteLine.objects.filter(revision__in=[each.pk for each in found], is_below_floor=True)
    for line in lines.select_related("product").defer("product__search_words").order_by("position", "pk"):
        said.setdefault(line.revision_id, []).append(_words(line))
    rows = [_row(revision, said.get(revision.pk, [])) for revision in found]
    return QuoteApprovals(
        open=tuple(row for row in rows if not row.decision), refused=tuple(row for row in rows if row.decision)
    )


def _words(line: QuoteLine) -> str:
    floor = say_pounds(line.product.floor_price or line.unit_price)
    reason = line.hand_reason.strip()
    return f"{line.quantity} x {line.product.name} at {say_pounds(line.unit_price)}, floor {floor}: {reason}"


def _row(revision: Any, words: list[str]) -> QuoteApproval:
    quote = revision.quote
    return QuoteApproval(
        number=quote.number,
        version=revision.version,
        customer=quote.customer.name,
        account_number=quote.customer.account_number,
        owner=str(quote.owner),
        words=tuple(words),
        net_total=revision.net_total,
        valid_until=revision.valid_until,
        decision=revision.get_decision_display() if revision.decision else "",
        decided_by=str(revision.decided_by or ""),
        decided_at=revision.decided_at,
        reason=revision.decision_reason,
    )
