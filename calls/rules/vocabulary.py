"""The words of the queue and of a call: levels, outcomes and their groups."""

from django.db.models import IntegerChoices, TextChoices


class Level(IntegerChoices):
    """The published order of the queue. A lower level is never overtaken by a higher one."""

    BREACHING = 0, "Before everything else"
    PROMISE = 1, "Promised callback"
    SCHEDULED = 2, "Scheduled call"
    PROMOTION = 3, "Promotion call"
    LAPSED = 4, "Overdue, lapsed or lost item"
    PROSPECT = 5, "Prospect"


class Direction(TextChoices):
    OUTBOUND = "outbound", "Outbound"
    INBOUND = "inbound", "Inbound"


class OutcomeGroup(TextChoices):
    """The first key of an outcome, in the order of the digits 1 to 6."""

    NOT_REACHED = "not_reached", "Not reached"
    UNDECIDED = "undecided", "Reached, undecided"
    ORDER = "order", "Reached, order"
    NO_ORDER = "no_order", "Reached, no order"
    OTHER_VALUE = "other_value", "Reached, something else"
    PERMISSION = "permission", "Permission"


class Outcome(TextChoices):
    """What came of a call: the second key. The group each belongs to is `GROUP_OF`."""

    NO_ANSWER = "no_answer", "No answer"
    BUSY = "busy", "Busy"
    VOICEMAIL = "voicemail", "Voicemail left"
    GATEKEEPER = "gatekeeper", "Not put through"
    WRONG_NUMBER = "wrong_number", "Wrong or dead number"
    CLOSED_TODAY = "closed_today", "Closed today"
    LINE_FAILED = "line_failed", "Line failed"

    PROMISE = "promise", "Ring back at a time"
    BUYER_ABSENT = "buyer_absent", "Buyer absent"
    ASKED_BY_EMAIL = "asked_by_email", "Asked for details by email"

    ORDERED = "ordered", "Order"
    ADDED_TO_ORDER = "added_to_order", "Added to an existing order"
    STANDING_ORDER = "standing_order", "Standing order confirmed"

    ENOUGH_STOCK = "enough_stock", "Has enough stock"
    ALREADY_ORDERED = "already_ordered", "Already ordered"
    ELSEWHERE_PRICE = "elsewhere_price", "Buys elsewhere: price"
    ELSEWHERE_SERVICE = "elsewhere_service", "Buys elsewhere: service or quality"
    UNAVAILABLE = "unavailable", "Item unavailable"
    SEASONAL = "seasonal", "Seasonal or closed"
    CREDIT = "credit", "Cash or credit"
    OTHER_REASON = "other_reason", "Another reason"
    NEW_BUYER = "new_buyer", "New buyer"
    DORMANT = "dormant", "Dormant"
    COMPLAINT_OPEN = "complaint_open", "Complaint open"

    ENQUIRY = "enquiry", "Enquiry"
    QUOTE = "quote", "Quote"
    APPOINTMENT = "appointment", "Appointment"
    COMPLAINT = "complaint", "Complaint"
    DETAILS_CHANGED = "details_changed", "Details changed"

    DO_NOT_CALL = "do_not_call", "Do not call"
    DO_NOT_SELL = "do_not_sell", "Do not call to sell"
    LESS_OFTEN = "less_often", "Call less often"


GROUPS: dict[OutcomeGroup, tuple[Outcome, ...]] = {
    OutcomeGroup.NOT_REACHED: (
        Outcome.NO_ANSWER,
        Outcome.BUSY,
        Outcome.VOICEMAIL,
        Outcome.GATEKEEPER,
        Outcome.WRONG_NUMBER,
        Outcome.CLOSED_TODAY,
        Outcome.LINE_FAILED,
    ),
    OutcomeGroup.UNDECIDED: (Outcome.PROMISE, Outcome.BUYER_ABSENT, Outcome.ASKED_BY_EMAIL),
    OutcomeGroup.ORDER: (Outcome.ORDERED, Outcome.ADDED_TO_ORDER, Outcome.STANDING_ORDER),
    OutcomeGroup.NO_ORDER: (
        Outcome.ENOUGH_STOCK,
        Outcome.ALREADY_ORDERED,
        Outcome.ELSEWHERE_PRICE,
        Outcome.ELSEWHERE_SERVICE,
        Outcome.UNAVAILABLE,
        Outcome.SEASONAL,
        Outcome.CREDIT,
        Outcome.OTHER_REASON,
        Outcome.NEW_BUYER,
        Outcome.DORMANT,
        Outcome.COMPLAINT_OPEN,
    ),
    OutcomeGroup.OTHER_VALUE: (
        Outcome.ENQUIRY,
        Outcome.QUOTE,
        Outcome.APPOINTMENT,
        Outcome.COMPLAINT,
        Outcome.DETAILS_CHANGED,
    ),
    OutcomeGroup.PERMISSION: (Outcome.DO_NOT_CALL, Outcome.DO_NOT_SELL, Outcome.LESS_OFTEN),
}
GROUP_OF: dict[Outcome, OutcomeGroup] = {outcome: group for group, outcomes in GROUPS.items() for outcome in outcomes}


class OfferState(TextChoices):
    """What became of a promotion in a call: exactly one of these for each that the customer could have."""

    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    DEFERRED = "deferred", "Later"
    NOT_SUITABLE = "not_suitable", "Not suitable"
    NOT_OFFERED = "not_offered", "Not offered"
    BOUGHT_UNPROMPTED = "bought_unprompted", "Bought unprompted"
    BUYER_NOT_REACHED = "buyer_not_reached", "Buyer not reached"


REFUSED = frozenset({OfferState.DECLINED, OfferState.NOT_SUITABLE})


class EntryEnd(TextChoices):
    """Why a queue entry was closed."""

    CALLED = "called", "Called"
    RESTED = "rested", "Not reached, tried often enough"
    ALREADY_ORDERED = "already_ordered", "Had ordered already"
    NOT_PERMITTED = "not_permitted", "May not be called"
    CUSTOMER_CLOSED = "customer_closed", "Account closed"
    WITHDRAWN = "withdrawn", "No cause left"
    SKIPPED = "skipped", "Left out for the day, with a reason"
    RANG_US = "rang_us", "Satisfied by a call from them"
    MOVED = "moved", "Moved to another day, with a reason"
