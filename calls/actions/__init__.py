"""The only code that writes the queue and the calls."""

from calls.actions.callback import promise_callback
from calls.actions.claim import claim_next
from calls.actions.fill import fill
from calls.actions.keep import keep_promise
from calls.actions.lease import renew
from calls.actions.notes import save_notes
from calls.actions.offers import answer_offer
from calls.actions.order import confirm_on_call, keep_details, type_quantities
from calls.actions.outcome import save_outcome
from calls.actions.schedule import set_schedule
from calls.actions.settings import change_settings
from calls.actions.take import put_back, take_customer

__all__ = [
    "answer_offer",
    "change_settings",
    "claim_next",
    "confirm_on_call",
    "fill",
    "keep_details",
    "keep_promise",
    "promise_callback",
    "put_back",
    "renew",
    "save_notes",
    "save_outcome",
    "set_schedule",
    "take_customer",
    "type_quantities",
]
