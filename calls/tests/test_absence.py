"""What waits for somebody who is away comes to whoever is in, and is theirs again when they are back."""

import datetime as dt

import pytest

from calls.actions import claim_next, fill
from calls.actions.keep import GoesBefore, keep_promise
from calls.tests.make import make_appointment, make_callback, make_schedule, open_call
from customers.tests.make import make_reachable_customer
from staff.models import Absence, User
from staff.tests.make import make_absence

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)
MINUTE = dt.timedelta(minutes=1)


def fill_at(at: dt.datetime) -> int:
    return fill(day=at.date(), at=at)


@pytest.fixture
def callback_of_carol(coordinator: User, noon: dt.datetime) -> None:
    """Promised for 13:00 to 17:00, so theirs alone until 13:15."""
    make_callback(
        make_reachable_customer(),
        owner=coordinator,
        at=noon + HOUR,
        window_until=noon + 5 * HOUR,
        is_exact=False,
    )


def is_given_to(user: User, at: dt.datetime) -> bool:
    fill_at(at)
    return claim_next(operator=user, at=at) is not None


@pytest.mark.usefixtures("callback_of_carol")
def test_a_promise_is_its_owners_first_and_a_colleagues_after_the_grace(
    second_coordinator: User, noon: dt.datetime
) -> None:
    assert not is_given_to(second_coordinator, noon + HOUR)
    assert is_given_to(second_coordinator, noon + HOUR + 15 * MINUTE)


@pytest.mark.usefixtures("callback_of_carol")
def test_a_promise_of_who_is_away_goes_to_a_colleague_at_once(
    coordinator: User, second_coordinator: User, noon: dt.datetime
) -> None:
    make_absence(coordinator, noon, noon + 2 * HOUR)
    assert is_given_to(second_coordinator, noon + HOUR)


@pytest.mark.usefixtures("callback_of_carol")
def test_an_absence_entered_after_the_filling_counts_at_the_next(
    coordinator: User, second_coordinator: User, noon: dt.datetime
) -> None:
    fill_at(noon)
    make_absence(coordinator, noon, noon + 2 * HOUR)
    assert is_given_to(second_coordinator, noon + HOUR)


@pytest.mark.usefixtures("callback_of_carol")
def test_an_absence_taken_back_gives_the_promise_back(
    coordinator: User, second_coordinator: User, noon: dt.datetime
) -> None:
    make_absence(coordinator, noon, noon + 2 * HOUR)
    fill_at(noon)
    Absence.objects.update(withdrawn_at=noon)
    assert not is_given_to(second_coordinator, noon + HOUR)
    assert is_given_to(coordinator, noon + HOUR)


@pytest.mark.usefixtures("callback_of_carol")
def test_a_promise_of_who_is_at_a_customers_goes_to_a_colleague_at_once(
    coordinator: User, second_coordinator: User, noon: dt.datetime
) -> None:
    make_appointment(coordinator, noon)
    fill_at(noon)
    assert not is_given_to(second_coordinator, noon + HOUR)
    make_appointment(coordinator, noon + HOUR)
    assert is_given_to(second_coordinator, noon + HOUR)


@pytest.mark.usefixtures("callback_of_carol")
def test_who_is_back_from_a_customer_has_their_promise_again(
    coordinator: User, second_coordinator: User, noon: dt.datetime
) -> None:
    make_appointment(coordinator, noon + HOUR, ends_at=noon + HOUR + 5 * MINUTE)
    fill_at(noon + HOUR)
    assert not is_given_to(second_coordinator, noon + HOUR + 5 * MINUTE)


def test_a_colleague_keeps_the_promise_of_who_is_at_a_customers(
    coordinator: User, second_coordinator: User, noon: dt.datetime
) -> None:
    callback = make_callback(make_reachable_customer(), owner=coordinator, at=noon)
    with pytest.raises(GoesBefore, match="keeps this promise and is in"):
        keep_promise(callback_id=callback.pk, operator=second_coordinator, at=noon)
    make_appointment(coordinator, noon)
    assert keep_promise(callback_id=callback.pk, operator=second_coordinator, at=noon)


def test_a_scheduled_call_of_who_is_away_goes_to_the_pool(
    coordinator: User, second_coordinator: User, noon: dt.datetime
) -> None:
    make_schedule(make_reachable_customer(), owner=coordinator)
    assert not is_given_to(second_coordinator, noon)
    make_absence(coordinator, noon, noon + 2 * HOUR)
    assert is_given_to(second_coordinator, noon)


def test_a_card_that_is_open_stays_with_whoever_has_it(coordinator: User, noon: dt.datetime) -> None:
    card = open_call(coordinator, noon, owner=coordinator, pool_at=noon + 3 * HOUR)
    make_absence(coordinator, noon, noon + 2 * HOUR)
    fill_at(noon + MINUTE)
    assert card.entry is not None
    card.entry.refresh_from_db()
    assert card.entry.pool_at == noon + 3 * HOUR


@pytest.mark.usefixtures("callback_of_carol")
def test_a_promise_of_somebody_who_left_is_everybodys(
    coordinator: User, second_coordinator: User, noon: dt.datetime
) -> None:
    User.objects.filter(pk=coordinator.pk).update(is_active=False)
    assert is_given_to(second_coordinator, noon + HOUR)


def test_a_promise_outlives_a_worker_that_was_down_for_a_day(coordinator: User, noon: dt.datetime) -> None:
    make_callback(make_reachable_customer(), owner=coordinator, at=noon)
    assert is_given_to(coordinator, noon + dt.timedelta(days=1))
