"""The queue, who holds whom, and the calls that came of it."""

from calls.models.call import Attempt, Call, Callback, Offer
from calls.models.lease import Lease, Operator
from calls.models.queue import QueueEntry, QueueReason
from calls.models.ranking import Candidate, Decision, Learned, LearnedRate, Score
from calls.models.schedule import Schedule

__all__ = [
    "Attempt",
    "Call",
    "Callback",
    "Candidate",
    "Decision",
    "Learned",
    "LearnedRate",
    "Lease",
    "Offer",
    "Operator",
    "QueueEntry",
    "QueueReason",
    "Schedule",
    "Score",
]
