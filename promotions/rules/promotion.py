"""A promotion as the rules see it, whether it stands at a moment, and how much of it is left."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from promotions.rules.deals import NO_LIMIT
from promotions.rules.each import IntroductionPrice
from promotions.rules.groups import BundleFor
from promotions.rules.terms import Terms
from promotions.rules.vocabulary import Combinability, PromotionState

LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True, slots=True)
class Promised:
    """What an order was given of a promotion before: uses, packs by product that took part, pounds off its goods."""

    uses: int
    packs: Mapping[int, int] = field(default_factory=dict)
    saving: Decimal = Decimal(0)


NOTHING_PROMISED = Promised(0)


@dataclass(frozen=True, slots=True)
class LivePromotion:
    """One version of a promotion, for one customer.

    `starts_at` is inside it and `ends_at` is not. `weekdays` are London's, Monday 0; none: every day. Who is in the
    audience is decided before: `audience_refusal` says why this customer is not. Limits are in uses (a unit that
    becomes cheaper, a group, a bundle, or one reward on an order); None: no limit. Priority 1 comes first.
    What this order was `promised` before is its own: no end, day, audience or limit since takes it back. More than
    that it has only while the promotion stands.
    """

    id: int
    version_id: int
    name: str
    terms: Terms
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    state: str = PromotionState.LIVE
    weekdays: frozenset[int] = frozenset()
    audience_refusal: str = ""
    includes_contracts: bool = False
    cap_per_order: int | None = None
    left_for_customer: int | None = None
    allocation_left: int | None = None
    priority: int = 5
    combinability: str = Combinability.COMBINES
    promised: Promised = NOTHING_PROMISED

    @property
    def is_honoured(self) -> bool:
        return self.promised.uses > 0

    @property
    def is_exclusive(self) -> bool:
        return self.combinability == Combinability.EXCLUSIVE


@dataclass(frozen=True, slots=True)
class Limit:
    """The most uses that an order may make of a promotion, and what sets it."""

    uses: int
    words: str


UNLIMITED = Limit(NO_LIMIT, "")


def london_day(at: datetime) -> date:
    """The date on London's calendar at an instant."""
    return at.astimezone(LONDON).date()


def why_not_now(promotion: LivePromotion, at: datetime) -> str:
    """Why this customer cannot have the promotion at this moment, in words; empty when they can."""
    return "" if promotion.is_honoured else _why_not_standing(promotion, at)


def is_only_honoured(promotion: LivePromotion, at: datetime) -> bool:
    """Whether it gives what was promised on the order and no more."""
    return promotion.is_honoured and bool(_why_not_standing(promotion, at))


def _why_not_standing(promotion: LivePromotion, at: datetime) -> str:
    if promotion.state != PromotionState.LIVE:
        return f"it is {PromotionState(promotion.state).label.lower()}"
    if promotion.starts_at is not None and at < promotion.starts_at:
        return f"it starts on {say_instant(promotion.starts_at)}"
    if promotion.ends_at is not None and at >= promotion.ends_at:
        return f"it ended on {say_instant(promotion.ends_at)}"
    if promotion.weekdays and london_day(at).weekday() not in promotion.weekdays:
        return f"it does not run on a {london_day(at):%A}"
    return promotion.audience_refusal


def may_work(promotion: LivePromotion, *, contracts: Collection[int], bought: Collection[int]) -> bool:
    """Whether it could do something for a customer with contract prices for these products, who bought those before.

    A bundle needs all of its products.
    """
    terms = promotion.terms
    closed = set() if promotion.includes_contracts else set(contracts)
    if isinstance(terms, IntroductionPrice):
        closed |= set(bought)
    left = terms.products - closed
    return left == terms.products if isinstance(terms, BundleFor) else bool(left) or not terms.products


def limit_of(promotion: LivePromotion, at: datetime) -> Limit:
    """The tightest of its limits; never below what was promised, and just that where it does not stand any more."""
    if is_only_honoured(promotion, at):
        return Limit(promotion.promised.uses, "promised on this order")
    if promotion.allocation_left is promotion.left_for_customer is promotion.cap_per_order is None:
        return UNLIMITED
    limits = [
        (promotion.allocation_left, "left of the allocation"),
        (promotion.left_for_customer, "left for this customer"),
        (promotion.cap_per_order, "allowed an order"),
    ]
    known = [Limit(max(promotion.promised.uses, uses, 0), words) for uses, words in limits if uses is not None]
    return min(known, key=lambda limit: limit.uses)


def say_instant(instant: datetime) -> str:
    """In London: 24 November 2026 at 12:00."""
    local = instant.astimezone(LONDON)
    return f"{local.day} {local:%B %Y at %H:%M}"
