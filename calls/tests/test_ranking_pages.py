"""What the Director sees of the ranking, and the file of scores."""

import csv
import datetime as dt
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now
from pytest_django import DjangoAssertNumQueries

from calls.actions import change_settings
from calls.actions.ranking import keep_up
from calls.models import Outlook
from calls.rules.schedule import london_day
from calls.tests.make_ranking import make_buyer, make_order
from staff.models import User
from staff.templatetags.ui import wall

pytestmark = pytest.mark.django_db

EVERY_TEN_DAYS = [54, 44, 34, 24, 14]


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_before_anything_is_known_the_page_says_so(director_client: Client) -> None:
    html = page(director_client, "/calls/ranking/")
    assert "Nothing is learned yet" in html
    assert "too few to tell" in html
    assert "This has not been worked out yet" in html


def test_what_is_learned_and_proposed_is_shown(director_client: Client) -> None:
    make_buyer(now(), EVERY_TEN_DAYS)
    keep_up(at=now())
    html = page(director_client, "/calls/ranking/")
    assert "usual gaps" in html
    assert "in force" in html


def test_the_settings_page_shows_what_alpha_brings(director_client: Client) -> None:
    make_buyer(now(), EVERY_TEN_DAYS)
    keep_up(at=now())
    assert "What the weight of order value brings" in page(director_client, "/calls/settings/")


def went_through_everybody(asked: CaptureQueriesContext) -> bool:
    """Whether a page sorts or counts what there is a row a customer of."""
    return any(f'FROM "{table}"' in query["sql"] for query in asked for table in ("calls_score", "calls_candidate"))


def test_what_alpha_brings_is_read_as_it_was_worked_out(
    director_client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    make_buyer(now(), EVERY_TEN_DAYS)
    keep_up(at=now())
    with django_assert_max_num_queries(6) as asked:
        html = page(director_client, "/calls/settings/")
    assert not went_through_everybody(asked)
    assert f"As of {wall(Outlook.objects.all()[0].worked_out_at)}" in " ".join(html.split())


def test_another_weight_is_worked_out_within_the_minute(director: User) -> None:
    at = now()
    make_buyer(at, EVERY_TEN_DAYS)
    keep_up(at=at)
    change_settings(values={"alpha": Decimal("0.30")}, seen_version=0, by=director, at=at)
    keep_up(at=at)
    assert [row.alpha for row in Outlook.objects.filter(in_force=True)] == [0.3]


def test_a_list_states_its_threshold_and_names_who_is_on_it(director_client: Client) -> None:
    customer = make_buyer(now(), EVERY_TEN_DAYS, name="Ashby Café")
    keep_up(at=now())
    html = page(director_client, "/calls/ranking/candidates/?kind=overdue")
    assert customer.name in html
    assert "1.25 times the median gap" in html
    assert "Nobody today" in page(director_client, "/calls/ranking/candidates/?kind=lapsed")


@pytest.mark.parametrize("query", ["kind=nonsense", "kind=overdue&after=nonsense", "after=1e999_1", "after=-2e5_0"])
def test_what_cannot_be_read_in_the_address_does_no_harm(director_client: Client, query: str) -> None:
    page(director_client, f"/calls/ranking/candidates/?{query}")


def test_the_pages_of_a_list_hold_each_customer_once(director_client: Client) -> None:
    for nth in range(60):
        make_buyer(now(), EVERY_TEN_DAYS, name=f"Customer number {nth:02}", net_total=100 + nth // 3)
    keep_up(at=now())
    first = director_client.get("/calls/ranking/candidates/?kind=overdue").context["page"]
    second = director_client.get(f"/calls/ranking/candidates/?kind=overdue&after={first.following}").context["page"]
    names = [row.customer for row in (*first.rows, *second.rows)]
    assert (len(names), len(set(names)), second.following) == (60, 60, "")


@pytest.mark.parametrize("buyers", [1, 20])
def test_the_pages_cost_the_same_however_long_the_lists(
    director_client: Client, django_assert_max_num_queries: DjangoAssertNumQueries, buyers: int
) -> None:
    for _ in range(buyers):
        make_buyer(now(), EVERY_TEN_DAYS)
    keep_up(at=now())
    with django_assert_max_num_queries(14) as asked:
        page(director_client, "/calls/ranking/")
    assert not went_through_everybody(asked)
    with django_assert_max_num_queries(6):
        page(director_client, "/calls/ranking/candidates/?kind=overdue")


def scores_in(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def test_the_file_of_scores_knows_nothing_of_later_orders(noon: dt.datetime, tmp_path: Path) -> None:
    buyer = make_buyer(noon, EVERY_TEN_DAYS)
    path = tmp_path / "scores.csv"
    asked = ["score_customers", "--as-of", str(london_day(noon)), "--alpha", "0", "--csv", str(path)]
    call_command(*asked, stdout=StringIO())
    before = scores_in(path)
    make_order(buyer, noon + dt.timedelta(days=1))
    call_command(*asked, stdout=StringIO())
    assert scores_in(path) == before
    assert [(row["as_of_date"], row["customer_id"]) for row in before] == [("2026-11-24", buyer.account_number)]


@pytest.mark.parametrize(("alpha", "name"), [("2", "scores.csv"), ("0", "missing/scores.csv")])
def test_what_cannot_be_scored_or_written_is_said_in_words(tmp_path: Path, alpha: str, name: str) -> None:
    asked = ["score_customers", "--as-of", "2026-11-24", "--alpha", alpha, "--csv", str(tmp_path / name)]
    with pytest.raises(CommandError):
        call_command(*asked, stdout=StringIO())
