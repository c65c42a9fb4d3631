"""What can be asked of the desk, how near it is, and how that is said."""

from targets.rules.figure import Figure
from targets.rules.pace import Pace, elapsed_share
from targets.rules.target import Asked, TargetRefused, check_asked
from targets.rules.vocabulary import COUNTED, Measure, say_amount, share_done

__all__ = [
    "COUNTED",
    "Asked",
    "Figure",
    "Measure",
    "Pace",
    "TargetRefused",
    "check_asked",
    "elapsed_share",
    "say_amount",
    "share_done",
]
