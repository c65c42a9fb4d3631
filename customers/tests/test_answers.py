"""The link in a letter: opening it says nothing, pressing says it once, an old or foreign one opens nothing."""

import datetime as dt
from functools import partial

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from customers.actions import answer_letter, open_service_task
from customers.actions.answers import link_token
from customers.models import Customer, Event, Message, ServiceTask
from customers.rules.answers import AnsweredAlready, LinkEnded
from customers.rules.vocabulary import Answer, MessageKind
from customers.tests.at_once import at_once
from customers.tests.make import make_customer, make_message

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def letter(db: None) -> Message:
    return make_message(make_customer(name="Canal Café Ltd"), about="order SO-2026-000001", tells="It is late.")


def token_of(letter: Message, at: dt.datetime) -> str:
    return link_token(letter.key, at + 30 * DAY)


def page_of(letter: Message, at: dt.datetime) -> str:
    return reverse("customers:letter", args=[token_of(letter, at)])


def test_opening_the_link_says_nothing(letter: Message, noon: dt.datetime) -> None:
    for opened in (Client().get, Client().head):
        assert opened(page_of(letter, noon)).status_code == 200
    letter.refresh_from_db()
    assert letter.answer == ""


def test_a_press_confirms_without_signing_in(letter: Message, noon: dt.datetime) -> None:
    answer = Client().post(page_of(letter, noon), {"answer": "confirmed"}, follow=True)
    letter.refresh_from_db()
    assert (letter.answer, letter.answered_at) == (Answer.CONFIRMED, noon)
    assert "Thank you" in answer.content.decode()
    assert Event.objects.get().sentence == "By the link in “Your order SO-2026-000001”: “Yes, this is what we ordered”"


def test_a_press_from_elsewhere_is_refused(letter: Message, noon: dt.datetime) -> None:
    answer = Client(enforce_csrf_checks=True).post(page_of(letter, noon), {"answer": "confirmed"})
    assert answer.status_code == 403


def test_a_query_is_a_promise_to_ring_today(letter: Message, noon: dt.datetime) -> None:
    Client().post(page_of(letter, noon), {"answer": "queried", "words": "We asked for <six>"})
    task = ServiceTask.objects.get()
    assert (task.about, task.words) == ("order SO-2026-000001", "They query it: We asked for <six>")
    assert "&lt;six&gt;" in Client().get(page_of(letter, dt.datetime.now(dt.UTC))).content.decode()


@pytest.mark.parametrize(("words", "said"), [(" ", "in a few words"), ("4111 1111 1111 1111", "card number")])
def test_a_query_that_cannot_be_kept_comes_back_as_typed(
    words: str, said: str, letter: Message, noon: dt.datetime
) -> None:
    answer = Client().post(page_of(letter, noon), {"answer": "queried", "words": words})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert words in answer.content.decode()


def test_after_a_yes_they_may_still_query_but_not_the_other_way(letter: Message, noon: dt.datetime) -> None:
    token = token_of(letter, noon)
    answer_letter(token=token, answer=Answer.CONFIRMED, words="", at=noon)
    answer_letter(token=token, answer=Answer.QUERIED, words="Six", at=noon)
    with pytest.raises(AnsweredAlready):
        answer_letter(token=token, answer=Answer.CONFIRMED, words="", at=noon)


def test_a_yes_ends_the_call_that_was_to_tell_them(letter: Message, noon: dt.datetime) -> None:
    task = open_service_task(
        key=letter.key, customer_id=letter.customer_id, about="order", words="Late.", message=letter, at=noon
    )
    answer_letter(token=token_of(letter, noon), answer=Answer.CONFIRMED, words="", at=noon)
    task.refresh_from_db()
    assert (task.closed_at, task.closed_because) == (noon, "they confirmed by the link")


def test_a_yes_to_a_quote_asks_for_a_call(noon: dt.datetime) -> None:
    quote = make_message(make_customer(), kind=MessageKind.QUOTE, about="quote QU-2026-000001")
    answer_letter(token=token_of(quote, noon), answer=Answer.CONFIRMED, words="", at=noon)
    assert ServiceTask.objects.get().words == "They say: Yes, please go ahead"


