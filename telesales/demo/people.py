"""Who works at the made-up wholesaler, and when: five coordinators, a Director, an administrator."""

import datetime as dt

from django.contrib.auth.hashers import make_password

from staff.actions import ask_absence, enter_absence, set_hours
from staff.models import Absence, User
from staff.rules import AbsenceKind, Role
from staff.rules.attendance import whole_span
from telesales.demo import names
from telesales.demo.rhythm import WORKING_DAYS
from telesales.up.sign_ins import ADMINISTRATOR, COORDINATOR, DIRECTOR, PASSWORD

DAY = dt.time(8, 30), dt.time(17)
SHORT_DAY, SHORT_WEEK = (dt.time(9, 30), dt.time(15, 30)), range(4)


def make_people() -> dict[Role, list[User]]:
    """Those who are not there yet, by role. All have the one password that `up` prints, hashed once for speed."""
    first, *others = names.COORDINATORS
    domain = COORDINATOR.email.partition("@")[2]
    people = [
        (COORDINATOR.email, first, Role.COORDINATOR),
        *((f"{name.split()[0].lower()}@{domain}", name, Role.COORDINATOR) for name in others),
        (DIRECTOR.email, names.DIRECTOR, Role.DIRECTOR),
        (ADMINISTRATOR.email, names.ADMINISTRATOR, Role.ADMINISTRATOR),
    ]
    password = make_password(PASSWORD)
    User.objects.bulk_create(
        [User(email=email, full_name=name, role=role, password=password) for email, name, role in people],
        ignore_conflicts=True,
    )
    made = User.objects.filter(email__in=[email for email, _name, _role in people]).order_by("pk")
    return {role: [user for user in made if user.role == role] for role in Role}


def give_times(coordinators: list[User], director: User, *, as_of: dt.date, at: dt.datetime) -> None:
    """The desk works from Monday to Saturday, one of them part of it; one is away tomorrow afternoon, one has asked for
    days in a fortnight."""
    if Absence.objects.exists():
        return
    part_timer, with_a_dentist, with_a_holiday = coordinators[-1], coordinators[-2], coordinators[1]
    for person in coordinators:
        worked, hours = (SHORT_WEEK, SHORT_DAY) if person == part_timer else (range(WORKING_DAYS), DAY)
        set_hours(user_id=person.pk, week=dict.fromkeys(worked, hours))
    tomorrow, later = as_of + dt.timedelta(days=1), as_of + dt.timedelta(days=14)
    afternoon = whole_span(tomorrow, dt.time(13), None, dt.time(15))
    enter_absence(
        user_id=with_a_dentist.pk, span=afternoon, kind=AbsenceKind.OTHER, words="Dentist", by=director, at=at
    )
    days = whole_span(later, None, later + dt.timedelta(days=3), None)
    ask_absence(user=with_a_holiday, span=days, kind=AbsenceKind.HOLIDAY, words="", at=at)
