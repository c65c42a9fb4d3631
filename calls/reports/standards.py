"""The desk's response standards, for packages that do not know the desk: named in the settings as ANSWER_BY."""

import datetime as dt

from calls.models import DeskSettings
from calls.rules.inbound import return_by
from customers.rules.vocabulary import Nation


def answer_by(arrived_at: dt.datetime, nation: Nation) -> dt.datetime:
    """By when an enquiry is answered: the standard runs in the desk's hours alone."""
    settings = DeskSettings.objects.in_force()
    return return_by(arrived_at, dt.timedelta(minutes=settings.enquiry_minutes), nation, settings.answers_in)
