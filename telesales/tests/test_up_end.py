"""The end of `manage.py up`, asked for or not, leaves no process, and it can be started again."""

import signal

import pytest

from telesales.tests.running_desk import running_desk

pytestmark = pytest.mark.machine_clock


def test_killed_it_leaves_no_process_and_starts_again_and_ends_when_asked() -> None:
    with running_desk() as desk:
        assert len(desk.processes()) > 6
        desk.send(signal.SIGKILL)
        desk.wait_for(lambda: not desk.processes(), seconds=10)

        (desk.data / "log").unlink()
        desk.start()
        assert desk.page() == 200

        desk.send(signal.SIGTERM, within=10)
        assert desk.up is not None
        assert desk.up.returncode == 0
        assert desk.processes() == []
        assert "was killed" not in desk.log()
