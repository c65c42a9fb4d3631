"""What came of what was asked: targets with their pace, and the Director's view of today."""

from targets.reports.desk import Desk, desk
from targets.reports.progress import OrderEffect, TargetProgress, effect_of_order, progress_for, progress_of_all

__all__ = [
    "Desk",
    "OrderEffect",
    "TargetProgress",
    "desk",
    "effect_of_order",
    "progress_for",
    "progress_of_all",
]
