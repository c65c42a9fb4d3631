"""`manage.py import_fulfilment`: an order whole or not at all, twice the same, the rest written down."""

import datetime as dt
from io import StringIO
from pathlib import Path
from threading import Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from customers.models import Message
from customers.rules.vocabulary import MessageKind
from orders.actions.fulfil_import import import_fulfilment
from orders.models import Order, OrderStep
from orders.rules.fulfilment import Told, ToldRow, UnreadRow
from orders.rules.vocabulary import OrderState
from orders.tests.make import make_confirmed
from promotions.tests.make import make_product
from staff.models import User

HEADINGS = "order,line,quantity picked,despatched,due date\n"


@pytest.fixture
def order(coordinator: User, noon: dt.datetime) -> Order:
    """Four of TEA and two of CUPS."""
    return make_confirmed(
        by=coordinator,
        at=noon,
        lines={make_product(code=code, stock_free=10): n for code, n in (("TEA", 4), ("CUPS", 2))},
    )


def run(folder: Path, rows: str, *options: str, headings: str = HEADINGS) -> str:
    file, said = folder / "despatch.csv", StringIO()
    file.write_text(headings + rows, "utf-8-sig")
    call_command("import_fulfilment", str(file), *options, stdout=said)
    return said.getvalue()


def state(order: Order) -> str:
    return Order.objects.values_list("state", flat=True).get(pk=order.pk)


def rejects(folder: Path) -> str:
    return (folder / "despatch.csv.rejected.csv").read_text("utf-8-sig")


def test_lines_are_named_by_place_or_by_code(order: Order, tmp_path: Path) -> None:
    said = run(tmp_path, f"{order.number},1,4,4,\n{order.number},CUPS,1,1,2026-12-01\n")
    assert "Orders moved on: 1; as they stood: 0; rows left out: 0." in said
    assert state(order) == OrderState.PART_DESPATCHED
    assert not (tmp_path / "despatch.csv.rejected.csv").exists()


def test_the_same_file_again_changes_and_tells_nothing(order: Order, tmp_path: Path) -> None:
    rows = f"{order.number},1,4,4,\n{order.number},2,0,0,01/12/2026\n"
    run(tmp_path, rows)
    steps = OrderStep.objects.count()
    assert "Orders moved on: 0; as they stood: 1" in run(tmp_path, rows)
    assert OrderStep.objects.count() == steps
    assert Message.objects.filter(kind=MessageKind.PART_DESPATCH).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_dry_run_holds_no_order_while_it_looks_at_the_next(order: Order, noon: dt.datetime) -> None:
    is_held = []
    rows: list[tuple[int, ToldRow | UnreadRow]] = [
        (2, ToldRow(str(order.number), "1", Told(1, 1, None))),
        (3, UnreadRow("SO-2026-999999", "picked “x” is not a whole number of packs")),
    ]
    done = import_fulfilment(
        rows=rows, reject=lambda *_: is_held.append(connection.in_atomic_block), at=noon, dry_run=True
    )
    assert (done.moved, done.rejected, is_held, state(order)) == (1, 1, [False], OrderState.ALLOCATED)


def test_a_dry_run_says_what_would_happen_and_changes_nothing(order: Order, tmp_path: Path) -> None:
    said = run(tmp_path, f"{order.number},1,4,4,\n{order.number},9,1,1,\n", "--dry-run")
    assert "that would be moved on: 0;" in said
    assert "no line “9”" in rejects(tmp_path)
    assert "that would be moved on: 1;" in run(tmp_path, f"{order.number},1,4,4,\n", "--dry-run")
    assert state(order) == OrderState.ALLOCATED


def test_an_order_with_a_bad_row_is_left_out_whole_and_the_others_are_taken(
    order: Order, coordinator: User, noon: dt.datetime, tmp_path: Path
) -> None:
    other = make_confirmed(by=coordinator, at=noon, lines={make_product(): 1})
    said = run(tmp_path, f"{order.number},1,4,4,\n{order.number},2,3,3,\n{other.number},1,1,1,\nSO-1,1,1,1,\n")
    assert "moved on: 1; as they stood: 0; rows left out: 3." in said
    assert (state(order), state(other)) == (OrderState.ALLOCATED, OrderState.DESPATCHED)
    assert "\n2," in rejects(tmp_path)
    assert "3 is more than the 2 that were ordered" in rejects(tmp_path)
    assert "There is no order SO-1." in rejects(tmp_path)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("{n},1,four,,", "picked “four” is not a whole number"),
        ("{n},1,-1,,", "not a whole number"),
        ("{n},1,,,31/11/2026", "is no date"),
        ("{n},1,,,", "neither what was picked"),
        (",1,1,1,", "no order number"),
    ],
)
def test_a_row_that_cannot_be_read_is_written_down_as_it_was(order: Order, tmp_path: Path, row: str, why: str) -> None:
    run(tmp_path, row.format(n=order.number) + "\n")
    assert why in rejects(tmp_path)
    assert row.format(n=order.number) in rejects(tmp_path)


@pytest.mark.parametrize("row", ["{n},2,four,,", "{n},,1,1,", "{n},2,1,1,31/11/2026"])
def test_an_order_with_a_row_that_cannot_be_read_is_left_out_whole(order: Order, tmp_path: Path, row: str) -> None:
    said = run(tmp_path, f"{order.number},1,4,4,\n{row.format(n=order.number)}\n")
    assert "moved on: 0; as they stood: 0; rows left out: 2." in said
    assert state(order) == OrderState.ALLOCATED
    assert f"2,Row 3 of order {order.number} cannot be read: " in rejects(tmp_path)


def test_a_file_without_its_columns_is_refused(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no column line"):
        run(tmp_path, "1,2\n", headings="order,picked\n")


def test_a_column_that_stands_twice_is_refused(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="more than one column picked"):
        run(tmp_path, "SO-1,1,2,3\n", headings="order,line,picked,quantity picked\n")


def test_what_no_database_keeps_stops_nothing(order: Order, tmp_path: Path) -> None:
    said = run(tmp_path, f"{order.number},1,4,4,\nSO-1\0,1,1,1,\n")
    assert "Orders moved on: 1; as they stood: 0; rows left out: 1." in said


@pytest.mark.parametrize(("due", "why"), [("05/12/2020", "order was placed on"), ("05/12/2062", "more than a year")])
def test_a_day_in_another_year_is_left_out_and_told_nobody(due: str, why: str, order: Order, tmp_path: Path) -> None:
    run(tmp_path, f"{order.number},1,,,{due}\n")
    assert why in rejects(tmp_path)
    assert not Message.objects.filter(kind=MessageKind.DELAY).exists()


@pytest.mark.django_db(transaction=True)
def test_imported_twice_at_once_it_is_taken_once(coordinator: User, noon: dt.datetime, tmp_path: Path) -> None:
    order = make_confirmed(by=coordinator, at=noon, lines={make_product(): 4})
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    said: list[str] = []

    def importing(folder: str) -> None:
        said.append(run(tmp_path / folder, f"{order.number},1,2,2,\n"))
        connection.close()

    threads = [Thread(target=importing, args=(folder,)) for folder in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted("moved on: 1" in text for text in said) == [False, True]
    assert Message.objects.filter(kind=MessageKind.PART_DESPATCH).count() == 1
