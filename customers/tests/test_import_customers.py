"""`manage.py import_customers`: files as they come, once or twice, with nothing lost."""

import csv
import gzip
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from customers.models import Address, Contact, Customer, Event, PhoneLine
from customers.rules.vocabulary import CustomerKind, CustomerStatus, SubscriberType
from customers.tests.make import make_customer

pytestmark = pytest.mark.django_db
GOOD = "Account,Name,Address1,Postcode,Phone,Contact\n0042,Siân's Café,1 High Street,LS11 5PS,0113 496 0102,Sam Field\n"


def run(folder: Path, content: str | bytes, *options: str) -> str:
    file, out = folder / "list.csv", StringIO()
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    call_command("import_customers", str(file), *options, stdout=out)
    return out.getvalue()


def everything() -> list[object]:
    tables = (Customer, PhoneLine, Contact, Address, Event)
    return [list(table.objects.order_by("pk").values_list()) for table in tables]


def test_a_file_becomes_customers_with_all_that_hangs_on_them(tmp_path: Path) -> None:
    assert "created: 1" in run(tmp_path, GOOD)
    customer = Customer.objects.get(account_number="0042")
    assert (customer.name, customer.nation, customer.source) == ("Siân's Café", "england", "list.csv")
    assert customer.lines.get().number == "+441134960102"
    assert customer.lines.get().is_main
    assert customer.contacts.get().is_buyer
    assert customer.addresses.get().postcode == "LS11 5PS"


def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    run(tmp_path, GOOD)
    before = everything()
    assert "created: 0; updated: 1" in run(tmp_path, GOOD)
    assert everything() == before


def test_a_dry_run_says_what_would_happen_and_changes_nothing(tmp_path: Path) -> None:
    assert "Would be created: 1" in run(tmp_path, GOOD, "--dry-run", "--segment", "Cafés")
    assert not Customer.objects.exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1"])
def test_the_encoding_is_found(encoding: str, tmp_path: Path) -> None:
    run(tmp_path, GOOD.encode(encoding))
    assert Customer.objects.get().name == "Siân's Café"


def test_packed_files_and_semicolons_are_read(tmp_path: Path) -> None:
    run(tmp_path, gzip.compress(GOOD.replace(",", ";").encode()))
    assert Customer.objects.get().account_number == "0042"


def test_bad_rows_are_written_down_and_the_rest_is_kept(tmp_path: Path) -> None:
    said = run(tmp_path, GOOD + ",No Account,,,,\n7,No Phone,,,nonsense,\n0042,Again,,,,\n\n")
    assert "4 rows. Were created: 2; updated: 0; refused: 2; kept without something: 1." in said
    with (tmp_path / "list.csv.rejected.csv").open(encoding="utf-8-sig", newline="") as file:
        bad = list(csv.DictReader(file))
    assert [(row["row"], row["kept"]) for row in bad] == [("3", "no"), ("4", "yes"), ("5", "no")]
    assert "in row 2 already" in bad[2]["reasons"]
    assert bad[1]["Phone"] == "nonsense"


def test_a_clean_run_takes_the_old_list_of_bad_rows_away(tmp_path: Path) -> None:
    run(tmp_path, GOOD + ",No Account,,,,\n")
    run(tmp_path, GOOD)
    assert not (tmp_path / "list.csv.rejected.csv").exists()


def test_what_the_file_does_not_carry_stays(tmp_path: Path) -> None:
    make_customer(account_number="0042", status=CustomerStatus.ON_STOP, kind=CustomerKind.CUSTOMER, nation="wales")
    run(tmp_path, GOOD)
    customer = Customer.objects.get()
    assert (customer.name, customer.status, customer.nation) == ("Siân's Café", "on_stop", "wales")


def test_an_empty_cell_keeps_what_is_there(tmp_path: Path) -> None:
    make_customer(account_number="0042", status=CustomerStatus.ON_STOP)
    run(tmp_path, "Account,Name,Status\n0042,New name,\n")
    assert Customer.objects.get().status == CustomerStatus.ON_STOP


def test_an_objection_survives_the_import(tmp_path: Path) -> None:
    run(tmp_path, GOOD)
    PhoneLine.objects.update(do_not_call_at="2026-11-24T12:00Z")
    run(tmp_path, GOOD.replace("0113 496 0102", "+44 (0)113 496 0102"))
    assert PhoneLine.objects.get().do_not_call_at


def test_prospects_of_a_segment_that_are_public_bodies(tmp_path: Path) -> None:
    run(tmp_path, GOOD, "--kind", "prospect", "--segment", "Surgeries", "--set", "legal_form=public_body")
    customer = Customer.objects.get()
    assert (customer.kind, str(customer.segment)) == (CustomerKind.PROSPECT, "Surgeries")
    assert PhoneLine.objects.get().subscriber_type == SubscriberType.CORPORATE


def test_a_mapping_file_names_columns_by_number(tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.json"
    mapping.write_text('{"columns": {"2": "account_number", "1": "name"}, "set": {"kind": "prospect"}}')
    run(tmp_path, "Calder,7\n", "--no-header", "--mapping-file", str(mapping))
    assert Customer.objects.get().kind == CustomerKind.PROSPECT


def test_a_batch_takes_as_many_statements_for_a_hundred_rows_as_for_one(tmp_path: Path) -> None:
    def statements(rows: int, start: int) -> int:
        lines = [f"{start + row},Name {row},Street,LS11 5PS,0113 496 0{row:03d},Sam" for row in range(rows)]
        with CaptureQueriesContext(connection) as queries:
            run(tmp_path, "\n".join(["Account,Name,Address1,Postcode,Phone,Contact", *lines]))
        return len(queries)

    assert statements(1, 0) == statements(100, 1000)


@pytest.mark.parametrize(
    ("content", "options", "said"),
    [
        ("Name\nCalder\n", (), "No column is known to be account_number"),
        ("", (), "The file is empty"),
        (GOOD, ("--map", "nonsense"), "is not COLUMN=FIELD"),
        (GOOD, ("--encoding", "klingon"), "is no encoding"),
        (b"\x1f\x8bbroken", (), "cannot be unpacked"),
        (GOOD.encode("latin-1"), ("--encoding", "utf-8"), "not written in utf-8"),
        ((GOOD + "0043,Chloé").encode()[:-1], (), "cut short. Have it saved or sent again"),
        ((GOOD + "0043,Chloé").encode()[:-1], ("--encoding", "utf-8"), "cut short"),
        (GOOD.encode("utf-16")[:-1], (), "cut short"),
        (GOOD.encode("utf-16-le")[:-1], (), "cut short"),
        (gzip.compress(GOOD.encode())[:-9], (), "cannot be unpacked"),
        (GOOD, ("--mapping-file", __file__), "is not written as JSON"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(
    content: str | bytes, options: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    with pytest.raises(CommandError, match=said):
        run(tmp_path, content, *options)
    assert not Customer.objects.exists()


def test_an_accent_at_the_very_end_is_not_taken_for_a_cut(tmp_path: Path) -> None:
    run(tmp_path, "Account,Name\n0042,Café".encode("cp1252"))
    assert Customer.objects.get().name == "Café"


def test_what_is_broken_further_down_imports_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("customers.actions.imports.customers.BATCH", 1)
    with pytest.raises(CommandError, match="no CSV file that we can read"):
        run(tmp_path, GOOD + "0043," + "x" * 200_000 + "\n")
    assert not Customer.objects.exists()


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"missing\.csv: No such file"):
        call_command("import_customers", str(tmp_path / "missing.csv"))
