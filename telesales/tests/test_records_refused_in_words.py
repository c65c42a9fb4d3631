"""What the admin site keeps is refused in words of the trade, never with the name of a constraint."""

import pytest
from django.db.models import BaseConstraint, Model, UniqueConstraint
from django.test import Client
from django.urls import reverse

from calls.models import Schedule
from customers.models import Contact, Customer, PhoneLine
from orders.models import DeliveryRound, RoundCutOff, Substitute
from promotions.models import ContractPrice, ListBreak, ListedPrice, Product
from staff.models import User

KEPT: list[type[Model]] = [
    Schedule,
    Customer,
    Contact,
    PhoneLine,
    DeliveryRound,
    RoundCutOff,
    Substitute,
    Product,
    ListBreak,
    ListedPrice,
    ContractPrice,
    User,
]


def has_words(constraint: BaseConstraint) -> bool:
    """Django names the fields itself of which the same may not be there twice."""
    names_fields = isinstance(constraint, UniqueConstraint) and constraint.fields and constraint.condition is None
    return bool(names_fields) or constraint.violation_error_message != constraint.default_violation_error_message


@pytest.mark.parametrize("model", KEPT)
def test_every_rule_of_a_kept_record_says_what_is_wrong(model: type[Model]) -> None:
    assert [rule.name for rule in model._meta.constraints if not has_words(rule)] == []


def test_a_second_person_of_one_email_is_refused_in_words(administrator_client: Client, coordinator: User) -> None:
    typed = {"email": coordinator.email.upper(), "full_name": "Carol Again", "role": "coordinator", "is_active": "on"}
    page = administrator_client.post(reverse("admin:staff_user_add"), typed).text
    assert "Somebody with this email is here already." in page
    assert "Carol Again" in page
    assert "Constraint" not in page
