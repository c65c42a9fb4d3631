"""The only code that writes what is pushed, and what the desk is told."""

from promotions.actions.brief import acknowledge_brief, change_brief, withdraw_brief, write_brief
from promotions.actions.promotion import (
    create_promotion,
    edit_promotion,
    end_promotion,
    pause_promotion,
    resume_promotion,
    start_promotion,
)

__all__ = [
    "acknowledge_brief",
    "change_brief",
    "create_promotion",
    "edit_promotion",
    "end_promotion",
    "pause_promotion",
    "resume_promotion",
    "start_promotion",
    "withdraw_brief",
    "write_brief",
]
