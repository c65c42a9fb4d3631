"""The people who work here, when they work, and the record of whose data they looked at."""

from staff.models.hours import Absence, WorkingHours
from staff.models.person import AccessRecord, SignedInRequest, User

__all__ = ["Absence", "AccessRecord", "SignedInRequest", "User", "WorkingHours"]
