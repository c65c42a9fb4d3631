"""The only code that writes what is pushed, and what the desk is told."""

from promotions.actions.allocation import lock_promotions, take_uses
from promotions.actions.brief import acknowledge_brief, change_brief, withdraw_brief, write_brief
from promotions.actions.promotion import (
    audience_of,
    copy_promotion,
    create_promotion,
    edit_promotion,
    end_promotion,
    pause_promotion,
    plan_of,
    resume_promotion,
    start_promotion,
)

__all__ = [
    "acknowledge_brief",
    "audience_of",
    "change_brief",
    "copy_promotion",
    "create_promotion",
    "edit_promotion",
    "end_promotion",
    "lock_promotions",
    "pause_promotion",
    "plan_of",
    "resume_promotion",
    "start_promotion",
    "take_uses",
    "withdraw_brief",
    "write_brief",
]
