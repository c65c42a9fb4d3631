"""What must hold for every permission decision, whatever the facts."""

import datetime as dt
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from customers.rules.calendar import why_not_now
from customers.rules.numbers import read_number
from customers.rules.permission import Facts, decide
from customers.rules.vocabulary import Nation, Purpose

# A busy machine must not fail a property.
untimed = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
moments = st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2028, 12, 31), timezones=st.just(dt.UTC))  # noqa: DTZ001  bounds are naive
subscribers = st.sampled_from(["2079460101", "1134960102", "1314960103", "2896496104", "2920180105", "7700900123"])
facts = st.builds(
    Facts,
    number=subscribers.map("+44{}".format) | st.sampled_from(["0909 879 0123", "+353 1 234 5678", "none"]),
    purpose=st.sampled_from([*Purpose.values, ""]),
    at=moments,
    actor_may=st.booleans(),
    nation=st.sampled_from(Nation),
    objected=st.booleans(),
    wrong_number=st.booleans(),
    caller_id=st.sampled_from(["0113 496 0100", "", "0909 879 0123"]),
    service_link=st.sampled_from(["", "SO-2026-000001"]),
    has_promotion=st.booleans(),
    is_appointment=st.booleans(),
)


@st.composite
def spellings(draw: st.DrawFn, subscriber: str) -> str:
    """One of the ways in which people write a UK number."""
    start = draw(st.sampled_from(["+44", "+44 ", "0044", "0044 ", "+44 (0)", "0", "(0)"]))
    gaps = draw(st.lists(st.sampled_from(["", "", " ", "-", "."]), min_size=9, max_size=9))
    return start + "".join(digit + gap for digit, gap in zip(subscriber, [*gaps, ""], strict=True))


@untimed
@given(facts, st.data())
def test_every_spelling_of_a_number_decides_the_same(given_facts: Facts, data: st.DataObject) -> None:
    subscriber = data.draw(subscribers)
    spelt = replace(given_facts, number=data.draw(spellings(subscriber)))
    assert decide(spelt) == decide(replace(given_facts, number=f"+44{subscriber}"))


@untimed
@given(facts)
def test_an_objection_never_turns_a_no_into_a_yes(given_facts: Facts) -> None:
    if decide(replace(given_facts, objected=True)).allowed:
        assert decide(replace(given_facts, objected=False)).allowed


@untimed
@given(facts)
def test_a_number_that_is_not_theirs_is_never_rung(given_facts: Facts) -> None:
    assert not decide(replace(given_facts, wrong_number=True)).allowed


@untimed
@given(facts)
def test_nobody_is_rung_to_sell_after_an_objection(given_facts: Facts) -> None:
    assert not decide(replace(given_facts, objected=True, purpose=Purpose.MARKETING)).allowed


@untimed
@given(facts)
def test_a_service_call_does_not_depend_on_the_objection(given_facts: Facts) -> None:
    service = replace(given_facts, purpose=Purpose.SERVICE, has_promotion=False)
    assert decide(replace(service, objected=True)) == decide(replace(service, objected=False))


@untimed
@given(facts)
def test_what_passes_says_when_and_then_it_has_passed(given_facts: Facts) -> None:
    decision = decide(given_facts)
    if decision.retry_at is not None:
        assert decision.retry_at >= given_facts.at
        assert why_not_now(decision.retry_at, given_facts.nations) is None
    assert (decision.retry_at is not None) == (not decision.allowed and not decision.permanent)


@untimed
@given(subscribers, st.data())
def test_every_spelling_is_kept_as_one_number(subscriber: str, data: st.DataObject) -> None:
    assert read_number(data.draw(spellings(subscriber))).e164 == f"+44{subscriber}"
