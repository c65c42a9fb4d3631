"""What may be asked about the people who work here."""

from staff.reports.attendance import Attendance, attendance_on, is_in, next_in, presence, who_is_in

__all__ = ["Attendance", "attendance_on", "is_in", "next_in", "presence", "who_is_in"]
