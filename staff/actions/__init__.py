"""The only code that writes who works here, when, and who looked at whose record."""

from staff.actions.attendance import ask_absence, decide_absence, enter_absence, set_hours, withdraw_absence
from staff.actions.people import add_user, record_access

__all__ = [
    "add_user",
    "ask_absence",
    "decide_absence",
    "enter_absence",
    "record_access",
    "set_hours",
    "withdraw_absence",
]
