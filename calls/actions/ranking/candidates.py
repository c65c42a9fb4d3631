"""The day's candidates: promotion calls, the overdue and lapsed, lost items, prospects."""

import datetime as dt
from typing import Any

from django.db import connection, transaction

from calls.actions.ranking.candidates_sql import MOVE_ENTRIES, MOVE_REASONS, PROPOSE
from calls.actions.ranking.outlook import tally_candidates
from calls.actions.ranking.points import circumstance_values, points_in_force
from calls.models import DeskSettings
from calls.rules.outcomes import is_reached
from calls.rules.ranking.vocabulary import LEVEL_OF
from calls.rules.schedule import london_day
from calls.rules.vocabulary import OfferState, Outcome
from customers.rules.vocabulary import CustomerKind, CustomerStatus
from orders.rules.usual import FEWEST_FOR_A_HABIT
from promotions.rules.vocabulary import PromotionState

# One number names the finding of candidates among PostgreSQL's advisory locks.
PROPOSING = 7_201_002
# After such an answer nobody is rung about the same promotion again.
ANSWERED = (OfferState.ACCEPTED, OfferState.DECLINED, OfferState.NOT_SUITABLE, OfferState.BOUGHT_UNPROMPTED)


@transaction.atomic
def propose_candidates(*, at: dt.datetime) -> int:
    """Find the candidates as scores, calls and promotions stand; returns how many there are.

    Those who stand in the queue move to their new place. Five statements whatever their number. Asking again gives
    the same rows anew; those whose ground is gone go. Of several workers at once one does it and the others return 0.
    """
    desk = DeskSettings.objects.in_force()
    learned, log_odds = points_in_force()
    asked = (
        circumstance_values()
        | _thresholds(desk, at)
        | {
            "day": london_day(at),
            "at": at,
            "alpha": float(desk.alpha),
            "share": desk.control_percent / 100,
            "prospect_rest_days": desk.prospect_rest_days,
            "learned": learned,
            "log_odds": log_odds,
        }
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [PROPOSING])
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(PROPOSE, asked)
        found: int = cursor.rowcount
        cursor.execute(MOVE_REASONS)
        cursor.execute(MOVE_ENTRIES, asked)
    tally_candidates(at=at)
    return found


def _thresholds(desk: DeskSettings, at: dt.datetime) -> dict[str, Any]:
    return {
        "active": CustomerStatus.ACTIVE.value,
        "prospects": CustomerKind.PROSPECT.value,
        "live": PromotionState.LIVE.value,
        "rested_since": at - dt.timedelta(days=desk.conversation_rest_days),
        "reached": [outcome.value for outcome in Outcome if is_reached(outcome)],
        "answered": [state.value for state in ANSWERED],
        "kinds": [kind.value for kind in LEVEL_OF],
        "levels": [level.value for level in LEVEL_OF.values()],
        "overdue_gaps": desk.overdue_gaps,
        "overdue_from": float(desk.overdue_from),
        "lapsed_from": float(desk.lapsed_from),
        "lapsed_days": desk.lapsed_days,
        "given_up_days": desk.given_up_days,
        "lost_item_days": desk.lost_item_days,
        "promotion_days": desk.promotion_days,
        "fewest_for_a_habit": FEWEST_FOR_A_HABIT,
    }
