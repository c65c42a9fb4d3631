"""Reads of the queue, the promises and the calls."""

from calls.reports.callbacks import CallbackPage, CallbackRow, callback_rows
from calls.reports.day import MyDay, my_day
from calls.reports.delivery import delivery_of
from calls.reports.free_times import free_times_for
from calls.reports.page import (
    CallPage,
    before_typing,
    call_pad,
    call_page,
    next_contact,
    order_of,
    pad_after_typing,
)
from calls.reports.promises import promises_kept
from calls.reports.queue import Standing, standing
from calls.reports.settings import SettingsVersion, settings_history

__all__ = [
    "CallPage",
    "CallbackPage",
    "CallbackRow",
    "MyDay",
    "SettingsVersion",
    "Standing",
    "before_typing",
    "call_pad",
    "call_page",
    "callback_rows",
    "delivery_of",
    "free_times_for",
    "my_day",
    "next_contact",
    "order_of",
    "pad_after_typing",
    "promises_kept",
    "settings_history",
    "standing",
]
