"""Taking a customer, keeping them, and letting them go.

Whoever touches a customer's place in the queue locks in one order, so that nobody waits in a circle:
operator, queue entry, lease, call. Rows are locked FOR NO KEY UPDATE, which lets others point at them meanwhile.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Q

from calls.models import Call, DeskSettings, Lease, QueueEntry
from calls.rules.refusals import LeaseLost
from calls.rules.settings import SETTINGS
from customers.models import PhoneLine
from staff.models import User

ACTIVE = dt.timedelta(0)
# Long enough for a conversation in which nothing is typed.
AWAY_AFTER = dt.timedelta(minutes=30)

# One statement: the lease is taken if it is free or lapsed; only then the queue entry is kept from others until the
# lease ends, and a card that the lapsed holder left open is closed.
TAKE = """
WITH taken AS (
    INSERT INTO calls_lease AS lease (customer_id, holder_id, token, taken_at, until_at)
    VALUES (%(customer)s, %(holder)s, 1, %(at)s, %(at)s + make_interval(secs => coalesce(
        (SELECT lease_seconds FROM calls_desksettings ORDER BY version DESC LIMIT 1), %(usual_seconds)s)))
    ON CONFLICT (customer_id) DO UPDATE
        SET holder_id = excluded.holder_id, token = lease.token + 1,
            taken_at = excluded.taken_at, until_at = excluded.until_at, released_at = NULL
        WHERE lease.released_at IS NOT NULL OR lease.until_at <= excluded.taken_at
    RETURNING lease.customer_id, lease.token, lease.until_at
), kept_back AS (
    UPDATE calls_queueentry SET ready_at = taken.until_at, held_back_code = ''
    FROM taken
    WHERE id = %(entry)s
), left_open AS (
    UPDATE calls_call SET ended_at = %(at)s
    FROM taken
    WHERE calls_call.customer_id = taken.customer_id AND saved_at IS NULL AND ended_at IS NULL
)
SELECT token FROM taken
"""


@dataclass(frozen=True, slots=True)
class Card:
    """A call with its customer's lease and open queue entry, all locked until the transaction ends."""

    call: Call
    lease: Lease
    entry: QueueEntry | None


def take(*, customer_id: int, entry_id: int | None, holder: User, at: dt.datetime) -> int | None:
    """Take the customer for `holder`; the token to carry from now on, or None when somebody else holds them.

    The caller has locked the entry. A lapsed lease is taken over, which moves the token on.
    """
    usual = SETTINGS["lease_seconds"].usual
    values = {"customer": customer_id, "holder": holder.pk, "entry": entry_id, "at": at, "usual_seconds": usual}
    with connection.cursor() as cursor:
        cursor.execute(TAKE, values)
        row = cursor.fetchone()
    return row[0] if row else None


def lock_card(call_id: int, *, numbers: Collection[str] = ()) -> Card:
    """Lock a call, its customer's lease and open entry; with `numbers`, also the entries of all who share them."""
    customer_id = Call.objects.values_list("customer_id", flat=True).get(pk=call_id)
    whose = Q(customer_id=customer_id)
    if numbers:
        whose |= Q(customer__in=PhoneLine.objects.filter(number__in=numbers).values("customer"))
    entries = list(QueueEntry.objects.select_for_update(no_key=True).open().filter(whose).order_by("pk"))
    lease = (
        Lease.objects.select_for_update(no_key=True, of=("self",)).select_related("holder").get(customer_id=customer_id)
    )
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
    if idle >= AWAY_AFTER:
        return card.lease
    until = max(card.lease.until_at, at + DeskSettings.objects.in_force().lease)
    Lease.objects.filter(pk=card.lease.pk).update(until_at=until)
    if card.entry is not None:
        QueueEntry.objects.filter(pk=card.entry.pk).update(ready_at=until)
    card.lease.until_at = until
    return card.lease


def release(card: Card, *, at: dt.datetime) -> None:
    """Let the customer go; the caller has locked the card and decided what becomes of the entry."""
    Lease.objects.filter(pk=card.lease.pk).update(released_at=at)
