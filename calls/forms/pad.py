"""What is posted beside the order pad, as values."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from calls.rules.pad import quantity
from calls.rules.price import PriceAsked, PriceUnread, pounds_typed
from orders.reports.pad import PriceTyped
from orders.rules.substitute import Swap
from orders.rules.vocabulary import GivenUpReason, UnsoldReason

REASON_FIELD = "gone-"
WORDS_FIELD = "gone-words-"
PRICE_FIELD = "price-"
WHY_FIELD = "why-"
STOOD_FIELD = "stood-"


class SwapForm(forms.Form):
    """A substitute that they take; `product_was` and `substitute_was` are what the page showed."""

    product = forms.IntegerField(min_value=1)
    substitute = forms.IntegerField(min_value=1)
    quantity = forms.CharField(required=False, max_length=20)
    product_was = forms.IntegerField(min_value=0)
    substitute_was = forms.IntegerField(min_value=0)

    def swap(self) -> Swap:
        """Raises QuantityUnread. Call after `is_valid`."""
        given = self.cleaned_data
        return Swap(
            product_id=given["product"],
            substitute_id=given["substitute"],
            quantity=quantity(given["quantity"]),
            product_was=given["product_was"],
            substitute_was=given["substitute_was"],
        )


class LostForm(forms.Form):
    """What they asked for in vain; no product where we do not stock it."""

    key = forms.UUIDField()
    product = forms.IntegerField(required=False, min_value=1)
    words = forms.CharField(required=False, strip=False, max_length=200)
    quantity = forms.CharField(required=False, max_length=20)
    was = forms.IntegerField(required=False, min_value=0)
    reason = forms.ChoiceField(choices=UnsoldReason.choices)

    def lost(self) -> dict[str, Any]:
        """What `lose_demand` takes. Raises QuantityUnread. Call after `is_valid`."""
        given = self.cleaned_data
        return {
            "key": given["key"],
            "product_id": given["product"],
            "words": given["words"],
            "quantity": quantity(given["quantity"]) or None,
            "was": given["was"] or 0,
            "reason": UnsoldReason(given["reason"]),
        }


class AdditionForm(forms.Form):
    """The open order that is added to, as it was seen, with the difference that they agreed to."""

    order_id = forms.IntegerField(min_value=1)
    seen_version = forms.IntegerField(min_value=0)
    agreed = forms.CharField(max_length=64)


def read_price(fields: Mapping[str, str]) -> PriceAsked:
    """From a button todays=7 or usual=7, else the fields price-7 and why-7 of the row that is meant.

    Raises PriceUnread.
    """
    for name in ("todays", "usual"):
        if fields.get(name, "").isdecimal():
            return PriceAsked(int(fields[name][:18]), is_todays=name == "todays")
    product, typed = product_priced(fields), prices_typed(fields)
    if product is None or product not in typed:
        raise PriceUnread("")
    was = fields.get(f"{STOOD_FIELD}{product}")
    return PriceAsked(product, pounds_typed(typed[product].price), typed[product].why, was=was)


def product_priced(fields: Mapping[str, str]) -> int | None:
    """The row that a price is meant for: that of the button set=7, else the first with a price or a reason."""
    pressed = fields.get("set", "")
    if pressed.isdecimal() and len(pressed) <= 18:
        return int(pressed)
    return next(iter(prices_typed(fields)), None)


def prices_typed(fields: Mapping[str, str]) -> dict[int, PriceTyped]:
    """What stands in the fields price-7 and why-7, by product, but for rows where both are empty."""
    names = (
        name.removeprefix(field) for name in fields for field in (PRICE_FIELD, WHY_FIELD) if name.startswith(field)
    )
    keys = dict.fromkeys(key for key in names if key.isdecimal() and len(key) <= 18)
    typed = {int(key): (fields.get(f"{PRICE_FIELD}{key}", ""), fields.get(f"{WHY_FIELD}{key}", "")) for key in keys}
    return {product: PriceTyped(*texts) for product, texts in typed.items() if any(text.strip() for text in texts)}


def read_given_up(posted: QueryDict) -> dict[str, Any] | None:
    """What `give_up_on_call` takes: from gone-7 with its reason, or from gone-words-7 alone; None for neither."""
    fields = {name: str(value) for name, value in posted.items() if name.startswith(REASON_FIELD)}
    reasons = {name: value for name, value in fields.items() if value in GivenUpReason.values}
    said = {
        name.replace(WORDS_FIELD, REASON_FIELD): GivenUpReason.OTHER for name, words in fields.items() if words.strip()
    }
    name, reason = next(iter((reasons or said).items()), ("", ""))
    product = name.removeprefix(REASON_FIELD)
    if not (product.isdecimal() and len(product) <= 18):
        return None
    words = fields.get(f"{WORDS_FIELD}{product}", "")
    return {"product_id": int(product), "reason": GivenUpReason(reason), "words": words}
