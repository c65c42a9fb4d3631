"""How a product is found by what somebody types: every word begins a word of the product.

Plain PostgreSQL, no extension: a generated column holds the words, a GIN index finds them by their beginnings. The
tails of a barcode are words too, so that the beginning of a tail is any fragment of it.
"""

import re
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Func
from django.db.models.sql.compiler import SQLCompiler

# Everything in ASCII that is neither letter nor digit parts words, alike in PostgreSQL and in Python.
PARTS_WORDS = r"[\x01-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f]+"
SHORTEST_TAIL = 3
LONGEST_BARCODE = 14
MOST_WORDS = 8


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
        return f"array_to_tsvector(string_to_array({spaced}, ' '))", ()


def query_words(text: str) -> list[str]:
    """The words somebody typed, at most eight."""
    return re.sub(PARTS_WORDS, " ", text.lower()).split()[:MOST_WORDS]


class WordsQuery(SearchQuery):
    """Asks for a word beginning with each; read as it stands, so that a code is not taken apart like a sentence.

    The words hold no punctuation, so quoting them is safe.
    """

    template = "(%(expressions)s)::tsquery"

    def __init__(self, words: list[str]) -> None:
        super().__init__(" & ".join(f"'{word}':*" for word in words), search_type="raw")
