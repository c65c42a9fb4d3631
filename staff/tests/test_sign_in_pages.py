"""The sign-in pages are in our look and say where a person is signed in."""

import pytest
from django.test import Client

from staff.models import User
from staff.tests.make import make_user

PASSWORD = "a long enough password"


@pytest.fixture
def carol(db: None) -> User:
    user = make_user(email="carol@example.com", full_name="Carol Shaw")
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    return user


def test_nobody_is_asked_to_sign_up(client: Client, db: None) -> None:
    page = client.get("/accounts/login/").content.decode()
    assert "Accounts are made by your administrator" in page
    assert "/accounts/signup/" not in page


def test_where_i_am_signed_in(client: Client, carol: User) -> None:
    client.post("/accounts/login/", {"login": carol.email, "password": PASSWORD})
    page = client.get("/accounts/sessions/").content.decode()
    assert page.count("This one") == 1
    assert "You are signed in nowhere else." in page


def test_signing_out_everywhere_else(client: Client, carol: User) -> None:
    elsewhere = Client()
    for browser in (client, elsewhere):
        browser.post("/accounts/login/", {"login": carol.email, "password": PASSWORD})
        browser.get("/accounts/sessions/")
    assert "Elsewhere" in client.get("/accounts/sessions/").content.decode()
    client.post("/accounts/sessions/")
    assert elsewhere.get("/accounts/sessions/").status_code == 302
