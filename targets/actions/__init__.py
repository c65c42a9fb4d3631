"""Set, change and withdraw targets, and count how far they are."""

from targets.actions.again import ask_again, targets_to_ask_again
from targets.actions.progress import compute_progress
from targets.actions.target import change_target, set_target, withdraw_target

__all__ = ["ask_again", "change_target", "compute_progress", "set_target", "targets_to_ask_again", "withdraw_target"]
