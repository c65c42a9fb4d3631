"""What may be asked about the people who work here."""

from staff.reports.absences import AbsenceRow, absences_to_come, absences_to_decide, own_absences
from staff.reports.attendance import Attendance, attendance_on, is_in, next_in, presence, week_of, who_is_in

__all__ = [
    "AbsenceRow",
    "Attendance",
    "absences_to_come",
    "absences_to_decide",
    "attendance_on",
    "is_in",
    "next_in",
    "own_absences",
    "presence",
    "week_of",
    "who_is_in",
]
