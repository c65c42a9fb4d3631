"""Thirty-two coordinators work off five thousand customers: nobody twice, nobody left, no number rung by two."""

import datetime as dt
import threading
from collections import Counter
from functools import partial

import pytest
from django.db import connection, transaction

from calls.actions import claim_next
from calls.models import Call, QueueEntry
from calls.tests.at_once import at_once
from customers.models import Customer, PhoneLine
from customers.rules.vocabulary import Nation
from staff.models import User

pytestmark = pytest.mark.django_db(transaction=True)

CUSTOMERS = 5_000
HANDS = 32
# Every tenth customer shares the number of the one before.
SHARED_EVERY = 10

# How the call went does not matter here; the hands are free and the customer and the number too.
FINISH = """
WITH saved AS (
    UPDATE calls_call SET saved_at = %(at)s, outcome = 'dormant' WHERE id = %(call)s AND ended_at IS NULL
    RETURNING entry_id, customer_id
), let_go AS (
    UPDATE calls_lease l SET released_at = %(at)s FROM saved WHERE l.customer_id = saved.customer_id
), free AS (
    UPDATE calls_leasednumber n SET until_at = %(at)s FROM saved WHERE n.customer_id = saved.customer_id
)
UPDATE calls_queueentry q SET closed_at = %(at)s, closed_as = 'called' FROM saved WHERE q.id = saved.entry_id
"""


class Desk:
    """What all hands do at one moment of the day, and who is being rung while they do."""

    def __init__(self, at: dt.datetime) -> None:
        self.at = at
        self.guard = threading.Lock()
        self.rung: Counter[int] = Counter()
        self.numbers: set[str] = set()

    def work(self, person: User) -> None:
        while (call := claim_next(operator=person, at=self.at)) is not None:
            number = call.line.number if call.line else ""
            with self.guard:
                assert number not in self.numbers, f"{number} is rung by two"
                self.numbers.add(number)
                self.rung[call.customer_id] += 1
            # The conversation: as long as it lasts nobody else may have the number.
            assert Call.objects.get(pk=call.pk).coordinator_id == person.pk
            with self.guard:
                self.numbers.remove(number)
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(FINISH, {"at": self.at, "call": call.pk})


def fill_the_desk(at: dt.datetime) -> list[User]:
    customers = Customer.objects.bulk_create(
        Customer(account_number=f"D{n}", name=f"Drained {n}", nation=Nation.ENGLAND) for n in range(CUSTOMERS)
    )
    PhoneLine.objects.bulk_create(
        PhoneLine(customer=customer, number=f"+44113{2_000_000 + n - (n % SHARED_EVERY == 1)}", is_main=True)
        for n, customer in enumerate(customers)
    )
    fields = {"level": 2, "pool_at": at, "ready_at": at, "opened_at": at}
    QueueEntry.objects.bulk_create(
        QueueEntry(customer=customer, rank=n, **fields) for n, customer in enumerate(customers)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    people = [User(email=f"hand{n}@example.com", full_name=f"Hand {n}") for n in range(HANDS)]
    return list(User.objects.bulk_create(people))


def test_five_thousand_are_worked_off_by_thirty_two(noon: dt.datetime) -> None:
    people = fill_the_desk(noon)
    # Who waited for a shared number comes up when the longest lease could have ended.
    morning, later = Desk(noon), Desk(noon + dt.timedelta(hours=1))
    for desk in (morning, later):
        done = at_once(*(partial(desk.work, person) for person in people))
        assert not [each for each in done if isinstance(each, Exception)], done
    rung = morning.rung + later.rung
    assert len(rung) == CUSTOMERS
    assert set(rung.values()) == {1}
    assert not QueueEntry.objects.open().exists()
    assert Call.objects.open().count() == 0
