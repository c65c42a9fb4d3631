"""Letters that come back: read as mail servers write it, noted once, told by telephone instead."""

import datetime as dt
from email import message_from_bytes, policy
from email.message import EmailMessage
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from customers.actions.messages import resend_message
from customers.actions.outbox import note_sent, take_message
from customers.models import Event, Message, ServiceTask
from customers.reports import letters_of, lost_letters
from customers.rules.bounces import read_bounces
from customers.rules.vocabulary import LetterState
from customers.tests.make import make_customer, make_message
from staff.models import User

pytestmark = pytest.mark.django_db

STATUS = """Reporting-MTA: dns; mx.customer.example

Final-Recipient: rfc822; {to}
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 No such
 user here
"""


@pytest.fixture
def letter(noon: dt.datetime) -> Message:
    """Sent at noon."""
    make_message(make_customer(), about="order SO-2026-000001", tells="It is late.")
    taken = take_message(at=noon)
    assert taken is not None
    note_sent(message=taken, at=noon)
    return taken


def report_on(letter: Message, *, to: str = "", action: str = "failed", whole: bool = True) -> bytes:
    """What a mail server sends back, after RFC 3464."""
    back = f"Message-ID: <{letter.sent_as}@calder-trade.example>\r\nSubject: Your order\r\n"
    status = STATUS.format(to=to or letter.to, action=action).replace("\n", "\r\n")
    kind = "message/rfc822" if whole else "text/rfc822-headers"
    return (
        "From: MAILER-DAEMON@mx.customer.example\r\nTo: orders@calder-trade.example\r\nSubject: Undelivered\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n"
        f"--b\r\nContent-Type: message/delivery-status\r\n\r\n{status}\r\n"
        f"--b\r\nContent-Type: {kind}\r\n\r\n{back}\r\nThank you.\r\n--b--\r\n"
    ).encode()


def read(path: Path) -> str:
    said = StringIO()
    call_command("read_bounces", path, stdout=said)
    return said.getvalue()


@pytest.mark.parametrize("whole", [True, False])
def test_a_letter_that_came_back_is_noted(whole: bool, letter: Message, tmp_path: Path) -> None:
    (tmp_path / "back.eml").write_bytes(report_on(letter, whole=whole))
    assert read(tmp_path / "back.eml") == "1 read, 1 of ours came back, 0 are none of ours.\n"
    letter.refresh_from_db()
    assert letter.bounced_at
    assert letter.bounce_words == "550 5.1.1 No such user here"
    assert letters_of(letter.customer_id).rows[0].state == lost_letters().rows[0].state == LetterState.BOUNCED


def test_the_customer_is_told_by_telephone(letter: Message, tmp_path: Path) -> None:
    (tmp_path / "back.eml").write_bytes(report_on(letter))
    for _ in range(2):
        read(tmp_path / "back.eml")
    assert ServiceTask.objects.get().words.startswith("It is late. Our email to sam@customer.example did not arrive")
    assert Event.objects.filter(sentence__contains="came back").count() == 1


def test_a_whole_mailbox_is_read(letter: Message, tmp_path: Path) -> None:
    other = EmailMessage()
    other["Subject"] = "Out of office"
    other.set_content("I am away.")
    box = tmp_path / "box"
    of_another = report_on(letter).replace(letter.sent_as.encode(), b"0" * 40)
    parts = (report_on(letter), other.as_bytes(), of_another)
    box.write_bytes(
        b"".join(b"From x Tue Nov 24 12:00:00 2026\n" + part.replace(b"\r\n", b"\n") + b"\n" for part in parts)
    )
    assert read(box) == "3 read, 1 of ours came back, 1 are none of ours.\n"


def test_a_letter_that_was_passed_on_and_came_back_is_noted(letter: Message, tmp_path: Path) -> None:
    (tmp_path / "back.eml").write_bytes(report_on(letter, to="sam.field@elsewhere.example"))
    assert read(tmp_path / "back.eml") == "1 read, 1 of ours came back, 0 are none of ours.\n"
    letter.refresh_from_db()
    assert letter.bounce_words == "passed on to sam.field@elsewhere.example: 550 5.1.1 No such user here"
    assert ServiceTask.objects.exists()


def test_what_the_former_address_sends_back_is_not_about_the_new_one(
    letter: Message, coordinator: User, tmp_path: Path, noon: dt.datetime
) -> None:
    (tmp_path / "back.eml").write_bytes(report_on(letter))
    read(tmp_path / "back.eml")
    resend_message(message_id=letter.pk, by=coordinator, at=noon, to="new@customer.example")
    for _ in range(2):
        read(tmp_path / "back.eml")
        take_message(at=noon)
    letter.refresh_from_db()
    assert letter.bounced_at is None


def test_a_delay_is_no_bounce(letter: Message) -> None:
    assert read_bounces(message_from_bytes(report_on(letter, action="delayed"))) == ()


def test_the_modern_parser_reads_the_same(letter: Message) -> None:
    report = report_on(letter)
    assert read_bounces(message_from_bytes(report, policy=policy.default)) == read_bounces(message_from_bytes(report))


@pytest.mark.parametrize("broken", [b"", b"\x00\xff\xfe", b"Content-Type: multipart/report\n\n", b"From "])
def test_what_is_no_letter_changes_nothing(broken: bytes, letter: Message, tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(broken)
    assert "0 of ours came back" in read(tmp_path / "x")


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        read(tmp_path / "none")
