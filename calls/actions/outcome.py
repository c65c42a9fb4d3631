"""What came of a call: saved once, by whoever holds the customer, with all that follows from it."""

import datetime as dt
from collections.abc import Collection
from functools import partial

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from calls.actions.callback import close_promises, note_attempt_on_promises, promise_callback
from calls.actions.dial import note_own_dialling
from calls.actions.errands import close_errands
from calls.actions.lease import Card, check_holds, lock_card, release
from calls.actions.ledger import settle_offers
from calls.actions.made import made_in
from calls.actions.missed import note_attempt_on_missed
from calls.actions.notes import words_kept
from calls.actions.place import ready_again, settle_place
from calls.actions.retry import rest_if_tried_too_often, round_of
from calls.models import Call, Callback, Candidate, DeskSettings, QueueEntry, QueueReason
from calls.rules.inbound import ended_by, keeps_place
from calls.rules.outcomes import EFFECTS, Need, check_outcome, is_reached
from calls.rules.promise import Promise, when
from calls.rules.refusals import AlreadySaved
from calls.rules.retry import next_try
from calls.rules.schedule import london_day
from calls.rules.vocabulary import Direction, EntryEnd, Outcome
from customers.actions import mark_wrong_number, record_event, stop_calling
from customers.models import PhoneLine
from customers.rules.card_numbers import refuse_card_numbers
from customers.rules.vocabulary import EventKind
from staff.models import User


def save_outcome(
    *, call_id: int, token: int, outcome: Outcome, words: str, promise: Promise | None, by: User, at: dt.datetime
) -> Call:
    """Save how the call went, and give the customer free.

    The entry closes or waits for its next try, the promise is made, an objection is kept everywhere. Saving the same
    twice is saving it once. Locks entries, lease and call. Raises LeaseLost when somebody else has the
    customer (all that was typed is then in the call's notes), OutcomeIncomplete, AlreadySaved, CardNumberFound.
    """
    refuse_card_numbers(words, field="words")
    late = partial(said_too_late, outcome, words, promise)
    with words_kept(late, call_id=call_id, by=by, at=at):
        return _save(call_id, token, outcome, words, promise, by, at)


def said_too_late(outcome: Outcome, words: str, promise: Promise | None) -> str:
    """All that was typed of an outcome that came too late: a promise made to a customer is not to be forgotten."""
    promised = f"Promised to ring {when(promise)}" + (f": {promise.words}" if promise.words else "") if promise else ""
    return " ".join(part for part in (f"{outcome.label}.", words.strip(), promised) if part)


@transaction.atomic
def _save(
    call_id: int, token: int, outcome: Outcome, words: str, promise: Promise | None, by: User, at: dt.datetime
) -> Call:
    card = lock_card(call_id, numbers=_numbers(call_id) if EFFECTS[outcome].stops_calling else ())
    call = card.call
    if call.saved_at is not None:
        return _saved_before(call, outcome, words, promise, call.saved_at)
    check_holds(card, token=token, by=by, at=at)
    check_outcome(outcome, _given(call, outcome, words, promise))
    call.saved_at, call.outcome, call.outcome_words = at, outcome, words
    # While the card had lapsed its place may have been done, and another have come up: that is what this call settles.
    call.entry = card.entry or call.entry
    call.save(update_fields=["saved_at", "outcome", "outcome_words", "entry"])
    said = f"{call.get_direction_display()} call: {outcome.label}" + (f". {words}" if words.strip() else "")
    record_event(customer_id=call.customer_id, kind=EventKind.CALL, sentence=said, by=by, at=at)
    settle_offers(call, outcome, at=at)
    _settle(card, outcome, promise, by, at)
    _keep_objection(call, outcome, words, by, at)
    release(card, at=at)
    return call


def _saved_before(call: Call, outcome: Outcome, words: str, promise: Promise | None, saved_at: dt.datetime) -> Call:
    """The call, when it was saved as the same; what is left of a stretch of the day is less by the second press."""
    is_promised = promise is None or call.promises.filter(window_until=promise.window_until).exists()
    if call.outcome != outcome or call.outcome_words != words or not is_promised:
        raise AlreadySaved(outcome=call.get_outcome_display(), saved_at=saved_at)
    return call


def _given(call: Call, outcome: Outcome, words: str, promise: Promise | None) -> Collection[Need]:
    """What there is of what the outcome may need; what was made in the call is looked up for one that asks for it."""
    typed = {Need.WORDS: bool(words.strip()), Need.PROMISE: promise is not None}
    need = EFFECTS[outcome].need
    given = {one for one, is_there in typed.items() if is_there}
    return given if need is None or need in typed else given | made_in(call)


