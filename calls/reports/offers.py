"""What was answered to offers in one call."""

from dataclasses import dataclass

from calls.models import Call
from calls.rules.offers import GIVEN


@dataclass(frozen=True, slots=True)
class Answered:
    """An offer that somebody answered, which can be taken back while the call is open."""

    promotion_id: int
    name: str
    state: str
    reason: str


def answered_offers(call: Call) -> tuple[Answered, ...]:
    """In the order in which they were answered; one statement."""
    rows = call.offers.filter(state__in=GIVEN).select_related("promotion_version__promotion")
    return tuple(
        Answered(
            row.promotion_version.promotion_id,
            str(row.promotion_version.promotion),
            row.get_state_display(),
            row.reason,
        )
        for row in rows.order_by("answered_at", "pk")
    )
