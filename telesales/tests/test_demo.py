"""The made-up wholesaler: the same each time, correct by our own rules, and never over somebody's own customers."""

import datetime as dt
import hashlib
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.core.management.color import no_style
from django.db import connection, transaction

from customers.models import Customer
from customers.tests.make import make_customer

pytestmark = pytest.mark.django_db

TUESDAY = dt.date(2026, 11, 24)
APPS = ("customers", "promotions", "orders", "calls", "targets")


def make_demo(customers: int = 12, seed: int = 1, *options: str) -> None:
    call_command(
        "demo", f"--customers={customers}", f"--seed={seed}", f"--as-of={TUESDAY}", *options, stdout=StringIO()
    )


def digest() -> str:
    """Of every row of every table but the people's, whose passwords are salted."""
    content = hashlib.sha256()
    models = [model for app in APPS for model in apps.get_app_config(app).get_models(include_auto_created=True)]
    with connection.cursor() as cursor:
        for model in models:
            cursor.execute(f"SELECT row::text FROM {model._meta.db_table} row ORDER BY 1")  # noqa: S608  # our own names
            content.update("\n".join(row for (row,) in cursor.fetchall()).encode())
    return content.hexdigest()


def digest_of_demo(seed: int) -> str:
    """Made in empty tables whose numbering starts at 1, and taken back."""
    with transaction.atomic():
        for statement in connection.ops.sql_flush(
            no_style(),
            connection.introspection.django_table_names(only_existing=True),
            reset_sequences=True,
            allow_cascade=True,
        ):
            with connection.cursor() as cursor:
                cursor.execute(statement)
        make_demo(12, seed)
        made = digest()
        transaction.set_rollback(True)
    return made


def test_the_same_seed_and_day_make_the_same_company() -> None:
    assert digest_of_demo(seed=1) == digest_of_demo(seed=1)


def test_another_seed_makes_another_company() -> None:
    assert digest_of_demo(seed=1) != digest_of_demo(seed=2)


def test_it_refuses_where_there_are_customers() -> None:
    make_customer()
    with pytest.raises(CommandError, match="nothing was made"):
        make_demo()
    assert Customer.objects.count() == 1


def test_it_adds_to_what_is_there_when_told_to() -> None:
    make_demo(12)
    make_demo(8, 1, "--add")
    assert Customer.objects.count() == 12 + 3 + 8 + 2


def test_what_is_made_by_hand_comes_after_ours() -> None:
    make_demo(12)
    last = Customer.objects.order_by("pk").last()
    assert last
    assert make_customer(account_number="X1").pk > last.pk
