"""Terms are read strictly and written back the same."""

from decimal import Decimal

import pytest

from promotions.rules import Mechanic, TermsRefused, parse_terms, terms_to_json
from promotions.rules.terms import READERS
from promotions.tests.baskets import NAMES_ITS_PRODUCTS, TERMS

ON = {"products": [1, 2]}


@pytest.mark.parametrize(("mechanic", "terms"), TERMS)
def test_terms_are_read_back_as_they_were_written(mechanic: str, terms: dict[str, object]) -> None:
    parsed = parse_terms(mechanic, terms, products=None if mechanic in NAMES_ITS_PRODUCTS else [2, 1])

    assert parse_terms(mechanic, terms_to_json(parsed)) == parsed


def test_every_mechanic_can_be_read() -> None:
    assert set(READERS) == set(Mechanic)


@pytest.mark.parametrize(
    ("mechanic", "terms", "field"),
    [
        ("two_for_luck", {}, "mechanic"),
        ("percent_off", {"percent": "10"}, "products"),
        ("percent_off", {"products": "1,2", "percent": "10"}, "products"),
        ("percent_off", {"products": [True], "percent": "10"}, "products"),
        ("percent_off", ON, "percent"),
        ("percent_off", ON | {"percent": "0"}, "percent"),
        ("percent_off", ON | {"percent": "100.01"}, "percent"),
        ("percent_off", ON | {"percent": "12.345"}, "percent"),
        ("percent_off", ON | {"percent": 12.5}, "percent"),
        ("percent_off", ON | {"percent": "ten"}, "percent"),
        ("percent_off", ON | {"percent": "NaN"}, "percent"),
        ("percent_off", ON | {"percent": "10", "price": "3"}, "price"),
        ("amount_off", ON | {"amount": "-1.00"}, "amount"),
        ("promotion_price", ON | {"price": "0"}, "price"),
        ("promotion_price", ON | {"price": "1.00001"}, "price"),
        ("promotion_price", ON | {"price": "1e999999"}, "price"),
        ("buy_get_free", ON | {"buy": 0, "get": 1}, "buy"),
        ("buy_get_free", ON | {"buy": "1.5", "get": 1}, "buy"),
        ("buy_get_at", ON | {"buy": 1, "get": 1}, "price"),
        ("buy_get_at", ON | {"buy": 1, "get": 1, "price": "1.00", "percent": "50"}, "price"),
        ("group_for", ON | {"size": 1, "price": "5.00"}, "size"),
        ("group_for", ON | {"size": 3, "price": "5.005"}, "price"),
        ("tiers", ON | {"basis": "weight", "steps": []}, "basis"),
        ("tiers", ON | {"basis": "quantity", "steps": []}, "steps"),
        ("tiers", ON | {"basis": "quantity", "steps": [{"at_least": 5}]}, "percent"),
        ("bundle_for", {"items": [{"product": 1, "quantity": 1}], "price": "5.00"}, "items"),
        ("bundle_for", {"items": [{"product": 1, "quantity": 1}] * 2, "price": "5.00"}, "items"),
        ("spend_reward", {"spend": "50.00", "reward": "holiday"}, "reward"),
        ("spend_reward", {"spend": "50.00", "reward": "free_product"}, "product"),
        ("spend_reward", {"spend": "50.00", "reward": "free_delivery", "percent": "5"}, "percent"),
        (
            "spend_reward",
            {"spend": "50.00", "reward": "free_product", "product": 1, "incidental": "yes"},
            "incidental",
        ),
    ],
)
def test_senseless_terms_are_refused_at_their_field(mechanic: str, terms: dict[str, object], field: str) -> None:
    with pytest.raises(TermsRefused) as refused:
        parse_terms(mechanic, terms)

    assert refused.value.field == field
    assert refused.value.sentence.endswith(".")


@pytest.mark.parametrize("second", [{"at_least": 5, "percent": "9"}, {"at_least": 9, "percent": "5"}])
def test_each_step_asks_more_and_gives_more(second: dict[str, object]) -> None:
    with pytest.raises(TermsRefused, match="Each step must ask more and give more"):
        parse_terms("tiers", ON | {"basis": "quantity", "steps": [{"at_least": 5, "percent": "5"}, second]})


def test_a_refusal_says_which_row_and_what_is_wanted() -> None:
    with pytest.raises(TermsRefused) as refused:
        parse_terms("tiers", ON | {"basis": "value", "steps": [{"at_least": "10.00", "percent": "150"}]})

    assert refused.value.sentence == "Step 1, Percent: a percentage above 0 and at most 100."


def test_a_bundle_must_be_made_of_the_promotions_products() -> None:
    terms = {"items": [{"product": 1, "quantity": 1}, {"product": 2, "quantity": 1}], "price": "5.00"}

    assert parse_terms("bundle_for", terms, products=[1, 2]).products == {1, 2}
    with pytest.raises(TermsRefused, match="made of the promotion's products"):
        parse_terms("bundle_for", terms, products=[1, 3])


def test_amounts_stay_exact() -> None:
    assert terms_to_json(parse_terms("amount_off", ON | {"amount": Decimal("0.10")}))["amount"] == "0.10"


def test_a_refusal_does_not_repeat_the_name_of_its_field() -> None:
    with pytest.raises(TermsRefused) as refused:
        parse_terms(Mechanic.PERCENT_OFF, {"percent": "0"}, products=[1])
    assert (refused.value.field, refused.value.sentence) == ("percent", "A percentage above 0 and at most 100.")
