"""An order history is brought over once, with its credits taken off, and what is left out is said."""

import datetime as dt
import gzip
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from customers.models import Customer
from customers.rules.vocabulary import AddressKind
from customers.tests.make import make_address, make_customer
from orders.models import Order, OrderLine
from promotions.models import Product
from promotions.rules.vocabulary import VatRate
from promotions.tests.make import make_product

pytestmark = pytest.mark.django_db
HEAD = "invoice,stock_code,description,quantity,invoice_date,unit_price,customer_id,country\n"
HISTORY = (
    HEAD
    + """\
489434,85048,"GLASS BALL, 20 LIGHTS",12,2009-12-01 07:45:00,6.95,13085,United Kingdom
489434,79323p,PINK LIGHTS,3,2009-12-01 07:45:00,6.7550,13085,United Kingdom
489435,85048,GLASS BALL,2,2010-07-01 09:00:00,7.00,13085,United Kingdom
C489500,85048,GLASS BALL,-5,2009-12-05 10:00:00,6.95,13085,United Kingdom
C489501,85048,GLASS BALL,-2,2010-07-02 10:00:00,7.00,13085,United Kingdom
C489502,22222,NEVER BOUGHT,-2,2010-07-02 10:00:00,7.00,13085,United Kingdom
489436,POST,POSTAGE,1,2010-07-03 09:00:00,5.00,13086,United Kingdom
489437,85048,GLASS BALL,1,2010-07-03 09:00:00,5.00,,United Kingdom
489438,85048,GLASS BALL,-1,2010-07-03 09:00:00,0,13086,United Kingdom
"""
)


def load(folder: Path, text: str = HISTORY, **options: object) -> str:
    file = folder / "history.csv"
    file.write_text(text)
    said = StringIO()
    call_command("import_orders", str(file), stdout=said, **options)
    return said.getvalue()


def test_invoices_become_orders_with_their_own_numbers(tmp_path: Path) -> None:
    load(tmp_path)
    order = Order.objects.get(number="489434")
    assert (order.customer.account_number, order.taken_by) == ("13085", None)
    assert order.confirmed_at == dt.datetime(2009, 12, 1, 7, 45, tzinfo=dt.UTC)
    assert list(order.lines.values_list("product__code", "quantity", "unit_price", "net_total")) == [
        ("85048", 7, Decimal("6.9500"), Decimal("48.65")),
        ("79323P", 3, Decimal("6.7550"), Decimal("20.27")),
    ]
    assert (order.net_total, order.vat_total, order.gross_total) == (
        Decimal("68.92"),
        Decimal("13.78"),
        Decimal("82.70"),
    )


def test_they_went_to_the_only_address_of_the_customer(tmp_path: Path) -> None:
    one, two = (make_customer(account_number=number) for number in ("13085", "13086"))
    place = make_address(one)
    make_address(one, kind=AddressKind.INVOICE)
    make_address(two), make_address(two)
    load(tmp_path, HISTORY + "489439,85048,GLASS BALL,1,2010-07-03 09:00:00,5.00,13086,United Kingdom\n")
    assert Order.objects.get(number="489434").address == place
    assert Order.objects.get(number="489439").address is None


def test_the_wall_clock_of_the_file_is_londons(tmp_path: Path) -> None:
    load(tmp_path)
    assert Order.objects.get(number="489435").confirmed_at == dt.datetime(2010, 7, 1, 8, 0, tzinfo=dt.UTC)


def test_an_order_credited_in_full_is_cancelled_and_keeps_its_lines(tmp_path: Path) -> None:
    load(tmp_path)
    order = Order.objects.get(number="489435")
    assert (order.state, order.cancel_reason, order.lines.get().quantity) == ("cancelled", "Credited by C489501", 2)
    assert list(Order.objects.placed().values_list("number", flat=True)) == ["489434"]


