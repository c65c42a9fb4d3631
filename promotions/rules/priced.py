"""The answer for each row: its part of what its lot costs and saves, shared back to the penny."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from promotions.rules.explain import Account, Hint
from promotions.rules.money import pounds, say_pence, say_pounds, share
from promotions.rules.price import PriceRefused, customer_price
from promotions.rules.promotion import LivePromotion, london_day
from promotions.rules.sheet import FreeProduct, Lot, Taking
from promotions.rules.vocabulary import PriceKind, VatRate


class LineSaving(NamedTuple):
    """What one promotion saves on a line; `units` took part in a line promotion, 0 for a share of an order's."""

    promotion_id: int
    version_id: int
    name: str
    units: int
    amount: Decimal


class PricedLine(NamedTuple):
    """One row. `unit_price` and `value` are before promotions, `net` after; `source` says the price in words.

    `basis` is the kind that promotions go by. `today_price` is set where an agreed price stands and today's differs. A
    free line's key is made from its promotion.
    """

    key: str
    product_id: int
    quantity: int
    unit_price: Decimal
    kind: PriceKind
    basis: PriceKind
    source: str
    today_price: Decimal | None
    value: Decimal
    savings: tuple[LineSaving, ...]
    net: Decimal
    vat_rate: VatRate
    needs_price_approval: bool
    trace: tuple[str, ...]
    hints: tuple[str, ...]

    @property
    def saving(self) -> Decimal:
        return self.value - self.net


def lines_of(account: Account, traces: Mapping[int, list[str]], hints: Sequence[Hint]) -> Iterator[PricedLine]:
    """Every row of every lot, priced."""
    hints_on: dict[int, list[str]] = {}
    for hint in hints:
        for product in hint.products:
            hints_on.setdefault(product, []).append(hint.words)
    for number, lot in account.choice.sheet.lots.items():
        today = _today_price(account, lot)
        trace = tuple(traces[number])
        if today is not None:
            trace = (*trace, f"Today's price would be {say_pounds(today)}.")
        needs_approval = lot.price.kind == PriceKind.HAND and _is_below_floor(lot)
        if needs_approval:
            trace = (*trace, "Below the floor price: the order needs price approval.")
        for row in _rows(lot, account.choice.sheet.takings.get(number, ())):
            yield PricedLine(
                key=row.key,
                product_id=lot.product.id,
                quantity=row.quantity,
                unit_price=lot.price.amount,
                kind=lot.price.kind,
                basis=lot.price.basis,
                source=lot.price.words,
                today_price=today,
                value=pounds(row.value),
                savings=row.savings,
                net=pounds(row.net),
                vat_rate=lot.product.vat_rate,
                needs_price_approval=needs_approval,
                trace=trace,
                hints=tuple(hints_on.get(lot.product.id, ())),
            )


def free_line(free: FreeProduct) -> PricedLine:
    """The line that an order promotion adds."""
    gift, promotion = free.gift, free.promotion
    incidental = ", taxed with the main goods" if gift.incidental else ", its price shared with the goods"
    saved = f"{promotion.name}: {say_pence(free.saved)} off, {promotion.terms.words()}{incidental}."
    return PricedLine(
        key=f"free:{promotion.id}",
        product_id=gift.product.id,
        quantity=gift.quantity,
        unit_price=gift.price.amount,
        kind=gift.price.kind,
        basis=gift.price.basis,
        source=gift.price.words,
        today_price=None,
        value=pounds(free.value),
        savings=(_line_saving(promotion, gift.quantity, free.saved),),
        net=pounds(free.value - free.saved),
        vat_rate=free.vat_rate,
        needs_price_approval=False,
        trace=(f"{gift.price.words}.", saved),
        hints=(),
    )


class _Row(NamedTuple):
    key: str
    quantity: int
    value: int
    savings: tuple[LineSaving, ...]
    net: int


def _rows(lot: Lot, takings: Sequence[Taking]) -> list[_Row]:
    """The lot's value over its rows by quantity, and each saving over the units that took part, or by what is left."""
    if len(lot.rows) == 1:
        savings_of_all = tuple([_line_saving(promotion, units, saved) for promotion, units, saved in takings])
        net = lot.value - sum([taking.saved for taking in takings])
        return [_Row(lot.rows[0][0], lot.count, lot.value, savings_of_all, net)]
    quantities = [quantity for _, quantity in lot.rows]
    values = share(lot.value, quantities)
    nets, free = list(values), list(quantities)
    savings: list[list[LineSaving]] = [[] for _ in lot.rows]
    for taking in takings:
        units = share(taking.units, free, free)
        for i, saved in enumerate(share(taking.saved, units if taking.units else nets, nets)):
            nets[i] -= saved
            free[i] -= units[i]
            if saved or units[i]:
                savings[i].append(_line_saving(taking.promotion, units[i], saved))
    return [_Row(key, quantity, values[i], tuple(savings[i]), nets[i]) for i, (key, quantity) in enumerate(lot.rows)]


def _line_saving(promotion: LivePromotion, units: int, saved: int) -> LineSaving:
    return LineSaving(promotion.id, promotion.version_id, promotion.name, units, pounds(saved))


def _is_below_floor(lot: Lot) -> bool:
    return lot.product.floor_price is not None and lot.price.amount < lot.product.floor_price


def _today_price(account: Account, lot: Lot) -> Decimal | None:
    """Today's price of an agreed lot, counting its own rows, where it differs."""
    if lot.price.kind != PriceKind.AGREED:
        return None
    try:
        today = customer_price(lot.product, lot.count, london_day(account.intake.at)).amount
    except PriceRefused:
        return None
    return today if today != lot.price.amount else None
