"""The codes of a permission decision: which are for good, what they say on the screen, what the caller owes."""

from django.db.models import TextChoices


class Code(TextChoices):
    """Why a call may not be made, in the order in which the reasons are asked. The label is the screen's sentence."""

    FAIL_CLOSED = (
        "R00_FAIL_CLOSED",
        "We could not check whether we may ring this number, so we do not. Try again in a few minutes.",
    )
    NUMBER_INVALID = "R01_NUMBER_INVALID", "This is not a telephone number. Correct it in the customer's record."
    NOT_UK = (
        "R01_NOT_UK",
        "This number is outside the United Kingdom, as the Channel Islands and the Isle of Man are. We do not ring it.",
    )
    SPECIAL_RANGE = (
        "R01_SPECIAL_RANGE",
        "This is a premium, service-charge or personal number. Ask them for an ordinary one.",
    )
    NOT_PERMITTED = "R02_NOT_PERMITTED", "Your role does not ring customers."
    WRONG_NUMBER = "R03_WRONG_NUMBER", "This number is not theirs. Find the right one before you ring."
    SERVICE_NOT_LINKED = (
        "R04_SERVICE_NOT_LINKED",
        "A call that is not to sell needs an order, delivery, invoice or question that it is about.",
    )
    OBJECTION = "R10_OBJECTION", "They told us not to ring this number. Do not ring it, whoever asks."
    CALLER_ID_MISSING = "R50_CLI_MISSING", "Our own caller number is not set. Tell an administrator."
    CALLER_ID_INVALID = "R50_CLI_INVALID", "Our own caller number cannot be shown to customers. Tell an administrator."
    OUTSIDE_HOURS = "R60_OUTSIDE_HOURS", "It is outside the hours in which we ring."
    NO_CALL_DAY = "R61_NO_CALL_DAY", "We do not ring on Sundays."
    BANK_HOLIDAY = "R62_BANK_HOLIDAY", "It is a public holiday where they are."


# These end the matter for this number; the others pass, and a decision says when to ask again.
PERMANENT = frozenset(
    {
        Code.NUMBER_INVALID,
        Code.NOT_UK,
        Code.SPECIAL_RANGE,
        Code.WRONG_NUMBER,
        Code.SERVICE_NOT_LINKED,
        Code.OBJECTION,
    }
)


class Obligation(TextChoices):
    """What the person who rings must do in an allowed call."""

    SAY_COMPANY_NAME = "SAY_COMPANY_NAME", "Say the company's name."
    GIVE_ADDRESS_IF_ASKED = "GIVE_ADDRESS_IF_ASKED", "Give our address or a freephone number if they ask."
    OFFER_NOTHING = "OFFER_NOTHING", "Offer nothing; if they ask to buy, write down their words."
