"""A confirmed order as it is to be: packs, prices and notes line by line, and the details."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from orders.actions import Wanted
from orders.forms.life import day_field, packs_field
from orders.forms.price import HandPriceField
from orders.reports.change import AskedLine, OrderToChange
from orders.rules.change import LONGEST_NOTE
from promotions.models import Product
from promotions.rules import HandPrice


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A line with its cells; `by_hand` and `why` are None for whoever may set no price."""

    line: AskedLine
    quantity: BoundField
    today: BoundField | None
    by_hand: BoundField | None
    why: BoundField | None
    note: BoundField

    @property
    def is_open(self) -> bool:
        """Whether there is something in the folded cells to see."""
        cells = [cell for cell in (self.by_hand, self.why, self.note) if cell is not None]
        return any(cell.value() or cell.errors for cell in cells)


class ChangeForm(forms.Form):
    """A confirmed order as it is to be. `seen_version` is the order's when this was begun; `agreed` what was shown."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput)
    agreed = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    code = forms.CharField(required=False, label="Add a product by its code", max_length=24)
    packs = packs_field("Packs of it")
    ordered_by = forms.TypedChoiceField(required=False, label="Who asks for it", coerce=int, empty_value=None)
    address = forms.TypedChoiceField(required=False, label="Deliver to", coerce=int, empty_value=None)
    delivery_on = day_field("Delivery")
    purchase_order_number = forms.CharField(
        required=False, label="Their purchase order number", max_length=40, strip=False
    )
    note = forms.CharField(
        required=False, label="Note for the delivery", strip=False, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, *args: Any, order: OrderToChange, may_price: bool, **kwargs: Any) -> None:
        shown = {
            "seen_version": order.version,
            "ordered_by": order.ordered_by_id,
            "address": order.address_id,
            "delivery_on": order.delivery_on,
            "purchase_order_number": order.purchase_order_number,
            "note": order.note,
        }
        super().__init__(*args, **{"initial": shown, **kwargs})
        self.lines = order.lines
        self.has_several_places = len(order.places) > 1
        self.may_price = may_price
        self.added: int | None = None
        people = [(person.id, f"{person.name}, {person.job_title}".strip(", ")) for person in order.people]
        self.fields["ordered_by"].choices = [("", "As it was"), *people]  # type: ignore[attr-defined]
        places = [(place.id, place.words) for place in order.places]
        self.fields["address"].choices = [("", "As it was"), *places]  # type: ignore[attr-defined]
        for line in order.lines:
            self._add_cells(line)

    def _add_cells(self, line: AskedLine) -> None:
        key = line.product_id
        self.fields[f"quantity-{key}"] = packs_field(f"Packs of {line.name}")
        self.initial[f"quantity-{key}"] = line.quantity
        self.fields[f"note-{key}"] = _words(f"{line.name}, note", "Printed with the line", LONGEST_NOTE)
        self.initial[f"note-{key}"] = line.note
        if line.today_price is not None:
            self.fields[f"today-{key}"] = forms.BooleanField(required=False, label="Today's price")
        if self.may_price:
            box = forms.TextInput({"class": "form-control", "inputmode": "decimal", "placeholder": "By hand"})
            box.attrs["aria-label"] = f"{line.name}, price of one pack by hand"
            self.fields[f"price-{key}"] = HandPriceField(widget=box)
            self.initial[f"price-{key}"] = line.hand_price and f"{line.hand_price.normalize():f}"
            self.fields[f"why-{key}"] = _words(f"{line.name}, why this price", "Why", 200)
            self.initial[f"why-{key}"] = line.hand_reason

    @property
    def rows(self) -> Iterator[ChangeRow]:
        for line in self.lines:
            key = line.product_id
            today, by_hand, why = (self._cell(f"{name}-{key}") for name in ("today", "price", "why"))
            yield ChangeRow(line, self[f"quantity-{key}"], today, by_hand, why, self[f"note-{key}"])

    def _cell(self, name: str) -> BoundField | None:
        return self[name] if name in self.fields else None

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"].strip().upper()
        self.added = Product.objects.filter(code__iexact=code).values_list("pk", flat=True).first() if code else None
        if code and self.added is None:
            raise forms.ValidationError(f"There is no product {code}.")
        return code

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("code") and not given.get("packs"):
            self.add_error("packs", "How many packs of it?")
        return given

    @property
    def wanted(self) -> Wanted:
        given = self.cleaned_data
        quantities = {line.product_id: given[f"quantity-{line.product_id}"] or 0 for line in self.lines}
        if self.added is not None:
            quantities[self.added] = quantities.get(self.added, 0) + given["packs"]
        return Wanted(
            quantities,
            given["delivery_on"],
            given["purchase_order_number"],
            given["note"],
            prices={line.product_id: price for line in self.lines for price in self._prices(line)},
            line_notes={line.product_id: given[f"note-{line.product_id}"] for line in self.lines},
            ordered_by_id=given["ordered_by"],
            address_id=given["address"],
        )

    def _prices(self, line: AskedLine) -> Iterator[HandPrice | None]:
        """The price that is chosen anew for a line, if one is: one by hand, or None for today's."""
        given, typed, reason = self.cleaned_data, line.hand_price, line.hand_reason
        if self.may_price:
            typed, reason = given[f"price-{line.product_id}"], given[f"why-{line.product_id}"]
        if given.get(f"today-{line.product_id}") or (typed is None and line.hand_price is not None):
            yield None
        elif typed is not None and (typed, reason) != (line.hand_price, line.hand_reason):
            yield HandPrice(typed, reason)


def _words(label: str, hint: str, most: int) -> forms.CharField:
    box = forms.TextInput({"class": "form-control", "aria-label": label, "placeholder": hint, "autocomplete": "off"})
    return forms.CharField(required=False, max_length=most, strip=False, widget=box)
