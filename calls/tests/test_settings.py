"""The desk's settings: safe bounds, a version for each change, and nobody overwritten unseen."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from calls.actions import change_settings
from calls.models import DeskSettings
from calls.reports.settings import SettingChange, settings_history
from calls.reports.standards import answer_by
from calls.rules.settings import ALL, SettingsMoved, UnsafeSetting
from calls.rules.vocabulary import Outcome
from calls.tests.at_once import at_once
from customers.rules.vocabulary import Nation
from staff.models import User


def test_the_usual_values_hold_until_somebody_sets_others(db: None) -> None:
    settings = DeskSettings.objects.in_force()
    assert settings.version == 0
    assert settings.values() == {setting.name: setting.usual for setting in ALL}


def test_the_usual_values_are_safe() -> None:
    assert all(setting.is_safe(setting.usual) for setting in ALL)


def test_each_change_is_a_version_of_its_own(director: User, noon: dt.datetime) -> None:
    change_settings(values={"grace_minutes": 30}, seen_version=0, by=director, at=noon)
    change_settings(values={"alpha": Decimal("0.25")}, seen_version=1, by=director, at=noon)
    now_set = DeskSettings.objects.in_force()
    assert (now_set.version, now_set.grace_minutes, now_set.alpha) == (2, 30, Decimal("0.25"))
    assert DeskSettings.objects.get(version=1).alpha == Decimal("0.50")


def test_setting_what_is_set_makes_no_version(director: User, noon: dt.datetime) -> None:
    for _ in range(2):
        change_settings(values={"grace_minutes": 30}, seen_version=0, by=director, at=noon)
    assert DeskSettings.objects.count() == 1


def test_an_unsafe_value_is_refused_at_its_field(director: User, noon: dt.datetime) -> None:
    with pytest.raises(UnsafeSetting, match="must be from 60 to 3600 seconds") as refused:
        change_settings(values={"lease_seconds": 5}, seen_version=0, by=director, at=noon)
    assert refused.value.field == "lease_seconds"


def test_the_database_holds_to_the_bounds_too(director: User, noon: dt.datetime) -> None:
    with pytest.raises(IntegrityError, match="calls_control_percent_is_safe"):
        DeskSettings.objects.create(version=1, changed_at=noon, changed_by=director, control_percent=90)


def test_a_change_upon_an_old_page_is_refused(director: User, noon: dt.datetime) -> None:
    change_settings(values={"grace_minutes": 30}, seen_version=0, by=director, at=noon)
    with pytest.raises(SettingsMoved, match="Olive Grant changed the settings"):
        change_settings(values={"grace_minutes": 45}, seen_version=0, by=director, at=noon)


@pytest.mark.django_db(transaction=True)
def test_of_two_changes_at_once_one_is_told(director: User, noon: dt.datetime) -> None:
    def change(minutes: int) -> DeskSettings:
        return change_settings(values={"grace_minutes": minutes}, seen_version=0, by=director, at=noon)

    came = at_once(lambda: change(20), lambda: change(40))
    assert sum(isinstance(one, SettingsMoved) for one in came) == 1
    assert DeskSettings.objects.count() == 1


def test_voicemail_busy_and_a_wrong_number_are_tried_differently() -> None:
    rules = {outcome: DeskSettings().retry(outcome) for outcome in Outcome}
    assert rules[Outcome.VOICEMAIL] != rules[Outcome.BUSY] != rules[Outcome.WRONG_NUMBER]
    assert rules[Outcome.ORDERED] is None


def typed(**changes: object) -> dict[str, object]:
    return {"version": 0} | {setting.name: setting.usual for setting in ALL} | changes


def test_the_director_sets_by_the_page_and_the_change_is_told(director_client: Client, director: User) -> None:
    address = reverse("calls:settings")
    assert director_client.post(address, typed(grace_minutes=30)).status_code == 302
    [version] = settings_history().rows
    assert version.by == "Olive Grant"
    assert version.changes == (SettingChange("A colleague may keep a promise after", "15 minutes", "30 minutes"),)
    assert '<span class="was">15 minutes</span> 30 minutes' in director_client.get(address).content.decode()


def test_the_standards_run_in_the_hours_that_are_set(director_client: Client, noon: dt.datetime) -> None:
    address = reverse("calls:settings")
    director_client.post(address, typed(answers_from="12:00", answers_until="13:00", enquiry_minutes=90))
    assert answer_by(noon.replace(hour=8), Nation.ENGLAND) == noon.replace(day=25, hour=12, minute=30)
    page = director_client.get(address).text
    assert 'The standards run until: <span class="was">17:30</span> 13:00' in " ".join(page.split())
    assert 'value="13:00"' in page


@pytest.mark.parametrize("value", ["06:00", "22:00", "soon", ""])
def test_hours_that_cannot_be_stay_in_their_field_with_the_bounds(value: str, director_client: Client) -> None:
    answer = director_client.post(reverse("calls:settings"), typed(answers_until=value))
    assert answer.status_code == 422
    assert "answers_until" in answer.context["form"].errors
    assert "13:00" in answer.text
    assert not DeskSettings.objects.exists()


def test_the_database_holds_to_the_hours_too(director: User, noon: dt.datetime) -> None:
    with pytest.raises(IntegrityError, match="calls_answers_until_is_safe"):
        DeskSettings.objects.create(version=1, changed_at=noon, changed_by=director, answers_until=dt.time(8))


@pytest.mark.parametrize("value", ["0", "9999", "soon", ""])
def test_an_impossible_value_stays_in_its_field_with_the_bounds(value: str, director_client: Client) -> None:
    answer = director_client.post(reverse("calls:settings"), typed(lease_seconds=value, grace_minutes=30))
    assert answer.status_code == 422
    assert f'value="{value}"' in answer.content.decode() or not value
    assert 'value="30"' in answer.content.decode()
    assert not DeskSettings.objects.exists()


def test_a_page_that_is_too_old_shows_what_stands_now_and_may_be_saved_again(
    director_client: Client, director: User, noon: dt.datetime
) -> None:
    change_settings(values={"grace_minutes": 40}, seen_version=0, by=director, at=noon)
    address = reverse("calls:settings")
    answer = director_client.post(address, typed(grace_minutes=30))
    assert answer.status_code == 422
    assert "Now set: 40" in answer.content.decode()
    director_client.post(address, typed(grace_minutes=30, version=1))
    assert DeskSettings.objects.in_force().grace_minutes == 30


def test_the_history_is_paged(director_client: Client, director: User, noon: dt.datetime) -> None:
    for n in range(60):
        DeskSettings.objects.create(version=n + 1, changed_at=noon, changed_by=director, grace_minutes=n)
    first = director_client.get(reverse("calls:settings"))
    assert f"?after={first.context['history'].following}" in first.text
    second = director_client.get(reverse("calls:settings"), {"after": first.context["history"].following})
    rows = [*first.context["history"].rows, *second.context["history"].rows]
    assert [row.version for row in rows] == list(range(60, 0, -1))
    assert rows[49].changes == (SettingChange("A colleague may keep a promise after", "9 minutes", "10 minutes"),)
    assert second.context["history"].following == ""


def test_what_is_no_version_starts_at_the_newest(director_client: Client) -> None:
    assert director_client.get(reverse("calls:settings"), {"after": "x" * 40}).status_code == 200