@pytest.mark.django_db(transaction=True)
def test_a_double_press_is_kept_once(noon: dt.datetime) -> None:
    quote = make_message(make_customer(), kind=MessageKind.QUOTE, about="quote QU-2026-000001")
    press = partial(answer_letter, token=token_of(quote, noon), answer=Answer.CONFIRMED, words="", at=noon)
    assert not [each for each in at_once(*[press] * 4) if isinstance(each, Exception)]
    assert ServiceTask.objects.count() == 1


def test_an_old_link_says_whom_to_ring(letter: Message, noon: dt.datetime) -> None:
    with time_machine.travel(noon + 31 * DAY, tick=False):
        answer = Client().get(page_of(letter, noon))
    assert answer.status_code == 410
    assert "0113 496 0100" in answer.content.decode()
    with pytest.raises(LinkEnded):
        answer_letter(token=token_of(letter, noon), answer=Answer.CONFIRMED, words="", at=noon + 31 * DAY)


@pytest.mark.parametrize("change", [lambda token: token[:-1], lambda token: "x" + token, lambda token: "none"])
def test_a_link_that_we_did_not_make_opens_nothing(change: object, letter: Message, noon: dt.datetime) -> None:
    assert callable(change)
    address = reverse("customers:letter", args=[change(token_of(letter, noon))])
    assert Client().get(address).status_code == 404
    assert Client().post(address, {"answer": "confirmed"}).status_code == 404


def test_a_forgotten_customers_link_opens_nothing(letter: Message, noon: dt.datetime) -> None:
    address = page_of(letter, noon)
    Customer.objects.all().delete()
    assert Client().get(address).status_code == 404


@pytest.fixture
def overtaken(noon: dt.datetime) -> tuple[Message, Message]:
    """An acknowledgement, and the letter that its order has changed."""
    customer = make_customer()
    first = make_message(customer, key="order-7-confirmed-1", subject="Your order", text="4 x Tea")
    change = MessageKind.CHANGE
    second = make_message(customer, key="order-7-changed-2", kind=change, subject="Changed", promised_at=noon)
    second.text = f"2 x <Tea>\nhttp://localhost:8000{page_of(second, noon)}"
    second.save(update_fields=["text"])
    return first, second


def test_the_page_shows_what_is_confirmed(letter: Message, noon: dt.datetime) -> None:
    page = Client().get(page_of(letter, noon)).text
    assert "Thank you for your order." in page


def test_an_overtaken_letter_says_so_and_shows_what_stands(
    overtaken: tuple[Message, Message], noon: dt.datetime
) -> None:
    first, second = overtaken
    page = Client().get(page_of(first, noon)).text
    assert "We have written to you about this since, on" in page
    assert page_of(second, noon) in page
    assert "2 x &lt;Tea&gt;" in page
    assert "4 x Tea" not in page
    assert "Yes, this is what we ordered" not in page


def test_a_yes_to_what_no_longer_stands_is_not_taken(overtaken: tuple[Message, Message], noon: dt.datetime) -> None:
    first, _ = overtaken
    answer = Client().post(page_of(first, noon), {"answer": "confirmed"})
    first.refresh_from_db()
    assert (answer.status_code, first.answer) == (422, "")
    assert "since, on Tue 24 Nov: “Changed”" in answer.text


def test_what_they_query_of_it_is_heard(overtaken: tuple[Message, Message], noon: dt.datetime) -> None:
    first, second = overtaken
    answer_letter(token=token_of(first, noon), answer=Answer.QUERIED, words="Six", at=noon)
    answer_letter(token=token_of(second, noon), answer=Answer.CONFIRMED, words="", at=noon)
    assert ServiceTask.objects.get().words == "They query it: Six"


@pytest.mark.parametrize(
    ("kind", "key"), [(MessageKind.DELAY, "order-7-delayed-9"), (MessageKind.CHANGE, "order-77-changed-2")]
)
def test_other_news_and_other_orders_overtake_nothing(kind: MessageKind, key: str, noon: dt.datetime) -> None:
    customer = make_customer()
    first = make_message(customer, key="order-7-confirmed-1")
    make_message(customer, key=key, kind=kind)
    answer_letter(token=token_of(first, noon), answer=Answer.CONFIRMED, words="", at=noon)
    first.refresh_from_db()
    assert first.answer == Answer.CONFIRMED
