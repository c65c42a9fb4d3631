"""A letter's words name facts and nothing else, and what people typed cannot break out of it."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customers.rules.letters import IN_EVERY_LETTER, SORTS, Sort, news_due
from customers.rules.vocabulary import MessageKind, Nation
from customers.rules.wording import Block, Wording, WordingRefused, check_wording, write

GOODS = Block("4 x Napkins", "<table><tr><td>4</td></tr></table>")


def test_facts_stand_where_they_are_named() -> None:
    written = write(Wording("Order {number}", "Dear {reader},\n\nhere:\n\n{goods}"), {"reader": "Sam", "goods": GOODS})
    assert written.subject == "Order"
    assert written.text == "Dear Sam,\n\nhere:\n\n4 x Napkins\n"
    assert written.html == "<p>Dear Sam,</p>\n<p>here:</p>\n<table><tr><td>4</td></tr></table>"


def test_what_people_typed_is_escaped_in_html_only() -> None:
    written = write(Wording("x", "{reader}"), {"reader": "<b>Sam & Co</b>"})
    assert (written.text, written.html) == ("<b>Sam & Co</b>\n", "<p>&lt;b&gt;Sam &amp; Co&lt;/b&gt;</p>")


def test_a_fact_is_never_read_as_words() -> None:
    """Somebody may be called {goods}; that says nothing."""
    assert write(Wording("x", "{reader}"), {"reader": "{goods}", "goods": GOODS}).html == "<p>{goods}</p>"


def test_a_paragraph_without_anything_to_say_is_left_out() -> None:
    assert write(Wording("x", "One\n\n{note}\n\nTwo"), {"note": ""}).text == "One\n\nTwo\n"


@given(st.text(max_size=80))
def test_nothing_typed_opens_a_tag(typed: str) -> None:
    html = write(Wording("x", "{reader}"), {"reader": typed}).html
    assert html.replace("<p>", "").replace("</p>", "").replace("<br>", "").count("<") == 0


def test_all_names_that_mean_nothing_are_said_at_once() -> None:
    with pytest.raises(WordingRefused) as refused:
        check_wording(Wording("x", "Dear {reder}, {reader} {price} {reder}"), words={"reader"}, blocks=set())
    assert str(refused.value) == "{reder}, {price} mean nothing here. What may stand here: {reader}."


@pytest.mark.parametrize(
    ("subject", "body", "field"),
    [
        ("", "x", "subject"),
        ("x", " ", "body"),
        ("x", "{price}", "body"),
        ("x", "{settings.SECRET_KEY}", "body"),
        ("{goods}", "x", "subject"),
        ("x", "See {goods} here", "body"),
        ("x", "A { alone", "body"),
        ("x" * 200, "x", "subject"),
        ("two\nlines", "x", "subject"),
    ],
)
def test_words_that_cannot_stand(subject: str, body: str, field: str) -> None:
    with pytest.raises(WordingRefused) as refused:
        check_wording(Wording(subject, body), words={"reader"}, blocks={"goods"})
    assert refused.value.field == field


@pytest.mark.parametrize("kind", MessageKind)
def test_every_kind_of_letter_has_words_that_may_stand(kind: MessageKind) -> None:
    sort = SORTS[kind]
    check_wording(sort.wording, words=sort.words, blocks=sort.blocks)


@pytest.mark.parametrize("sort", SORTS.values(), ids=SORTS.keys())
def test_a_preview_leaves_no_name_unfilled(sort: Sort) -> None:
    written = write(sort.wording, {**IN_EVERY_LETTER, **sort.examples, "link": Block("link", "link")})
    assert "{" not in written.subject + written.text + written.html


@pytest.mark.parametrize(
    ("at", "due"),
    [
        ("2026-11-24T12:00", "2026-11-24T17:00"),
        ("2026-11-24T16:45", "2026-11-25T12:00"),
        ("2026-11-27T18:00", "2026-11-30T12:00"),
        ("2026-12-24T17:00", "2026-12-29T12:00"),
        ("2026-07-01T15:29", "2026-07-01T16:00"),
    ],
)
def test_news_is_told_the_same_day(at: str, due: str) -> None:
    """Moments are in UTC: in July London's 17:00 is 16:00."""
    found = news_due(dt.datetime.fromisoformat(at).replace(tzinfo=dt.UTC), Nation.ENGLAND)
    assert found.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M") == due
