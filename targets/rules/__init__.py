"""What can be asked of the desk, how near it is, and how that is said."""

from targets.rules.figure import Figure
from targets.rules.pace import Pace, elapsed_share
from targets.rules.target import Asked, TargetRefused, check_asked, month_of
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
    "month_of",
    "say_amount",
    "share_done",
]
