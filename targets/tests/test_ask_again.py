"""What was asked in the month before is asked again in one press."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from conftest import signed_in
from promotions.models import Promotion
from promotions.rules.vocabulary import Mechanic, PromotionState
from promotions.tests.make import make_promotion
from staff.models import User
from targets.actions import ask_again, targets_to_ask_again
from targets.models import Target
from targets.rules import Measure
from targets.tests.make import make_target

pytestmark = pytest.mark.django_db

DECEMBER = dt.datetime(2026, 12, 1, 9, tzinfo=dt.UTC)


def test_the_same_amounts_are_asked_this_month_once(director: User, coordinator: User) -> None:
    make_target(set_by=director, value=Decimal(900))
    make_target(set_by=director, person=coordinator, value=Decimal(200))
    assert [len(ask_again(by=director, at=DECEMBER)) for _ in range(2)] == [2, 0]
    asked = Target.objects.filter(starts_on=dt.date(2026, 12, 1), ends_on=dt.date(2026, 12, 31))
    assert {(target.person, target.value) for target in asked} == {(None, Decimal(900)), (coordinator, Decimal(200))}


def test_what_is_asked_already_stays(director: User) -> None:
    make_target(set_by=director, value=Decimal(900))
    days = {"starts_on": dt.date(2026, 12, 1), "ends_on": dt.date(2026, 12, 31)}
    make_target(set_by=director, value=Decimal(950), **days)
    assert ask_again(by=director, at=DECEMBER) == []
    assert Target.objects.get(**days).value == 950


def test_nothing_is_asked_of_who_has_left_or_for_what_is_over(
    director: User, coordinator: User, second_coordinator: User
) -> None:
    make_target(set_by=director, person=coordinator)
    User.objects.filter(pk=coordinator.pk).update(is_active=False)
    over = make_promotion(by=director, at=DECEMBER, mechanic=Mechanic.PERCENT_OFF, terms={"percent": "10"})
    Promotion.objects.update(state=PromotionState.ENDED)
    make_target(set_by=director, measure=Measure.PROMOTION_PACKS, promotion=over)
    make_target(set_by=director, person=second_coordinator, withdrawn_at=DECEMBER)
    make_target(set_by=director, ends_on=dt.date(2026, 11, 27))
    assert targets_to_ask_again(DECEMBER) == []


def test_the_page_offers_it_until_it_is_done(director: User) -> None:
    make_target(set_by=director)
    with time_machine.travel(DECEMBER, tick=False):
        director_client, page = signed_in(director), reverse("targets:targets")
        assert "1 target of the month before is not asked for this month." in director_client.get(page).text
        done = director_client.post(reverse("targets:targets-again"), follow=True).text
    assert "1 target set. Change what should differ." in done
    assert "Ask for the same this month" not in done
