"""`manage.py up` as a person meets it: it answers, it refuses in words, it mends itself."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from telesales.tests.running_desk import Desk, free_port, running_desk

pytestmark = pytest.mark.machine_clock


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with running_desk() as desk:
        yield desk


def answers(desk: Desk) -> bool:
    try:
        return desk.page() == 200
    except OSError:
        return False


def test_the_sign_in_page_answers(desk: Desk) -> None:
    assert desk.page() == 200


def test_every_line_of_the_log_says_who_spoke(desk: Desk) -> None:
    assert all(" | " in line for line in desk.log().splitlines())


def test_a_second_one_on_the_same_data_says_where_the_first_is(desk: Desk) -> None:
    second = Desk(data=desk.data, port=free_port())

    assert f"running already on this data ({desk.data}): {desk.address}" in second.refusal()


def test_a_taken_port_is_named_and_another_offered(desk: Desk, tmp_path: Path) -> None:
    other = Desk(data=tmp_path, port=desk.port)

    assert f"Port {desk.port} on 127.0.0.1 is taken" in other.refusal()
    assert f"--port {desk.port + 1}" in other.refusal()


@pytest.mark.parametrize(
    ("word", "name"), [("gunicorn", "web"), ("--concurrency", "worker"), ("redis-server", "redis")]
)
def test_a_child_that_dies_is_started_again_and_said_so(desk: Desk, word: str, name: str) -> None:
    (before,) = desk.children(word)
    os.kill(before, signal.SIGKILL)

    desk.wait_for(lambda: f"{name} ended (signal SIGKILL). Starting it again in 1 s." in desk.log())
    desk.wait_for(lambda: desk.children(word) not in ([], [before]))
    desk.wait_for(lambda: answers(desk))


def test_pages_come_back_after_the_database_died(desk: Desk) -> None:
    (server,) = desk.children("bin/postgres")
    os.kill(server, signal.SIGKILL)

    desk.wait_for(lambda: "postgres ended (signal SIGKILL)" in desk.log())
    desk.wait_for(lambda: desk.children("bin/postgres") != [] and answers(desk))
