"""What `up` does before the first page, and leaves out when it is done already."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from telesales.up import preparation


def test_static_files_are_collected_again_only_when_one_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    source, collected = tmp_path / "source", tmp_path / "static"
    source.mkdir()
    monkeypatch.setenv("TELESALES_DATA", str(tmp_path))
    settings.STATICFILES_DIRS, settings.STATIC_ROOT = [source], collected
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    (source / "page.css").write_text("a {}")
    preparation.collect_static_files()
    (collected / "left by hand").touch()

    preparation.collect_static_files()
    assert (collected / "left by hand").exists()

    (source / "page.css").write_text("b {} ")
    preparation.collect_static_files()
    assert not (collected / "left by hand").exists()
    assert (collected / "page.css").read_text() == "b {} "
