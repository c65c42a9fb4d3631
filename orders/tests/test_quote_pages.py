"""Quotes as a browser asks for them."""

import datetime as dt
import html
import re
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from conftest import signed_in
from customers.models import Message
from customers.tests.make import make_contact, make_customer
from orders.actions.enquiry import record_enquiry
from orders.actions.quote import set_quote_line
from orders.models import Enquiry, Order, Quote
from orders.rules.vocabulary import EnquiryKind, EnquiryState, QuoteState
from orders.tests.make import make_quote, make_sent_quote
from promotions.models import Product
from promotions.tests.make import make_product
from staff.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(coordinator: User) -> Client:
    return signed_in(coordinator)


def post(client: Client, name: str, quote: Quote, **typed: object) -> int:
    return client.post(reverse(f"orders:{name}", args=[quote.number]), typed).status_code


def on_screen(quote: Quote) -> dict[str, object]:
    """What the button that sends a quote sends along."""
    revision = quote.revisions.get()
    return {
        "revision": revision.number,
        "version": revision.version,
        "valid_until": revision.valid_until,
        "lead_time_days": revision.lead_time_days,
        "follow_up_on": Quote.objects.get(pk=quote.pk).follow_up_on,
        "note": revision.note,
    }


def page(client: Client, quote: Quote, **asked: str) -> str:
    return client.get(reverse("orders:quote", args=[quote.number]), asked).content.decode()


def test_an_enquiry_becomes_a_quote(client: Client, coordinator: User, noon: dt.datetime) -> None:
    customer = make_customer()
    asked = record_enquiry(
        key=uuid4(),
        customer_id=customer.pk,
        contact_id=None,
        kind=EnquiryKind.PRICE,
        words="Forty cases?",
        owner=coordinator,
        due_at=noon + dt.timedelta(hours=1),
        by=coordinator,
        at=noon,
    )
    address = f"{reverse('orders:quote-new')}?customer={customer.account_number}&enquiry={asked.pk}"
    assert client.get(address).status_code == 200
    answer = client.post(address, {"key": str(uuid4()), "owner": coordinator.pk}, follow=True)
    assert "Forty cases?" in answer.content.decode()
    asked.refresh_from_db()
    assert asked.state == EnquiryState.BEING_PRICED


def test_a_product_is_found_and_added(client: Client, coordinator: User, noon: dt.datetime) -> None:
    quote, tea = make_quote(by=coordinator, at=noon), make_product(name="Assam tea", list_price=Decimal("3.50"))
    assert "Assam tea" in page(client, quote, q="assam")
    assert post(client, "quote-line", quote, product=tea.pk, quantity=4) == 302
    assert "£14.00" in page(client, quote)


@pytest.mark.parametrize("quantity", ["-1", "1.5", "many", "", "100001"])
def test_a_quantity_that_is_none_comes_back_as_typed(
    quantity: str, client: Client, coordinator: User, noon: dt.datetime
) -> None:
    tea = make_product()
    quote = make_quote(by=coordinator, at=noon, lines={tea: 2})
    answer = client.post(reverse("orders:quote-line", args=[quote.number]), {"product": tea.pk, "quantity": quantity})
    assert answer.status_code == 422
    assert f'value="{quantity}"' in answer.content.decode()
    assert quote.revisions.get().lines.get().quantity == 2


def line_shown(answer: Any, product: Product) -> str:
    """The line of a product on the page, from its quantity on."""
    return str(answer.text.split(f'id="quantity-{product.pk}"')[1].split("</form>")[0])


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"quantity": "many"}, "quantity", "Type a whole number of packs."),
        ({"quantity": "100001"}, "quantity", "A quantity is a whole number from 0 to 100,000."),
        ({"hand_price": "cheap", "hand_reason": "Won back"}, "hand_price", "Type a price in pounds like 12.50"),
        ({"hand_price": "1.50", "hand_reason": " "}, "hand_reason", "Say why the price is set by hand."),
        ({"hand_price": "1.50", "hand_reason": "4111 1111 1111 1111"}, "hand_reason", "card"),
    ],
)
def test_a_line_that_is_refused_says_so_at_its_field_and_keeps_what_was_typed(
    director_client: Client, director: User, noon: dt.datetime, typed: dict[str, str], field: str, sentence: str
) -> None:
    tea = make_product()
    quote = make_quote(by=director, at=noon, lines={tea: 2})
    posted = {"product": tea.pk, "quantity": "2", "hand_price": "", "hand_reason": "", **typed}
    answer = director_client.post(reverse("orders:quote-line", args=[quote.number]), posted)
    shown = line_shown(answer, tea)
    said = shown.split(f'id="wrong-{field}-{tea.pk}"')[1].split("</p>")[0]
    assert answer.status_code == 422
    assert sentence in said
    assert answer.text.count(html.escape(said.split(">")[1])) == 1
    assert shown.count('aria-invalid="true"') == 1
    assert all(f'value="{value}"' in shown for value in typed.values())


