"""Products as screens show them, and how one is found by what somebody types."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import BooleanField, Case, Q, QuerySet, Value, When

from promotions.models import Product
from promotions.models.product import ProductQuerySet
from promotions.models.search import SHORTEST_INSIDE

SHORTEST_SEARCH = 2
MOST_INSIDE = 500


@dataclass(frozen=True, slots=True)
class ProductCard:
    """What a screen says of a product; the price is the list price of one pack."""

    id: int
    code: str
    name: str
    group: str
    barcode: str
    pack: str
    vat_rate: str
    list_price: Decimal
    stock_free: int
    stock_due_on: date | None
    is_preferred: bool
    is_on_sale: bool
    order_least: int = 1
    order_multiple: int = 1
    unit: str = "each"
    pack_size: int = 1


def search_products(text: str, *, limit: int = 12) -> tuple[ProductCard, ...]:
    """Products found by code, name or any three digits running of the barcode; at most three statements.

    Those in which each word begins one come before those in which it stands inside of one, from three characters on.
    Of each what is on sale comes first, then an exact code, codes that begin so, preferred lines, and the name. Fewer
    than two characters find nothing.
    """
    asked = text.strip()
    if len(asked) < SHORTEST_SEARCH:
        return ()
    found = list(_rows(_ordered(Product.objects.named_by(asked), asked))[:limit])
    for is_gone in (False, True):
        if len(found) < limit and len(asked) >= SHORTEST_INSIDE:
            holding = Product.objects.holding(asked).filter(ended_at__isnull=not is_gone)
            found += _first_of(holding.exclude(pk__in=[product.pk for product in found]), asked, limit - len(found))
    return tuple(map(card_of, found))


def _first_of(products: ProductQuerySet, asked: str, limit: int) -> QuerySet[Product]:
    """In order of as many as are worth putting in order: three letters may stand in half the range."""
    some = products.order_by().values("pk")[:MOST_INSIDE]
    return _rows(_ordered(Product.objects.filter(pk__in=some), asked))[:limit]


def _ordered(products: ProductQuerySet, asked: str) -> ProductQuerySet:
    return products.order_by(
        _last_unless(Q(ended_at=None)),
        _last_unless(Q(code__iexact=asked)),
        _last_unless(Q(code__istartswith=asked)),
        _last_unless(Q(preferred_at__isnull=False)),
        "name",
        "code",
    )


def _last_unless(condition: Q) -> Case:
    return Case(When(condition, then=Value(False)), default=Value(True), output_field=BooleanField())


def _rows(products: QuerySet[Product]) -> QuerySet[Product]:
    return products.select_related("group").defer("search_words", "floor_price", "created_at")


def card_of(product: Product) -> ProductCard:
    return ProductCard(
        id=product.pk,
        code=product.code,
        name=product.name,
        group=product.group.name,
        barcode=product.barcode,
        pack=product.pack,
        vat_rate=product.vat_rate,
        list_price=product.list_price,
        stock_free=product.stock_free,
        stock_due_on=product.stock_due_on,
        is_preferred=product.preferred_at is not None,
        is_on_sale=product.ended_at is None,
        order_least=product.order_least,
        order_multiple=product.order_multiple,
        unit=product.unit,
        pack_size=product.pack_size,
    )
