"""Reads what mail servers send back: which letter could not be delivered, to whom, and why (RFC 3464)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.utils import parseaddr

MESSAGE_ID = re.compile(r"<([0-9a-f]{40})@[^>\s]+>")
# Servers that send no report name the letter somewhere in the text, if at all.
MOST_TEXT = 200_000


@dataclass(frozen=True, slots=True)
class Bounce:
    """One recipient who was not reached. `sent_as` is the local part of our Message-ID."""

    sent_as: str
    to: str
    words: str


def read_bounces(report: Message) -> tuple[Bounce, ...]:
    """Those for whom delivery failed for good; empty for a delay, for a success, and for any other letter."""
    sent_as = _sent_as(report)
    if sent_as is None or report.get_content_type() != "multipart/report":
        return ()
    found = (_bounce(fields, sent_as) for fields in _recipients(report))
    return tuple(bounce for bounce in found if bounce is not None)


def _recipients(report: Message) -> Iterator[Message]:
    """A delivery status has a block for the letter, then one for each recipient."""
    for part in report.walk():
        blocks = part.get_payload()
        if part.get_content_type() == "message/delivery-status" and isinstance(blocks, list):
            yield from (block for block in blocks[1:] if isinstance(block, Message))


def _bounce(fields: Message, sent_as: str) -> Bounce | None:
    if str(fields.get("Action", "")).strip().lower() != "failed":
        return None
    to = _address(fields.get("Original-Recipient")) or _address(fields.get("Final-Recipient"))
    if not to:
        return None
    status = str(fields.get("Status", "")).split(" ")[0].strip()
    said = _after_type(fields.get("Diagnostic-Code"))
    return Bounce(sent_as, to, (said or status or "no reason given")[:500])


def _sent_as(report: Message) -> str | None:
    """From the letter that came back, or its head; else from what the report refers to or quotes."""
    for part in report.walk():
        kind, payload = part.get_content_type(), part.get_payload()
        if kind == "message/rfc822" and isinstance(payload, list) and isinstance(payload[0], Message):
            found = MESSAGE_ID.search(str(payload[0].get("Message-ID", "")))
        elif kind == "text/rfc822-headers":
            found = MESSAGE_ID.search(_text(part))
        else:
            continue
        if found:
            return found[1]
    found = MESSAGE_ID.search(" ".join(str(report.get(name, "")) for name in ("In-Reply-To", "References")))
    return found[1] if found else None


def _text(part: Message) -> str:
    raw = part.get_payload(decode=True)
    return raw[:MOST_TEXT].decode(errors="replace") if isinstance(raw, bytes) else ""


def _address(field: object) -> str:
    return parseaddr(_after_type(field))[1]


def _after_type(field: object) -> str:
    """A field of a status is written "type; value"; what no database keeps is left out."""
    _kind, parted, value = str(field or "").replace("\0", "").partition(";")
    return " ".join((value if parted else _kind).split())
