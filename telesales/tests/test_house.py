"""The rules of the house that a linter does not know: how rows are saved, where clocks are read, how files are cut."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = ("staff", "customers", "promotions", "orders", "calls", "targets")
ROOMS = {
    *("__init__", "apps", "rules", "models", "actions", "delivery", "telephony", "imports", "reports", "forms"),
    *("privacy", "tasks", "views", "admin", "urls", "api", "checks", "management", "migrations", "tests"),
    "templatetags",
}
CLOCKLESS = ("rules", "actions", "reports", "models", "delivery", "privacy", "forms")
CLOCKS = {("timezone", "now"), ("datetime", "now"), ("datetime", "today"), ("date", "today"), ("time", "time")}
LONGEST_FILE, LONGEST_FUNCTION, LONGEST_VIEW = 400, 50, 20
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style\b|\sstyle=|\son[a-z]+=|javascript:|hx-on|\bjs:", re.IGNORECASE)


def is_ours(path: Path) -> bool:
    return not {"tests", "migrations"} & set(path.parts)


CODE = sorted(path for app in (*APPS, "telesales") for path in (ROOT / app).rglob("*.py") if is_ours(path))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def place_of(path: Path, node: ast.stmt | ast.expr | None = None) -> str:
    return f"{path.relative_to(ROOT)}:{node.lineno if node else 1}"


def room_of(path: Path) -> str:
    """The file or folder inside the app that `path` belongs to."""
    return path.relative_to(ROOT).parts[1].removesuffix(".py")


def last_word(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def calls_in(path: Path) -> Iterator[tuple[ast.Call, ast.Attribute]]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node, node.func


def functions_in(path: Path) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree_of(path)) if isinstance(node, ast.FunctionDef))


def is_bare_save(call: ast.Call, function: ast.Attribute) -> bool:
    """Of a row; a form's or form set's save in the admin hands the rows over to be written."""
    named = {keyword.arg for keyword in call.keywords}
    of_a_form = last_word(function.value) in {"formset", "form"}
    return function.attr == "save" and not of_a_form and not {"update_fields", "force_insert"} & named


def test_a_save_names_what_it_writes() -> None:
    """A bare save() writes every field back as it was read, over what others have written since."""
    assert not [
        place_of(path, call) for path in CODE for call, function in calls_in(path) if is_bare_save(call, function)
    ]


def test_time_is_an_argument() -> None:
    """Only an entry point (a view, a task, a command) reads the clock."""
    assert not [
        place_of(path, call)
        for path in CODE
        if room_of(path) in CLOCKLESS
        for call, function in calls_in(path)
        if (last_word(function.value), function.attr) in CLOCKS
    ]


def test_files_stay_short() -> None:
    assert not [place_of(path) for path in CODE if len(path.read_text(encoding="utf-8").splitlines()) >= LONGEST_FILE]


def test_functions_stay_short() -> None:
    assert not [
        f"{place_of(path, function)} {function.name}"
        for path in CODE
        for function in functions_in(path)
        if (function.end_lineno or 0) - function.lineno
        >= (LONGEST_VIEW if room_of(path) == "views" else LONGEST_FUNCTION)
    ]


@pytest.mark.parametrize("app", APPS)
def test_an_app_has_only_the_rooms_that_every_app_may_have(app: str) -> None:
    found = [path for path in (ROOT / app).iterdir() if path.name != "__pycache__"]
    assert {path.stem for path in found if path.is_dir() or path.suffix == ".py"} <= ROOMS


def test_a_module_with_logic_says_its_job_in_a_line() -> None:
    with_logic = [path for path in CODE if any(True for _ in functions_in(path))]
    assert not [place_of(path) for path in with_logic if not ast.get_docstring(tree_of(path))]


def test_no_signals_and_no_generic_keys() -> None:
    names = {"receiver", "post_save", "pre_save", "m2m_changed", "post_delete", "pre_delete", "GenericForeignKey"}
    assert not [
        place_of(path, node)
        for path in CODE
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Name) and node.id in names
    ]


def test_no_model_overrides_save() -> None:
    assert not [
        place_of(path, function)
        for path in CODE
        if room_of(path) == "models"
        for function in functions_in(path)
        if function.name == "save"
    ]


def test_templates_carry_no_script_style_or_handler() -> None:
    """The content security policy would not run them."""
    assert not [place_of(path) for path in TEMPLATES if INLINE.search(path.read_text(encoding="utf-8"))]


def test_a_partial_opens_by_naming_what_it_takes() -> None:
    partials = [path for path in TEMPLATES if path.name.startswith("_")]
    assert not [place_of(path) for path in partials if not path.read_text(encoding="utf-8").startswith("{#")]


@pytest.mark.parametrize(
    "inline", ["<script>go()</script>", '<p style="x">', '<a onclick="x">', '<a href="javascript:x">', "<style>"]
)
def test_what_is_inline_is_noticed(inline: str) -> None:
    assert INLINE.search(inline)


@pytest.mark.parametrize(
    ("line", "is_bare"),
    [
        ("order.save()", True),
        ("self.order.save(using='x')", True),
        ("order.save(update_fields=['state'])", False),
        ("form.save(commit=False)", False),
    ],
)
def test_what_a_bare_save_is(line: str, is_bare: bool) -> None:
    call = ast.parse(line, mode="eval").body
    assert isinstance(call, ast.Call)
    assert isinstance(call.func, ast.Attribute)
    assert is_bare_save(call, call.func) is is_bare
