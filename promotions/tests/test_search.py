"""A product is found by any part of its code, name or barcode; beginnings of words come first."""

import datetime as dt

import pytest
from django.db import connection

from promotions.models import Product
from promotions.reports import search_products
from promotions.tests.make import make_product

pytestmark = pytest.mark.django_db


def found(text: str) -> list[str]:
    return [card.code for card in search_products(text)]


@pytest.fixture
def catalogue() -> None:
    make_product(code="TEA-100/B", name="Breakfast Tea Bags, 100's", barcode="5012345678900")
    make_product(code="CUP12", name="Paper cups (12oz) Éclair", barcode="5099999000017")
    make_product(code="100", name="Sugar sticks")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("tea-100", ["TEA-100/B"]),
        ("tea100b", ["TEA-100/B"]),
        ("break te", ["TEA-100/B"]),
        ("TE BREAK", ["TEA-100/B"]),
        ("reakfast", ["TEA-100/B"]),
        ("a100b", ["TEA-100/B"]),
        ("ups te", []),
        ("ags eakf", ["TEA-100/B"]),
        ("clair", ["CUP12"]),
        ("ea", []),
        ("ea brea", []),
        ("keast", []),
        ("4567", ["TEA-100/B"]),
        ("8900", ["TEA-100/B"]),
        ("5099999000017", ["CUP12"]),
        ("(12oz)", ["CUP12"]),
        ("éclair", ["CUP12"]),
        ("100", ["100", "TEA-100/B"]),
        ("t", []),
        ("  ", []),
        ("'; --", []),
        ("& | !", []),
        ("x" * 6000, []),
    ],
)
def test_found_by_what_is_typed(catalogue: None, text: str, codes: list[str]) -> None:
    assert found(text) == codes


def test_beginnings_of_words_come_first(db: None) -> None:
    make_product(code="A1", name="Green steam cleaner")
    make_product(code="B1", name="Teapot", ended_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    make_product(code="C1", name="Weak TEA")
    assert found("tea") == ["C1", "B1", "A1"]


def test_threes_that_stand_apart_are_no_fragment(db: None) -> None:
    make_product(code="A1", name="Xabcy Zbcdq")
    assert found("abcd") == []


def test_what_is_on_sale_comes_first(db: None) -> None:
    gone = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    make_product(code="A1", name="Mug", ended_at=gone)
    make_product(code="B1", name="Mug")
    make_product(code="C1", name="Mug", preferred_at=gone)
    assert found("mug") == ["C1", "B1", "A1"]


def test_a_new_name_is_found_at_once(db: None) -> None:
    make_product(code="A1", name="Mug")
    Product.objects.filter(code="A1").update(name="Beaker")
    assert (found("mug"), found("beak")) == ([], ["A1"])


def test_the_words_are_an_index(db: None) -> None:
    with connection.cursor() as cursor:
        # With a handful of rows a plan without the index is cheaper, so the others are switched off.
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
        sql, params = Product.objects.named_by("break te").order_by().values("pk").query.sql_with_params()
        cursor.execute(f"EXPLAIN {sql}", params)
        assert "promotions_products_by_word" in str(cursor.fetchall())
