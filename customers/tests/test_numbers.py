"""Telephone numbers as people write them."""

from random import Random

import pytest

from customers.rules.areas import nation_of_number, nation_of_postcode, tidy_postcode
from customers.rules.codes import Code
from customers.rules.numbers import SPECIAL_STARTS, figures, for_people, read_number
from customers.rules.vocabulary import Nation


@pytest.mark.parametrize("spelling", ["0800 123456", "+44 800 123456", "(0)800 123456", "0044800123456"])
def test_a_short_freephone_number_is_one_number(spelling: str) -> None:
    assert read_number(spelling).e164 == "+44800123456"


@pytest.mark.parametrize("spelling", ["020 7946 0101 ext 12", "02079460101 x12", "+44 20 7946 0101 ext. 12"])
def test_an_extension_is_kept_beside_the_number(spelling: str) -> None:
    reading = read_number(spelling)
    assert (reading.e164, reading.extension) == ("+442079460101", "12")


@pytest.mark.parametrize(
    "spelling", ["", "   ", "none", "999", "07700 90012", "0" * 200, "020 7946 0101 or 0102", "\0"]
)
def test_what_is_no_number_has_none(spelling: str) -> None:
    assert read_number(spelling).e164 is None


def test_a_number_that_we_do_not_ring_is_still_a_number() -> None:
    reading = read_number("+353 1 234 5678")
    assert (reading.e164, reading.code) == ("+35312345678", Code.NOT_UK)


@pytest.mark.parametrize(
    ("e164", "read_out"),
    [
        ("+442079460101", "020 7946 0101"),
        ("+441134960102", "0113 496 0102"),
        ("+447700900123", "07700 900123"),
        ("+441632960123", "01632 960123"),
        ("+35312345678", "+353 1 234 5678"),
        ("rubbish", "rubbish"),
    ],
)
def test_a_number_is_shown_as_people_read_it(e164: str, read_out: str) -> None:
    assert for_people(e164) == read_out


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0113 496", "113496"),
        ("+44 (0)113", "113"),
        ("0044 113", "113"),
        ("496 0101", "4960101"),
        ("Unit 4", ""),
        ("LS11", ""),
    ],
)
def test_the_figures_of_a_part_of_a_number(typed: str, kept: str) -> None:
    assert figures(typed) == kept


@pytest.mark.parametrize(
    ("e164", "nation"),
    [
        ("+441314960104", Nation.SCOTLAND),
        ("+442920180105", Nation.WALES),
        ("+442896496106", Nation.NORTHERN_IRELAND),
        ("+441134960102", Nation.ENGLAND),
        ("+441291123456", Nation.UNKNOWN),
        ("+447911123456", Nation.UNKNOWN),
        ("+35328123456", Nation.UNKNOWN),
    ],
)
def test_the_nation_of_a_landline(e164: str, nation: Nation) -> None:
    assert nation_of_number(e164) == nation


@pytest.mark.parametrize(
    ("postcode", "nation"),
    [
        ("LS11 5PS", Nation.ENGLAND),
        ("eh1 1yz", Nation.SCOTLAND),
        ("CF103NP", Nation.WALES),
        ("BT1 5GS", Nation.NORTHERN_IRELAND),
        ("NP16 5AA", Nation.UNKNOWN),
        ("JE2 3AB", Nation.UNKNOWN),
        ("nonsense", Nation.UNKNOWN),
    ],
)
def test_the_nation_of_a_postcode(postcode: str, nation: Nation) -> None:
    assert nation_of_postcode(postcode) == nation


def test_a_postcode_is_tidied_and_anything_else_left() -> None:
    assert [tidy_postcode(text) for text in ("ls115ps", "EC1A 1BB ", "not one")] == ["LS11 5PS", "EC1A 1BB", "not one"]


def test_the_starts_of_special_ranges_hold_all_of_them_and_nothing_that_is_rung() -> None:
    lot = Random(7)
    spellings = [f"+44{lot.randrange(10**9, 10**10)}" for _ in range(20_000)]
    for reading in filter(lambda reading: reading.e164, map(read_number, spellings)):
        starts_so = str(reading.e164).startswith(SPECIAL_STARTS)
        assert starts_so or reading.code != Code.SPECIAL_RANGE
        assert not starts_so or reading.code is not None
