"""The Chromium that browser tests drive: the one on PATH, brought by apt where we may."""

import os
import shutil
import subprocess

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def path() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)


def install() -> str | None:
    """The path after an attempt through apt as root or with a sudo that asks no password; None when neither helps."""
    if path() is None and (apt := _apt()):
        for arguments in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "chromium"]):
            subprocess.run([*apt, *arguments], check=False, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})
    return path()


def _apt() -> list[str]:
    apt, sudo = shutil.which("apt-get"), shutil.which("sudo")
    if apt is None:
        return []
    if os.geteuid() == 0:
        return [apt]
    if sudo and subprocess.run([sudo, "-n", "true"], check=False, capture_output=True).returncode == 0:
        return [sudo, "-n", apt]
    return []
