"""Why a cause that was due did not bring a customer up."""

from django.db.models import TextChoices


class CauseKind(TextChoices):
    """What would have brought them up."""

    SCHEDULED = "scheduled", "Scheduled call"
    PROMISED = "promised", "Promised callback"
    ENQUIRY = "enquiry", "Enquiry"
    MISSED = "missed", "Missed call or message"
    TASK = "task", "News for them"
    QUOTE = "quote", "Quote to follow up"


class Because(TextChoices):
    """What keeps them out; of several the first is kept."""

    CLOSED = "closed", "The account is closed"
    ON_STOP = "on_stop", "The account is on stop"
    ORDERED = "ordered", "They have ordered for that delivery"
    SHUT = "shut", "They are closed"
    NO_NUMBER = "no_number", "There is no telephone number on record"
    STOPPED = "stopped", "They asked not to be rung"
    WRONG_NUMBER = "wrong_number", "The number is not theirs"


# What follows; until when it holds, where that can be said.
WHAT_THEN: dict[Because, str] = {
    Because.CLOSED: "Nobody rings a closed account.",
    Because.ON_STOP: "They come up again as soon as the stop is lifted.",
    Because.ORDERED: "Their next scheduled call comes up as usual.",
    Because.SHUT: "They come up again on the day after.",
    Because.NO_NUMBER: "They come up as soon as a number is on their record.",
    Because.STOPPED: "That holds until they say otherwise.",
    Because.WRONG_NUMBER: "They come up as soon as the right number is on their record.",
}
