"""Writes who takes over whose work: one entry with its custody, or a whole proposal at once."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Case, Value, When

from calls.actions.at_desk import at_desk
from calls.actions.place import settle_place, settle_places
from calls.models import Callback, HandOver, Lease, QueueEntry, QueueReason, Reallocation
from calls.rules.handover import CannotHandOver, check_reason, check_taker
from calls.rules.refusals import CustomerHeld
from customers.actions import record_event, record_events
from customers.rules.card_numbers import refuse_card_numbers
from customers.rules.vocabulary import EventKind
from staff.models import User
from staff.reports import LOOK_AHEAD
from staff.rules import Role


@dataclass(frozen=True, slots=True)
class Handed:
    """One move of a proposal, as the page showed it: `from_id` None for what was anybody's."""

    entry_id: int
    from_id: int | None
    to_id: int


@transaction.atomic
def offer_hand_over(*, entry_id: int, taker: User, reason: str, by: User, at: dt.datetime) -> HandOver:
    """Offer an entry to a colleague; it stays its owner's until they take it. The same offer again is the same one.

    Raises CannotHandOver: nobody's work in particular, the taker away or gone, offered to somebody else already, no
    reason; CustomerHeld when the customer is on somebody's screen. Locks the entry.
    """
    refuse_card_numbers(reason, field="reason")
    check_reason(reason)
    entry = QueueEntry.objects.select_for_update(no_key=True).get(pk=entry_id)
    _check_is_given(entry, taker, at)
    standing = HandOver.objects.filter(entry=entry, taken_at=None, ended_at=None).select_related("taker").first()
    if standing is not None and standing.taker_id == taker.pk:
        return standing
    if standing is not None:
        raise CannotHandOver(f"It is offered to {standing.taker} already. Take that back first.", field="taker")
    return HandOver.objects.create(
        entry=entry, giver=entry.owner, taker=taker, reason=reason, offered_by=by, offered_at=at
    )


def _check_is_given(entry: QueueEntry, taker: User, at: dt.datetime) -> None:
    _check_open(entry)
    if entry.owner is None:
        raise CannotHandOver("This call is anybody’s: your colleague gets it by pressing Next.")
    if entry.owner_id == taker.pk:
        raise CannotHandOver(f"It is on the list of {taker} already.", field="taker")
    if taker.role != Role.COORDINATOR:
        raise CannotHandOver(f"{taker} does not ring customers: choose a coordinator.", field="taker")
    _check_taker(taker, at)
    _check_is_free(entry, at)


@transaction.atomic
def take_hand_over(*, hand_over_id: int, by: User, at: dt.datetime) -> HandOver:
    """Take what was offered: from now on it is the taker's. Taking twice is once.

    Raises CannotHandOver when the offer was taken back or the call is done. Locks entry and hand-over.
    """
    hand_over = _locked(hand_over_id)
    if hand_over.taken_at is not None:
        return hand_over
    if hand_over.ended_at is not None:
        raise CannotHandOver(f"This is not offered any more: {hand_over.ended_because}.")
    _check_open(hand_over.entry)
    _check_is_free(hand_over.entry, at, except_for=by)
    _give(hand_over.entry, by, at)
    hand_over.taken_at = at
    hand_over.save(update_fields=["taken_at"])
    said = f"{hand_over.giver or 'The desk'} handed the call to {by}: {hand_over.reason}"
    record_event(customer_id=hand_over.entry.customer_id, kind=EventKind.CALL, sentence=said, by=by, at=at)
    return hand_over


@transaction.atomic
def end_hand_over(*, hand_over_id: int, because: str, at: dt.datetime) -> HandOver:
    """Decline an offer, or take it back: the entry was and is the giver's. Twice is once; what was taken stays taken.

    Raises CannotHandOver without a reason.
    """
    refuse_card_numbers(because, field="reason")
    check_reason(because)
    hand_over = _locked(hand_over_id)
    if hand_over.taken_at is None and hand_over.ended_at is None:
        hand_over.ended_at, hand_over.ended_because = at, because
        hand_over.save(update_fields=["ended_at", "ended_because"])
    return hand_over


@transaction.atomic
def reallocate(*, key: UUID, moves: Sequence[Handed], reason: str, by: User, at: dt.datetime) -> Reallocation:
    """Put each entry on the list of its new owner at once: the Director decides, nobody is asked.

    The same page accepted twice is accepted once. What was called, taken or moved since the page was made stays as it
    is. Raises CannotHandOver when somebody proposed is not in any more. Locks the entries, in the order of their ids.
    """
    made, is_new = Reallocation.objects.get_or_create(
        key=key, defaults={"accepted_by": by, "accepted_at": at, "proposed": len(moves)}
    )
    if not is_new:
        return made
    takers = {taker.pk: taker for taker in User.objects.coordinators().filter(pk__in={move.to_id for move in moves})}
    for taker in takers.values():
        _check_taker(taker, at)
    wanted = {move.entry_id: move for move in moves if move.to_id in takers and move.to_id != move.from_id}
    held = Lease.objects.held(at).values("customer")
    entries = QueueEntry.objects.select_for_update(no_key=True).open().filter(pk__in=wanted).order_by("pk")
    going = [
        Going(entry, takers[wanted[entry.pk].to_id])
        for entry in entries.exclude(customer__in=held)
        if entry.owner_id == wanted[entry.pk].from_id
    ]
    if going:
        _hand_over_at_once(going, made, reason, by, at)
    return made


