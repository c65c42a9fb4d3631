"""The Director words a letter, looks at it, and goes back to the usual words."""

import pytest
from django.test import Client
from django.urls import reverse

from customers.models import LetterWording
from customers.rules.letters import SORTS
from customers.rules.vocabulary import MessageKind

pytestmark = pytest.mark.django_db
PAGE = {"subject": "Quote {number}", "body": "Dear {reader},\n\n{quote}\n\n{link}"}


def address(kind: str = "quote") -> str:
    return reverse("customers:wording", args=[kind])


@pytest.mark.parametrize("kind", SORTS)
def test_each_letter_is_shown(kind: MessageKind, director_client: Client) -> None:
    assert director_client.get(address(kind)).status_code == 200


def test_the_list_says_who_worded_what(director_client: Client) -> None:
    director_client.post(address(), PAGE)
    page = director_client.get(reverse("customers:wordings")).content.decode()
    assert "Olive Grant" in page
    assert page.count("Usual words") == len(SORTS) - 1


def test_looking_keeps_nothing(director_client: Client) -> None:
    page = director_client.post(address(), {**PAGE, "look": "1"}).content.decode()
    assert "Quote QU-2026-000045" in page
    assert not LetterWording.objects.exists()


def test_words_that_cannot_stand_come_back_as_typed(director_client: Client) -> None:
    answer = director_client.post(address(), {**PAGE, "body": "Pay {price} now"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Pay {price} now" in page
    assert "means nothing here" in page


def test_back_to_the_usual_words(director_client: Client) -> None:
    director_client.post(address(), PAGE)
    director_client.post(reverse("customers:wording-forget", args=["quote"]))
    assert not LetterWording.objects.exists()


def test_a_letter_there_is_not(director_client: Client) -> None:
    assert director_client.get(address("invoice")).status_code == 404
