"""The only code that writes what is pushed, and what the desk is told."""

from promotions.actions.promotion import (
    create_promotion,
    edit_promotion,
    end_promotion,
    pause_promotion,
    resume_promotion,
    start_promotion,
)

__all__ = [
    "create_promotion",
    "edit_promotion",
    "end_promotion",
    "pause_promotion",
    "resume_promotion",
    "start_promotion",
]
