"""How money, moments, days, shares and icons are written."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template

from staff.templatetags import ui


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (Decimal("1234.5"), "£1,234.50"),
        (Decimal("0.005"), "£0.01"),
        (Decimal("-5"), "−£5.00"),
        (Decimal("-0.001"), "£0.00"),
        (0, "£0.00"),
        (None, "–"),
    ],
)
def test_money(amount: Decimal | int | None, shown: str) -> None:
    assert ui.money(amount) == shown


def test_signed_money_says_which_way() -> None:
    assert [ui.money(Decimal(n), "signed") for n in (5, -5, 0)] == ["+£5.00", "−£5.00", "£0.00"]


@pytest.mark.parametrize(
    ("price", "shown"),
    [("0.1275", "£0.1275"), ("0.1250", "£0.125"), ("1200", "£1,200.00"), ("-0.105", "−£0.105")],
)
def test_a_unit_price_keeps_its_places(price: str, shown: str) -> None:
    assert ui.unit_price(Decimal(price)) == shown


@pytest.mark.parametrize(
    ("at", "shown"),
    [
        (datetime(2026, 11, 23, 14, 2, 31, tzinfo=UTC), "Mon 23 Nov 14:02"),
        (datetime(2026, 7, 1, 23, 30, tzinfo=UTC), "Thu 2 Jul 00:30"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "Sun 25 Oct 01:30"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "Sun 25 Oct 01:30"),
    ],
)
def test_moments_are_uk_wall_clock(at: datetime, shown: str) -> None:
    assert ui.wall(at) == shown


def test_only_the_clock() -> None:
    at = datetime(2026, 7, 1, 13, 2, 31, tzinfo=UTC)
    assert (ui.wall(at, "time"), ui.wall(at, "seconds")) == ("14:02", "14:02:31")


def test_the_day_of_a_moment_is_the_day_in_the_uk() -> None:
    assert ui.day(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)) == "Thu 2 Jul"
    assert ui.day(date(2026, 7, 1), "year") == "Wed 1 Jul 2026"


@pytest.mark.parametrize(
    ("share", "places", "shown"),
    [(0.834, 0, "83 %"), (Decimal("0.125"), 0, "13 %"), (1.5, 1, "150.0 %"), (0, 0, "0 %")],
)
def test_percent(share: float, places: int, shown: str) -> None:
    assert ui.percent(share, places) == shown.replace(" ", "\N{NO-BREAK SPACE}")


def test_what_is_not_known_is_a_dash() -> None:
    assert {ui.wall(None), ui.day(None), ui.percent(None), ui.unit_price(None)} == {"–"}


def test_an_icon_is_hidden_from_screen_readers() -> None:
    shown = Template('{% load ui %}{% icon "telephone" %}').render(Context())
    assert 'aria-hidden="true"' in shown
    assert "<path" in shown


def test_the_label_of_an_icon_is_escaped() -> None:
    shown = Template('{% load ui %}{% icon "telephone" words %}').render(Context({"words": '"><b>'}))
    assert 'aria-label="&quot;&gt;&lt;b&gt;"' in shown


@pytest.mark.parametrize("name", ["no-such-icon", "../../css/tokens", ""])
def test_an_unknown_icon_is_an_error(name: str) -> None:
    with pytest.raises(LookupError):
        ui.icon(name)
