"""Set, change and withdraw targets, and count how far they are."""

from targets.actions.progress import compute_progress
from targets.actions.target import change_target, set_target, withdraw_target

__all__ = ["change_target", "compute_progress", "set_target", "withdraw_target"]
