"""The Director's pages for promotions, and what everybody else sees of them."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from promotions.models import Product, Promotion
from promotions.rules import Mechanic, PromotionState
from promotions.tests.make import make_product, make_promotion
from staff.models import User


def filled(product: Product, **overrides: str) -> dict[str, str]:
    return {
        "name": "Autumn",
        "percent": "10",
        "codes": product.code.lower(),
        "starts_at": "2026-11-01T00:00",
        "ends_at": "2099-12-01T00:00",
        "script": "Tea & cake, ten per cent off.",
        "priority": "5",
        "combinability": "combines",
        "funding": "ours",
    } | overrides


def test_kept_as_a_draft_then_started(director_client: Client) -> None:
    answer = director_client.post(reverse("promotions:create", args=["percent_off"]), filled(make_product(code="TEA1")))
    promotion = Promotion.objects.get()
    assert answer.headers["Location"] == reverse("promotions:promotion", args=[promotion.pk])
    director_client.post(reverse("promotions:start", args=[promotion.pk]))
    page = director_client.get(reverse("promotions:promotion", args=[promotion.pk])).content.decode()
    assert "10 % off" in page
    assert "Tea &amp; cake" in page
    assert Promotion.objects.get().state == PromotionState.LIVE


@pytest.mark.parametrize(
    ("overrides", "sentence"),
    [
        ({"ends_at": "2026-10-01T00:00"}, "ends before it starts"),
        ({"percent": "101"}, "It may be 100 at most."),
        ({"percent": "0"}, "above 0"),
        ({"codes": "nope tea1"}, "no product with the code NOPE"),
        ({"codes": ""}, "Choose at least one product"),
    ],
)
def test_a_refused_form_keeps_what_was_typed(director_client: Client, overrides: dict[str, str], sentence: str) -> None:
    posted = filled(make_product(code="tea1"), **overrides)
    answer = director_client.post(reverse("promotions:create", args=["percent_off"]), posted)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "Tea &amp; cake, ten per cent off." in answer.content.decode()


def test_the_form_of_one_that_is_there_says_what_it_is(
    director: User, director_client: Client, noon: dt.datetime
) -> None:
    tea = make_product()
    promotion = make_promotion(
        by=director, at=noon, mechanic=Mechanic.PROMOTION_PRICE, terms={"price": "8.50"}, products=[tea]
    )
    page = director_client.get(reverse("promotions:edit", args=[promotion.pk])).content.decode()
    assert 'value="8.50"' in page
    assert tea.code in page


def test_a_price_above_the_list_price_is_warned_of(director: User, director_client: Client, noon: dt.datetime) -> None:
    tea = make_product(name="Tea")
    promotion = make_promotion(
        by=director, at=noon, mechanic=Mechanic.PROMOTION_PRICE, terms={"price": "11.00"}, products=[tea]
    )
    page = director_client.get(reverse("promotions:promotion", args=[promotion.pk])).content.decode()
    assert "Tea: £11.00 is not below its list price £10.00." in page


def test_a_refused_step_is_said(director: User, director_client: Client, noon: dt.datetime) -> None:
    promotion = make_promotion(
        by=director,
        at=noon,
        mechanic=Mechanic.PERCENT_OFF,
        terms={"percent": "10"},
        products=[make_product()],
        state=PromotionState.ENDED,
    )
    page = director_client.post(reverse("promotions:resume", args=[promotion.pk]), follow=True).content.decode()
    assert "A promotion that is ended cannot become live." in page


def test_a_coordinator_reads_what_is_live_and_no_more(
    director: User, coordinator_client: Client, noon: dt.datetime
) -> None:
    for name, state in (("Live one", PromotionState.LIVE), ("Draft one", PromotionState.DRAFT)):
        make_promotion(
            by=director,
            at=noon,
            mechanic=Mechanic.PERCENT_OFF,
            terms={"percent": "10"},
            products=[make_product()],
            name=name,
            state=state,
        )
    page = coordinator_client.get(reverse("promotions:promotions"), {"state": "draft"}).content.decode()
    assert "Live one" in page
    assert "Draft one" not in page
    promotion = Promotion.objects.first()
    assert promotion
    assert coordinator_client.get(reverse("promotions:promotion", args=[promotion.pk])).status_code == 403
    assert coordinator_client.post(reverse("promotions:end", args=[promotion.pk])).status_code == 403


def test_to_end_for_good_says_first_what_it_means(director: User, director_client: Client, noon: dt.datetime) -> None:
    terms = {"percent": "10"}
    promotion = make_promotion(
        by=director, at=noon, mechanic=Mechanic.PERCENT_OFF, terms=terms, products=[make_product()]
    )
    page = director_client.get(reverse("promotions:promotion", args=[promotion.pk])).content.decode()
    assert "cannot be started again" in page


@pytest.mark.parametrize("count", [1, 20])
def test_the_list_costs_the_same_with_many(
    director: User, director_client: Client, noon: dt.datetime, count: int
) -> None:
    for _ in range(count):
        make_promotion(
            by=director, at=noon, mechanic=Mechanic.PERCENT_OFF, terms={"percent": "10"}, products=[make_product()]
        )
    with CaptureQueriesContext(connection) as caught:
        director_client.get(reverse("promotions:promotions"))
    assert len(caught) <= 6


def test_one_that_is_over_does_not_look_live() -> None:
    row = SimpleNamespace(state=PromotionState.LIVE, standing="Over")
    assert "is-good" not in render_to_string("promotions/_state.html", {"row": row})