@dataclass(frozen=True, slots=True)
class Going:
    """An entry, locked, that goes to somebody else at once."""

    entry: QueueEntry
    taker: User


def _hand_over_at_once(going: Sequence[Going], made: Reallocation, reason: str, by: User, at: dt.datetime) -> None:
    """The same statements however many go."""
    ids = [one.entry.pk for one in going]
    HandOver.objects.filter(entry__in=ids, taken_at=None, ended_at=None).update(
        ended_at=at, ended_because=_by_taker(going, "entry__in", lambda taker: f"{by} gave it to {taker}"[:200])
    )
    HandOver.objects.bulk_create(
        HandOver(
            entry=one.entry,
            giver_id=one.entry.owner_id,
            taker=one.taker,
            reason=reason,
            offered_by=by,
            offered_at=at,
            taken_at=at,
            reallocation=made,
        )
        for one in going
    )
    _give_all(going, ids, at)
    said = {one.entry.customer_id: f"{by} gave the call to {one.taker}: {reason}" for one in going}
    record_events(kind=EventKind.CALL, said=said, by=by, at=at)


def _give_all(going: Sequence[Going], ids: list[int], at: dt.datetime) -> None:
    """As `_give`, for many."""
    taker_of = {one.entry.pk: one.taker for one in going}
    QueueReason.objects.filter(entry__in=ids).update(owner=_by_taker(going, "entry__in", lambda taker: taker.pk))
    promised = QueueReason.objects.filter(entry__in=ids, callback__closed_at=None, callback__isnull=False)
    theirs: dict[User, list[int]] = defaultdict(list)
    for entry_id, callback_id in promised.values_list("entry", "callback"):
        theirs[taker_of[entry_id]].append(callback_id)
    if theirs:
        whens = [When(pk__in=callbacks, then=Value(taker.pk)) for taker, callbacks in theirs.items()]
        promises = Callback.objects.open().filter(pk__in=[pk for callbacks in theirs.values() for pk in callbacks])
        promises.update(owner=Case(*whens))
    QueueEntry.objects.filter(pk__in=ids).update(owner=_by_taker(going, "pk__in", lambda taker: taker.pk))
    settle_places(ids, at=at)


def _by_taker(going: Sequence[Going], lookup: str, value: Callable[[User], object]) -> Case:
    """For each entry what holds of whom it goes to."""
    theirs: dict[User, list[int]] = defaultdict(list)
    for one in going:
        theirs[one.taker].append(one.entry.pk)
    return Case(*(When(**{lookup: entries}, then=Value(value(taker))) for taker, entries in theirs.items()))


def _give(entry: QueueEntry, taker: User, at: dt.datetime) -> None:
    """Theirs, with each of its reasons: what raises or shares the entry reads the owner there.

    What was promised is the taker's promise from now on; who made it stands with the call it was made in.
    """
    reasons = QueueReason.objects.filter(entry=entry)
    reasons.update(owner=taker)
    Callback.objects.open().filter(reasons__in=reasons).update(owner=taker)
    QueueEntry.objects.filter(pk=entry.pk).update(owner=taker)
    settle_place(entry, at=at)


def _locked(hand_over_id: int) -> HandOver:
    """The entry first, as everywhere, then the hand-over."""
    entry_id = HandOver.objects.values_list("entry", flat=True).get(pk=hand_over_id)
    entry = QueueEntry.objects.select_for_update(no_key=True).get(pk=entry_id)
    hand_over = (
        HandOver.objects.select_for_update(no_key=True, of=("self",)).select_related("giver").get(pk=hand_over_id)
    )
    hand_over.entry = entry
    return hand_over


def _check_open(entry: QueueEntry) -> None:
    if entry.closed_at is not None:
        raise CannotHandOver(f"This call is done: {entry.get_closed_as_display().lower()}.")


def _check_taker(taker: User, at: dt.datetime) -> None:
    works = at_desk(since=at, until=at + LOOK_AHEAD, users=[taker.pk]).get(taker.pk, [])
    check_taker(str(taker), works_here=taker.is_active, works=works, at=at)


def _check_is_free(entry: QueueEntry, at: dt.datetime, except_for: User | None = None) -> None:
    lease = Lease.objects.held(at).filter(customer=entry.customer_id).select_related("holder").first()
    if lease is not None and lease.holder != except_for:
        raise CustomerHeld(holder=str(lease.holder), until=lease.until_at)
