"""The life of a promotion: draft, live, paused, ended, and what must hold for each step."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from promotions.rules.audience import BuyingHabit
from promotions.rules.each import PercentOff, PromotionPrice
from promotions.rules.money import say_pounds
from promotions.rules.terms import Terms
from promotions.rules.vocabulary import Combinability, Funding, Mechanic, PromotionState
from staff.rules import Refusal

WAY = {
    PromotionState.DRAFT: (PromotionState.LIVE, PromotionState.ENDED),
    PromotionState.LIVE: (PromotionState.PAUSED, PromotionState.ENDED),
    PromotionState.PAUSED: (PromotionState.LIVE, PromotionState.ENDED),
    PromotionState.ENDED: (),
}


class PromotionRefused(Refusal):
    """A promotion may not be set so."""


class PromotionMoved(PromotionRefused):
    """Somebody else has changed the promotion since its form was drawn."""

    def __init__(self, by: str) -> None:
        super().__init__(
            f"{by or 'Somebody'} has changed this promotion while the page was open. What stands now is said at each "
            "field that differs. Keep again to put yours in its place."
        )


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom a promotion is for, by ids; no segment and no customer named: everybody. Who is left out is out."""

    segments: frozenset[int] = frozenset()
    customers: frozenset[int] = frozenset()
    without_segments: frozenset[int] = frozenset()
    without_customers: frozenset[int] = frozenset()
    habit: BuyingHabit | None = None


EVERYBODY = Audience()


@dataclass(frozen=True, slots=True)
class Plan:
    """A promotion as it is asked for. `terms` are what `parse_terms` reads, without the products."""

    name: str
    starts_at: datetime
    ends_at: datetime
    script: str
    mechanic: Mechanic
    terms: Mapping[str, object]
    product_ids: frozenset[int]
    priority: int = 5
    combinability: Combinability = Combinability.COMBINES
    includes_contracts: bool = False
    objection_answer: str = ""
    goal_quantity: int | None = None
    weekdays: tuple[int, ...] = ()
    audience: Audience = EVERYBODY
    cap_per_order: int | None = None
    cap_per_customer: int | None = None
    allocation: int | None = None
    funding: Funding = Funding.OURS
    funder: str = ""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A product's prices that a promotion may meet."""

    name: str
    list_price: Decimal
    floor_price: Decimal | None


def check_plan(plan: Plan, *, state: str, at: datetime) -> None:
    """Raises PromotionRefused unless the plan may stand for a promotion in this state."""
    if state == PromotionState.ENDED:
        raise PromotionRefused("This promotion has ended. Copy what you need of it into a new one.")
    if not plan.script.strip():
        raise PromotionRefused("Write the sentence that is said to the customer.", field="script")
    check_period(plan.starts_at, plan.ends_at)
    if plan.funding != Funding.OURS and not plan.funder.strip():
        raise PromotionRefused("Say which supplier pays for it.", field="funder")
    if state == PromotionState.LIVE:
        _check_not_over(plan.ends_at, at)


def check_period(starts_at: datetime, ends_at: datetime) -> None:
    if ends_at <= starts_at:
        raise PromotionRefused("It ends before it starts. Set a later end.", field="ends_at")


def check_allocation(allocation: int | None, taken: int) -> None:
    """Raises PromotionRefused for fewer uses than confirmed orders have taken already."""
    if allocation is not None and allocation < taken:
        raise PromotionRefused(f"Orders have taken {taken} of it already. Set {taken} or more.", field="allocation")


def check_step(state: str, to: str, *, ends_at: datetime, at: datetime) -> None:
    """Raises PromotionRefused when a promotion in `state` cannot become `to`."""
    if to not in WAY[PromotionState(state)]:
        raise PromotionRefused(f"A promotion that is {_say(state)} cannot become {_say(to)}.")
    if to == PromotionState.LIVE:
        _check_not_over(ends_at, at)


def warnings(terms: Terms, shelves: Mapping[int, Shelf]) -> tuple[str, ...]:
    """What the Director should know of these terms, product by product; none of it stops them."""
    said = []
    for product in sorted(terms.products & shelves.keys()):
        shelf = shelves[product]
        price = _price_of_one(terms, shelf.list_price)
        if price is not None and price >= shelf.list_price:
            said.append(
                f"{shelf.name}: {say_pounds(price)} is not below its list price {say_pounds(shelf.list_price)}."
            )
        elif price is not None and shelf.floor_price is not None and price < shelf.floor_price:
            said.append(f"{shelf.name}: {say_pounds(price)} is below its floor price {say_pounds(shelf.floor_price)}.")
    return tuple(said)


def _price_of_one(terms: Terms, list_price: Decimal) -> Decimal | None:
    if isinstance(terms, PromotionPrice):
        return terms.price
    if isinstance(terms, PercentOff):
        return round(list_price * (100 - terms.percent) / 100, 4)
    return None


def _check_not_over(ends_at: datetime, at: datetime) -> None:
    if ends_at <= at:
        raise PromotionRefused("Its end is past already. Set a later end, then start it.", field="ends_at")


def _say(state: str) -> str:
    return PromotionState(state).label.lower()
