"""The only code that writes about customers."""

from customers.actions.closures import add_closure, withdraw_closure
from customers.actions.history import add_note, record_event
from customers.actions.messages import promise_message, resend_message, withdraw_messages
from customers.actions.permission import mark_wrong_number, stop_calling

__all__ = [
    "add_closure",
    "add_note",
    "mark_wrong_number",
    "promise_message",
    "record_event",
    "resend_message",
    "stop_calling",
    "withdraw_closure",
    "withdraw_messages",
]