def _settle(card: Card, outcome: Outcome, promise: Promise | None, by: User, at: dt.datetime) -> None:
    """The entry's next try or its end, the promises it served, and the new one."""
    call, settings = card.call, DeskSettings.objects.in_force()
    retry = settings.retry(outcome)
    retry_at = None if promise else next_try(outcome, retry, round_of(card, outcome, settings=settings, at=at), at=at)
    is_given_up = retry is not None and retry_at is None
    if not _was_refused(call, outcome):
        _note_attempt(call, at=at)
    is_beside = keeps_place(Direction(call.direction), outcome) and promise is None
    if retry_at is None and (promise or is_reached(outcome) or is_given_up):
        is_early = promise is not None or not (is_given_up or is_beside)
        close_promises(call, because=outcome.label, is_early=is_early, at=at)
    close_errands(call, outcome, by=by, at=at)
    if promise is not None:
        promise_callback(call=call, promise=promise, by=by, at=at)
    rest_if_tried_too_often(call, outcome, settings=settings, at=at)
    if retry_at is None and is_reached(outcome):
        # They are proposed again when the rest after a conversation is over.
        Candidate.objects.filter(customer=call.customer_id).delete()
    if card.entry is None:
        return
    entry = QueueEntry.objects.filter(pk=card.entry.pk)
    if retry_at is not None:
        entry.update(ready_at=retry_at)
    elif is_beside:
        _go_on(card.entry, at)
    else:
        ended_as = EntryEnd.RESTED if is_given_up and promise is None else ended_by(Direction(call.direction))
        entry.update(closed_at=at, closed_as=ended_as)
        _let_come_again(card.entry, call, at)


def _let_come_again(entry: QueueEntry, call: Call, at: dt.datetime) -> None:
    """What we said we would ring about later, in its time; and what came up while the card had lapsed, and is not done:
    it was on nobody's screen.
    """
    reasons = QueueReason.objects.filter(entry=entry)
    reasons.filter(ready_at__gt=at, callback__isnull=False, callback__closed_at=None).delete()
    news = Q(service_task__isnull=False, service_task__closed_at=None)
    asked = Q(enquiry__isnull=False, enquiry__closed_at=None)
    reasons.filter(news | asked, ready_at__gt=call.turned_to_at).delete()


def _go_on(entry: QueueEntry, at: dt.datetime) -> None:
    """They rang about something else: the place of what is still to be rung about; without that the entry is done."""
    reasons, mine = QueueReason.objects.filter(entry=entry), QueueEntry.objects.filter(pk=entry.pk)
    settled = (
        Q(callback__closed_at__isnull=False)
        | Q(enquiry__closed_at__isnull=False)
        | Q(service_task__closed_at__isnull=False)
        | Q(missed__closed_at__isnull=False)
        | Q(quote__follow_up_on__gt=london_day(at))
        | Q(override__isnull=False)
    )
    if not reasons.exclude(pk__in=reasons.filter(settled).values("pk")).exists():
        mine.update(closed_at=at, closed_as=EntryEnd.RANG_US)
        return
    reasons.filter(settled).delete()
    settle_place(entry, at=at)
    mine.update(ready_at=ready_again(entry, at=at))


def _note_attempt(call: Call, *, at: dt.datetime) -> None:
    """What no dialling has noted: it was rung by a telephone of their own, once they had turned to the customer."""
    note_attempt_on_promises(call, since=call.turned_to_at, at=at)
    if call.direction == Direction.OUTBOUND:
        note_attempt_on_missed(call, at=call.turned_to_at)
        note_own_dialling(call)


def _was_refused(call: Call, outcome: Outcome) -> bool:
    """Whether the telephone itself took none of the diallings: nobody's bell has rung."""
    if outcome != Outcome.LINE_FAILED:
        return False
    refusals = list(call.attempts.values_list("failed_because", flat=True))
    return bool(refusals) and all(refusals)


def _keep_objection(call: Call, outcome: Outcome, words: str, by: User, at: dt.datetime) -> None:
    """In the same transaction as the outcome: no list may ring the number a second later."""
    effect = EFFECTS[outcome]
    # From which of their numbers they rang us nobody knows.
    line = call.line if call.direction == Direction.OUTBOUND or call.attempts.exists() else None
    if effect.is_wrong_number and line is not None:
        mark_wrong_number(line_id=line.pk, by=by, at=at)
    if not effect.stops_calling:
        return
    theirs = [line] if line is not None else list(call.customer.lines.filter(do_not_call_at=None))
    shared_by = [
        customer_id for each in theirs for customer_id in stop_calling(line_id=each.pk, by=by, at=at, words=words)
    ]
    reachable = PhoneLine.objects.filter(customer=OuterRef("customer"), do_not_call_at=None, wrong_number_at=None)
    stopped = Q(customer=call.customer_id) | Q(customer__in=shared_by) & ~Exists(reachable)
    QueueEntry.objects.open().filter(stopped).update(
        closed_at=at, closed_as=EntryEnd.NOT_PERMITTED, closed_code="R10_OBJECTION"
    )
    Callback.objects.open().filter(stopped).update(closed_at=at, closed_because=outcome.label)


def _numbers(call_id: int) -> Collection[str]:
    return list(PhoneLine.objects.filter(customer__calls=call_id).values_list("number", flat=True))
