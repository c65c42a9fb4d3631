"""How money, moments, days, shares and icons are written."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.contrib.auth.context_processors import PermWrapper
from django.template import Context, Template

from staff.models import User
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
    ("moment", "shown"),
    [
        (datetime(2026, 11, 24, 9, 30, tzinfo=UTC), "09:30"),
        (datetime(2026, 11, 25, 9, 30, tzinfo=UTC), "Wed 25 Nov 09:30"),
        (datetime(2027, 11, 24, 9, 30, tzinfo=UTC), "Wed 24 Nov 09:30"),
        (None, "–"),
    ],
)
def test_a_clock_names_the_day_that_is_not_today(moment: datetime | None, shown: str) -> None:
    assert ui.clock(moment, datetime(2026, 11, 24, 12, tzinfo=UTC)) == shown


@pytest.mark.parametrize(
    ("moment", "begins", "ends"),
    [
        (datetime(2026, 12, 12, 0, 0, tzinfo=UTC), "Sat 12 Dec", "Fri 11 Dec"),
        (datetime(2026, 7, 11, 23, 0, tzinfo=UTC), "Sun 12 Jul", "Sat 11 Jul"),
        (datetime(2026, 12, 12, 17, 0, tzinfo=UTC), "Sat 12 Dec 17:00", "Sat 12 Dec 17:00"),
    ],
)
def test_a_span_of_whole_days_is_said_in_days(moment: datetime, begins: str, ends: str) -> None:
    assert (ui.begins(moment), ui.ends(moment)) == (begins, ends)


def test_a_number_leads_to_its_page_for_those_who_may_open_it(coordinator: User, administrator: User) -> None:
    said = "Order SO-2026-000123 <b> of QU-2026-000045."
    linked = ui.with_links(said, PermWrapper(coordinator))
    assert '<a href="/orders/SO-2026-000123/">SO-2026-000123</a> &lt;b&gt; of <a href="/orders/quotes/QU-' in linked
    assert "<a" not in ui.with_links(said, PermWrapper(administrator))


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