def test_a_price_by_hand_may_have_its_sign_and_commas(
    director_client: Client, director: User, noon: dt.datetime
) -> None:
    tea = make_product()
    quote = make_quote(by=director, at=noon, lines={tea: 2})
    typed = {"product": tea.pk, "quantity": 2, "hand_price": "£1,250.50", "hand_reason": "By contract"}
    assert post(director_client, "quote-line", quote, **typed) == 302
    assert quote.revisions.get().lines.get().unit_price == Decimal("1250.5000")


def test_a_line_that_has_gone_meanwhile_is_answered_above(client: Client, coordinator: User, noon: dt.datetime) -> None:
    quote = make_quote(by=coordinator, at=noon, lines={make_product(): 2})
    posted = {"product": make_product().pk, "quantity": "many"}
    answer = client.post(reverse("orders:quote-line", args=[quote.number]), posted)
    assert '<p class="note is-bad" role="alert">Type a whole number of packs.</p>' in answer.text


def test_a_decision_without_a_reason_is_answered_at_the_reason(
    director_client: Client, director: User, noon: dt.datetime
) -> None:
    quote, tea = make_quote(by=director, at=noon), make_product(list_price=Decimal(10), floor_price=Decimal(8))
    by_hand: dict[str, Any] = {"hand_price": Decimal(7), "hand_reason": "To win them"}
    set_quote_line(quote_id=quote.pk, product_id=tea.pk, quantity=1, by=director, at=noon, **by_hand)
    decided = {"version": quote.revisions.get().version, "decision": "release", "reason": " "}
    answer = director_client.post(reverse("orders:quote-decide", args=[quote.number]), decided)
    assert answer.text.count("Give the reason: whoever asks later reads it.") == 1
    assert 'aria-invalid="true"' in answer.text.split(f'id="reason-{quote.number}"')[1].split(">")[0]


def test_a_hand_price_needs_the_permission(client: Client, coordinator: User, noon: dt.datetime) -> None:
    """Those without it see no field for it, and are refused when they send one all the same."""
    quote, tea = make_quote(by=coordinator, at=noon), make_product()
    may = coordinator.has_perm("orders.set_hand_price")
    status = post(client, "quote-line", quote, product=tea.pk, quantity=1, hand_price="1", hand_reason="Won back")
    assert status == (302 if may else 403)


def test_terms_that_cannot_be_promised_come_back(client: Client, coordinator: User, noon: dt.datetime) -> None:
    quote = make_quote(by=coordinator, at=noon)
    typed = {"valid_until": "2026-11-20", "lead_time_days": "3", "follow_up_on": "2026-11-27", "note": "As typed"}
    answer = client.post(reverse("orders:quote-terms", args=[quote.number]), typed)
    assert answer.status_code == 422
    assert "longer than today" in answer.content.decode()
    assert "As typed" in answer.content.decode()


def test_what_is_added_comes_to_what_stands_and_keeps_its_price(
    client: Client, coordinator: User, noon: dt.datetime
) -> None:
    quote, tea = make_quote(by=coordinator, at=noon), make_product(name="Tea", code="TEA")
    by_hand: dict[str, Any] = {"hand_price": Decimal(7), "hand_reason": "To win them"}
    set_quote_line(quote_id=quote.pk, product_id=tea.pk, quantity=3, by=coordinator, at=noon, **by_hand)
    found = client.get(reverse("orders:quote", args=[quote.number]), {"q": "TEA"})
    assert "Add to the 3 on the quote" in found.text
    added = {"product": tea.pk, "quantity": 2, "was": 3}
    for _ in range(2):
        assert post(client, "quote-line", quote, **added) == 302
        line = quote.revisions.get().lines.get()
        assert (line.quantity, line.unit_price, line.hand_reason) == (5, Decimal(7), "To win them")
    assert post(client, "quote-line", quote, **{**added, "quantity": 4}) == 422
    assert quote.revisions.get().lines.get().quantity == 5


