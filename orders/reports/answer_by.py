"""By when a new enquiry is answered, as the desk's response standard says."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string

from customers.models import Customer
from customers.rules.vocabulary import Nation


def answer_by(customer: Customer, at: datetime) -> datetime:
    """The standard is set in a package above this one, which the settings name."""
    standard: Callable[[datetime, Nation], datetime] = import_string(settings.ANSWER_BY)
    return standard(at, Nation(customer.nation))
