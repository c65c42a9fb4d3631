"""Reads the facts of a permission decision and asks the rules. A read that fails is a refusal, never a pass."""

import datetime as dt
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db import DatabaseError

from customers.models import Contact, Customer, PhoneLine
from customers.models.prepared import Prepared
from customers.rules import permission as rules
from customers.rules.permission import Decision, Facts
from customers.rules.vocabulary import Nation, Purpose
from staff.models import User

log = logging.getLogger(__name__)

# In plain SQL, planned once a session, since each press of Next asks it.
FACTS = Prepared(
    "customers_permission_facts",
    """
SELECT l.id, l.number, c.nation, l.wrong_number_at IS NOT NULL, l.do_not_call_at IS NOT NULL
FROM customers_phoneline l JOIN customers_customer c ON c.id = l.customer_id
WHERE l.number = ANY(%(numbers)s)
""",
    numbers="text[]",
)


@dataclass(frozen=True)
class _LineFacts:
    """What the database says about one line, and about its number wherever else it is kept."""

    number: str
    nation: Nation
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


def _ask(
    numbers: Mapping[int, str], actor_may: bool, purpose: str, at: dt.datetime, service_link: str, is_appointment: bool
) -> dict[int, Decision]:
    try:
        found = _facts_of(numbers)
    except DatabaseError:
        log.exception("The facts of a permission decision could not be read.")
        found = {}
    return {
        pk: rules.decide(
            Facts(
                number=known.number,
                purpose=purpose,
                at=at,
                actor_may=actor_may,
                nation=known.nation,
                objected=known.objected,
                wrong_number=known.wrong_number,
                caller_id=settings.COMPANY_CALLER_ID,
                service_link=service_link,
                is_appointment=is_appointment,
            )
        )
        if (known := found.get(pk))
        else rules.fail_closed(at)
        for pk in numbers
    }


def _facts_of(numbers: Mapping[int, str]) -> dict[int, _LineFacts]:
    """The lines as they stand now, and every other line with their numbers: an objection holds wherever it is."""
    kept = FACTS.rows({"numbers": list(set(numbers.values()))})
    objected = {number for _, number, _, _, has_objected in kept if has_objected}
    return {
        pk: _LineFacts(number, Nation(nation), is_wrong, number in objected)
        for pk, number, nation, is_wrong, _ in kept
        if pk in numbers
    }
