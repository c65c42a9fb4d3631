"""The only code that writes about customers."""

from customers.actions.history import add_note, record_event
from customers.actions.messages import promise_message, resend_message, withdraw_messages
from customers.actions.permission import mark_wrong_number, stop_calling

__all__ = [
    "add_note",
    "mark_wrong_number",
    "promise_message",
    "record_event",
    "resend_message",
    "stop_calling",
    "withdraw_messages",
]
