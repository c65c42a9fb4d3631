"""Whom the ranking proposes, as lists: overdue, lapsed, lost items, promotion calls, prospects."""

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from calls.models import Candidate
from calls.rules.ranking.vocabulary import CandidateKind

PAGE = 50
KEY = re.compile(r"(?P<rank>-?\d{1,12}(\.\d{1,20})?(e-?\d{1,3})?)_(?P<pk>\d{1,18})")


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """`about` is the product or the promotion, `value` pounds expected of one order; None where nothing is known."""

    customer: str
    account_number: str
    about: str
    last_order_on: dt.date | None
    expected_on: dt.date | None
    chance: float
    value: Decimal | None
    is_control: bool


@dataclass(frozen=True, slots=True)
class CandidatePage:
    """Some rows in the order of the queue, and the `after` of the following page; empty when this is the last."""

    rows: tuple[CandidateRow, ...]
    following: str

    @property
    def has_about(self) -> bool:
        return any(row.about for row in self.rows)

    @property
    def has_expected(self) -> bool:
        return any(row.expected_on for row in self.rows)


def candidate_rows(kind: CandidateKind, *, after: str = "") -> CandidatePage:
    """One statement. A key that cannot be read starts at the first."""
    candidates = Candidate.objects.filter(_behind(after), kind=kind).order_by("rank", "pk")
    shown = candidates.select_related("customer__score", "product", "promotion")
    found = list(shown[: PAGE + 1])
    following = f"{found[PAGE - 1].rank!r}_{found[PAGE - 1].pk}" if len(found) > PAGE else ""
    return CandidatePage(tuple(map(_row, found[:PAGE])), following)


def _behind(after: str) -> Q:
    key = KEY.fullmatch(after)
    if key is None:
        return Q()
    rank, pk = float(key["rank"]), int(key["pk"])
    # The first bound alone says where the index is entered.
    return Q(rank__gte=rank) & (Q(rank__gt=rank) | Q(pk__gt=pk))


def _row(candidate: Candidate) -> CandidateRow:
    customer = candidate.customer
    score = getattr(customer, "score", None)
    return CandidateRow(
        customer=customer.name,
        account_number=customer.account_number,
        about=str(candidate.product or candidate.promotion or ""),
        last_order_on=score.last_order_on if score else None,
        expected_on=candidate.expected_on,
        chance=candidate.chance,
        value=Decimal(round(candidate.value)) if candidate.value else None,
        is_control=candidate.is_control,
    )
