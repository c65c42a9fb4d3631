"""Prices a whole basket from scratch: each line's price and savings with their reasons, and totals to the penny."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from promotions.rules.candidates import Intake
from promotions.rules.combine import choose
from promotions.rules.each import Push
from promotions.rules.explain import Account, Hint, NotUsed, RewardTold, hints, order_trace, reasons, traces
from promotions.rules.lots import BasketLine, lots_of
from promotions.rules.money import pence, pounds
from promotions.rules.price import PriceBook
from promotions.rules.priced import PricedLine, free_line, lines_of
from promotions.rules.promotion import LivePromotion, london_day
from promotions.rules.vat import VatTotal, vat_totals
from promotions.rules.vocabulary import VatRate


class PromotionUse(NamedTuple):
    """What a promotion did for the order. `uses` is what its allocation and caps are charged; a push saves nothing."""

    promotion_id: int
    version_id: int
    name: str
    uses: int
    saving: Decimal
    delivery_saving: Decimal


@dataclass(frozen=True, slots=True)
class PricedBasket:
    """Amounts in pounds without VAT unless said. `net` holds delivery; `saving` is on goods, before VAT.

    `lines` come in the order of the rows that were given, `free_lines` are what promotions add. `trace` is about order
    promotions; those of lines are on the lines. `account` is all that was weighed.
    """

    lines: tuple[PricedLine, ...]
    free_lines: tuple[PricedLine, ...]
    vat_totals: tuple[VatTotal, ...]
    goods: Decimal
    delivery: Decimal
    delivery_saving: Decimal
    net: Decimal
    vat: Decimal
    gross: Decimal
    saving: Decimal
    promotions: tuple[PromotionUse, ...]
    not_used: tuple[NotUsed, ...]
    hints: tuple[Hint, ...]
    trace: tuple[RewardTold, ...]
    account: Account = field(repr=False, compare=False)

    @property
    def needs_price_approval(self) -> bool:
        return any(line.needs_price_approval for line in self.lines)


def price_basket(
    lines: Sequence[BasketLine],
    book: PriceBook,
    promotions: Sequence[LivePromotion],
    *,
    delivery: Decimal = Decimal(0),
    at: datetime,
) -> PricedBasket:
    """The basket at an instant, for the customer of the book; the same answer in any order of rows and promotions.

    `promotions` hold one version of each; those that do not stand may be given, and are answered with the reason.
    `delivery` is the charge before rewards; an order without goods has none. Raises BasketRefused or PriceRefused.
    """
    if at.tzinfo is None:
        raise ValueError("an instant needs its time zone")
    ranked = sorted(promotions, key=lambda promotion: (promotion.priority, promotion.id))
    account = weigh(lines, book, ranked, pence(delivery) if lines else 0, at)
    return _answer(account, lines)


def weigh(
    lines: Sequence[BasketLine], book: PriceBook, promotions: Sequence[LivePromotion], delivery: int, at: datetime
) -> Account:
    """Gathers the rows, sorts the promotions and chooses among them; `delivery` in pence."""
    intake = Intake(lots_of(lines, book, london_day(at)), book, at)
    found = [(promotion.id, intake.candidate(promotion)) for promotion in promotions]
    candidates = {key: candidate for key, candidate in found if candidate is not None}
    return Account(promotions, intake, candidates, choose(intake.lots, list(candidates.values()), book, delivery))


def _answer(account: Account, lines: Sequence[BasketLine]) -> PricedBasket:
    sheet, promotions = account.choice.sheet, account.promotions
    found = hints(account)
    why_not = reasons(account)
    by_key = {line.key: line for line in lines_of(account, traces(account, why_not), found)}
    free = [free_line(product) for product in sheet.free_products]
    delivery_saving = sheet.delivery if sheet.delivery_saved_by else 0
    totals = vat_totals(_net_by_rate(account), sheet.delivery - delivery_saving)
    net, vat = sum((t.net for t in totals), Decimal(0)), sum((t.vat for t in totals), Decimal(0))
    return PricedBasket(
        lines=tuple(by_key[line.key] for line in lines),
        free_lines=tuple(free),
        vat_totals=totals,
        goods=sum((t.goods for t in totals), Decimal(0)),
        delivery=pounds(sheet.delivery - delivery_saving),
        delivery_saving=pounds(delivery_saving),
        net=net,
        vat=vat,
        gross=net + vat,
        saving=pounds(sheet.saved),
        promotions=tuple(_use_of(account, p) for p in promotions if p.id not in why_not),
        not_used=tuple(NotUsed(p.id, p.version_id, why_not[p.id]) for p in promotions if p.id in why_not),
        hints=tuple(found),
        trace=order_trace(account, why_not),
        account=account,
    )


def _net_by_rate(account: Account) -> dict[VatRate, int]:
    """Pence of goods after promotions at each rate."""
    sheet = account.choice.sheet
    goods: dict[VatRate, int] = {}
    for number, lot in sheet.lots.items():
        goods[lot.product.vat_rate] = goods.get(lot.product.vat_rate, 0) + sheet.net[number]
    for free in sheet.free_products:
        goods[free.vat_rate] = goods.get(free.vat_rate, 0) + free.value - free.saved
    return goods


def _use_of(account: Account, promotion: LivePromotion) -> PromotionUse:
    sheet, uses = account.choice.sheet, uses_of(account, promotion)
    saved, delivery = sheet.saved_by(promotion), sheet.delivery if sheet.delivery_saved_by is promotion else 0
    return PromotionUse(promotion.id, promotion.version_id, promotion.name, uses, pounds(saved), pounds(delivery))


def uses_of(account: Account, promotion: LivePromotion) -> int:
    """What the order uses of a promotion.

    Of a push the units on the order, up to its limit: no price changes, but its goal and allocation count.
    """
    candidate = account.candidates.get(promotion.id)
    if candidate is None or not isinstance(promotion.terms, Push):
        return account.choice.sheet.uses.get(promotion.id, 0)
    units = sum(account.choice.sheet.lots[number].count for number in account.intake.touched_by(promotion))
    return min(candidate.limit.uses, units)
