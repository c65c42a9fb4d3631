"""What was written at a card that a colleague has by now, handed to the colleague's call."""

import datetime as dt

from django.db import transaction
from django.db.models import Q

from calls.models import Call
from calls.rules.refusals import NobodyHolds
from customers.actions import record_event
from customers.rules.calendar import LONDON
from customers.rules.vocabulary import EventKind
from staff.models import User


@transaction.atomic
def hand_over_draft(*, call_id: int, by: User, at: dt.datetime) -> Call:
    """Add the notes of a lost card to the notes of whoever has the customer now; returns the colleague's call.

    Quantities need no handing over: the draft order is the customer's. Twice is once. Raises NobodyHolds when no card
    of the customer is open, Call.DoesNotExist for another's call. Locks both calls, in the order of their keys.
    """
    lost = Call.objects.get(pk=call_id, coordinator=by)
    if lost.handed_to is not None:
        return lost.handed_to
    either = Q(pk=call_id) | Q(saved_at=None, ended_at=None)
    calls = Call.objects.select_for_update(no_key=True, of=("self",)).select_related("coordinator")
    both = {call.pk: call for call in calls.filter(customer=lost.customer_id).filter(either).order_by("pk")}
    lost = both.pop(call_id)
    if lost.handed_to is not None:
        return lost.handed_to
    theirs = next(iter(both.values()), None)
    if theirs is None or lost.is_open:
        raise NobodyHolds("Nobody has this customer's card open now. Open it yourself; your notes are kept.")
    theirs.notes = f"{theirs.notes}\nFrom {by}, {at.astimezone(LONDON):%H:%M}:\n{lost.notes}".lstrip("\n")
    theirs.notes_version += 1
    theirs.save(update_fields=["notes", "notes_version"])
    Call.objects.filter(pk=lost.pk).update(handed_to=theirs)
    said = f"{by} handed notes to {theirs.coordinator}: {lost.notes}"
    record_event(customer_id=lost.customer_id, kind=EventKind.CALL, sentence=said, by=by, at=at)
    return theirs
