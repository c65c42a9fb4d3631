"""A price by hand, as people type it."""

from decimal import Decimal
from typing import Any

from django import forms

NO_PRICE = "Type a price in pounds like 12.50, or leave it empty."


class HandPriceField(forms.DecimalField):
    """What one pack costs, in pounds, with or without the sign and the commas; empty for no price by hand."""

    default_error_messages = dict.fromkeys(
        ("invalid", "min_value", "max_digits", "max_decimal_places", "max_whole_digits"), NO_PRICE
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, min_value=0, max_digits=10, decimal_places=4, **kwargs)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # as DecimalField itself does
        return super().to_python(value.strip().removeprefix("£").replace(",", "") if isinstance(value, str) else value)
