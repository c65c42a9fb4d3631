"""The words of the ranking."""

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
