"""Taking a customer, keeping them, and letting them go.

Whoever touches a customer's place in the queue locks in one order, so that nobody waits in a circle:
operator, queue entry, lease, leased numbers, call. Rows are locked FOR NO KEY UPDATE, which lets others point at them
meanwhile.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Q

from calls.actions.lease_sql import GIVE_BACK, IN_THE_WAY, RENEW, TAKE
from calls.models import Call, Lease, QueueEntry
from calls.rules.refusals import CustomerHeld, LeaseLost
from calls.rules.settings import SETTINGS
from customers.models import PhoneLine
from customers.rules.numbers import for_people
from staff.models import User

ACTIVE = dt.timedelta(0)
# Long enough for a conversation in which nothing is typed.
AWAY_AFTER = dt.timedelta(minutes=30)
# So much is left between two heartbeats of a page that is open.
PLENTY = dt.timedelta(minutes=2)
USUAL_SECONDS = int(SETTINGS["lease_seconds"].usual)


@dataclass(frozen=True, slots=True)
class Card:
    """A call with its customer's lease and open queue entry, all locked until the transaction ends."""

    call: Call
    lease: Lease
    entry: QueueEntry | None


@dataclass(frozen=True, slots=True)
class InTheWay:
    """Who holds the customer until when; with `number`, who holds that number of theirs for `customer`."""

    holder: str
    until: dt.datetime
    number: str
    customer: str

    def refusal(self) -> CustomerHeld:
        shared = for_people(self.number) if self.number else ""
        return CustomerHeld(holder=self.holder, until=self.until, number=shared, customer=self.customer)


def take(
    *, customer_id: int, entry_id: int | None, holder: User, at: dt.datetime, needs_numbers: bool = True
) -> int | None:
    """Take the customer with their numbers for `holder`; the token to carry from now on, or None when they cannot be.

    The caller has locked the entry. A lapsed lease is taken over, which moves the token on. Who rang us is taken
    without `needs_numbers`: then what can be had of their numbers is held.
    """
    values = {
        "customer": customer_id,
        "holder": holder.pk,
        "entry": entry_id,
        "at": at,
        "needs_numbers": needs_numbers,
        "usual_seconds": USUAL_SECONDS,
    }
    for (token,) in TAKE.rows(values):
        return int(token)
    give_back_numbers(customer_id=customer_id, holder=holder, at=at)
    return None


def give_back_numbers(*, customer_id: int, holder: User, at: dt.datetime) -> None:
    """What is held of their numbers, when the customer is let go or it turned out that they cannot be had."""
    _give_back(customer_id, holder.pk, at)


def _give_back(customer_id: int, holder_id: int, at: dt.datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(GIVE_BACK, {"customer": customer_id, "holder": holder_id, "at": at})


def in_the_way(*, customer_id: int, holder: User, at: dt.datetime) -> InTheWay | None:
    """Who keeps `holder` from taking the customer; None when nobody does by now."""
    with connection.cursor() as cursor:
        cursor.execute(IN_THE_WAY, {"customer": customer_id, "holder": holder.pk, "at": at})
        row = cursor.fetchone()
    return InTheWay(*row) if row else None


def lock_card(call_id: int, *, numbers: Collection[str] = ()) -> Card:
    """Lock a call, its customer's lease and open entry; with `numbers`, also the entries of all who share them.

    The holder is not joined: a lease that was waited for and has another holder since would not be found with it.
    """
    customer_id = Call.objects.values_list("customer_id", flat=True).get(pk=call_id)
    whose = Q(customer_id=customer_id)
    if numbers:
        whose |= Q(customer__in=PhoneLine.objects.filter(number__in=numbers).values("customer"))
    entries = list(QueueEntry.objects.select_for_update(no_key=True).open().filter(whose).order_by("pk"))
    lease = Lease.objects.select_for_update(no_key=True).get(customer_id=customer_id)
    call = Call.objects.select_for_update(no_key=True).get(pk=call_id)
    entry = next((entry for entry in entries if entry.customer_id == customer_id), None)
    return Card(call, lease, entry)


def check_holds(card: Card, *, token: int, by: User, at: dt.datetime) -> None:
    """Raises LeaseLost, naming who has the customer now. A lapsed lease that nobody took is still its holder's."""
    lease = card.lease
    if lease.holder_id == by.pk and lease.token == token and lease.released_at is None:
        return
    held_now = lease.released_at is None and lease.until_at > at and lease.holder_id != by.pk
    raise LeaseLost(holder=str(lease.holder) if held_now else "")


@transaction.atomic
def renew(*, call_id: int, token: int, by: User, at: dt.datetime, idle: dt.timedelta = ACTIVE) -> Lease:
    """Hold the customer for another stretch from `at`; raises LeaseLost. Renewing twice is renewing once.

    A page at which nothing was touched for AWAY_AFTER holds nobody back: its lease runs out.
    """
    card = lock_card(call_id)
    check_holds(card, token=token, by=by, at=at)
    if idle < AWAY_AFTER:
        keep(card, at=at)
    return card.lease


def hold_on(*, call_id: int, token: int, by: User, at: dt.datetime) -> Lease:
    """Keep the customer locked and held for one quick edit, inside the caller's transaction; raises LeaseLost.

    One statement as long as plenty of the lease is left: the page's heartbeat renews it. Else it is renewed here.
    """
    theirs = Call.objects.filter(pk=call_id).values("customer")
    plenty_left = Lease.objects.filter(customer__in=theirs, until_at__gt=at + PLENTY, released_at=None)
    held = plenty_left.filter(holder=by, token=token).select_for_update(no_key=True, of=("self",)).first()
    return held or renew(call_id=call_id, token=token, by=by, at=at)


def keep(card: Card, *, at: dt.datetime) -> Collection[str]:
    """Another stretch of a card that is locked and held; returns the numbers that are with its holder.

    A number that somebody took for another customer while this lease had lapsed stays with them.
    """
    values = {
        "lease": card.lease.pk,
        "customer": card.lease.customer_id,
        "entry": card.entry.pk if card.entry else None,
        "at": at,
        "usual_seconds": USUAL_SECONDS,
    }
    ((until, numbers),) = RENEW.rows(values)
    card.lease.until_at = until
    held: list[str] = numbers
    return held


def release(card: Card, *, at: dt.datetime) -> None:
    """Let the customer and their numbers go; the caller has locked the card and decided what becomes of the entry."""
    Lease.objects.filter(pk=card.lease.pk).update(released_at=at, stashed_at=None)
    _give_back(card.lease.customer_id, card.lease.holder_id, at)
