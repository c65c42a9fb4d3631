"""Which lines of an unchanged quantity cost something else than they did, and what that comes of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F, Q

from orders.actions.parts import LineWithParts
from orders.actions.pricing import Terms
from orders.models import OrderLine
from orders.rules.moved import Cost, Moved
from orders.rules.trace import Trace, used_in
from promotions.models import PromotionVersion
from promotions.rules import PricedBasket, PriceKind, PromotionState
from promotions.rules.promotion import say_instant


@dataclass(frozen=True, slots=True)
class Lost:
    """Why promotions are not used: by version for those of lines, by promotion where one is live no more."""

    versions: Mapping[int, str]
    rewards: Mapping[int, str]


def lost_of(stood: Sequence[LineWithParts], trace: Trace, basket: PricedBasket, terms: Terms) -> Lost:
    """What stands in the way of what an order had; one statement where a promotion of theirs is over, else none."""
    names = {promotion.version_id: promotion.name for promotion in terms.promotions}
    said = {one.version_id: f"{names[one.version_id]}: {one.words}" for one in basket.not_used}
    versions = {version for one in stood for version in one.versions} - names.keys()
    rewards = used_in(trace) - {promotion.id for promotion in terms.promotions}
    if not versions and not rewards:
        return Lost(said, {})
    is_current = Q(promotion__in=rewards, promotion__current=F("pk"))
    rows = PromotionVersion.objects.filter(Q(pk__in=versions) | is_current).select_related("promotion")
    over = [(row, _over(row)) for row in rows]
    return Lost(
        said | {row.pk: words for row, words in over},
        {row.promotion_id: words for row, words in over if row.promotion.current_id == row.pk},
    )


def moved_lines(
    stood: Sequence[LineWithParts], now: Sequence[LineWithParts], lost: Lost, terms: Terms
) -> dict[int, Moved]:
    """By product, in the order of the lines."""
    before = {one.line.product_id: one for one in stood if not one.line.is_gift}
    pairs = [
        (before[one.line.product_id], one)
        for one in now
        if not one.line.is_gift and one.line.product_id in before and _moved(before[one.line.product_id].line, one.line)
    ]
    return {
        new.line.product_id: Moved(
            terms.book.products[new.line.product_id].name,
            _cost(old.line),
            _cost(new.line),
            _why(old, new, lost.versions),
        )
        for old, new in pairs
    }


def _moved(old: OrderLine, line: OrderLine) -> bool:
    return old.quantity == line.quantity and _cost(old) != _cost(line)


def _cost(line: OrderLine) -> Cost:
    return Cost(line.unit_price, line.net_total)


def _why(before: LineWithParts, now: LineWithParts, reasons: Mapping[int, str]) -> str:
    old, line = before.line, now.line
    if old.unit_price != line.unit_price:
        price = line.trace[0].removesuffix(".") if line.trace else ""
        lapsed = old.price_kind == PriceKind.AGREED and line.price_kind not in (PriceKind.AGREED, PriceKind.HAND)
        return f"what was agreed holds no longer. {price}" if lapsed else price
    lost = [part.version_id for part in before.parts if part.version_id not in now.versions]
    return "; ".join(reasons[version] for version in lost if version in reasons)


def _over(version: PromotionVersion) -> str:
    """A version that is live no more: its promotion has ended or stands still, or has other terms now."""
    promotion = version.promotion
    if promotion.current_id != version.pk:
        return f"{promotion.name} has other terms now"
    if promotion.state == PromotionState.LIVE and promotion.ends_at is not None:
        return f"{promotion.name} ended on {say_instant(promotion.ends_at)}"
    return f"{promotion.name} is {promotion.get_state_display().lower()}"
