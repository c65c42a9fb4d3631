"""Whatever the answer to an edit may draw of a row counts when it is said what the page shows."""

import re
from dataclasses import fields, replace
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings

from orders.reports.pad import PadRow
from promotions.reports import ProductCard

CARD = ProductCard(
    id=7,
    code="T1",
    name="Tea",
    group="Drinks",
    barcode="",
    pack="each",
    vat_rate="zero",
    list_price=Decimal(1),
    stock_free=5,
    stock_due_on=None,
    is_preferred=False,
    is_on_sale=True,
)
ROW = PadRow(
    product=CARD,
    quantity=2,
    usual=None,
    past=(),
    last_price=Decimal("1.00"),
    today_price=Decimal("1.00"),
    line_total=Decimal("2.00"),
    saving=Decimal(0),
    offer="",
    stock="5 free",
    stock_state="free",
    dropped="",
    trace=("List price £1.00.",),
    hints=(),
)
OTHERWISE: dict[str, Any] = {
    "quantity": 3,
    "pieces": 24,
    "last_price": Decimal("1.01"),
    "today_price": Decimal("1.01"),
    "todays_price": Decimal("1.01"),
    "line_total": None,
    "saving": Decimal("0.50"),
    "trace": ("List price £1.00.", "Tea week: not used."),
    "hints": ("List price £1.00.",),
    "stock_state": "short",
}


def drawn() -> list[str]:
    folder = settings.BASE_DIR / "templates/orders"
    parts = re.findall(r"orders/(_pad_\w+\.html)\" with row=", (folder / "_pad_changed.html").read_text())
    named = {name for part in parts for name in re.findall(r"row\.([a-z_]+)", (folder / part).read_text())}
    return sorted(named & {field.name for field in fields(PadRow)} - {"product"})


@pytest.mark.parametrize("name", drawn())
def test_a_row_that_is_drawn_otherwise_is_shown_otherwise(name: str) -> None:
    assert replace(ROW, **{name: OTHERWISE.get(name, "other words")}).shown != ROW.shown


def test_the_same_amount_in_other_places_is_the_same() -> None:
    assert replace(ROW, today_price=Decimal("1.0000"), saving=Decimal("0.00")).shown == ROW.shown
