"""One log for all children."""

import os

import pytest

from telesales.up.log import Log


def test_a_line_that_comes_in_pieces_is_said_whole(capsys: pytest.CaptureFixture[str]) -> None:
    log, (reader, writer) = Log(), os.pipe()
    os.write(writer, b"first\nsec")
    log.take("web", reader)
    os.write(writer, b"ond\n")
    log.take("web", reader)

    assert capsys.readouterr().out == "web      | first\nweb      | second\n"


def test_last_words_without_an_end_of_line_are_said(capsys: pytest.CaptureFixture[str]) -> None:
    log, (reader, writer) = Log(), os.pipe()
    os.write(writer, b"farewell")
    os.close(writer)

    assert log.take("worker", reader)
    assert not log.take("worker", reader)
    assert capsys.readouterr().out == "worker   | farewell\n"


def test_what_is_no_text_does_not_stop_the_log(capsys: pytest.CaptureFixture[str]) -> None:
    log, (reader, writer) = Log(), os.pipe()
    os.write(writer, b"caf\xe9\n")
    log.take("web", reader)

    assert capsys.readouterr().out == "web      | caf\N{REPLACEMENT CHARACTER}\n"
