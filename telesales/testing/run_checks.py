"""make test: every check, then every test; all of them are run, and a failing one fails the whole at the end."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from telesales.testing import chromium
from telesales.testing.servers import BESIDE_A_GIVEN_DATABASE

TOOLS = Path(sys.executable).parent
MANAGE = (sys.executable, "manage.py")
CHECKS: dict[str, tuple[str | Path, ...]] = {
    "types": (TOOLS / "mypy",),
    "lint": (TOOLS / "ruff", "check"),
    "format": (TOOLS / "ruff", "format", "--check"),
    "template lint": (TOOLS / "djlint", "templates", "--lint", "--quiet"),
    "template format": (TOOLS / "djlint", "templates", "--check", "--quiet"),
    "imports": (TOOLS / "lint-imports",),
    "dependencies": (TOOLS / "deptry", "."),
    "migrations": (*MANAGE, "makemigrations", "--check", "--dry-run"),
    "deployment": (*MANAGE, "check", "--deploy", "--fail-level", "WARNING"),
}
# Settings as production has them; no server is asked.
PRODUCTION = {**BESIDE_A_GIVEN_DATABASE, "HTTPS": "on", "DATABASE_URL": "postgresql://desk@127.0.0.1:1/desk"}
TESTS = ("-m", "pytest", "-q", "-n", "2", "--dist", "loadfile")
NOTHING_FOUND = 5


@dataclass(frozen=True)
class Result:
    name: str
    passed: bool
    output: str
    seconds: float


def main(arguments: list[str]) -> int:
    with ThreadPoolExecutor(max_workers=2) as pool:
        results = list(pool.map(check, CHECKS))
    for result in results:
        print(f"{'ok    ' if result.passed else 'FAILED'} {result.name} ({result.seconds:.1f} s)")
        if not result.passed:
            print(result.output)
    failed = [result.name for result in results if not result.passed]
    if not in_browser(arguments):
        failed.append("tests in the browser")
    if failed:
        print(f"Failed so far: {', '.join(failed)}. The other tests follow.")
    sys.stdout.flush()
    return tests("not browser", arguments) or (1 if failed else 0)


def check(name: str) -> Result:
    began = time.monotonic()
    done = subprocess.run(
        CHECKS[name],
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, **PRODUCTION},
    )
    return Result(name, done.returncode == 0, done.stdout, time.monotonic() - began)


def in_browser(arguments: list[str]) -> bool:
    if chromium.install() is None:
        print("Chromium is missing, so the tests in the browser are left out. Install it with: apt install chromium")
        return os.environ.get("CI") != "true"
    sys.stdout.flush()
    # Playwright keeps an event loop in the thread in which the tests ask the database.
    return tests("browser", arguments, DJANGO_ALLOW_ASYNC_UNSAFE="true") in (0, NOTHING_FOUND)


def tests(marked: str, arguments: list[str], **environment: str) -> int:
    command = [sys.executable, *TESTS, "-m", marked, *arguments]
    return subprocess.run(command, check=False, env={**os.environ, **environment}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
