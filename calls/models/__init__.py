"""The queue, who holds whom, and the calls that came of it."""

from calls.models.appointment import Appointment
from calls.models.call import Attempt, Call, Callback, Offer
from calls.models.feed import CalendarFeed
from calls.models.handover import HandOver, MovedCall, Reallocation
from calls.models.inbound import MissedContact
from calls.models.lease import Lease, LeasedNumber, Operator
from calls.models.occurrence import Occurrence, ScheduleException
from calls.models.override import LeftOut, Override
from calls.models.queue import QueueEntry, QueueReason
from calls.models.ranking import Candidate, CandidateTally, Decision, Learned, LearnedRate, Outlook, Score
from calls.models.rest import Rest
from calls.models.schedule import Contradiction, Schedule
from calls.models.settings import DeskSettings

__all__ = [
    "Appointment",
    "Attempt",
    "CalendarFeed",
    "Call",
    "Callback",
    "Candidate",
    "CandidateTally",
    "Contradiction",
    "Decision",
    "DeskSettings",
    "HandOver",
    "Learned",
    "LearnedRate",
    "Lease",
    "LeasedNumber",
    "LeftOut",
    "MissedContact",
    "MovedCall",
    "Occurrence",
    "Offer",
    "Operator",
    "Outlook",
    "Override",
    "QueueEntry",
    "QueueReason",
    "Reallocation",
    "Rest",
    "Schedule",
    "ScheduleException",
    "Score",
]
