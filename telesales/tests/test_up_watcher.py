"""What ends the children of an `up` that is gone."""

import signal
import subprocess
import sys

import pytest

from telesales.up import children, watcher

pytestmark = pytest.mark.machine_clock


def test_what_began_and_has_not_ended_is_to_be_ended() -> None:
    lines = ["+11 9\n", "+12 3\n", "-11\n", "+13 9\n"]

    assert watcher.read(lines) == {12: signal.SIGQUIT, 13: signal.SIGKILL}


def test_a_group_that_is_gone_already_is_no_error() -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""], start_new_session=True)
    gone.wait()

    watcher.end({gone.pid: signal.SIGKILL})


def test_children_of_a_child_end_with_it() -> None:
    parent = "import subprocess; p = subprocess.Popen(['sleep', '60']); print(p.pid, flush=True); p.wait()"
    with subprocess.Popen([sys.executable, "-c", parent], start_new_session=True, stdout=subprocess.PIPE) as group:
        assert group.stdout is not None
        grandchild = int(group.stdout.readline())
        watcher.end({group.pid: signal.SIGKILL})

    children.wait_until(lambda: not watcher.lives(grandchild), seconds=5)


def test_one_that_ignores_the_polite_signal_is_ended_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watcher, "PATIENCE", 0.1)
    deaf = "import signal, time; signal.signal(signal.SIGQUIT, signal.SIG_IGN); print(flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", deaf], start_new_session=True, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        watcher.end({child.pid: signal.SIGQUIT})

    assert child.returncode == -signal.SIGKILL
