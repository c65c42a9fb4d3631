"""Promotions are set, started, paused, resumed, changed and ended, or it is said why not."""

import datetime as dt
from functools import partial
from typing import Any

import pytest

from customers.tests.at_once import at_once, behind
from promotions.actions import create_promotion, edit_promotion, end_promotion, pause_promotion, resume_promotion
from promotions.actions import start_promotion as start
from promotions.models import Promotion
from promotions.rules import Mechanic, PromotionState, TermsRefused
from promotions.rules.life import Plan, PromotionMoved, PromotionRefused
from promotions.tests.make import make_product
from staff.models import User


def plan(noon: dt.datetime, **overrides: Any) -> Plan:
    fields: dict[str, Any] = {
        "name": "Autumn",
        "starts_at": noon - dt.timedelta(days=1),
        "ends_at": noon + dt.timedelta(days=7),
        "script": "Tea is ten per cent off this week.",
        "mechanic": Mechanic.PERCENT_OFF,
        "terms": {"percent": "10"},
        "product_ids": frozenset([overrides.pop("product", 0) or make_product().pk]),
    }
    return Plan(**fields | overrides)


def made(by: User, noon: dt.datetime, **overrides: Any) -> Promotion:
    return create_promotion(plan=plan(noon, **overrides), by=by, at=noon)


def test_a_new_one_is_a_draft_with_its_first_version(director: User, noon: dt.datetime) -> None:
    promotion = made(director, noon)
    assert promotion.current
    assert (promotion.state, promotion.current.number, promotion.current.terms) == ("draft", 1, {"percent": "10"})


@pytest.mark.parametrize(
    ("overrides", "field", "sentence"),
    [
        ({"terms": {"percent": "101"}}, "percent", "at most 100"),
        ({"terms": {}}, "percent", "This is needed"),
        ({"product_ids": frozenset()}, "products", "at least one product"),
        ({"script": " "}, "script", "sentence that is said"),
    ],
)
def test_senseless_plans_are_refused_beside_their_field(
    director: User, noon: dt.datetime, overrides: dict[str, Any], field: str, sentence: str
) -> None:
    with pytest.raises((PromotionRefused, TermsRefused), match=sentence) as refused:
        made(director, noon, **overrides)
    assert refused.value.field == field


def test_an_end_before_the_start_is_refused(director: User, noon: dt.datetime) -> None:
    with pytest.raises(PromotionRefused, match="ends before it starts"):
        made(director, noon, ends_at=noon - dt.timedelta(days=2))


def test_started_twice_is_started_once(director: User, noon: dt.datetime) -> None:
    promotion = made(director, noon)
    for _ in range(2):
        assert start(promotion_id=promotion.pk, by=director, at=noon).state == PromotionState.LIVE


def test_what_is_over_cannot_start(director: User, noon: dt.datetime) -> None:
    promotion = made(director, noon)
    with pytest.raises(PromotionRefused, match="end is past"):
        start(promotion_id=promotion.pk, by=director, at=noon + dt.timedelta(days=8))


def test_paused_resumed_and_ended_for_good(director: User, noon: dt.datetime) -> None:
    pk = made(director, noon).pk
    for act, state in (
        (start, PromotionState.LIVE),
        (pause_promotion, PromotionState.PAUSED),
        (resume_promotion, PromotionState.LIVE),
        (end_promotion, PromotionState.ENDED),
    ):
        assert act(promotion_id=pk, by=director, at=noon).state == state
    with pytest.raises(PromotionRefused, match="ended cannot become live"):
        resume_promotion(promotion_id=pk, by=director, at=noon)


def test_a_draft_cannot_be_paused(director: User, noon: dt.datetime) -> None:
    with pytest.raises(PromotionRefused, match="draft cannot become paused"):
        pause_promotion(promotion_id=made(director, noon).pk, by=director, at=noon)


def test_other_terms_start_a_new_version_and_keep_the_old(director: User, noon: dt.datetime) -> None:
    product = make_product().pk
    promotion = made(director, noon, product=product)
    first = promotion.current
    start(promotion_id=promotion.pk, by=director, at=noon)
    changed = plan(noon, product=product, terms={"percent": "15"})
    for _ in range(2):
        promotion = edit_promotion(promotion_id=promotion.pk, plan=changed, by=director, at=noon)
    assert first
    first.refresh_from_db()
    assert promotion.current
    assert (first.terms, promotion.current.number, promotion.current.terms) == ({"percent": "10"}, 2, {"percent": "15"})


def test_who_has_not_seen_the_last_change_is_told_and_writes_nothing(director: User, noon: dt.datetime) -> None:
    product = make_product().pk
    promotion = made(director, noon, product=product)
    first, second = (plan(noon, product=product, script=script) for script in ("Mine.", "Yours."))
    edit_promotion(promotion_id=promotion.pk, plan=first, seen_edition=1, by=director, at=noon)
    with pytest.raises(PromotionMoved, match=f"{director} has changed this promotion"):
        edit_promotion(promotion_id=promotion.pk, plan=second, seen_edition=1, by=director, at=noon)
    again = edit_promotion(promotion_id=promotion.pk, plan=first, seen_edition=1, by=director, at=noon)
    assert (again.script, again.edition) == ("Mine.", 2)


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_is_kept(director: User, noon: dt.datetime) -> None:
    product = make_product().pk
    promotion = made(director, noon, product=product)

    def saying(script: str) -> Promotion:
        said = plan(noon, product=product, script=script)
        return edit_promotion(promotion_id=promotion.pk, plan=said, seen_edition=1, by=director, at=noon)

    answers = at_once(lambda: saying("Mine."), lambda: saying("Yours."))
    kept = [answer for answer in answers if isinstance(answer, Promotion)]
    promotion.refresh_from_db()
    assert ([one.script for one in kept], promotion.edition) == ([promotion.script], 2)
    assert [type(answer) for answer in answers if answer not in kept] == [PromotionMoved]


@pytest.mark.django_db(transaction=True)
def test_other_terms_pressed_twice_at_once_start_one_version(director: User, noon: dt.datetime) -> None:
    product = make_product().pk
    promotion = made(director, noon, product=product)
    changed = plan(noon, product=product, terms={"percent": "15"})
    press = partial(edit_promotion, promotion_id=promotion.pk, plan=changed, seen_edition=1, by=director, at=noon)
    assert behind(press, press) == promotion
    assert promotion.versions.count() == 2


def test_other_words_keep_the_version(director: User, noon: dt.datetime) -> None:
    product = make_product().pk
    promotion = made(director, noon, product=product)
    reworded = plan(noon, product=product, script="Tea, ten per cent off.")
    changed = edit_promotion(promotion_id=promotion.pk, plan=reworded, by=director, at=noon)
    assert changed.current
    assert (changed.script, changed.current.number) == ("Tea, ten per cent off.", 1)


def test_an_ended_one_is_not_changed(director: User, noon: dt.datetime) -> None:
    promotion = made(director, noon)
    end_promotion(promotion_id=promotion.pk, by=director, at=noon)
    with pytest.raises(PromotionRefused, match="has ended"):
        edit_promotion(promotion_id=promotion.pk, plan=plan(noon), by=director, at=noon)
