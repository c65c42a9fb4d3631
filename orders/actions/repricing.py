"""Writes what the rules say of a draft to its lines and totals, in a few statements whatever its length."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from orders.actions.pricing import Terms, priced, terms_for
from orders.actions.quoted import quoted_prices
from orders.models import Order, OrderLine, OrderVat
from orders.rules.order import LinePrice, price_changes
from promotions.rules import AgreedPrice, PricedBasket
from promotions.rules.each import Push
from promotions.rules.priced import PricedLine

WRITTEN = (
    "quantity",
    "unit_price",
    "price_kind",
    "saving_total",
    "net_total",
    "vat_rate",
    "promotion_version",
    "trace",
)
COMPARED = (*WRITTEN[:-2], "promotion_version_id", "trace")


def reprice(
    order: Order, quantities: Mapping[int, int], at: datetime, *, agreed: Mapping[int, AgreedPrice] | None = None
) -> str:
    """Makes the order hold so many units by product at the prices of `at`, or as `agreed`; its row must be locked.

    What the quote behind it promises is agreed while it holds. Writes only what differs, and puts the version one up
    when anything does; `order` carries the new totals. Answers in words which lines of an unchanged quantity now cost
    something else.
    """
    terms = terms_for(order.customer, quantities, at)
    basket = priced(quantities, terms, at, agreed={**quoted_prices(order, at), **(agreed or {})})
    stood = list(order.lines.order_by("position", "pk"))
    kept = [line for line in stood if not line.is_gift and quantities.get(line.product_id) == line.quantity]
    told = {line.product_id: _price(line, terms) for line in kept}
    wanted = _lines(order, basket, terms)
    if _write_lines(stood, wanted) or order.delivery_total != basket.delivery:
        _write_totals(order, basket, at)
    return price_changes(told, {line.product_id: _price(line, terms) for line in wanted if not line.is_gift})


def _lines(order: Order, basket: PricedBasket, terms: Terms) -> list[OrderLine]:
    """The lines as they should stand, not saved; gifts come last."""
    pushed = {
        product: promotion.version_id
        for promotion in terms.promotions
        if isinstance(promotion.terms, Push) and promotion.version_id in {use.version_id for use in basket.promotions}
        for product in promotion.terms.products
    }
    typed = [_line(order, line, pushed.get(line.product_id), is_gift=False) for line in basket.lines]
    return typed + [_line(order, line, None, is_gift=True) for line in basket.free_lines]


def _line(order: Order, line: PricedLine, pushed_by: int | None, *, is_gift: bool) -> OrderLine:
    best = max(line.savings, key=lambda saving: saving.amount, default=None)
    return OrderLine(
        order=order,
        product_id=line.product_id,
        quantity=line.quantity,
        unit_price=line.unit_price,
        price_kind=line.kind,
        saving_total=line.saving,
        net_total=line.net,
        vat_rate=line.vat_rate,
        promotion_version_id=best.version_id if best else pushed_by,
        is_gift=is_gift,
        trace=list(line.trace),
    )


def _write_lines(stood: Iterable[OrderLine], wanted: Iterable[OrderLine]) -> bool:
    """Deletes, changes and adds so that the wanted lines stand, each in one statement; whether anything differed."""
    left = {_key(line): line for line in stood}
    position = max((line.position for line in left.values()), default=0)
    changed, added = [], []
    for line in wanted:
        old = left.pop(_key(line), None)
        if old is None:
            position += 1
            line.position = position
            added.append(line)
        elif any(getattr(old, name) != getattr(line, name) for name in COMPARED):
            line.pk, line.position = old.pk, old.position
            changed.append(line)
    if left:
        OrderLine.objects.filter(pk__in=[line.pk for line in left.values()]).delete()
    OrderLine.objects.bulk_update(changed, WRITTEN)
    OrderLine.objects.bulk_create(added)
    return bool(left or changed or added)


def _write_totals(order: Order, basket: PricedBasket, at: datetime) -> None:
    order.vat_rows.all().delete()
    OrderVat.objects.bulk_create(
        OrderVat(order=order, rate=row.rate, net_total=row.net, vat_total=row.vat) for row in basket.vat_totals
    )
    order.net_total = basket.goods
    order.delivery_total = basket.delivery
    order.vat_total = basket.vat
    order.gross_total = basket.gross
    order.saving_total = basket.saving
    order.version += 1
    order.edited_at = at
    order.save(
        update_fields=[
            "net_total",
            "delivery_total",
            "vat_total",
            "gross_total",
            "saving_total",
            "version",
            "edited_at",
        ]
    )


def _key(line: OrderLine) -> tuple[int, int | None]:
    """A product stands once on a draft; as a gift, once for each promotion that gives it."""
    return line.product_id, line.promotion_version_id if line.is_gift else None


def _price(line: OrderLine, terms: Terms) -> LinePrice:
    return LinePrice(terms.book.products[line.product_id].name, line.unit_price, line.net_total)