def test_what_is_left_out_is_counted_and_written_down(tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.csv"
    said = load(tmp_path, rejects=rejects)
    for sentence in (
        "2 orders with 3 lines, from 2009-12-01 to 2010-07-01",
        "1 credit lines correct no line",
        "1 lines left out: no customer",
        "1 lines left out: not a product",
        "1 lines left out: quantity is not one that is sold",
    ):
        assert sentence in said
    assert [line.split(",")[:2] for line in rejects.read_text().splitlines()[1:]] == [
        ["8", "not a product"],
        ["9", "no customer"],
        ["10", "quantity is not one that is sold"],
    ]


@pytest.mark.parametrize(
    ("invoice", "account", "why"),
    [("489440", "A/B 1?", "customer is no account number"), ("489/40", "13085", "no invoice number")],
)
def test_what_goes_into_no_address_is_left_out(tmp_path: Path, invoice: str, account: str, why: str) -> None:
    line = f"{invoice},85048,GLASS BALL,1,2010-08-01 09:00:00,7.00,{account},United Kingdom\n"
    assert f"1 lines left out: {why}" in load(tmp_path, text=HISTORY + line)
    assert not Order.objects.filter(number=invoice).exists()


def test_importing_again_adds_nothing(tmp_path: Path) -> None:
    load(tmp_path)
    before = list(Order.objects.order_by("pk").values("number", "net_total", "state"))
    said = load(tmp_path, text=HISTORY + "489440,85048,GLASS BALL,1,2010-08-01 09:00:00,7.00,13085,United Kingdom\n")
    assert "2 invoices were here already" in said
    assert list(Order.objects.exclude(number="489440").order_by("pk").values("number", "net_total", "state")) == before
    assert (Customer.objects.count(), Product.objects.count(), OrderLine.objects.count()) == (1, 2, 4)


def test_the_history_can_be_moved_to_end_on_a_day(tmp_path: Path) -> None:
    load(tmp_path, shift_to=dt.date(2026, 11, 23))
    # The last line of the file, a credit, falls on that day; the last invoice is a day before it.
    last = Order.objects.latest("confirmed_at")
    assert last.confirmed_at == dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC)


def test_products_that_are_known_keep_their_name_and_vat(tmp_path: Path) -> None:
    make_product(code="85048", name="Ball", vat_rate=VatRate.ZERO)
    load(tmp_path)
    order = Order.objects.get(number="489434")
    assert Product.objects.get(code="85048").name == "Ball"
    assert [(row.rate, row.net_total, row.vat_total) for row in order.vat_rows.order_by("rate")] == [
        ("standard", Decimal("20.27"), Decimal("4.05")),
        ("zero", Decimal("48.65"), Decimal("0.00")),
    ]


def test_columns_may_have_other_names_and_the_file_may_be_packed(tmp_path: Path) -> None:
    file = tmp_path / "history.csv.gz"
    file.write_bytes(gzip.compress(HISTORY.replace("invoice,stock", "InvoiceNo,stock").encode()))
    call_command("import_orders", str(file), map=["invoice=InvoiceNo"], stdout=StringIO())
    assert Order.objects.count() == 2


def test_a_missing_column_is_named_and_nothing_is_imported(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="has no column unit_price"):
        load(tmp_path, HISTORY.replace("unit_price", "price"))
    assert not Order.objects.exists()


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le"])
def test_what_a_spreadsheet_saves_as_unicode_text_is_read(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "history.csv"
    file.write_bytes(HISTORY.encode(encoding))
    call_command("import_orders", str(file), stdout=StringIO())
    assert Order.objects.count() == 2


CUT = (HISTORY + "489441,85048,CAFÉ BALL,1,2010-08-01 09:00:00,7.00,13085,Côte").encode()[:-2]


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (HISTORY.replace("GLASS", "VERRÉ").encode("cp1252"), "history.csv", "--encoding cp1252. Nothing was imported"),
        (CUT[:-1], "history.csv", "cut short. Have it saved or sent again, then import it. Nothing was imported"),
        (HISTORY.encode("utf-16")[:-1], "history.csv", "cut short"),
        (gzip.compress(HISTORY.encode())[:-9], "history.csv.gz", "cannot be read: .* Nothing was imported"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(tmp_path: Path, content: bytes, name: str, said: str) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(CommandError, match=said):
        call_command("import_orders", str(file), stdout=StringIO())
    assert not Order.objects.exists()
