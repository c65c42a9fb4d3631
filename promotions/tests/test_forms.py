"""Each mechanic has a form: what is typed becomes its terms, and comes back as it was typed."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from customers.models import Segment
from customers.tests.make import make_customer
from promotions.actions import audience_of
from promotions.forms import FORMS
from promotions.models import Product, Promotion
from promotions.rules import Mechanic
from promotions.rules.audience import BuyingHabit
from promotions.rules.vocabulary import LastBought
from promotions.tests.make import make_product
from promotions.tests.test_pages import filled
from staff.models import User

TYPED: list[tuple[Mechanic, dict[str, str], str]] = [
    (Mechanic.PERCENT_OFF, {"percent": "12.5"}, "12.5 % off"),
    (Mechanic.AMOUNT_OFF, {"amount": "0.335"}, "£0.335 off each"),
    (Mechanic.PROMOTION_PRICE, {"price": "8.50"}, "£8.50 each"),
    (Mechanic.INTRODUCTION_PRICE, {"price": "7.50"}, "£7.50"),
    (Mechanic.BUY_GET_FREE, {"buy": "5", "get": "1"}, "get 1 free"),
    (Mechanic.BUY_GET_AT, {"buy": "2", "get": "1", "percent": "50"}, "50 % off"),
    (Mechanic.GROUP_FOR, {"size": "3", "price": "20.00"}, "3 for £20.00"),
    (Mechanic.TIERS, {"basis": "quantity", "steps": "10 5\n20 = 8 %"}, "10+ 5 % off, 20+ 8 % off"),
    (Mechanic.BUNDLE_FOR, {"items": "tea1 2\nCUP1 1", "price": "25.00"}, "£25.00"),
    (Mechanic.SPEND_REWARD, {"spend": "250.00", "reward": "free_delivery", "codes": ""}, "from £250.00: free delivery"),
    (
        Mechanic.SPEND_REWARD,
        {
            "spend": "99.50",
            "reward": "free_product",
            "product": "cup1",
            "quantity": "2",
            "incidental": "on",
            "codes": "",
        },
        "from £99.50: a free product",
    ),
    (Mechanic.PUSH, {}, ""),
]


@pytest.fixture
def products(db: None) -> None:
    make_product(code="TEA1", name="Tea")
    make_product(code="CUP1", name="Cups")


def post(client: Client, mechanic: str, typed: dict[str, str]) -> Any:
    fields = {name: text for name, text in filled(code_of("TEA1")).items() if name != "percent"}
    return client.post(reverse("promotions:create", args=[mechanic]), fields | typed)


def code_of(code: str) -> Any:
    return type("Named", (), {"code": code})


def test_every_mechanic_has_a_form() -> None:
    assert set(FORMS) == set(Mechanic.values)


@pytest.mark.parametrize(("mechanic", "typed", "words"), TYPED, ids=lambda value: str(value)[:20])
def test_what_is_typed_is_offered_and_comes_back_as_the_same_version(
    products: None, director_client: Client, mechanic: Mechanic, typed: dict[str, str], words: str
) -> None:
    assert post(director_client, mechanic, typed).status_code == 302
    promotion = Promotion.objects.get()
    assert words in director_client.get(reverse("promotions:promotion", args=[promotion.pk])).text
    edit = reverse("promotions:edit", args=[promotion.pk])
    form = director_client.get(edit).context["form"]
    again = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "", False)}
    again |= {name: f"{again[name]:%Y-%m-%dT%H:%M}" for name in ("starts_at", "ends_at")}
    assert director_client.post(edit, again).status_code == 302
    assert promotion.versions.count() == 1


@pytest.mark.parametrize(
    ("mechanic", "typed", "field", "sentence"),
    [
        (Mechanic.TIERS, {"basis": "quantity", "steps": "10"}, "steps", "Line 1: type from how many"),
        (Mechanic.TIERS, {"basis": "quantity", "steps": "ten 5"}, "steps", "“ten” is not a number"),
        (Mechanic.TIERS, {"basis": "quantity", "steps": "10 5\n5 9"}, "steps", "Each step must ask more"),
        (Mechanic.TIERS, {"basis": "quantity", "steps": "10 150"}, "steps", "at most 100"),
        (Mechanic.BUNDLE_FOR, {"items": "NOPE 2", "price": "5"}, "items", "no product with the code NOPE"),
        (Mechanic.BUNDLE_FOR, {"items": "TEA1 1", "price": "5"}, "items", "at least two units"),
        (Mechanic.BUY_GET_AT, {"buy": "1", "get": "1"}, "price", "either a price or a percentage"),
        (Mechanic.SPEND_REWARD, {"spend": "9", "reward": "percent_off"}, "percent", "This is needed"),
        (Mechanic.SPEND_REWARD, {"spend": "9", "reward": "free_delivery", "amount": "3"}, "amount", "no such term"),
        (
            Mechanic.PERCENT_OFF,
            {"percent": "5", "accounts": "X1"},
            "accounts",
            "no customer with the account number",
        ),
        (Mechanic.PERCENT_OFF, {"percent": "5", "last_bought": "within"}, "last_bought_days", "type how many days"),
        (Mechanic.PERCENT_OFF, {"percent": "5", "funding": "supplier"}, "funder", "which supplier"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_kept_as_typed(
    products: None, director_client: Client, mechanic: str, typed: dict[str, str], field: str, sentence: str
) -> None:
    answer = post(director_client, mechanic, typed)
    assert answer.status_code == 422
    assert sentence in " ".join(answer.context["form"].errors[field])
    assert Promotion.objects.count() == 0


def test_whom_it_is_for_is_kept(products: None, director_client: Client) -> None:
    cafes, schools = (Segment.objects.create(name=name) for name in ("Cafés", "Schools"))
    rosa, ivy = make_customer(account_number="C1", name="Rosa"), make_customer(account_number="C2", name="Ivy")
    typed = {
        "percent": "5",
        "segments": str(cafes.pk),
        "accounts": "c1",
        "last_bought": "over",
        "last_bought_days": "60",
        "without_segments": str(schools.pk),
        "without_accounts": "C2",
    }
    post(director_client, "percent_off", typed)
    promotion = Promotion.objects.get()
    audience = audience_of(promotion)
    assert (audience.segments, audience.customers) == (frozenset([cafes.pk]), frozenset([rosa.pk]))
    assert (audience.without_segments, audience.without_customers) == (frozenset([schools.pk]), frozenset([ivy.pk]))
    assert audience.habit == BuyingHabit(LastBought.OVER, 60)
    page = director_client.get(reverse("promotions:promotion", args=[promotion.pk])).text
    assert "Cafés and 1 named customer; bought before, but not in the last 60 days; not Schools or 1 named" in page


@pytest.mark.parametrize("typed", ["a/b 1, C2", "A/B 1\nC2", "A/B 1; C2", "C2, A/B 1"])
def test_an_account_number_with_a_space_is_read_and_comes_back(
    products: None, director_client: Client, typed: str
) -> None:
    wanted = {make_customer(account_number=number).pk for number in ("A/B 1", "C2")}
    post(director_client, "percent_off", {"percent": "5", "accounts": typed})
    promotion = Promotion.objects.get()
    assert audience_of(promotion).customers == wanted
    assert "A/B 1, C2" in director_client.get(reverse("promotions:edit", args=[promotion.pk])).text


def test_account_numbers_without_spaces_may_have_spaces_between_them(products: None, director_client: Client) -> None:
    wanted = {make_customer(account_number=number).pk for number in ("C1", "C2")}
    post(director_client, "percent_off", {"percent": "5", "accounts": "c1 C2"})
    assert audience_of(Promotion.objects.get()).customers == wanted


def test_a_copy_is_a_draft_that_says_the_same_from_now_on(
    products: None, director_client: Client, director: User, noon: dt.datetime
) -> None:
    post(director_client, "tiers", {"basis": "value", "steps": "100 5", "cap_per_order": "3", "weekdays": "0"})
    origin = Promotion.objects.get()
    answer = director_client.post(reverse("promotions:copy", args=[origin.pk]))
    made = Promotion.objects.exclude(pk=origin.pk).get()
    assert answer.headers["Location"] == reverse("promotions:edit", args=[made.pk])
    assert made.current
    assert origin.current
    assert (made.name, made.state, made.current.terms) == ("Copy of Autumn", "draft", origin.current.terms)
    assert (made.cap_per_order, made.weekdays) == (3, [0])
    assert made.ends_at - made.starts_at == origin.ends_at - origin.starts_at


def test_the_allocation_is_not_set_below_what_is_taken(products: None, director_client: Client) -> None:
    post(director_client, "percent_off", {"percent": "5", "allocation": "9"})
    promotion = Promotion.objects.get()
    Promotion.objects.update(taken=4)
    fields = filled(code_of("TEA1"), allocation="3")
    answer = director_client.post(reverse("promotions:edit", args=[promotion.pk]), fields)
    assert "Orders have taken 4 of it already" in answer.text


def test_two_who_change_it_meet_in_words_and_nothing_typed_is_lost(products: None, director_client: Client) -> None:
    post(director_client, "percent_off", {"percent": "5"})
    promotion = Promotion.objects.get()
    edit = reverse("promotions:edit", args=[promotion.pk])
    segment = Segment.objects.create(name="Cafés")
    shown = {"edition": str(director_client.get(edit).context["form"]["edition"].value())}
    other = filled(code_of("TEA1"), percent="7.5", segments=str(segment.pk), **shown)
    assert director_client.post(edit, other).status_code == 302
    mine = filled(code_of("TEA1"), percent="9", script="Nine off.", **shown)
    refused = director_client.post(edit, mine)
    promotion.refresh_from_db()
    assert (refused.status_code, promotion.current and promotion.current.terms) == (422, {"percent": "7.5"})
    errors = refused.context["form"].errors
    assert errors["percent"] == ["Kept meanwhile: 7.5"]
    assert errors["segments"] == ["Kept meanwhile: Cafés"]
    assert "name" not in errors
    assert "Nine off." in refused.text
    again = {name: refused.context["form"][name].value() for name in mine}
    assert director_client.post(edit, again).status_code == 302
    promotion.refresh_from_db()
    assert promotion.script == "Nine off."


def test_a_free_product_that_has_left_the_range_is_refused(director_client: Client, products: None) -> None:
    Product.objects.filter(code="CUP1").update(ended_at=Product.objects.get(code="TEA1").created_at)
    typed = {"spend": "9.50", "reward": "free_product", "product": "cup1", "quantity": "1", "codes": ""}
    answer = post(director_client, Mechanic.SPEND_REWARD, typed)
    assert "This product has left the range." in answer.text
    assert not Promotion.objects.exists()
