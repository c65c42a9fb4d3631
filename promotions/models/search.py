"""How a product is found by what somebody types: every word begins a word of the product, or stands inside one.

Plain PostgreSQL, no extension: a generated column holds the words, a GIN index finds them by their beginnings. The
tails of a barcode are words too, so that the beginning of a tail is any fragment of it. Of code and name each three
characters running are kept besides, marked apart from words: what stands inside a word has all of its threes there.
"""

import re
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Func, TextField
from django.db.models.sql.compiler import SQLCompiler

# Everything in ASCII that is neither letter nor digit parts words, alike in PostgreSQL and in Python.
PARTS_WORDS = r"[\x01-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f]+"
SHORTEST_TAIL = 3
LONGEST_BARCODE = 14
MOST_WORDS = 8
# As long as a name is; a word beyond that is none of ours, and one of two thousand letters is refused by PostgreSQL.
LONGEST_WORD = 160
# What is no part of any word: before three characters that run, and between the words they run through.
THREE, GAP = "~", "_"
SHORTEST_INSIDE = 3


class SearchWords(Func):
    """The words of a code, a name and a barcode, as a tsvector; the code also counts written without its marks."""

    arity = 3

    def as_sql(
        self,
        compiler: SQLCompiler,
        connection: BaseDatabaseWrapper,
        function: str | None = None,
        template: str | None = None,
        arg_joiner: str | None = None,
        **extra_context: Any,
    ) -> tuple[str, tuple[str | int, ...]]:
        code, name, barcode = (compiler.compile(part)[0] for part in self.source_expressions)
        bare_code = f"regexp_replace({code}, '{PARTS_WORDS}', '', 'g')"
        tails = [f"substr({barcode}, {start})" for start in range(1, LONGEST_BARCODE - SHORTEST_TAIL + 2)]
        joined = " || ' ' || ".join([code, bare_code, name, *tails])
        spaced = f"btrim(regexp_replace(lower({joined}), '{PARTS_WORDS}', ' ', 'g'))"
        told = " || ' ' || ".join([code, bare_code, name])
        run = f"regexp_replace(lower({told}), '{PARTS_WORDS}', '{GAP}', 'g')"
        threes = [f"regexp_replace(substr({run}, {start}), '(.{{1,3}})', ' {THREE}\\1', 'g')" for start in (1, 2, 3)]
        return f"array_to_tsvector(string_to_array({' || '.join([spaced, *threes])}, ' '))", ()


class Told(Func):
    """A code, written also without its marks, and a name, in small letters: what a word may stand inside of."""

    arity = 2
    output_field = TextField()

    def as_sql(
        self,
        compiler: SQLCompiler,
        connection: BaseDatabaseWrapper,
        function: str | None = None,
        template: str | None = None,
        arg_joiner: str | None = None,
        **extra_context: Any,
    ) -> tuple[str, tuple[str | int, ...]]:
        code, name = (compiler.compile(part)[0] for part in self.source_expressions)
        return f"lower({code} || ' ' || regexp_replace({code}, '{PARTS_WORDS}', '', 'g') || ' ' || {name})", ()


def query_words(text: str) -> list[str]:
    """The words somebody typed, at most eight, each no longer than a name."""
    return [word[:LONGEST_WORD] for word in re.sub(PARTS_WORDS, " ", text.lower()).split()[:MOST_WORDS]]


class WordsQuery(SearchQuery):
    """Asks for a word beginning with each; read as it stands, so that a code is not taken apart like a sentence.

    `inside`: or for all threes of it, which may still stand apart from each other. The words hold no punctuation, so
    quoting them is safe.
    """

    template = "(%(expressions)s)::tsquery"

    def __init__(self, words: list[str], *, inside: bool = False) -> None:
        super().__init__(" & ".join(map(_anywhere if inside else _beginning, words)), search_type="raw")


def _beginning(word: str) -> str:
    return f"'{word}':*"


def _anywhere(word: str) -> str:
    """A word too short to be looked for inside others still begins one."""
    threes = [f"'{THREE}{word[start : start + 3]}'" for start in range(len(word) - SHORTEST_INSIDE + 1)]
    return f"({_beginning(word)} | {' & '.join(threes)})" if threes else _beginning(word)
