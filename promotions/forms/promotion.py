"""The form of a promotion: what every mechanic asks, and one class for what each asks besides."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.db.models.functions import Upper

from customers.models import Segment
from promotions.models import Product, ProductGroup, Promotion
from promotions.rules.life import Audience, Plan
from promotions.rules.vocabulary import Combinability, Mechanic

MOST_NAMED = 20


class Moment(forms.DateTimeField):
    """A day and time on the London wall clock."""

    widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class PromotionForm(forms.Form):
    """What every mechanic asks. A class below names its mechanic and adds the fields of its terms."""

    mechanic: ClassVar[Mechanic]
    term_names: ClassVar[tuple[str, ...]]

    name = forms.CharField(max_length=120)
    codes = forms.CharField(
        label="Products",
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="Their codes, with spaces, commas or new lines between them.",
    )
    groups = forms.ModelMultipleChoiceField(
        ProductGroup.objects.all(), required=False, label="And all products on sale of these groups"
    )
    starts_at = Moment(label="Starts")
    ends_at = Moment(label="Ends", help_text="The first moment at which it is over.")
    segments = forms.ModelMultipleChoiceField(
        Segment.objects.all(), required=False, label="For", help_text="None chosen: everybody."
    )
    script = forms.CharField(label="The sentence to say", widget=forms.Textarea({"rows": 2}))
    objection_answer = forms.CharField(
        label="What to say to the usual “no”", required=False, widget=forms.Textarea({"rows": 2})
    )
    priority = forms.IntegerField(min_value=1, max_value=9, initial=5, help_text="1 is offered first, 9 last.")
    goal_quantity = forms.IntegerField(label="Goal in packs", required=False, min_value=1)
    combinability = forms.ChoiceField(choices=Combinability.choices, initial=Combinability.COMBINES)
    includes_contracts = forms.BooleanField(required=False, label="It also lowers contract prices")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["name", *self.term_names])
        self.helper = FormHelper()
        self.helper.attrs = {"data-once": ""}
        self.helper.add_input(Submit("save", "Keep"))

    def clean_codes(self) -> frozenset[int]:
        """The ids of the products that are named; unknown codes are told back."""
        codes = {code.upper() for code in re.split(r"[\s,;]+", self.cleaned_data["codes"]) if code}
        named = Product.objects.annotate(upper_code=Upper("code")).filter(upper_code__in=codes)
        known = dict(named.values_list("upper_code", "pk"))
        unknown = sorted(codes - known.keys())
        if unknown:
            raise forms.ValidationError(f"There is no product with the code {', '.join(unknown[:MOST_NAMED])}.")
        return frozenset(known.values())

    @property
    def plan(self) -> Plan:
        """What the form asks for; call it when the form is valid."""
        said = self.cleaned_data
        of_groups = Product.objects.on_sale().filter(group__in=said["groups"]).values_list("pk", flat=True)
        return Plan(
            name=said["name"],
            starts_at=said["starts_at"],
            ends_at=said["ends_at"],
            script=said["script"],
            mechanic=self.mechanic,
            terms={name: said[name] for name in self.term_names},
            product_ids=said["codes"] | frozenset(of_groups),
            audience=Audience(segments=frozenset(segment.pk for segment in said["segments"])),
            priority=said["priority"],
            combinability=Combinability(said["combinability"]),
            includes_contracts=said["includes_contracts"],
            objection_answer=said["objection_answer"],
            goal_quantity=said["goal_quantity"],
        )

    def add_refusal(self, sentence: str, field: str | None) -> None:
        """Puts a refusal beside the field it is about; the rules call the products by another name."""
        beside = "codes" if field == "products" else field
        self.add_error(beside if beside in self.fields else None, sentence)

    @classmethod
    def of(cls, promotion: Promotion) -> dict[str, Any]:
        """What the form shows of a promotion that is there."""
        version = promotion.current
        terms: Mapping[str, Any] = version.terms if version else {}
        shown = {name: getattr(promotion, name) for name in COPIED}
        if version:
            shown |= {"combinability": version.combinability, "includes_contracts": version.includes_contracts}
        codes = version.products.order_by("code").values_list("code", flat=True) if version else ()
        segments = list(promotion.segments.values_list("pk", flat=True))
        return {**shown, **terms, "segments": segments, "codes": " ".join(codes)}


COPIED = (
    "name",
    "starts_at",
    "ends_at",
    "script",
    "objection_answer",
    "priority",
    "goal_quantity",
)


class PercentOffForm(PromotionForm):
    mechanic = Mechanic.PERCENT_OFF
    term_names = ("percent",)

    percent = forms.DecimalField(label="Per cent off", min_value=0, max_value=100, decimal_places=2)


class PromotionPriceForm(PromotionForm):
    mechanic = Mechanic.PROMOTION_PRICE
    term_names = ("price",)

    price = forms.DecimalField(label="Price of one pack, without VAT (£)", min_value=0, decimal_places=4)


FORMS: dict[str, type[PromotionForm]] = {form.mechanic.value: form for form in (PercentOffForm, PromotionPriceForm)}
