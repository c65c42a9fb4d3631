"""How each kind of letter is worded, and how a wording would look."""

import datetime as dt
from dataclasses import dataclass

from customers.actions.letters import company_facts, letter_link
from customers.models import LetterWording
from customers.rules.letters import IN_EVERY_LETTER, LINK, SORTS
from customers.rules.vocabulary import MessageKind
from customers.rules.wording import Facts, Wording, Written, check_wording, write

EXAMPLE_LINK = "https://…"


@dataclass(frozen=True, slots=True)
class WordingRow:
    """One kind of letter; `worded_by` is empty while ours stands."""

    kind: MessageKind
    subject: str
    worded_by: str
    worded_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class WordingSheet:
    """One kind of letter with its words and what they may name, each with an example."""

    kind: MessageKind
    wording: Wording
    is_ours: bool
    worded_by: str
    worded_at: dt.datetime | None
    words: tuple[tuple[str, str], ...]
    blocks: tuple[str, ...]


def wording_rows() -> tuple[WordingRow, ...]:
    """Every kind of letter. One query."""
    own = {row.kind: row for row in LetterWording.objects.select_related("worded_by")}
    return tuple(_row(kind, own.get(kind)) for kind in SORTS)


def wording_sheet(kind: MessageKind) -> WordingSheet:
    own = LetterWording.objects.filter(kind=kind).select_related("worded_by").first()
    sort = SORTS[kind]
    examples = {**IN_EVERY_LETTER, **sort.examples}
    return WordingSheet(
        kind=kind,
        wording=Wording(own.subject, own.body) if own else sort.wording,
        is_ours=own is None,
        worded_by=str(own.worded_by) if own else "",
        worded_at=own.worded_at if own else None,
        words=tuple((name, said) for name, said in examples.items() if isinstance(said, str)),
        blocks=tuple(sorted(sort.blocks)),
    )


def preview(kind: MessageKind, wording: Wording) -> Written:
    """The letter with made-up facts. Raises WordingRefused."""
    sort = SORTS[kind]
    check_wording(wording, words=sort.words, blocks=sort.blocks)
    company = company_facts()
    known = {**IN_EVERY_LETTER, "company": company["name"], "phone": company["phone"]}
    facts: Facts = {**sort.examples, **known} | ({LINK: letter_link(sort, EXAMPLE_LINK)} if sort.confirm else {})
    return write(wording, facts)


def _row(kind: MessageKind, own: LetterWording | None) -> WordingRow:
    if own is None:
        return WordingRow(kind, SORTS[kind].subject, "", None)
    return WordingRow(kind, own.subject, str(own.worded_by), own.worded_at)
