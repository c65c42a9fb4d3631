"""Products as one customer may buy them: what a screen says of each, and every price the rules may choose from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Exists, JSONField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, JSONObject

from customers.models import Customer
from promotions.models import ContractPrice, ListBreak, ListedPrice, Product
from promotions.reports.catalogue import ProductCard, card_of
from promotions.rules.price import AgreedPrice, PriceBook, PriceEntry, SoldProduct, price_book
from promotions.rules.vocabulary import PriceKind, VatRate


@dataclass(frozen=True, slots=True)
class Wares:
    """Products with their prices for one customer, which of them they have bought before, and what they were told."""

    cards: Mapping[int, ProductCard]
    sold: tuple[SoldProduct, ...]
    bought_before: frozenset[int] = frozenset()
    told: Mapping[int, AgreedPrice] = field(default_factory=dict)

    @property
    def book(self) -> PriceBook:
        return price_book(self.sold, self.bought_before)


def wares_for(
    customer: Customer,
    product_ids: Iterable[int],
    *,
    bought: QuerySet[Any] | None = None,
    told: QuerySet[Any] | None = None,
) -> Wares:
    """These products with contract, price-list and list prices and their breaks; one statement, whatever the number.

    What was bought is known further up: `bought` are rows with a `product_id`, one or more for each product that this
    customer has bought; None where introduction prices are not asked for. So are prices promised to them: `told` are
    rows with a `product_id`, a `unit_price` and a `where`.
    """
    contracts = ContractPrice.objects.filter(customer=customer)
    found: QuerySet[Any] = (
        Product.objects.filter(pk__in=set(product_ids))
        .select_related("group")
        .defer("search_words", "created_at")
        .annotate(
            contract=_prices(contracts, starts="starts_on", ends="ends_on", reference="reference"),
            listed=_prices(ListedPrice.objects.filter(price_list=customer.price_list_id)),
            breaks=_prices(ListBreak.objects.all()),
            is_bought=Value(False) if bought is None else Exists(bought.filter(product_id=OuterRef("pk"))),
            promised=Value(None, JSONField()) if told is None else _promised(told),
        )
    )
    rows = list(found)
    bought_before = frozenset(row.pk for row in rows if row.is_bought)
    promised = {row.pk: _agreed(row.promised) for row in rows if row.promised}
    return Wares({row.pk: card_of(row) for row in rows}, tuple(map(_sold, rows)), bought_before, promised)


def _promised(told: QuerySet[Any]) -> Subquery:
    of_product = told.filter(product_id=OuterRef("pk"))
    return Subquery(of_product.values(told=JSONObject(amount=Cast("unit_price", CharField()), where="where"))[:1])


def _agreed(promised: Mapping[str, str]) -> AgreedPrice:
    """It takes no promotion: what there was is in it already."""
    return AgreedPrice(Decimal(promised["amount"]), PriceKind.HAND, promised["where"])


def _prices(rows: QuerySet[Any], **more: str) -> ArraySubquery:
    """The price rows of a product as an array of JSON; amounts as text, which keeps them exact."""
    of_product = rows.filter(product=OuterRef("pk")).order_by("from_quantity", "pk")
    written = JSONObject(amount=Cast("unit_price", CharField()), least="from_quantity", **more)
    return ArraySubquery(of_product.values(written=written))


def _sold(row: Any) -> SoldProduct:
    return SoldProduct(
        id=row.pk,
        name=row.name,
        vat_rate=VatRate(row.vat_rate),
        prices=(
            *(_entry(PriceKind.CONTRACT, price) for price in row.contract),
            *(_entry(PriceKind.PRICE_LIST, price) for price in row.listed),
            PriceEntry(PriceKind.LIST, row.list_price),
            *(_entry(PriceKind.LIST, price) for price in row.breaks),
        ),
        floor_price=row.floor_price,
        unit=row.unit,
        is_on_sale=row.ended_at is None,
    )


def _entry(kind: PriceKind, price: Mapping[str, Any]) -> PriceEntry:
    starts, ends = (date.fromisoformat(day) if day else None for day in (price.get("starts"), price.get("ends")))
    return PriceEntry(kind, Decimal(price["amount"]), price["least"], starts, ends, price.get("reference", ""))
