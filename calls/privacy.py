"""What becomes of calls, promises and places in the queue when a customer asks what we hold, or to be forgotten."""

from calls.models import (
    Appointment,
    Attempt,
    Call,
    Callback,
    Candidate,
    Contradiction,
    Decision,
    HandOver,
    Lease,
    LeasedNumber,
    LeftOut,
    MissedContact,
    MovedCall,
    Occurrence,
    Offer,
    Override,
    QueueEntry,
    QueueReason,
    Rest,
    Schedule,
    ScheduleException,
    Score,
)
from customers.privacy import register
from customers.rules.privacy import Erasure

register(
    Schedule,
    path="customer",
    export=("weekdays", "window_from", "window_until", "cut_off", "valid_from", "valid_until", "contact__name"),
    erase=Erasure.DELETE,
)
register(
    Occurrence,
    path="schedule__customer",
    export=("due_on", "moved_from", "because", "window_from", "agreed_at", "window_until", "cut_off_at", "delivery_on"),
    erase=Erasure.DELETE,
)
register(Contradiction, path="schedule__customer", export=("cut_off_at", "words", "found_at"), erase=Erasure.DELETE)
register(
    ScheduleException,
    path="schedule__customer",
    export=("on", "kind", "words", "made_by__full_name", "made_at"),
    erase=Erasure.DELETE,
)
register(
    QueueEntry,
    path="customer",
    export=("level", "opened_at", "ready_at", "due_at", "held_back_code", "closed_at", "closed_as", "closed_code"),
    erase=Erasure.DELETE,
)
register(
    QueueReason,
    path="entry__customer",
    export=("level", "due_on", "due_at", "usual_total", "expected_on"),
    erase=Erasure.DELETE,
)
register(
    Lease, path="customer", export=("holder__full_name", "taken_at", "until_at", "released_at"), erase=Erasure.DELETE
)
register(LeasedNumber, path="customer", export=("number", "holder__full_name", "until_at"), erase=Erasure.DELETE)
register(
    MissedContact,
    path="customer",
    export=(
        "kind",
        "caller",
        "number",
        "words",
        "arrived_at",
        "first_attempt_at",
        "closed_at",
        "closed_because",
        "closed_by__full_name",
    ),
    erase=Erasure.DELETE,
)
register(Override, path="customer", export=("kind", "words", "made_by__full_name", "made_at"), erase=Erasure.DELETE)
register(LeftOut, path="customer", export=("due_on", "cause", "because"), erase=Erasure.DELETE)
register(
    Call,
    path="customer",
    export=(
        "opened_at",
        "coordinator__full_name",
        "direction",
        "purpose",
        "why_now",
        "outcome",
        "outcome_words",
        "notes",
        "saved_at",
        "contact__name",
        "order__number",
    ),
    erase=Erasure.KEEP_WITHOUT_NAMES,
    names=("why_now", "outcome_words", "notes"),
)
register(
    Attempt,
    path="call__customer",
    export=("number", "dialled_at", "ruleset", "failed_because"),
    erase=Erasure.KEEP_WITHOUT_NAMES,
    names=("number",),
)
register(
    Callback,
    path="customer",
    export=("promised_at", "window_from", "window_until", "is_exact", "words", "first_attempt_at", "closed_at"),
    erase=Erasure.DELETE,
)
register(
    Offer,
    path="call__customer",
    export=("promotion_version__promotion__name", "state", "reason", "answered_at"),
    erase=Erasure.KEEP_WITHOUT_NAMES,
    names=("reason",),
)
register(Rest, path="customer", export=("begun_at", "until_at", "calls"), erase=Erasure.DELETE)
register(
    Score,
    path="customer",
    export=("order_days", "last_order_on", "recent_value", "median_gap", "chance", "as_of"),
    erase=Erasure.DELETE,
)
register(
    Candidate, path="customer", export=("kind", "chance", "value", "expected_on", "found_on"), erase=Erasure.DELETE
)
register(
    Decision,
    path="call__customer",
    export=("decided_at", "level", "is_control", "foreseen", "value"),
    erase=Erasure.DELETE,
)
register(
    Appointment,
    path="customer",
    export=("starts_at", "ends_at", "place", "purpose", "person__full_name", "contact__name", "cancel_reason"),
    erase=Erasure.DELETE,
)
register(
    HandOver,
    path="entry__customer",
    export=("giver__full_name", "taker__full_name", "reason", "offered_at", "taken_at", "ended_at", "ended_because"),
    erase=Erasure.DELETE,
)
register(
    MovedCall,
    path="schedule__customer",
    export=("from_on", "to_on", "words", "moved_by__full_name", "moved_at"),
    erase=Erasure.DELETE,
)
