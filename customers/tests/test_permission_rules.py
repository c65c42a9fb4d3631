"""The permission decision, case by case."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from customers.rules.codes import Code
from customers.rules.permission import RULESET, Facts, decide
from customers.rules.vocabulary import Nation, Purpose

UTC = dt.UTC
TUESDAY = dt.datetime(2026, 11, 24, 10, tzinfo=UTC)
ST_ANDREWS_DAY = dt.datetime(2026, 11, 30, 10, tzinfo=UTC)
FACTS = Facts(
    number="020 7946 0101",
    purpose=Purpose.MARKETING,
    at=TUESDAY,
    actor_may=True,
    nation=Nation.ENGLAND,
    objected=False,
    wrong_number=False,
    caller_id="0113 496 0100",
)


def at(year: int, month: int, day: int, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime(year, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("situation", "changes", "code"),
    [
        ("a company's switchboard on a Tuesday morning", {}, ""),
        ("no number at all", {"number": "(012345) 657897"}, Code.NUMBER_INVALID),
        ("an empty number", {"number": ""}, Code.NUMBER_INVALID),
        ("Dublin", {"number": "+353 1 234 5678"}, Code.NOT_UK),
        ("Jersey", {"number": "01534 123456"}, Code.NOT_UK),
        ("a Guernsey mobile", {"number": "07911 123456"}, Code.NOT_UK),
        ("the Isle of Man", {"number": "01624 612345"}, Code.NOT_UK),
        ("premium rate", {"number": "0909 879 0123"}, Code.SPECIAL_RANGE),
        ("a personal number", {"number": "070 1234 5678"}, Code.SPECIAL_RANGE),
        ("somebody who may not ring", {"actor_may": False}, Code.NOT_PERMITTED),
        ("no purpose", {"purpose": ""}, Code.NOT_PERMITTED),
        ("not their number", {"wrong_number": True}, Code.WRONG_NUMBER),
        ("a service call about nothing", {"purpose": Purpose.SERVICE}, Code.SERVICE_NOT_LINKED),
        ("they objected", {"objected": True}, Code.OBJECTION),
        ("objected, typed another way", {"number": "+44 (0)20 7946 0101", "objected": True}, Code.OBJECTION),
        (
            "objected, about their order",
            {"objected": True, "purpose": Purpose.SERVICE, "service_link": "SO-2026-000001"},
            "",
        ),
        (
            "objected, about their order with something to sell",
            {"objected": True, "purpose": Purpose.SERVICE, "service_link": "SO-2026-000001", "has_promotion": True},
            Code.OBJECTION,
        ),
        ("no caller number of ours", {"caller_id": " "}, Code.CALLER_ID_MISSING),
        ("a premium caller number", {"caller_id": "0909 879 0123"}, Code.CALLER_ID_INVALID),
        ("a caller number that is none", {"caller_id": "office"}, Code.CALLER_ID_INVALID),
        ("a minute to eight", {"at": at(2026, 11, 24, 7, 59)}, Code.OUTSIDE_HOURS),
        ("eight sharp", {"at": at(2026, 11, 24, 8, 0)}, ""),
        ("a minute to nine in the evening", {"at": at(2026, 11, 24, 20, 59)}, ""),
        ("nine in the evening", {"at": at(2026, 11, 24, 21, 0)}, Code.OUTSIDE_HOURS),
        ("half past eight in summer", {"at": at(2026, 7, 1, 7, 30)}, ""),
        ("half past seven in summer", {"at": at(2026, 7, 1, 6, 30)}, Code.OUTSIDE_HOURS),
        ("Saturday before nine", {"at": at(2026, 11, 28, 8, 30)}, Code.OUTSIDE_HOURS),
        ("Saturday after nine", {"at": at(2026, 11, 28, 9, 0)}, ""),
        ("Sunday", {"at": at(2026, 11, 29, 11, 0)}, Code.NO_CALL_DAY),
        (
            "St Andrew's Day in Edinburgh",
            {"at": ST_ANDREWS_DAY, "nation": Nation.SCOTLAND, "number": "0131 496 0104"},
            Code.BANK_HOLIDAY,
        ),
        ("St Andrew's Day in England", {"at": ST_ANDREWS_DAY}, ""),
        (
            "St Andrew's Day, a Scottish line of an English account",
            {"at": ST_ANDREWS_DAY, "number": "0131 496 0104"},
            Code.BANK_HOLIDAY,
        ),
        (
            "St Andrew's Day, a mobile of nobody knows where",
            {"at": ST_ANDREWS_DAY, "nation": Nation.UNKNOWN, "number": "07700 900123"},
            Code.BANK_HOLIDAY,
        ),
        ("the substitute for Boxing Day", {"at": at(2026, 12, 28, 10)}, Code.BANK_HOLIDAY),
        ("Sunday, at the time they asked for", {"at": at(2026, 11, 29, 11), "is_appointment": True}, ""),
    ],
)
def test_the_first_reason_is_the_code(situation: str, changes: dict[str, Any], code: str) -> None:
    decision = decide(replace(FACTS, **changes))
    assert (decision.code, decision.allowed) == (code, not code), situation


def test_all_reasons_are_kept_in_order() -> None:
    decision = decide(replace(FACTS, number="0909 879 0123", objected=True, at=at(2026, 11, 29, 11)))
    assert decision.codes == (Code.SPECIAL_RANGE, Code.OBJECTION, Code.NO_CALL_DAY)
    assert decision.permanent
    assert decision.retry_at is None


def test_a_refusal_that_passes_says_when() -> None:
    decision = decide(replace(FACTS, at=at(2026, 12, 24, 21, 30)))
    assert decision.retry_at == at(2026, 12, 29, 8)
    assert decision.sentence == "It is outside the hours in which we ring. You may ring them from Tue 29 Dec, 08:00."
    assert not decision.permanent


def test_a_refusal_of_the_person_is_asked_again_soon() -> None:
    assert decide(replace(FACTS, actor_may=False)).retry_at == TUESDAY + dt.timedelta(minutes=15)


@pytest.mark.parametrize(
    "broken", [{"number": None}, {"objected": None}, {"caller_id": None}, {"at": TUESDAY.replace(tzinfo=None)}]
)
def test_a_fact_that_cannot_be_read_shuts_the_gate(broken: dict[str, Any]) -> None:
    decision = decide(replace(FACTS, **broken))
    assert (decision.allowed, decision.code) == (False, Code.FAIL_CLOSED)


def test_an_allowed_call_carries_its_duties_and_the_rules_version() -> None:
    decision = decide(FACTS)
    assert "SAY_COMPANY_NAME" in decision.obligations
    assert decision.ruleset == RULESET
    assert decision.sentence == "You may ring this number now."


def test_nothing_is_offered_in_a_service_call() -> None:
    service = replace(FACTS, purpose=Purpose.SERVICE, service_link="SO-2026-000001")
    assert "OFFER_NOTHING" in decide(service).obligations
