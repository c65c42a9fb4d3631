"""The permission gate reads the line afresh, in one query, and stays shut when it cannot."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from customers.models import PhoneLine
from customers.reports import decide, decide_many, outlook
from customers.rules.codes import Code
from customers.rules.vocabulary import Nation, Purpose
from customers.tests.make import make_customer, make_line
from staff.models import User
from staff.tests.make import make_user

pytestmark = pytest.mark.django_db


def test_a_coordinator_may_ring_a_customer_at_noon(coordinator: User, noon: dt.datetime) -> None:
    assert decide(actor=coordinator, line=make_line(make_customer()), purpose=Purpose.MARKETING, at=noon).allowed


@pytest.mark.parametrize("fields", [{"is_active": False}, {"role": "administrator"}])
def test_others_may_not(fields: dict[str, object], noon: dt.datetime) -> None:
    line = make_line(make_customer())
    decision = decide(actor=make_user(**fields), line=line, purpose=Purpose.MARKETING, at=noon)
    assert decision.code == Code.NOT_PERMITTED


def test_twenty_lines_are_decided_in_one_query(coordinator: User, noon: dt.datetime) -> None:
    lines = [make_line(make_customer(), number=f"+44207946{1000 + number:04d}") for number in range(20)]
    with CaptureQueriesContext(connection) as queries:
        decisions = decide_many(lines, actor=coordinator, purpose=Purpose.MARKETING, at=noon)
    assert len(queries) == 1
    assert len(decisions) == 20


def test_what_was_read_long_ago_does_not_count(coordinator: User, noon: dt.datetime) -> None:
    line = make_line(make_customer())
    PhoneLine.objects.update(do_not_call_at=noon)
    assert decide(actor=coordinator, line=line, purpose=Purpose.MARKETING, at=noon).code == Code.OBJECTION


def test_a_line_that_is_gone_shuts_the_gate(coordinator: User, noon: dt.datetime) -> None:
    line = make_line(make_customer())
    PhoneLine.objects.all().delete()
    assert decide(actor=coordinator, line=line, purpose=Purpose.MARKETING, at=noon).code == Code.FAIL_CLOSED


def test_a_database_that_does_not_answer_shuts_the_gate(coordinator: User, noon: dt.datetime) -> None:
    line = make_line(make_customer())
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE customers_phoneline RENAME TO elsewhere")
    assert decide(actor=coordinator, line=line, purpose=Purpose.MARKETING, at=noon).code == Code.FAIL_CLOSED


def test_the_customers_nation_decides_their_holidays(coordinator: User, noon: dt.datetime) -> None:
    scot = make_line(make_customer(nation=Nation.SCOTLAND), number="+447400123456")
    st_andrews_day = noon + dt.timedelta(days=6)
    decision = decide(actor=coordinator, line=scot, purpose=Purpose.MARKETING, at=st_andrews_day)
    assert decision.code == Code.BANK_HOLIDAY


def test_without_a_caller_number_nobody_is_rung(coordinator: User, noon: dt.datetime, settings: Settings) -> None:
    settings.COMPANY_CALLER_ID = ""
    line = make_line(make_customer())
    assert decide(actor=coordinator, line=line, purpose=Purpose.MARKETING, at=noon).code == Code.CALLER_ID_MISSING


def test_the_outlook_is_the_same_for_whoever_looks(noon: dt.datetime) -> None:
    line = make_line(make_customer())
    assert outlook({line.pk: line.number}, at=noon)[line.pk].allowed
