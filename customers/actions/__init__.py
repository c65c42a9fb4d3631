"""The only code that writes about customers."""

from customers.actions.answers import answer_letter
from customers.actions.bounces import note_report
from customers.actions.closures import add_closure, withdraw_closure
from customers.actions.history import add_note, record_event, record_events
from customers.actions.letters import Told, forget_wording, promise_letter, word_letter
from customers.actions.messages import promise_message, resend_message, withdraw_messages
from customers.actions.permission import mark_wrong_number, stop_calling
from customers.actions.service_tasks import close_overtaken, close_service_tasks, open_service_task, query_key

__all__ = [
    "Told",
    "add_closure",
    "add_note",
    "answer_letter",
    "close_overtaken",
    "close_service_tasks",
    "forget_wording",
    "mark_wrong_number",
    "note_report",
    "open_service_task",
    "promise_letter",
    "promise_message",
    "query_key",
    "record_event",
    "record_events",
    "resend_message",
    "stop_calling",
    "withdraw_closure",
    "withdraw_messages",
    "word_letter",
]
