"""Reads the rows of a CSV file in whatever encoding and with whatever separator a spreadsheet saved it."""

import codecs
import csv
import gzip
import io
from collections.abc import Iterator

from customers.rules.imports import ImportRefused

GZIP = b"\x1f\x8b"
ENCODINGS = ("utf-8-sig", "cp1252", "latin-1")
SEPARATORS = ",;\t|"


def read_rows(content: bytes, *, encoding: str | None = None) -> Iterator[list[str]]:
    """Every row as text, the header too; an empty line is a row of no cells. Raises ImportRefused."""
    text = _decode(_unpack(content), encoding)
    first = text.split("\n", 1)[0]
    separator = max(SEPARATORS, key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    except csv.Error as broken:
        raise ImportRefused(f"The file is no CSV file that we can read: {broken}.") from broken


def _unpack(content: bytes) -> bytes:
    if not content.startswith(GZIP):
        return content
    try:
        return gzip.decompress(content)
    except (OSError, EOFError) as broken:
        raise ImportRefused(f"The file is packed and cannot be unpacked: {broken}.") from broken


def _decode(content: bytes, encoding: str | None) -> str:
    if not content.strip():
        raise ImportRefused("The file is empty.")
    if encoding is None and content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    for candidate in (encoding,) if encoding else ENCODINGS:
        try:
            return content.decode(candidate)
        except UnicodeDecodeError:
            continue
        except LookupError as unknown:
            raise ImportRefused(f"“{encoding}” is no encoding. Try utf-8 or cp1252.") from unknown
    raise ImportRefused(f"The file is not written in {encoding}. Leave the encoding out to have it found.")