def test_adding_nothing_is_answered_at_its_field_and_what_was_found_stays(
    client: Client, coordinator: User, noon: dt.datetime
) -> None:
    tea = make_product(name="Tea", code="TEA")
    quote = make_quote(by=coordinator, at=noon, lines={tea: 3})
    where = reverse("orders:quote-line", args=[quote.number]) + "?q=TEA"
    answer = client.post(where, {"product": tea.pk, "quantity": "0", "was": "3"})
    assert answer.status_code == 422
    assert answer.text.count("0 packs add nothing. Type how many to add.") == 1
    assert re.search(r'name="quantity"\s+inputmode="numeric"\s+value="0"\s+size="4"\s+aria-invalid', answer.text)
    assert 'value="3"' in line_shown(answer, tea)


def test_what_is_looked_for_on_a_quote_is_no_customer_looked_up(
    client: Client, coordinator: User, noon: dt.datetime
) -> None:
    quote = make_quote(by=coordinator, at=noon)
    found = client.get(reverse("orders:quote", args=[quote.number]), {"q": "TEA"}).text
    assert found.count('value="TEA"') == 1


def test_it_is_sent_once(client: Client, coordinator: User, noon: dt.datetime) -> None:
    quote = make_quote(by=coordinator, at=noon, lines={make_product(): 1})
    assert [post(client, "quote-send", quote, **on_screen(quote)) for _ in range(2)] == [302, 302]
    assert Message.objects.count() == 1
    assert "on its way" in page(client, quote)


def test_it_is_sent_with_the_terms_on_the_screen(client: Client, coordinator: User, noon: dt.datetime) -> None:
    quote = make_quote(by=coordinator, at=noon, lines={make_product(): 1})
    until = noon.date() + dt.timedelta(days=3)
    typed = on_screen(quote) | {"valid_until": until, "follow_up_on": until, "note": "As we said"}
    assert post(client, "quote-send", quote, **typed) == 302
    sent = quote.revisions.get()
    assert (sent.valid_until, sent.note) == (until, "As we said")
    assert "hold until Fri 27 November 2026" in Message.objects.get().text


def test_terms_that_cannot_be_send_nothing_and_stay_as_typed(
    client: Client, coordinator: User, noon: dt.datetime
) -> None:
    quote = make_quote(by=coordinator, at=noon, lines={make_product(): 1})
    typed = on_screen(quote) | {"valid_until": noon.date(), "note": "As typed"}
    answer = client.post(reverse("orders:quote-send", args=[quote.number]), typed)
    assert answer.status_code == 422
    assert "longer than today" in answer.text
    assert "As typed" in answer.text
    assert not Message.objects.exists()
    assert quote.revisions.get().note == ""


def test_below_the_floor_the_director_approves(
    client: Client, director_client: Client, director: User, coordinator: User, noon: dt.datetime
) -> None:
    quote = make_quote(by=coordinator, at=noon)
    tea = make_product(name="Tea", list_price=Decimal(10), floor_price=Decimal(8))
    set_quote_line(
        quote_id=quote.pk,
        product_id=tea.pk,
        quantity=1,
        hand_price=Decimal(7),
        hand_reason="To win them",
        by=director,
        at=noon,
    )
    version = quote.revisions.get().version
    assert "Send it to the customer" not in page(client, quote)
    assert "1 x Tea at £7.00, floor £8.00: To win them" in director_client.get(reverse("orders:approvals")).text
    decided = {"version": version, "decision": "release", "reason": "Volume"}
    assert post(client, "quote-decide", quote, **decided) == 403
    assert post(director_client, "quote-decide", quote, **{**decided, "reason": " "}) == 422
    assert post(director_client, "quote-decide", quote, **decided) == 302
    assert "Send it to the customer" in page(client, quote)
    assert "Nothing waits for a decision." in director_client.get(reverse("orders:approvals")).text


def test_priced_again_it_shows_the_difference(client: Client, coordinator: User, noon: dt.datetime) -> None:
    tea = make_product(name="Tea", list_price=Decimal(10))
    quote = make_sent_quote(by=coordinator, at=noon, lines={tea: 2})
    tea.list_price = Decimal(12)
    tea.save(update_fields=["list_price"])
    assert post(client, "quote-revise", quote, price_again="1") == 302
    assert "Tea was £10.00, is £12.00 each" in page(client, quote)


def test_other_packs_at_the_same_price_are_said_to_be_that(
    client: Client, coordinator: User, noon: dt.datetime
) -> None:
    tea = make_product(name="Tea", list_price=Decimal(10))
    quote = make_sent_quote(by=coordinator, at=noon, lines={tea: 2})
    assert post(client, "quote-revise", quote) == 302
    assert post(client, "quote-line", quote, product=tea.pk, quantity=7) == 302
    assert "Tea was 2, is 7 packs, still at £10.00 each" in page(client, quote)


