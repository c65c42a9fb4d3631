"""What became of the letter is said once, and to whom it went."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string

from orders.rules.vocabulary import AcknowledgementState


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Sent", "Sent</span> to sam@example.com"),
        ("Promised, not sent yet", "Sent</span> Promised, not sent yet, to sam@example.com"),
    ],
)
def test_the_letter_is_said_once(words: str, said: str, noon: dt.datetime) -> None:
    day = {"confirmed_at": noon, "delivery_on": noon.date()}
    sheet = SimpleNamespace(acknowledgement=words, sent_to="sam@example.com", account_number="C1", **day)
    told = {"sheet": sheet, "life": SimpleNamespace(acknowledgement=AcknowledgementState.SENT)}
    assert said in render_to_string("orders/_order_facts.html", told)
