"""Reads the rows of a CSV file in whatever encoding and with whatever separator a spreadsheet saved it."""

import codecs
import csv
import gzip
import io
import zlib
from collections.abc import Iterator

from customers.rules.imports import ImportRefused

GZIP = b"\x1f\x8b"
ENCODINGS = ("utf-8-sig", "cp1252", "latin-1")
SEPARATORS = ",;\t|"
CUT_SHORT = "The file ends in the middle of a character: it was cut short. Have it saved or sent again, then import it."
LOOKED_AT = 400
UNPACKED_NOT = (OSError, EOFError, zlib.error)


def read_rows(content: bytes, *, encoding: str | None = None) -> Iterator[list[str]]:
    """Every row as text, the header too; an empty line is a row of no cells.

    A NUL, which no database keeps, is left out. Raises ImportRefused.
    """
    text = _decode(_unpack(content), encoding).replace("\0", "")
    first = text.split("\n", 1)[0]
    separator = max(SEPARATORS, key=first.count)
    try:
        # All of it before the first row is given out, and kept: what is broken further down imports nothing.
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as broken:
        raise ImportRefused(f"The file is no CSV file that we can read: {broken}.") from broken
    yield from rows


def _unpack(content: bytes) -> bytes:
    if not content.startswith(GZIP):
        return content
    try:
        return gzip.decompress(content)
    except UNPACKED_NOT as broken:
        raise ImportRefused(f"The file is packed and cannot be unpacked: {broken}. Have it sent again.") from broken


def _decode(content: bytes, encoding: str | None) -> str:
    if not content.strip():
        raise ImportRefused("The file is empty.")
    encoding = encoding or utf_16_of(content)
    for candidate in (encoding,) if encoding else ENCODINGS:
        try:
            return content.decode(candidate)
        except UnicodeDecodeError as broken:
            if is_cut_short(broken) and (encoding or not _is_one_accent(broken)):
                raise ImportRefused(CUT_SHORT) from broken
        except LookupError as unknown:
            raise ImportRefused(f"“{encoding}” is no encoding. Try utf-8 or cp1252.") from unknown
    raise ImportRefused(f"The file is not written in {encoding}. Leave the encoding out to have it found.")


def utf_16_of(start: bytes) -> str | None:
    """Which UTF-16 a file that begins so is written in, by its mark or by the empty halves of plain letters."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    evens, odds = start[:LOOKED_AT:2].count(0), start[1:LOOKED_AT:2].count(0)
    if max(evens, odds) * 4 < len(start[:LOOKED_AT]):
        return None
    return "utf-16-be" if evens > odds else "utf-16-le"


def is_cut_short(broken: UnicodeDecodeError) -> bool:
    """Whether the text ends in the middle of a character."""
    return broken.end == len(broken.object) and broken.reason in ("unexpected end of data", "truncated data")


def _is_one_accent(broken: UnicodeDecodeError) -> bool:
    """Whether what is no UTF-8 may be the é with which a file of Windows' ends, after plain letters only."""
    return broken.end - broken.start == 1 and broken.object[: broken.start].isascii()
