"""What is asked at the read-back: kept field by field, refused at its field, lost in no path."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from calls.models import Call
from orders.models import Order
from orders.tests.make import make_draft
from promotions.tests.make import make_product
from staff.models import User

HTMX = {"HX-Request": "true"}


@pytest.fixture
def draft(call: Call, coordinator: User, noon: dt.datetime) -> Order:
    return make_draft(by=coordinator, at=noon, customer=call.customer, lines={make_product(name="Tea"): 4})


class Desk:
    """One window with the read-back of a draft."""

    def __init__(self, client: Client, call: Call, draft: Order) -> None:
        self.client, self.call, self.draft = client, call, draft

    def post(self, name: str, typed: dict[str, str], **how: object) -> str:
        """The words of the answer; its status and the draft afterwards are kept."""
        address = reverse(f"calls:{name}", args=[self.call.pk, self.draft.pk])
        fields = {"seen_version": str(self.draft.version)} | typed
        answer = self.client.post(address, fields, follow=True, headers=HTMX if how.get("htmx") else {})
        self.status = answer.status_code
        self.draft.refresh_from_db()
        return " ".join(answer.text.split())


@pytest.fixture
def desk(coordinator_client: Client, call: Call, draft: Order) -> Desk:
    return Desk(coordinator_client, call, draft)


def test_a_field_is_saved_and_its_answer_draws_no_field_anew(desk: Desk) -> None:
    words = desk.post("details", {"note": "back\r\ndoor", "was-note": ""}, htmx=True)
    assert (desk.status, desk.draft.note) == (200, "back\ndoor")
    assert 'name="was-note" value="back door"' in words
    assert 'name="note"' not in words


def test_a_window_that_is_behind_changes_only_what_was_typed_in_it(desk: Desk) -> None:
    desk.post("details", {"delivery_on": "2026-11-26", "was-delivery_on": ""}, htmx=True)
    behind = {"note": "ring", "was-note": "", "delivery_on": "", "was-delivery_on": ""}
    desk.post("details", behind, htmx=True)
    assert (str(desk.draft.delivery_on), desk.draft.note) == ("2026-11-26", "ring")


def test_confirming_from_a_window_that_is_behind_is_said_at_the_field(desk: Desk) -> None:
    desk.post("details", {"delivery_on": "2026-11-26", "was-delivery_on": ""}, htmx=True)
    words = desk.post("confirm", {"delivery_on": "2026-11-25", "was-delivery_on": "", "note": "ring", "was-note": ""})
    assert "Another window has put “Thu 26 November 2026” here" in words
    assert 'name="was-delivery_on" value="2026-11-26"' in words
    assert (desk.status, desk.draft.note, desk.draft.number) == (422, "ring", None)


@pytest.mark.parametrize("name", ["details", "confirm"])
@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"note": "4111 1111 1111 1111"}, "looks like a card number"),
        ({"note": "x" * 4001}, "at most 4,000 letters"),
        ({"purchase_order_number": "7" * 41}, "at most 40 letters"),
        ({"delivery_other": "2026-02-30"}, "“2026-02-30” is no day"),
        ({"delivery_other": "2026-11-29"}, "we do not deliver to them on a Sunday"),
    ],
)
def test_what_is_refused_stands_at_its_field_and_the_rest_is_kept(
    desk: Desk, name: str, wrong: dict[str, str], said: str
) -> None:
    orderer = desk.call.customer.contacts.get()
    words = desk.post(name, {"ordered_by": str(orderer.pk), "note": "ring", "purchase_order_number": "PO 7"} | wrong)
    [(field, typed)] = wrong.items()
    assert desk.status == 422
    assert f'id="wrong-{field.replace("other", "on")}" class="invalid-feedback d-block" role="alert">' in words
    assert said in words
    assert typed in words
    assert (desk.draft.number, desk.draft.ordered_by) == (None, orderer)
    kept = {"note": "ring", "purchase_order_number": "PO 7"}
    assert all(getattr(desk.draft, other) == kept[other] for other in kept if other != field)


def test_the_field_that_is_wrong_is_marked_and_has_the_cursor(desk: Desk) -> None:
    words = desk.post("confirm", {"note": "4111 1111 1111 1111"})
    assert 'aria-describedby="wrong-note" aria-invalid="true" autofocus' in words


def test_a_refused_field_is_told_to_the_page_in_words(desk: Desk) -> None:
    words = desk.post("details", {"purchase_order_number": "7" * 41, "was-purchase_order_number": ""}, htmx=True)
    assert desk.status == 422
    assert "at most 40 letters" in words


def test_a_number_of_theirs_that_is_missing_is_said_at_its_field(desk: Desk, call: Call) -> None:
    type(call.customer).objects.update(order_reference_required=True)
    orderer = call.customer.contacts.get().pk
    words = desk.post("confirm", {"ordered_by": str(orderer), "delivery_on": "2026-11-25"})
    assert 'role="alert">They need their own purchase order number' in words


def test_without_scripts_the_answers_are_saved_by_a_button(desk: Desk) -> None:
    words = desk.post("details", {"note": "ring", "was-note": "", "delivery_other": "2026-12-14"})
    assert desk.status == 200
    assert (desk.draft.note, str(desk.draft.delivery_on)) == ("ring", "2026-12-14")
    assert 'value="2026-12-14" selected' in words


def test_a_day_that_is_kept_and_gone_is_shown_as_such(desk: Desk, noon: dt.datetime) -> None:
    Order.objects.update(delivery_on=dt.date(2026, 11, 24))
    page = desk.client.get(reverse("calls:finish", args=[desk.call.pk]))
    words = " ".join(page.text.split())
    assert 'value="2026-11-24" selected> Tue 24 Nov 2026, not any more: it is not after today' in words
