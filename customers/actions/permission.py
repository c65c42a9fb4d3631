"""Keeps what customers told us about ringing them."""

import datetime as dt

from django.db import transaction

from customers.actions.history import record_event
from customers.models import PhoneLine
from customers.rules.numbers import for_people
from customers.rules.refusals import NotFound
from customers.rules.vocabulary import EventKind
from staff.models import User

GONE = "This number is no longer in the customer's record. Open the customer again to see the numbers there now."


@transaction.atomic
def stop_calling(*, line_id: int, by: User | None, at: dt.datetime, words: str) -> list[int]:
    """Keep their objection on this number at every customer that has it, with `words` in each one's history.

    Locks those lines in the order of their keys. Asking twice is safe: the first moment stands and nothing is written
    again. Returns the customers who have the number. Raises NotFound.
    """
    number = _number(line_id)
    lines = list(PhoneLine.objects.filter(number=number).order_by("pk").select_for_update())
    PhoneLine.objects.filter(number=number, do_not_call_at=None).update(do_not_call_at=at)
    said = f"Not to be rung on {for_people(number)}" + (f": “{words.strip()}”" if words.strip() else "")
    for line in lines:
        if line.do_not_call_at is None:
            record_event(customer_id=line.customer_id, kind=EventKind.PERMISSION, sentence=said, by=by, at=at)
    return sorted({line.customer_id for line in lines})


@transaction.atomic
def mark_wrong_number(*, line_id: int, by: User | None, at: dt.datetime) -> None:
    """The number is not this customer's; at other customers it may be right. Asking twice is safe. Raises NotFound.

    Locks the customer's lines. Where it was the number to ring first, their next one takes its place.
    """
    siblings = PhoneLine.objects.filter(customer__lines=line_id).order_by("pk").select_for_update(of=("self",))
    line = next((line for line in siblings if line.pk == line_id), None)
    if line is None:
        raise NotFound(GONE)
    if line.wrong_number_at is None:
        PhoneLine.objects.filter(pk=line_id).update(wrong_number_at=at, is_main=False)
        if line.is_main:
            _ring_first(next((other for other in siblings if other.pk != line_id and not other.wrong_number_at), None))
        said = f"{for_people(line.number)} is not their number"
        record_event(customer_id=line.customer_id, kind=EventKind.PERMISSION, sentence=said, by=by, at=at)


def _ring_first(line: PhoneLine | None) -> None:
    if line is not None:
        PhoneLine.objects.filter(pk=line.pk).update(is_main=True)


def _number(line_id: int) -> str:
    number = PhoneLine.objects.filter(pk=line_id).values_list("number", flat=True).first()
    if number is None:
        raise NotFound(GONE)
    return number
