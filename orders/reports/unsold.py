"""What we could not sell: by product how often it was asked for in vain, who asked, and what customers gave up."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    Aggregate,
    Case,
    CharField,
    Count,
    Exists,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Lower, Trim

from orders.models import GivenUp, LostDemand, OrderLine
from orders.reports.lists import PAGE, KeyedPage, read_key, write_key
from orders.rules.vocabulary import UnsoldReason
from promotions.models import Product

LOOKED_BACK = timedelta(days=90)


class MostFrequent(Aggregate):
    """The value that most of the rows have."""

    function = "mode"
    template = "%(function)s() WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = CharField()


@dataclass(frozen=True, slots=True)
class UnsoldRow:
    """One product, or words where we know none. `packs` are those of who said how many; `reason` is the usual one."""

    product_id: int | None
    code: str
    name: str
    asked: int
    packs: int
    customers: int
    last_asked_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class AskingRow:
    """Once that somebody asked for it."""

    customer: str
    account_number: str
    packs: int | None
    words: str
    reason: str
    asked_at: datetime
    recorded_by: str


@dataclass(frozen=True, slots=True)
class GivenUpRow:
    """A usual item that a customer no longer buys; `shown_again_at` is when the pad shows it again."""

    customer: str
    account_number: str
    code: str
    name: str
    reason: str
    words: str
    told_at: datetime
    shown_again_at: datetime
    recorded_by: str


def unsold_rows(at: datetime, *, after: str = "") -> KeyedPage[UnsoldRow]:
    """Of the last ninety days, what was asked for last first; words in any case are the same. Two statements.

    Raises ValueError for an `after` that is no key of ours.
    """
    asked = LostDemand.objects.filter(asked_at__gt=at - LOOKED_BACK).order_by()
    unknown = Case(When(product=None, then=Lower(Trim("words"))), default=Value(""))
    rows: QuerySet[Any] = asked.values("product", asked_for=unknown).annotate(
        asked=Count("pk"),
        packs=Sum("quantity"),
        customers=Count("customer", distinct=True),
        last=Max("asked_at"),
        newest=Max("pk"),
        usual_reason=MostFrequent("reason"),
    )
    if after:
        moment, pk = read_key(after)
        rows = rows.filter(Q(last__lt=moment) | Q(last=moment, newest__lt=pk))
    found = list(rows.order_by("-last", "-newest")[: PAGE + 1])
    names = Product.objects.in_bulk([row["product"] for row in found if row["product"]])
    following = write_key(found[PAGE - 1]["last"], found[PAGE - 1]["newest"]) if len(found) > PAGE else ""
    return KeyedPage(tuple(_unsold(row, names.get(row["product"])) for row in found[:PAGE]), following)


def asking_rows(at: datetime, *, product_id: int | None, words: str, after: str = "") -> KeyedPage[AskingRow]:
    """Who asked for a product in the last ninety days, or for something we know by `words` only, the newest first."""
    asked = LostDemand.objects.filter(asked_at__gt=at - LOOKED_BACK, product=product_id)
    if product_id is None:
        asked = asked.annotate(asked_for=Lower(Trim("words"))).filter(asked_for=words.strip().lower())
    if after:
        moment, pk = read_key(after)
        asked = asked.filter(Q(asked_at__lt=moment) | Q(asked_at=moment, pk__lt=pk))
    shown = asked.select_related("customer", "recorded_by").order_by("-asked_at", "-pk")
    found = list(shown[: PAGE + 1])
    following = write_key(found[PAGE - 1].asked_at, found[PAGE - 1].pk) if len(found) > PAGE else ""
    return KeyedPage(tuple(map(_asking, found[:PAGE])), following)


def given_up_rows(*, after: str = "") -> KeyedPage[GivenUpRow]:
    """Every item that is given up and was not bought again, what was told last first. One statement."""
    bought_again = OrderLine.objects.filter(
        order__customer=OuterRef("customer"),
        order__confirmed_at__gt=OuterRef("told_at"),
        order__cancelled_at=None,
        product=OuterRef("product"),
        is_gift=False,
    )
    given_up = GivenUp.objects.exclude(Exists(bought_again))
    if after:
        moment, pk = read_key(after)
        given_up = given_up.filter(Q(told_at__lt=moment) | Q(told_at=moment, pk__lt=pk))
    shown = given_up.select_related("customer", "product", "recorded_by").order_by("-told_at", "-pk")
    found = list(shown[: PAGE + 1])
    following = write_key(found[PAGE - 1].told_at, found[PAGE - 1].pk) if len(found) > PAGE else ""
    return KeyedPage(tuple(map(_given_up, found[:PAGE])), following)


def _unsold(row: dict[str, Any], product: Product | None) -> UnsoldRow:
    return UnsoldRow(
        product_id=row["product"],
        code=product.code if product else "",
        name=product.name if product else row["asked_for"],
        asked=row["asked"],
        packs=row["packs"] or 0,
        customers=row["customers"],
        last_asked_at=row["last"],
        reason=UnsoldReason(row["usual_reason"]).label,
    )


def _asking(asked: LostDemand) -> AskingRow:
    return AskingRow(
        customer=asked.customer.name,
        account_number=asked.customer.account_number,
        packs=asked.quantity,
        words=asked.words,
        reason=asked.get_reason_display(),
        asked_at=asked.asked_at,
        recorded_by=str(asked.recorded_by),
    )


def _given_up(row: GivenUp) -> GivenUpRow:
    return GivenUpRow(
        customer=row.customer.name,
        account_number=row.customer.account_number,
        code=row.product.code,
        name=row.product.name,
        reason=row.get_reason_display(),
        words=row.words,
        told_at=row.told_at,
        shown_again_at=row.shown_again_at,
        recorded_by=str(row.recorded_by),
    )
