"""Each live promotion: what was sold with it, against its goal and the time it has, and what customers answered."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count

from calls.models import Offer
from calls.rules.vocabulary import OfferState
from customers.rules.calendar import LONDON
from orders.reports.takings import packs_sold
from promotions.models import Promotion
from targets.reports.progress import desk_works_on
from targets.rules import Measure, Pace, elapsed_share

# Those in which the customer heard of it.
OFFERED = (OfferState.ACCEPTED, OfferState.DECLINED, OfferState.DEFERRED)


@dataclass(frozen=True, slots=True)
class PushProgress:
    """A live promotion since its start; `pace` is None where no goal was set."""

    promotion: Promotion
    packs: int
    pace: Pace | None
    answers: dict[str, int]

    @property
    def offered(self) -> int:
        return sum(self.answers.get(state, 0) for state in OFFERED)

    @property
    def accepted(self) -> int:
        return self.answers.get(OfferState.ACCEPTED, 0)

    @property
    def declined(self) -> int:
        return self.answers.get(OfferState.DECLINED, 0)

    @property
    def unprompted(self) -> int:
        return self.answers.get(OfferState.BOUGHT_UNPROMPTED, 0)

    @property
    def left(self) -> int | None:
        """Uses of its allocation that are not taken yet; None without one."""
        allocation = self.promotion.allocation
        return None if allocation is None else allocation - self.promotion.taken

    @property
    def done(self) -> int:
        return int(min(Decimal(1), self.pace.share) * 100) if self.pace else 0

    @property
    def should_be(self) -> int:
        return int(self.pace.elapsed * 100) if self.pace else 0

    @property
    def in_words(self) -> str:
        goal = self.promotion.goal_quantity
        return f"{self.promotion}: {self.packs} of {goal} packs, {self.should_be} % of its selling hours are over"


def pushes(at: dt.datetime) -> list[PushProgress]:
    """In the Director's order of priority. Three statements."""
    live = list(Promotion.objects.live(at).order_by("priority", "ends_at", "pk"))
    packs, answers = packs_sold([promotion.pk for promotion in live]), _answers(live)
    return [
        PushProgress(promotion, sold, _pace(promotion, sold, at), answers.get(promotion.pk, {}))
        for promotion, sold in ((promotion, packs.get(promotion.pk, 0)) for promotion in live)
    ]


def _answers(live: list[Promotion]) -> dict[int, dict[str, int]]:
    rows = Offer.objects.filter(promotion_version__promotion__in=live)
    answers: dict[int, dict[str, int]] = {}
    for promotion, state, n in rows.values_list("promotion_version__promotion", "state").annotate(n=Count("pk")):
        answers.setdefault(promotion, {})[state] = n
    return answers


def _pace(promotion: Promotion, packs: int, at: dt.datetime) -> Pace | None:
    if not promotion.goal_quantity:
        return None
    wall = at.astimezone(LONDON)
    first = promotion.starts_at.astimezone(LONDON).date()
    last = (promotion.ends_at - dt.timedelta(microseconds=1)).astimezone(LONDON).date()
    return Pace(
        measure=Measure.PROMOTION_PACKS,
        asked=Decimal(promotion.goal_quantity),
        actual=Decimal(packs),
        elapsed=elapsed_share(first, last, wall, desk_works_on),
        by_tonight=elapsed_share(first, last, wall.replace(hour=23, minute=59), desk_works_on),
    )
