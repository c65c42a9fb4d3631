"""Which lines of an unchanged quantity cost something else than they did, and what that comes of."""

from collections.abc import Mapping, Sequence

from orders.actions.parts import LineWithParts
from orders.actions.pricing import Terms
from orders.models import OrderLine
from orders.rules.moved import Cost, Moved
from promotions.models import PromotionVersion
from promotions.rules import PricedBasket, PriceKind, PromotionState
from promotions.rules.promotion import say_instant


def moved_lines(
    stood: Sequence[LineWithParts], now: Sequence[LineWithParts], basket: PricedBasket, terms: Terms
) -> dict[int, Moved]:
    """By product, in the order of the lines. One statement where a promotion of theirs is over, else none."""
    before = {one.line.product_id: one for one in stood if not one.line.is_gift}
    pairs = [
        (before[one.line.product_id], one)
        for one in now
        if not one.line.is_gift and one.line.product_id in before and _moved(before[one.line.product_id].line, one.line)
    ]
    reasons = _reasons(pairs, basket, terms)
    return {
        new.line.product_id: Moved(
            terms.book.products[new.line.product_id].name, _cost(old.line), _cost(new.line), _why(old, new, reasons)
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


def _reasons(
    pairs: Sequence[tuple[LineWithParts, LineWithParts]], basket: PricedBasket, terms: Terms
) -> dict[int, str]:
    """Why a promotion that a line had is not used, by version: its name and what stands in the way."""
    names = {promotion.version_id: promotion.name for promotion in terms.promotions}
    said = {one.version_id: f"{names[one.version_id]}: {one.words}" for one in basket.not_used}
    lost = {version for old, _ in pairs for version in old.versions}
    over = PromotionVersion.objects.filter(pk__in=lost - names.keys()).select_related("promotion")
    return said | {version.pk: _over(version) for version in (over if lost - names.keys() else ())}


def _over(version: PromotionVersion) -> str:
    """A version that is live no more: its promotion has ended or stands still, or has other terms now."""
    promotion = version.promotion
    if promotion.current_id != version.pk:
        return f"{promotion.name} has other terms now"
    if promotion.state == PromotionState.LIVE and promotion.ends_at is not None:
        return f"{promotion.name} ended on {say_instant(promotion.ends_at)}"
    return f"{promotion.name} is {promotion.get_state_display().lower()}"
