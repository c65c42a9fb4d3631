"""How a line of an earlier system's order history is read: a sale, a credit, or something that is neither, and why."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation

from customers.rules.accounts import is_account_number
from staff.rules import Refusal

COLUMNS = ("invoice", "stock_code", "description", "quantity", "invoice_date", "unit_price", "customer_id")
CREDIT = "C"
MOST_UNITS = 1_000_000
MOST_PRICE = Decimal(100_000)

# Postage, carriage, manual entries, discounts, samples, fees, tests and vouchers: money that is no product.
NOT_PRODUCTS = re.compile(
    r"POST|DOT|M|D|S|B|C[23]|CRUK|PADS|BANK CHARGES|ADJUST\d*|AMAZONFEE|TEST\d*|GIFT(_.*)?", re.IGNORECASE
)
# It becomes the order's number, which is part of an address on the web.
INVOICE = re.compile(rf"[0-9{CREDIT}][^/\r\n]{{0,19}}")
UK_DATE = "%d/%m/%Y %H:%M"


class HistoryRefused(Refusal):
    """A file that cannot be read as an order history."""


class LineLeftOut(Exception):
    """A line that becomes no part of an order; its text is the reason that is counted."""


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One line of an invoice or credit note, by the wall clock; `quantity` is positive for both."""

    invoice: str
    is_credit: bool
    code: str
    name: str
    quantity: int
    invoiced_at: datetime
    unit_price: Decimal
    account: str


def check_columns(found: list[str], mapping: Mapping[str, str]) -> None:
    """Raises HistoryRefused, naming what is missing, unless the file has every column (by its own or mapped name)."""
    missing = [mapping.get(name, name) for name in COLUMNS if mapping.get(name, name) not in found]
    if missing:
        raise HistoryRefused(f"The file has no column {', '.join(missing)}; it has {', '.join(found)}.")


def read_line(row: Mapping[str, str | None], mapping: Mapping[str, str]) -> HistoryLine:
    """The line that a row holds; raises LineLeftOut with the reason when it is part of no order."""
    said = {name: (row.get(mapping.get(name, name)) or "").strip() for name in COLUMNS}
    invoice, is_credit = said["invoice"].upper(), said["invoice"].upper().startswith(CREDIT)
    if not INVOICE.fullmatch(invoice):
        raise LineLeftOut("no invoice number")
    if not said["customer_id"]:
        raise LineLeftOut("no customer")
    if not is_account_number(said["customer_id"]):
        raise LineLeftOut("customer is no account number")
    code = said["stock_code"].upper()
    if not code or len(code) > 24 or NOT_PRODUCTS.fullmatch(code):
        raise LineLeftOut("not a product")
    return HistoryLine(
        invoice=invoice,
        is_credit=is_credit,
        code=code,
        name=said["description"][:160] or code,
        quantity=_quantity(said["quantity"], is_credit=is_credit),
        invoiced_at=_moment(said["invoice_date"]),
        unit_price=_price(said["unit_price"]),
        account=said["customer_id"],
    )


def _quantity(text: str, *, is_credit: bool) -> int:
    try:
        quantity = Decimal(text)
    except InvalidOperation:
        raise LineLeftOut("quantity is no number") from None
    count = -quantity if is_credit else quantity
    if not count.is_finite() or count != int(count) or not 0 < count <= MOST_UNITS:
        raise LineLeftOut("quantity is not one that is sold")
    return int(count)


def _price(text: str) -> Decimal:
    try:
        price = Decimal(text)
    except InvalidOperation:
        raise LineLeftOut("price is no number") from None
    if not price.is_finite() or not 0 < price <= MOST_PRICE or price != round(price, 4):
        raise LineLeftOut("price is not one that is asked")
    return price


def _moment(text: str) -> datetime:
    for read in (datetime.fromisoformat, _uk_moment):
        try:
            return read(text).replace(tzinfo=None)
        except ValueError:
            continue
    raise LineLeftOut("date is no date")


def _uk_moment(text: str) -> datetime:
    return datetime.strptime(text, UK_DATE)  # noqa: DTZ007  the wall clock; its zone is applied when it is stored
