"""What was asked in the month before is asked again."""

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from promotions.rules.vocabulary import PromotionState
from staff.models import User
from targets.models import Target
from targets.rules.target import month_of

Question = tuple[int | None, str, int | None]


def targets_to_ask_again(at: dt.datetime) -> list[Target]:
    """Those of the whole month before that nobody is asked for this month: not of who has left, nor of a promotion
    that is over. One statement."""
    this, last = _months(at)
    of_both = Q(starts_on=this[0], ends_on=this[1]) | Q(starts_on=last[0], ends_on=last[1])
    asked = list(Target.objects.standing().filter(of_both).select_related("person", "promotion"))
    here = {_question(target) for target in asked if target.starts_on == this[0]}
    before = [target for target in asked if target.starts_on == last[0] and _question(target) not in here]
    return [target for target in before if not _is_over(target, at)]


@transaction.atomic
def ask_again(*, by: User, at: dt.datetime) -> list[Target]:
    """Ask for the same amounts this month; those that were made. What is asked already stays; twice is once."""
    (starts_on, ends_on), _last = _months(at)
    made = []
    for target in targets_to_ask_again(at):
        again, is_new = Target.objects.get_or_create(
            person=target.person,
            measure=target.measure,
            promotion=target.promotion,
            starts_on=starts_on,
            ends_on=ends_on,
            withdrawn_at=None,
            defaults={"value": target.value, "set_by": by, "set_at": at},
        )
        made += [again] if is_new else []
    return made


def _months(at: dt.datetime) -> tuple[tuple[dt.date, dt.date], tuple[dt.date, dt.date]]:
    """This month and the one before, each from its first to its last day."""
    this = month_of(timezone.localdate(at))
    return this, month_of(this[0] - dt.timedelta(days=1))


def _question(target: Target) -> Question:
    return target.person_id, target.measure, target.promotion_id


def _is_over(target: Target, at: dt.datetime) -> bool:
    """Its person has left, or its promotion is over."""
    if target.person is not None and not target.person.is_active:
        return True
    pushed = target.promotion
    return pushed is not None and (pushed.state == PromotionState.ENDED or pushed.ends_at <= at)
