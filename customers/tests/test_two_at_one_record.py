"""Two administrators have one record open: neither undoes what the other did."""

import html
import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from customers.models import Customer, PhoneLine
from customers.rules.vocabulary import Nation
from customers.tests.make import make_customer, make_line
from customers.tests.test_admin import record

pytestmark = pytest.mark.django_db


def path(customer: Customer) -> str:
    return f"/admin/customers/customer/{customer.pk}/change/"


def opened(client: Client, customer: Customer) -> dict[str, Any]:
    """What a browser that has the record open now would send when nothing is typed."""
    page = client.get(path(customer)).text
    rows = [{"id": line.pk, "number": line.number, "label": line.label} for line in customer.lines.order_by("pk")]
    shown = re.findall(r'<input type="hidden" name="([^"]*shown)" value="([^"]*)"', page)
    return record(customer, rows, **{name: html.unescape(value) for name, value in shown})


def send(client: Client, customer: Customer, stale: dict[str, Any], **typed: str) -> str:
    return client.post(path(customer), {**stale, **typed}, follow=True).text


def test_what_the_other_changed_and_nobody_typed_here_stays(administrator_client: Client) -> None:
    customer = make_customer(do_not_mention="")
    stale = opened(administrator_client, customer)
    Customer.objects.update(do_not_mention="The old van", nation=Nation.WALES)
    send(administrator_client, customer, stale, credit_limit="750")
    customer.refresh_from_db()
    assert (customer.do_not_mention, customer.nation) == ("The old van", Nation.WALES.value)
    assert customer.credit_limit == Decimal(750)


def test_of_a_number_too(administrator_client: Client) -> None:
    customer = make_customer()
    line = make_line(customer, is_main=False)
    stale = opened(administrator_client, customer)
    PhoneLine.objects.update(number="+442079460199")
    send(administrator_client, customer, stale, **{"lines-0-label": "Yard"})
    line.refresh_from_db()
    assert (line.number, line.label) == ("+442079460199", "Yard")


def test_what_both_changed_is_refused_once_with_what_stands(administrator_client: Client) -> None:
    customer = make_customer(nation=Nation.ENGLAND)
    stale = opened(administrator_client, customer)
    Customer.objects.update(nation=Nation.WALES, do_not_mention="The old van")
    answer = send(administrator_client, customer, stale, nation=Nation.SCOTLAND)
    assert "Somebody made this “Wales” meanwhile. Save again to have yours." in answer
    shown = re.search(r'name="shown" value="([^"]*)"', answer)
    assert shown
    send(administrator_client, customer, stale, nation=Nation.SCOTLAND, shown=html.unescape(shown[1]))
    customer.refresh_from_db()
    assert (customer.nation, customer.do_not_mention) == (Nation.SCOTLAND, "The old van")


def test_a_number_is_that_of_somebody_there(administrator_client: Client) -> None:
    customer = make_customer()
    make_line(customer)
    make_customer().contacts.create(name="Stranger")
    customer.contacts.create(name="Sam Field")
    page = administrator_client.get(path(customer)).text
    assert "Sam Field</option>" in page
    assert "Stranger</option>" not in page
