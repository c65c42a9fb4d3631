"""Every table that leads to a customer is in the privacy register, and what the register names exists."""

import pytest
from django.apps import apps
from django.db import models

from customers import privacy
from customers.models import Customer
from customers.rules.privacy import Erasure
from customers.tests.make import make_contact, make_customer

ENTRIES = {entry.model: entry for entry in privacy.entries()}


def points_at(model: type[models.Model]) -> set[type[models.Model]]:
    """The tables that a row of `model` refers to."""
    related = {field.related_model for field in model._meta.get_fields() if field.concrete and field.is_relation}
    return {target for target in related if isinstance(target, type)}


def leading_to_a_customer() -> set[type[models.Model]]:
    """The walk: whatever refers to a table that leads to Customer leads there too."""
    every = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    found: set[type[models.Model]] = {Customer}
    while more := {model for model in every if model not in found and points_at(model) & found}:
        found |= more
    return found


def test_every_table_that_leads_to_a_customer_is_registered() -> None:
    missing = leading_to_a_customer() - set(ENTRIES)
    assert not missing, f"Say in privacy.py how these are exported and erased: {sorted(map(str, missing))}"


def test_the_walk_finds_tables_that_are_several_steps_away() -> None:
    assert apps.get_model("orders", "OrderLine") in leading_to_a_customer()
    assert apps.get_model("promotions", "Product") not in leading_to_a_customer()


def test_nothing_is_registered_that_leads_nowhere() -> None:
    assert set(ENTRIES) <= leading_to_a_customer()


@pytest.mark.django_db
@pytest.mark.parametrize("entry", ENTRIES.values(), ids=lambda entry: entry.model._meta.label)
def test_what_an_entry_names_exists(entry: privacy.Entry) -> None:
    assert list(entry.rows_of(0)) == []
    assert {entry.model._meta.get_field(name).name for name in entry.names} == set(entry.names)
    assert bool(entry.names) == (entry.erase == Erasure.KEEP_WITHOUT_NAMES)


@pytest.mark.django_db
def test_an_export_holds_one_customer_and_nobody_else() -> None:
    customer, other = make_customer(name="Calder"), make_customer(name="Other")
    make_contact(customer, name="Sam Field")
    make_contact(other, name="Pat Hill")
    held = privacy.export(customer.pk)
    assert [row["name"] for row in held["customers.customer"]] == ["Calder"]
    assert [row["name"] for row in held["customers.contact"]] == ["Sam Field"]