def test_it_becomes_their_order(client: Client, coordinator: User, noon: dt.datetime) -> None:
    quote = make_sent_quote(by=coordinator, at=noon, lines={make_product(): 2})
    assert client.post(reverse("calls:quote-order", args=[quote.number])).status_code == 302
    assert Order.objects.get().lines.get().quantity == 2


def test_lost_without_a_reason_comes_back_as_typed(client: Client, coordinator: User, noon: dt.datetime) -> None:
    quote = make_sent_quote(by=coordinator, at=noon, lines={make_product(): 2})
    typed = {"lost_reason": "", "competitor": "Bunzl", "competitor_price": "x", "words": ""}
    answer = client.post(reverse("orders:quote-lose", args=[quote.number]), typed)
    assert answer.status_code == 422
    assert 'value="Bunzl"' in answer.content.decode()
    assert post(client, "quote-lose", quote, **{**typed, "competitor_price": "9", "lost_reason": "price"}) == 302
    quote.refresh_from_db()
    assert quote.state == QuoteState.LOST


@pytest.mark.parametrize(
    "asked", ["", "?state=won", "?state=every&mine=on", "?state=nonsense", "?after=20261124T120000.000000-1"]
)
def test_the_list(asked: str, client: Client, coordinator: User, noon: dt.datetime) -> None:
    make_sent_quote(by=coordinator, at=noon, lines={make_product(): 2})
    assert client.get(reverse("orders:quotes") + asked).status_code == 200


def test_an_address_that_we_did_not_make_is_no_page(client: Client) -> None:
    assert client.get(reverse("orders:quotes") + "?after=x").status_code == 404


@pytest.mark.parametrize("count", [1, 20])
def test_the_list_asks_little_however_long(
    count: int,
    client: Client,
    coordinator: User,
    noon: dt.datetime,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    customer = make_customer()
    make_contact(customer)
    for _ in range(count):
        make_quote(by=coordinator, at=noon, customer=customer)
    with django_assert_max_num_queries(4):
        client.get(reverse("orders:quotes"))


@pytest.mark.parametrize("count", [1, 20])
def test_a_page_asks_little_however_many_lines(
    count: int,
    client: Client,
    coordinator: User,
    noon: dt.datetime,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    quote = make_quote(by=coordinator, at=noon, lines={make_product(): 1 for _ in range(count)})
    with django_assert_max_num_queries(8):
        page(client, quote)


def test_an_enquiry_is_handed_over(
    client: Client, coordinator: User, second_coordinator: User, noon: dt.datetime
) -> None:
    asked = Enquiry.objects.create(
        key=uuid4(),
        customer=make_customer(),
        kind=EnquiryKind.PRICE,
        words="Forty cases?",
        owner=coordinator,
        recorded_by=coordinator,
        received_at=noon,
        due_at=noon + dt.timedelta(hours=1),
    )
    address = reverse("orders:enquiry-move", args=[asked.pk])
    assert client.post(address, {"owner": second_coordinator.pk, "due_at": "2026-11-24T09:00"}).status_code == 422
    assert client.post(address, {"owner": second_coordinator.pk, "due_at": "2026-11-24T15:00"}).status_code == 302
    asked.refresh_from_db()
    assert (asked.owner, asked.due_at) == (second_coordinator, noon.replace(hour=15))


def test_a_lost_enquiry_says_why(client: Client, coordinator: User, noon: dt.datetime) -> None:
    asked = Enquiry.objects.create(
        key=uuid4(),
        customer=make_customer(),
        kind=EnquiryKind.PRICE,
        words="Forty cases?",
        owner=coordinator,
        recorded_by=coordinator,
        received_at=noon,
        due_at=noon + dt.timedelta(hours=1),
    )
    address, typed = reverse("orders:enquiry", args=[asked.pk]), {"answer": "No", "state": "lost"}
    assert client.post(address, typed).status_code == 422
    lost = {**typed, "lost_reason": "price", "competitor": "Bunzl", "competitor_price": "8.50"}
    assert client.post(address, {**lost, "competitor": "4111 1111 1111 1111"}).status_code == 422
    assert client.post(address, lost).status_code == 302
    asked.refresh_from_db()
    assert (asked.lost_reason, asked.competitor, asked.competitor_price) == ("price", "Bunzl", Decimal("8.50"))
