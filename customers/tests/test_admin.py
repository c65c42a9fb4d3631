"""Customer records in the admin site."""

from typing import Any

import pytest
from django.test import Client

from customers.models import Customer, Event, PhoneLine
from customers.tests.make import make_customer, make_line, make_message
from staff.models import User

pytestmark = pytest.mark.django_db


def record(customer: Customer, lines: list[dict[str, Any]], **overrides: Any) -> dict[str, Any]:
    """What the browser posts for a customer with these lines and nothing else."""
    fields: dict[str, Any] = {
        "account_number": customer.account_number,
        "name": customer.name,
        "legal_form": customer.legal_form,
        "kind": customer.kind,
        "status": customer.status,
        "nation": customer.nation,
        "credit_terms_days": customer.credit_terms_days,
    }
    for prefix in ("contacts", "lines", "addresses"):
        count = len(lines) if prefix == "lines" else 0
        known = sum("id" in line for line in lines) if prefix == "lines" else 0
        fields |= {f"{prefix}-TOTAL_FORMS": count, f"{prefix}-INITIAL_FORMS": known}
    for position, line in enumerate(lines):
        row = {"subscriber_type": "corporate", "customer": customer.pk} | line
        fields |= {f"lines-{position}-{name}": value for name, value in row.items()}
    return fields | overrides


def change(client: Client, customer: Customer, lines: list[dict[str, Any]], **overrides: Any) -> str:
    url = f"/admin/customers/customer/{customer.pk}/change/"
    return client.post(url, record(customer, lines, **overrides), follow=True).content.decode()


def test_a_number_is_kept_in_one_spelling(administrator_client: Client) -> None:
    customer = make_customer()
    change(administrator_client, customer, [{"number": "+44 (0)20 7946-0101", "is_main": "on"}])
    assert PhoneLine.objects.get().number == "+442079460101"


def test_what_is_no_number_is_refused_in_words(administrator_client: Client) -> None:
    html = change(administrator_client, make_customer(), [{"number": "(012345) 657897"}])
    assert "“(012345) 657897” is not a telephone number." in html
    assert not PhoneLine.objects.exists()


def test_a_change_is_in_the_customers_history(administrator_client: Client, administrator: User) -> None:
    customer = make_customer()
    change(administrator_client, customer, [{"number": "020 7946 0101"}], name="New Name Ltd")
    event = Event.objects.get()
    assert event.by == administrator
    assert "Changed Name" in event.sentence
    assert "Added phone line" in event.sentence


def test_saving_without_a_change_writes_nothing(administrator_client: Client) -> None:
    customer = make_customer()
    change(administrator_client, customer, [])
    assert not Event.objects.exists()


def test_another_number_becomes_the_first_in_one_save(administrator_client: Client) -> None:
    customer = make_customer()
    first, second = make_line(customer), make_line(customer, is_main=False)
    rows = [
        {"id": first.pk, "number": first.number},
        {"id": second.pk, "number": second.number, "is_main": "on"},
    ]
    change(administrator_client, customer, rows)
    assert PhoneLine.objects.get(is_main=True) == second


def test_the_first_number_stays_when_another_is_added(administrator_client: Client) -> None:
    customer = make_customer()
    first = make_line(customer)
    rows: list[dict[str, Any]] = [
        {"id": first.pk, "number": first.number, "is_main": "on"},
        {"number": "0113 496 0102"},
    ]
    change(administrator_client, customer, rows)
    assert PhoneLine.objects.get(is_main=True) == first
    assert PhoneLine.objects.count() == 2


def test_two_firsts_are_refused_in_words(administrator_client: Client) -> None:
    rows = [{"number": "020 7946 0101", "is_main": "on"}, {"number": "020 7946 0102", "is_main": "on"}]
    assert "Only one can come first." in change(administrator_client, make_customer(), rows)


def test_letters_are_shown_and_not_edited(administrator_client: Client) -> None:
    letter = make_message(make_customer())
    assert administrator_client.get(f"/admin/customers/message/{letter.pk}/change/").status_code == 200
    assert (
        administrator_client.post(f"/admin/customers/message/{letter.pk}/change/", {"to": "x@x.example"}).status_code
        == 403
    )


@pytest.mark.parametrize("model", ["customer", "segment", "pricelist", "event", "message"])
def test_the_lists_open_and_are_searched(model: str, administrator_client: Client) -> None:
    make_message(make_customer())
    assert (
        administrator_client.get(f"/admin/customers/{model}/", {"q": "cus"} if model == "customer" else {}).status_code
        == 200
    )


def test_a_colleague_is_added_without_a_password_and_told_how_to_get_one(administrator_client: Client) -> None:
    form = {"email": "new@example.com", "full_name": "New Person", "role": "coordinator", "is_active": "on"}
    html = administrator_client.post("/admin/staff/user/add/", form, follow=True).content.decode()
    assert "Forgotten your password?" in html
    assert not User.objects.get(email="new@example.com").has_usable_password()


def test_a_colleague_is_never_deleted(administrator_client: Client, coordinator: User) -> None:
    assert administrator_client.post(f"/admin/staff/user/{coordinator.pk}/delete/").status_code == 403


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("09098 790123", "0909 879 0123 is kept and not rung. This is a premium"),
        ("+33 1 42 68 53 00", "+33 1 42 68 53 00 is kept and not rung. This number is outside the United Kingdom"),
    ],
)
def test_a_number_that_is_never_rung_is_said_when_it_is_typed(
    administrator_client: Client, typed: str, said: str
) -> None:
    customer = make_customer()
    assert said in change(administrator_client, customer, [{"number": typed}])
    line = customer.lines.get()
    assert "kept and not rung" not in change(administrator_client, customer, [{"id": line.pk, "number": line.number}])
