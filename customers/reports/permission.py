"""Reads the facts of a permission decision and asks the rules. A read that fails is a refusal, never a pass."""

import datetime as dt
import logging
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.conf import settings
from django.db import DatabaseError

from customers.models import Contact, Customer, PhoneLine
from customers.reports.permission_sql import FACTS
from customers.rules import permission as rules
from customers.rules.permission import Decision, Facts
from customers.rules.vocabulary import Nation, Purpose
from staff.models import User

log = logging.getLogger(__name__)


class LineFacts(NamedTuple):
    """What the database says about one line, and about its number wherever else it is kept."""

    number: str
    nation: str
    wrong_number: bool
    objected: bool


def decide(
    *,
    actor: User,
    line: PhoneLine,
    person: Contact | None = None,
    organisation: Customer | None = None,
    purpose: str,
    at: dt.datetime,
    service_link: str = "",
    is_appointment: bool = False,
) -> Decision:
    """May `actor` ring `line` at `at`? One query; it reads the line afresh. Never raises: what fails is R00.

    `person` and `organisation` say whom the call is meant for; objections of a person or an organisation hang on them.
    `service_link` names what a service call is about, for example the order's number.
    """
    return decide_many(
        [line], actor=actor, purpose=purpose, at=at, service_link=service_link, is_appointment=is_appointment
    )[line.pk]


def decide_many(
    lines: Iterable[PhoneLine],
    *,
    actor: User,
    purpose: str,
    at: dt.datetime,
    service_link: str = "",
    is_appointment: bool = False,
) -> dict[int, Decision]:
    """As `decide` for several lines, by the line's key; one query however many there are."""
    may = actor.is_active and actor.has_perm("customers.ring")
    numbers = {line.pk: line.number for line in lines}
    return _ask(numbers, may, purpose, at, service_link, is_appointment)


def outlook(
    numbers: Mapping[int, str], *, at: dt.datetime, purpose: str = Purpose.MARKETING, service_link: str = ""
) -> dict[int, Decision]:
    """What a colleague who rings customers would be told of these numbers, by the key of their line.

    For showing only: it never clears a call. One query.
    """
    return _ask(numbers, True, purpose, at, service_link, False)


def decide_on(known: LineFacts, *, actor: User, purpose: str, at: dt.datetime, service_link: str = "") -> Decision:
    """As `decide`, on facts that the caller has just read by FACTS_OF_LINE in the same transaction; no query."""
    may = actor.is_active and actor.has_perm("customers.ring")
    return _rule(known, may, purpose, at, service_link, False)


def _ask(
    numbers: Mapping[int, str], actor_may: bool, purpose: str, at: dt.datetime, service_link: str, is_appointment: bool
) -> dict[int, Decision]:
    try:
        found = {pk: LineFacts(*told) for pk, told in FACTS.rows({"lines": list(numbers)})}
    except DatabaseError:
        log.exception("The facts of a permission decision could not be read.")
        found = {}
    return {
        pk: _rule(known, actor_may, purpose, at, service_link, is_appointment)
        if (known := found.get(pk)) and known.number == number
        else rules.fail_closed(at)
        for pk, number in numbers.items()
    }


def _rule(
    known: LineFacts, actor_may: bool, purpose: str, at: dt.datetime, service_link: str, is_appointment: bool
) -> Decision:
    return rules.decide(
        Facts(
            number=known.number,
            purpose=purpose,
            at=at,
            actor_may=actor_may,
            nation=Nation(known.nation),
            objected=known.objected,
            wrong_number=known.wrong_number,
            caller_id=settings.COMPANY_CALLER_ID,
            service_link=service_link,
            is_appointment=is_appointment,
        )
    )
