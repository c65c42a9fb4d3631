"""Writes down each dialling before it happens: the attempt is the call, answered or not."""

import datetime as dt

from django.db import transaction

from calls.actions.callback import forget_attempt_on_promises, note_attempt_on_promises
from calls.actions.lease import Card, check_holds, in_the_way, keep, lock_card
from calls.actions.missed import forget_attempt_on_missed, note_attempt_on_missed
from calls.actions.reasons import service_link
from calls.models import Attempt, Call
from calls.rules.refusals import MayNotRing
from customers.models import PhoneLine
from customers.reports import decide
from customers.rules.permission import RULESET
from staff.models import User

# Two presses within this are one: nobody hangs up and dials again so fast.
DOUBLE_PRESS = dt.timedelta(seconds=10)


@transaction.atomic
def log_attempt(*, call_id: int, line_id: int, token: int, by: User, at: dt.datetime) -> tuple[Attempt, bool]:
    """Ask the gate again and write the attempt down; True when it is a new one that is to be dialled now.

    A double press gives the first attempt back. Dialling renews the lease, and the number is the
    one that the outcome is about. Locks the card. Raises LeaseLost,
    CustomerHeld while a colleague rings that number for another customer, MayNotRing, and PhoneLine.DoesNotExist for
    a number that is not this customer's.
    """
    card = lock_card(call_id)
    check_holds(card, token=token, by=by, at=at)
    line = PhoneLine.objects.select_related("customer").get(pk=line_id, customer=card.call.customer_id)
    Call.objects.filter(pk=call_id).exclude(line=line).update(line=line)
    lately = card.call.attempts.filter(line=line, dialled_at__gt=at - DOUBLE_PRESS).last()
    if lately is not None:
        return lately, False
    _hold_number(card, line, by, at)
    decision = decide(actor=by, line=line, purpose=card.call.purpose, at=at, service_link=service_link(card.call))
    if not decision.allowed:
        raise MayNotRing(decision.sentence, code=decision.code)
    note_attempt_on_promises(card.call, at=at)
    note_attempt_on_missed(card.call, at=at)
    attempt = Attempt.objects.create(
        call=card.call, line=line, number=line.number, dialled_at=at, ruleset=decision.ruleset
    )
    return attempt, True


def _hold_number(card: Card, line: PhoneLine, by: User, at: dt.datetime) -> None:
    """One number is never rung by two at once, whichever customers share it."""
    if line.number in keep(card, at=at):
        return
    way = in_the_way(customer_id=line.customer_id, holder=by, at=at)
    if way is not None:
        raise way.refusal()


def note_own_dialling(call: Call) -> None:
    """Who rang by another telephone pressed no Dial: one attempt, from when the gate let them open the card.

    Leaves a call that was dialled, and one of which no number is known any more, as it is. Of a call that is locked.
    """
    if call.line is not None and not call.attempts.filter(failed_because="").exists():
        rung = {"line": call.line, "number": call.line.number, "dialled_at": call.turned_to_at, "ruleset": RULESET}
        Attempt.objects.create(call=call, **rung)


@transaction.atomic
def note_dialling(*, attempt_id: int, reference: str = "", failed_because: str = "") -> None:
    """What the telephone system answered. A dialling that it refused rang nobody: no promise was kept by it.

    What another dialling of the same call has kept meanwhile stays kept, from then.
    """
    Attempt.objects.filter(pk=attempt_id).update(reference=reference[:80], failed_because=failed_because[:200])
    if not failed_because:
        return
    attempt = Attempt.objects.select_related("call").get(pk=attempt_id)
    forget_attempt_on_promises(attempt.call, tried_at=attempt.dialled_at)
    forget_attempt_on_missed(attempt.call, tried_at=attempt.dialled_at)
    rang = attempt.call.attempts.filter(failed_because="").first()
    if rang is not None:
        note_attempt_on_promises(attempt.call, at=rang.dialled_at)
        note_attempt_on_missed(attempt.call, at=rang.dialled_at)
