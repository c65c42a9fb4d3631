"""What a role may do follows from the table alone."""

import pytest
from django.core.management import call_command

from staff.models import User
from staff.rules import Role


def test_a_coordinator_works_the_queue_and_nothing_above(coordinator: User) -> None:
    assert coordinator.has_perm("calls.work_queue")
    assert not coordinator.has_perm("targets.direct_targets")
    assert not coordinator.is_staff


def test_an_administrator_opens_the_admin_site(administrator: User) -> None:
    assert administrator.is_staff
    assert administrator.has_module_perms("customers")


def test_somebody_who_left_may_do_nothing(director: User) -> None:
    director.is_active = False
    assert not director.has_perm("targets.view_desk")


@pytest.mark.django_db
def test_an_address_signs_in_in_any_case() -> None:
    user = User.objects.create_user("New.Person@Example.com", full_name="New Person")
    assert User.objects.get_by_natural_key("new.PERSON@example.com") == user


@pytest.mark.django_db
def test_createsuperuser_makes_an_administrator() -> None:
    call_command("createsuperuser", "--noinput", email="first@example.com", full_name="First One")
    assert User.objects.get(email="first@example.com").role == Role.ADMINISTRATOR
