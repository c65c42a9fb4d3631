"""What a customer's closure may say."""

import datetime as dt

from staff.rules import Refusal

LONGEST = dt.timedelta(days=366)


class ImpossibleClosure(Refusal):
    """These days cannot be a closure."""


def check_closure(from_on: dt.date, until_on: dt.date, today: dt.date) -> None:
    """Raises ImpossibleClosure, naming the field to mend. Both days are included."""
    if until_on < from_on:
        raise ImpossibleClosure("The last day is before the first. Give a later last day.", field="until_on")
    if until_on < today:
        raise ImpossibleClosure("These days have passed. Give days that are still to come.", field="until_on")
    if until_on - from_on > LONGEST:
        raise ImpossibleClosure(
            "That is more than a year. If they have closed for good, have the account closed instead.",
            field="until_on",
        )
