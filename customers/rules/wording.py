"""Letters as the Director words them: plain text with names in braces, which only ever stand for given facts."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.html import escape

from staff.rules import Refusal

BRACED = re.compile(r"\{([^{}\n]*)\}")
PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")
LONGEST_SUBJECT, LONGEST_BODY = 150, 5000


class WordingRefused(Refusal):
    """A letter cannot be worded so."""


@dataclass(frozen=True, slots=True)
class Block:
    """A part that we set ourselves, such as the lines of an order; it stands on a line of its own.

    `html` is put into the letter as it is: whoever makes a block has escaped what people typed.
    """

    text: str
    html: str


Fact = str | Block
Facts = Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class Wording:
    """A subject line, and a body of paragraphs with an empty line between them."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Written:
    """A letter in both forms, without head and foot."""

    subject: str
    text: str
    html: str


def check_wording(wording: Wording, *, words: Collection[str], blocks: Collection[str]) -> None:
    """Raises WordingRefused, with its field, for a name that this letter does not know or that stands where it cannot.

    `words` may stand anywhere, `blocks` only in the body and on a line of their own.
    """
    _check_text(wording.subject, "subject", LONGEST_SUBJECT, words)
    _check_text(wording.body, "body", LONGEST_BODY, {*words, *blocks})
    if "\n" in wording.subject.strip():
        raise WordingRefused("A subject is one line.", field="subject")
    for paragraph in _paragraphs(wording.body):
        for name in BRACED.findall(paragraph):
            if name in blocks and paragraph.strip() != f"{{{name}}}":
                raise WordingRefused(
                    f"{{{name}}} is a whole part of the letter: give it a paragraph of its own.", field="body"
                )


def write(wording: Wording, facts: Facts) -> Written:
    """The letter with its facts. What people typed is escaped; braces inside a fact mean nothing."""
    text, html = [], []
    for paragraph in _paragraphs(wording.body):
        block = facts.get(paragraph.strip()[1:-1]) if BRACED.fullmatch(paragraph.strip()) else None
        if isinstance(block, Block):
            text.append(block.text.rstrip("\n"))
            html.append(block.html)
        elif (told := _told(paragraph, facts)).strip():
            text.append(told)
            html.append("<p>" + escape(told).replace("\n", "<br>\n") + "</p>")
    subject = " ".join(_told(wording.subject, facts).split())
    return Written(subject, "\n\n".join(part for part in text if part) + "\n", "\n".join(part for part in html if part))


def _told(words: str, facts: Facts) -> str:
    """One pass, so that what a fact holds is never read again; a name without a fact says nothing."""

    def fact(found: re.Match[str]) -> str:
        told = facts.get(found[1], "")
        return told.text if isinstance(told, Block) else told

    return BRACED.sub(fact, words)


def _paragraphs(body: str) -> list[str]:
    return [part.strip("\n") for part in PARAGRAPHS.split(body.replace("\r\n", "\n")) if part.strip()]


def _check_text(text: str, field: str, longest: int, names: Collection[str]) -> None:
    if not text.strip():
        raise WordingRefused("This cannot be empty: a customer reads it.", field=field)
    if len(text) > longest:
        raise WordingRefused(f"This is longer than {longest:,} characters.", field=field)
    if unknown := [f"{{{name}}}" for name in dict.fromkeys(BRACED.findall(text)) if name not in names]:
        known = ", ".join(f"{{{each}}}" for each in sorted(names))
        said = f"{', '.join(unknown)} {'means' if len(unknown) == 1 else 'mean'} nothing here"
        raise WordingRefused(f"{said}. What may stand here: {known}.", field=field)
    if re.search(r"[{}]", BRACED.sub("", text)):
        raise WordingRefused("A brace stands alone here. Names stand between two, like {reader}.", field=field)
