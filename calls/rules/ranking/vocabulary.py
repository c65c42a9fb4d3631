"""The words of the ranking, and the thresholds by which a customer is overdue, lapsed or has lost an item."""

from django.db.models import TextChoices

from calls.rules.vocabulary import Level


class LearnedKind(TextChoices):
    """What the desk learns from its own past."""

    DUE = "due", "Due table"
    POINTS = "points", "Points table"


class CandidateKind(TextChoices):
    """Why a customer is worth ringing though nothing was promised."""

    PROMOTION = "promotion", "A promotion is for them"
    OVERDUE = "overdue", "Overdue to order"
    LAPSED = "lapsed", "Has stopped ordering"
    LOST_ITEM = "lost_item", "Has dropped an item"
    PROSPECT = "prospect", "A prospect"


LEVEL_OF: dict[CandidateKind, Level] = {
    CandidateKind.PROMOTION: Level.PROMOTION,
    CandidateKind.OVERDUE: Level.LAPSED,
    CandidateKind.LAPSED: Level.LAPSED,
    CandidateKind.LOST_ITEM: Level.LAPSED,
    CandidateKind.PROSPECT: Level.PROSPECT,
}

# Overdue: so many gaps are known, and the days since the last order are so many times their median.
OVERDUE_GAPS = 4
OVERDUE_FROM = 1.25
# Lapsed: nothing for so many median gaps (where a gap is known) and for so many days; after the last day, given up.
LAPSED_FROM = 3.0
LAPSED_DAYS = 60
GIVEN_UP_DAYS = 730
# A lost item: bought on so many order days of the last year, then left out as `orders.rules.usual.is_dropped` says.
LOST_ITEM_DAYS = 365
# Nobody is proposed again before so many days after a conversation.
REST_DAYS = 14
# A promotion asks for calls from so many days before it ends.
PROMOTION_DAYS = 28
