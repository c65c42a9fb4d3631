"""Fields in which the Director types codes, accounts, steps and bundles, read into ids and values."""

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.db.models import Model
from django.db.models.functions import Upper
from django.utils.timezone import localtime

from customers.models import Customer
from promotions.models import Product

MOST_TOLD = 20


class Moment(forms.DateTimeField):
    """A day and time on the London wall clock."""

    widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class CodesField(forms.CharField):
    """Product codes with commas or new lines between them, or spaces where none holds one; their ids.

    Unknown ones are told back.
    """

    model: type[Model] = Product
    column = "code"
    thing = "product with the code"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "widget": forms.Textarea({"rows": 2}), **kwargs})

    def clean(self, value: Any) -> frozenset[int]:
        parts = [part.strip() for part in re.split(r"[\n,;]+", super().clean(value)) if part.strip()]
        whole = found_of(self.model, self.column, [part for part in parts if " " in part])
        typed = [one for part in parts for one in ([part] if part.upper() in whole else part.split())]
        return frozenset(ids_of(self.model, self.column, typed, self.thing).values())

    @classmethod
    def shown(cls, ids: Iterable[int]) -> str:
        rows = cls.model._default_manager.filter(pk__in=ids).order_by(cls.column)
        return ", ".join(rows.values_list(cls.column, flat=True))


class AccountsField(CodesField):
    """Account numbers, read the same way."""

    model = Customer
    column = "account_number"
    thing = "customer with the account number"


class OneCodeField(CodesField):
    """The code of one product that is sold; its id, or None."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"widget": forms.TextInput(), **kwargs})

    def clean(self, value: Any) -> int | None:  # type: ignore[override]  # one instead of several
        found = super().clean(value)
        if len(found) > 1:
            raise forms.ValidationError("Type the code of one product.")
        if Product.objects.filter(pk__in=found, ended_at__isnull=False).exists():
            raise forms.ValidationError("This product has left the range. Type the code of one that is sold.")
        return next(iter(found), None)


class PairsField(forms.CharField):
    """Lines of two entries each, with spaces or “=” between them."""

    wants = "two entries"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"widget": forms.Textarea({"rows": 4}), **kwargs})

    def pairs(self, value: Any) -> list[tuple[str, str]]:
        found = []
        for number, line in enumerate(super().clean(value).splitlines(), start=1):
            parts = re.split(r"[\s=:×]+", line.strip().replace("%", "").strip()) if line.strip() else []
            if parts and len(parts) != 2:
                raise forms.ValidationError(f"Line {number}: type {self.wants}.")
            found += [(parts[0], parts[1])] if parts else []
        return found


class StepsField(PairsField):
    """Steps of tiers, one a line: from how many, or from how many pounds, and the per cent off."""

    wants = "from how many, then the per cent off, as in 10 5"

    def clean(self, value: Any) -> list[dict[str, str]]:
        return [
            {"at_least": number(least, self.wants), "percent": number(off, self.wants)}
            for least, off in self.pairs(value)
        ]

    @staticmethod
    def shown(steps: Iterable[Mapping[str, object]]) -> str:
        return "\n".join(f"{step['at_least']} {step['percent']}" for step in steps)


class ItemsField(PairsField):
    """A bundle, one product a line: its code and how many packs."""

    wants = "a product's code, then how many, as in TEA100 2"

    def clean(self, value: Any) -> list[dict[str, object]]:
        pairs = self.pairs(value)
        known = ids_of(Product, "code", [code for code, _ in pairs], CodesField.thing)
        return [{"product": known[code.upper()], "quantity": number(count, self.wants)} for code, count in pairs]

    @staticmethod
    def shown(items: Iterable[Mapping[str, Any]]) -> str:
        rows = list(items)
        codes = dict(Product.objects.filter(pk__in=[row["product"] for row in rows]).values_list("pk", "code"))
        return "\n".join(f"{codes[row['product']]} {row['quantity']}" for row in rows)


def number(text: str, wants: str) -> str:
    """A number as people type it, as text; raises ValidationError for what is none."""
    bare = text.replace("£", "").replace(",", "")
    try:
        Decimal(bare)
    except InvalidOperation:
        raise forms.ValidationError(f"“{text}” is not a number. Type {wants}.") from None
    return bare


def ids_of(model: type[Model], column: str, typed: Iterable[str], thing: str) -> dict[str, int]:
    """The ids by what was typed, in capitals; raises ValidationError naming what there is not."""
    wanted = {text.upper() for text in typed}
    known = found_of(model, column, wanted)
    unknown = sorted(wanted - known.keys())
    if unknown:
        raise forms.ValidationError(f"There is no {thing} {', '.join(unknown[:MOST_TOLD])}.")
    return known


def found_of(model: type[Model], column: str, typed: Collection[str]) -> dict[str, int]:
    """The ids of those that there are, by what was typed, in capitals; nothing typed asks nothing."""
    if not typed:
        return {}
    rows = model._default_manager.annotate(upper=Upper(column)).filter(upper__in=[text.upper() for text in typed])
    return dict(rows.values_list("upper", "pk"))


def in_words(field: forms.Field, value: Any) -> str:
    """What a field's value says to people; empty for nothing."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None or value == "":
        return ""
    if isinstance(field, CodesField):
        return field.shown({value} if isinstance(value, int) else value)
    if isinstance(field, StepsField | ItemsField):
        return field.shown(value)
    if isinstance(field, forms.ModelMultipleChoiceField):
        return ", ".join(sorted(map(str, value)))
    if isinstance(field, forms.ChoiceField):
        chosen = {str(one) for one in (value if isinstance(value, list) else [value])}
        labels: Iterable[tuple[object, object]] = field.choices  # type: ignore[assignment]  # ours are plain pairs
        return ", ".join(str(label) for key, label in labels if str(key) in chosen)
    return f"{localtime(value):%d %B %Y %H:%M}" if isinstance(value, datetime) else str(value).strip()
