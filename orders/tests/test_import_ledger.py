"""`manage.py import_ledger`: balances, limits and stops, once a file."""

from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path
from threading import Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from customers.models import Customer, Event
from customers.rules.vocabulary import CustomerStatus
from customers.tests.make import make_customer
from orders.models import LedgerBalance, LedgerImport

HEADINGS = "Account,Balance,Overdue,Overdue since,On stop,Credit limit\n"


def run(folder: Path, rows: str, *options: str, as_of: str = "2026-11-20", headings: str = HEADINGS) -> str:
    file, said = folder / "ledger.csv", StringIO()
    file.write_text(headings + rows, "cp1252")
    call_command("import_ledger", str(file), f"--as-of={as_of}", *options, stdout=said)
    return said.getvalue()


@pytest.fixture
def acme(db: None) -> Customer:
    return make_customer(account_number="A1", credit_limit=Decimal(100))


def test_what_the_file_says_is_taken_over(acme: Customer, tmp_path: Path) -> None:
    said = run(tmp_path, 'A1,"£1,234.50",20.00,01/11/2026,yes,2000\n')
    assert "Were taken over: 1 accounts; limit or stop changed: 1; rows left out: 0." in said
    acme.refresh_from_db()
    ledger = LedgerBalance.objects.get(customer=acme)
    assert (ledger.balance, ledger.overdue, ledger.overdue_since) == (
        Decimal("1234.50"),
        Decimal(20),
        date(2026, 11, 1),
    )
    assert (acme.is_on_stop, acme.credit_limit) == (True, Decimal(2000))
    assert Event.objects.get().sentence == "Put on stop by accounts. Credit limit £2,000.00, was £100.00."


def test_a_later_ledger_takes_the_place_of_the_earlier(acme: Customer, tmp_path: Path) -> None:
    run(tmp_path, "A1,10.00,,,yes,\n")
    run(tmp_path, "A1,0.00,,,no,\n", as_of="2026-11-21")
    acme.refresh_from_db()
    assert (LedgerBalance.objects.get().balance, acme.is_on_stop) == (Decimal(0), False)
    assert acme.credit_limit == 100


def test_the_same_file_again_changes_nothing(acme: Customer, tmp_path: Path) -> None:
    run(tmp_path, "A1,10.00,,,yes,\n")
    Customer.objects.update(status=CustomerStatus.ACTIVE)
    assert "taken over already" in run(tmp_path, "A1,10.00,,,yes,\n")
    acme.refresh_from_db()
    assert acme.status == CustomerStatus.ACTIVE


def test_a_closed_account_stays_closed(acme: Customer, tmp_path: Path) -> None:
    Customer.objects.update(status=CustomerStatus.CLOSED)
    run(tmp_path, "A1,10.00,,,no,\n")
    acme.refresh_from_db()
    assert acme.status == CustomerStatus.CLOSED


def test_a_column_that_stands_twice_is_refused(acme: Customer, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="more than one column balance"):
        run(tmp_path, "A1,10.00,-10.00\n", headings="account,balance,Balance\n")
    assert not LedgerBalance.objects.exists()


def test_what_no_database_keeps_stops_nothing(acme: Customer, tmp_path: Path) -> None:
    assert "Were taken over: 1 accounts" in run(tmp_path, "A1,10.00,,,,\nB\0,1.00,,,,\n")


def test_a_dry_run_keeps_nothing_and_says_the_same(acme: Customer, tmp_path: Path) -> None:
    rows = "A1,10.00,,,yes,\nZ9,1.00,,,,\n"
    would = run(tmp_path, rows, "--dry-run")
    assert not LedgerImport.objects.exists()
    assert would.replace("Would be", "Were") == run(tmp_path, rows)


def test_bad_rows_are_written_down_and_the_rest_is_taken(acme: Customer, tmp_path: Path) -> None:
    run(tmp_path, "A1,10.00,,,,\nA1,11.00,,,,\nZ9,1.00,,,,\nA1,lots,,,,\n")
    rejected = (tmp_path / "ledger.csv.rejected.csv").read_text("utf-8-sig").splitlines()
    assert rejected[1:] == [
        "3,the account was named above already,A1,11.00,,,,",
        "4,there is no such account,Z9,1.00,,,,",
        "5,balance “lots” is no amount,A1,lots,,,,",
    ]
    assert LedgerBalance.objects.get().balance == 10


@pytest.mark.parametrize(("as_of", "why"), [("2999-01-01", "still to come"), ("2026-11-19", "imported already")])
def test_a_ledger_of_another_time_is_refused(acme: Customer, tmp_path: Path, as_of: str, why: str) -> None:
    run(tmp_path, "A1,10.00,,,,\n")
    with pytest.raises(CommandError, match=why):
        run(tmp_path, "A1,12.00,,,,\n", as_of=as_of)
    assert LedgerBalance.objects.get().balance == 10


@pytest.mark.django_db(transaction=True)
def test_imported_twice_at_once_it_is_taken_once(tmp_path: Path) -> None:
    make_customer(account_number="A1")
    said: list[str] = []
    for folder in "ab":
        (tmp_path / folder).mkdir()

    def importing(folder: str) -> None:
        said.append(run(tmp_path / folder, "A1,10.00,,,yes,\n"))
        connection.close()

    threads = [Thread(target=importing, args=(folder,)) for folder in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted("taken over already" in text for text in said) == [False, True]
    assert Event.objects.count() == 1
