"""How people get in: no signing up, few tries, a second step where the role needs it, sessions that can be ended."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from staff.models import User
from staff.rules import Role
from staff.tests.make import make_user

PASSWORD = "a long enough password"


@pytest.fixture
def person(db: None) -> User:
    return make_user(email="carol@example.com", password=PASSWORD)


def signs_in(client: Client, password: str = PASSWORD) -> bool:
    client.post(reverse("account_login"), {"login": "carol@example.com", "password": password})
    return "_auth_user_id" in client.session


def test_the_right_password_opens_the_desk_and_a_wrong_one_does_not(person: User) -> None:
    assert not signs_in(Client(), "a wrong one")
    assert signs_in(Client())


def test_nobody_signs_up(db: None) -> None:
    answer = Client().post(reverse("account_signup"), {"email": "new@example.com", "password1": PASSWORD})
    assert answer.status_code == 200
    assert not User.objects.exists()


def test_after_five_wrong_passwords_the_right_one_waits(person: User) -> None:
    cache.clear()
    for _ in range(5):
        signs_in(Client(), "a wrong one")
    assert not signs_in(Client())
    cache.clear()
    assert signs_in(Client())


def test_a_role_that_needs_a_second_step_is_led_to_it_first(settings: Settings, db: None) -> None:
    settings.MFA_REQUIRED_ROLES = [Role.DIRECTOR]
    director, coordinator = Client(), Client()
    director.force_login(make_user(role=Role.DIRECTOR))
    coordinator.force_login(make_user())
    assert director.get(reverse("targets:desk")).headers["Location"] == reverse("mfa_activate_totp")
    assert coordinator.get(reverse("calls:day")).status_code == 200


def test_the_second_step_is_set_up_after_the_password_is_given_again(settings: Settings, person: User) -> None:
    settings.MFA_REQUIRED_ROLES = [Role.COORDINATOR]
    client = Client()
    signs_in(client)
    asked = client.get(reverse("mfa_activate_totp")).headers["Location"]
    answer = client.post(asked, {"password": PASSWORD}, follow=True)
    assert answer.request["PATH_INFO"] == reverse("mfa_activate_totp")
    assert answer.status_code == 200


def test_a_person_ends_their_other_sessions(person: User) -> None:
    here, elsewhere = Client(), Client()
    for client in (here, elsewhere):
        assert signs_in(client)
        client.get(reverse("usersessions_list"))
    here.post(reverse("usersessions_list"))
    assert here.get(reverse("calls:day")).status_code == 200
    assert elsewhere.get(reverse("calls:day")).status_code == 302


def test_only_our_own_files_may_run_or_style(person: User) -> None:
    policy = Client().get(reverse("account_login")).headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
