"""What came of one promotion: what was said of it in calls, why not, and what was bought with it."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count

from calls.models import Offer
from calls.rules.vocabulary import OfferState
from orders.reports.promotion_preview import eligible_customers
from orders.reports.takings import Takings, orders_that_took, takings
from promotions.actions import plan_of
from promotions.models import Promotion
from targets.reports.pushes import OFFERED

MOST_REASONS = 8
NOT_TAKEN = (OfferState.DECLINED, OfferState.NOT_SUITABLE, OfferState.NOT_OFFERED)


@dataclass(frozen=True, slots=True)
class Share:
    """A figure with what it is of."""

    of: int
    out_of: int

    @property
    def percent(self) -> int | None:
        return round(100 * self.of / self.out_of) if self.out_of else None


@dataclass(frozen=True, slots=True)
class Why:
    """One state in which it was not taken, with the most frequent reasons and how often each was given."""

    label: str
    count: int
    reasons: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class PromotionResults:
    """All time. `offer_rate` is offered of eligible reached, `acceptance` accepted of offered, `uptake` customers who
    bought of those and the customers who are eligible now: never mixed.
    """

    name: str
    offer_rate: Share
    acceptance: Share
    uptake: Share
    deferred: int
    unprompted: int
    not_reached: int
    why_not: tuple[Why, ...]
    takings: Takings
    taken: int
    allocation: int | None


def promotion_results(promotion_id: int, at: dt.datetime) -> PromotionResults | None:
    """None when there is no such promotion. A dozen statements."""
    promotion = Promotion.objects.select_related("current").filter(pk=promotion_id).first()
    if promotion is None:
        return None
    offers = Offer.objects.filter(promotion_version__promotion=promotion)
    counts = dict(offers.order_by().values_list("state").annotate(n=Count("pk")))
    offered = sum(counts.get(state, 0) for state in OFFERED)
    reached = sum(counts.values()) - counts.get(OfferState.BUYER_NOT_REACHED, 0)
    took = takings(promotion_id)
    # Whoever bought it may be eligible no more: it may be for those who have not bought for a while.
    yet_to_buy = eligible_customers(plan_of(promotion), at).exclude(
        pk__in=orders_that_took(promotion_id).values("customer")
    )
    return PromotionResults(
        name=promotion.name,
        offer_rate=Share(offered, reached),
        acceptance=Share(counts.get(OfferState.ACCEPTED, 0), offered),
        uptake=Share(took.customers, took.customers + yet_to_buy.count()),
        deferred=counts.get(OfferState.DEFERRED, 0),
        unprompted=counts.get(OfferState.BOUGHT_UNPROMPTED, 0),
        not_reached=counts.get(OfferState.BUYER_NOT_REACHED, 0),
        why_not=tuple(_why(promotion_id, state, counts[state]) for state in NOT_TAKEN if counts.get(state)),
        takings=took,
        taken=promotion.taken,
        allocation=promotion.allocation,
    )


def _why(promotion_id: int, state: OfferState, count: int) -> Why:
    given = Offer.objects.filter(promotion_version__promotion=promotion_id, state=state).exclude(reason="")
    reasons = given.order_by().values_list("reason").annotate(n=Count("pk")).order_by("-n", "reason")
    return Why(state.label, count, tuple(reasons[:MOST_REASONS]))
