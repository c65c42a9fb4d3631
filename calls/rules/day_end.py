"""What became of a customer who was scheduled for a day, and which of it is a final outcome."""

from django.db.models import TextChoices

from calls.rules.vocabulary import EntryEnd


class Stands(TextChoices):
    """In the order in which one of a customer's several calls of a day speaks for the customer."""

    LEFT = "left", "Left"
    LEFT_OUT = "left_out", "Left out"
    MOVED = "moved", "Moved"
    CALLED = "called", "Called"
    ORDERED = "ordered", "Had ordered"


# A customer whom nobody spoke to and who bought nothing has no outcome: skipped, withdrawn, not permitted, closed.
STANDS_AS: dict[EntryEnd, Stands] = {
    EntryEnd.CALLED: Stands.CALLED,
    EntryEnd.RESTED: Stands.CALLED,
    EntryEnd.RANG_US: Stands.CALLED,
    EntryEnd.ALREADY_ORDERED: Stands.ORDERED,
    EntryEnd.MOVED: Stands.MOVED,
    EntryEnd.NOT_PERMITTED: Stands.LEFT_OUT,
    EntryEnd.CUSTOMER_CLOSED: Stands.LEFT_OUT,
    EntryEnd.WITHDRAWN: Stands.LEFT_OUT,
    EntryEnd.SKIPPED: Stands.LEFT_OUT,
}
FINAL = (Stands.CALLED, Stands.ORDERED)


def ended_as(stands: Stands) -> list[str]:
    """The ends of an entry that count as this."""
    return [end.value for end, each in STANDS_AS.items() if each is stands]
