"""What may be asked about the people who work here."""

from staff.reports.absences import AbsenceRow, absences_to_come, absences_to_decide, own_absences
from staff.reports.attendance import LOOK_AHEAD, Attendance, attendance_on, presence, week_of

__all__ = [
    "LOOK_AHEAD",
    "AbsenceRow",
    "Attendance",
    "absences_to_come",
    "absences_to_decide",
    "attendance_on",
    "own_absences",
    "presence",
    "week_of",
]
