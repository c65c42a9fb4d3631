"""Where a trial keeps things: short enough, private enough, the same for everyone who asks."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import environ
import pytest

from telesales.up import database, places
from telesales.up.children import User


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TELESALES_DATA", str(tmp_path))
    return tmp_path


def test_the_database_address_is_read_back_as_the_socket_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELESALES_DATA", "/srv/A b+c%20")
    read = environ.Env.db_url_config(places.database_url())

    assert (read["HOST"], read["NAME"], read["USER"]) == (str(places.socket_folder()), "telesales", "telesales")


@pytest.mark.parametrize("depth", [1, 20, 200])
def test_a_socket_fits_its_path_however_deep_the_data_lies(monkeypatch: pytest.MonkeyPatch, depth: int) -> None:
    monkeypatch.setenv("TELESALES_DATA", "/" + "/".join(["deep"] * depth))

    assert len(os.fsencode(places.socket_folder() / ".s.PGSQL.5432.lock")) <= 107
    assert len(os.fsencode(places.redis_socket())) <= 107


def test_two_deep_folders_have_two_socket_folders(monkeypatch: pytest.MonkeyPatch) -> None:
    found = set()
    for name in ("one", "two"):
        monkeypatch.setenv("TELESALES_DATA", f"/{'deep/' * 30}{name}")
        found.add(places.socket_folder())

    assert len(found) == 2


def test_many_who_ask_for_the_secret_at_once_get_one(data: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        secrets = set(pool.map(lambda _: places.secret_key(), range(32)))

    assert len(secrets) == 1
    assert len(secrets.pop()) > 60


def test_nobody_else_reads_the_secret(data: Path) -> None:
    places.secret_key()

    assert [path.name for path in data.iterdir()] == ["secret_key"]
    assert stat.S_IMODE((data / "secret_key").stat().st_mode) == 0o600


def test_a_closed_folder_closes_all_below_it(tmp_path: Path) -> None:
    below = tmp_path / "below"
    below.mkdir()
    tmp_path.chmod(0o700)

    assert not places.open_to_others(below)
    assert not places.open_to_others(below / "yet to be made")
    assert places.open_to_others(Path("/usr/bin"))


def test_a_socket_folder_that_somebody_else_laid_out_is_refused(tmp_path: Path) -> None:
    (tmp_path / "theirs").mkdir()
    (tmp_path / "run").symlink_to(tmp_path / "theirs")

    with pytest.raises(database.DatabaseFailed, match="belongs to somebody else"):
        database.own(tmp_path / "run", User(os.geteuid(), os.getegid()))
