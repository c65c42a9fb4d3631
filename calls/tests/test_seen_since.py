"""Between reading who is first and taking them nothing is locked: what others do in that moment is noticed."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from calls.actions import claim, claim_next
from calls.models import Call, Lease, LeasedNumber, QueueEntry
from calls.rules.vocabulary import EntryEnd, Level
from calls.tests.make import make_entry
from customers.reports import decide_on
from customers.rules.permission import Decision
from staff.models import User

# Each read in a transaction of its own, as at the desk: what the same one has written looks untouched to it.
pytestmark = pytest.mark.django_db(transaction=True)

Meanwhile = Callable[[Callable[[], object]], None]


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Meanwhile:
    """What happens while the permission gate is asked about the first one."""

    def arrange(happens: Callable[[], object]) -> None:
        waiting = [happens]

        def decide_then(*args: Any, **kwargs: Any) -> Decision:
            while waiting:
                waiting.pop()()
            return decide_on(*args, **kwargs)

        monkeypatch.setattr(claim, "decide_on", decide_then)

    return arrange


def test_who_moves_back_in_that_moment_waits(coordinator: User, noon: dt.datetime, meanwhile: Meanwhile) -> None:
    first, second = make_entry(at=noon, rank=1), make_entry(at=noon, rank=2)
    meanwhile(lambda: QueueEntry.objects.filter(pk=first.pk).update(level=Level.PROSPECT))
    call = claim_next(operator=coordinator, at=noon)
    assert call is not None
    assert call.entry == second


def test_who_is_closed_in_that_moment_is_not_rung(coordinator: User, noon: dt.datetime, meanwhile: Meanwhile) -> None:
    first = make_entry(at=noon)
    closed = {"closed_at": noon, "closed_as": EntryEnd.CALLED}
    meanwhile(lambda: QueueEntry.objects.filter(pk=first.pk).update(**closed))
    assert claim_next(operator=coordinator, at=noon) is None
    assert not Lease.objects.exists()
    assert not LeasedNumber.objects.exists()


def test_who_is_given_to_a_colleague_in_that_moment_stays_with_them(
    coordinator: User, second_coordinator: User, noon: dt.datetime, meanwhile: Meanwhile
) -> None:
    first, second = make_entry(at=noon, rank=1), make_entry(at=noon, rank=2)
    meanwhile(lambda: claim_next(operator=second_coordinator, at=noon))
    call = claim_next(operator=coordinator, at=noon)
    assert call is not None
    assert call.entry == second
    assert Call.objects.get(coordinator=second_coordinator).entry == first


def test_a_card_opened_in_another_tab_in_that_moment_is_the_card(
    coordinator: User, noon: dt.datetime, meanwhile: Meanwhile
) -> None:
    make_entry(at=noon, rank=1)
    make_entry(at=noon, rank=2)
    meanwhile(lambda: claim_next(operator=coordinator, at=noon))
    assert claim_next(operator=coordinator, at=noon) == Call.objects.get()


def test_of_two_numbers_none_is_kept_when_one_is_rung_for_somebody_else_in_that_moment(
    coordinator: User, second_coordinator: User, noon: dt.datetime, meanwhile: Meanwhile
) -> None:
    first = make_entry(at=noon)
    # Theirs alone comes before it: numbers are taken in their own order.
    shared = "+441134960999"
    first.customer.lines.create(number=shared)

    def ring_the_shared_one() -> None:
        until_at = noon + dt.timedelta(minutes=10)
        LeasedNumber.objects.create(
            number=shared, customer=make_entry(at=noon).customer, holder=second_coordinator, until_at=until_at
        )

    meanwhile(ring_the_shared_one)
    call = claim_next(operator=coordinator, at=noon)
    assert call is None or call.customer != first.customer
    assert not LeasedNumber.objects.filter(customer=first.customer, until_at__gt=noon).exists()
    first.refresh_from_db()
    assert first.ready_at == noon + dt.timedelta(minutes=10)
