"""What the Director asks for, changes and takes back."""

import dataclasses
import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from staff.models import User
from targets.models import Target
from targets.rules.target import Asked, TargetRefused, check_asked, check_value
from targets.rules.vocabulary import say_amount


@transaction.atomic
def set_target(*, asked: Asked, by: User, at: dt.datetime) -> Target:
    """Ask for something; asking for the very same twice gives the target that is there.

    Raises TargetRefused where the rules do, for a person who has left, and where another amount is asked already.
    """
    check_asked(asked, today=timezone.localdate(at))
    if asked.person_id is not None and not User.objects.active().filter(pk=asked.person_id).exists():
        raise TargetRefused("This person no longer works here. Choose somebody else.", field="person")
    question = {field: value for field, value in dataclasses.asdict(asked).items() if field != "value"}
    target, _made = Target.objects.get_or_create(
        **question, withdrawn_at=None, defaults={"value": asked.value, "set_by": by, "set_at": at}
    )
    if target.value != asked.value:
        already = say_amount(target.measure, target.value)
        raise TargetRefused(f"They are asked for {already} in this period already. Change that target.", field="value")
    return target


@transaction.atomic
def change_target(*, target_id: int, value: Decimal, was: Decimal, by: User, at: dt.datetime) -> Target:
    """Ask for another amount; `was` is the amount the screen showed. Locks the target; twice is safe.

    Raises TargetRefused when the target was withdrawn, is over, or when somebody else has changed it meanwhile.
    """
    target = Target.objects.select_for_update().get(pk=target_id)
    if target.withdrawn_at is not None:
        raise TargetRefused("This target was withdrawn. Set a new one.")
    if target.ends_on < timezone.localdate(at):
        raise TargetRefused("This period is over: its target stays as it was.")
    check_value(target.measure, value)
    if target.value not in (was, value):
        now = say_amount(target.measure, target.value)
        raise TargetRefused(f"{target.set_by} has meanwhile set {now}. Look again and change that.", field="value")
    target.value, target.set_by, target.set_at = value, by, at
    target.save(update_fields=["value", "set_by", "set_at"])
    return target


@transaction.atomic
def withdraw_target(*, target_id: int, at: dt.datetime) -> None:
    """No longer ask for it; what was counted stays to be looked at. Twice keeps the first moment."""
    Target.objects.standing().filter(pk=target_id).update(withdrawn_at=at)
