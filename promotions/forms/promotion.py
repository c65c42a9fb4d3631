"""The form of a promotion: what every mechanic asks."""

from collections.abc import Mapping
from typing import Any, ClassVar

from crispy_forms.bootstrap import InlineCheckboxes
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.http import QueryDict

from customers.forms import WeekdaysField
from customers.models import Segment
from promotions.actions import audience_of
from promotions.forms.fields import AccountsField, CodesField, Moment, in_words
from promotions.models import Product, ProductGroup, Promotion
from promotions.rules.audience import BuyingHabit
from promotions.rules.life import Audience, Plan
from promotions.rules.vocabulary import Combinability, Funding, LastBought, Mechanic

GRID = "panel field-grid"
WHEN = ("starts_at", "ends_at", "weekdays")
WHOM = (
    "segments",
    "accounts",
    "last_bought",
    "last_bought_days",
    "without_segments",
    "without_accounts",
)
LIMITS = ("cap_per_order", "cap_per_customer", "allocation", "combinability", "includes_contracts", "priority")
WORDS = ("script", "objection_answer", "goal_quantity", "funding", "funder")
COPIED = (
    "name",
    "starts_at",
    "ends_at",
    "weekdays",
    "script",
    "objection_answer",
    "priority",
    "goal_quantity",
    "cap_per_order",
    "cap_per_customer",
    "allocation",
    "funding",
    "funder",
    "last_bought",
    "last_bought_days",
)


class PromotionForm(forms.Form):
    """What every mechanic asks. A class of `promotions.forms.mechanics` names one and adds the fields of its terms."""

    mechanic: ClassVar[Mechanic]
    term_names: ClassVar[tuple[str, ...]] = ()
    product_names: ClassVar[tuple[str, ...]] = ("codes", "groups")

    name = forms.CharField(max_length=120)
    codes = CodesField(label="Products", help_text="Their codes, with commas or new lines between them.")
    groups = forms.ModelMultipleChoiceField(
        ProductGroup.objects.all(), required=False, label="And all products on sale of these groups"
    )
    starts_at = Moment(label="Starts")
    ends_at = Moment(label="Ends", help_text="The first moment at which it is over.")
    weekdays = WeekdaysField(help_text="None chosen: every day.")
    segments = forms.ModelMultipleChoiceField(
        Segment.objects.all(), required=False, label="Segments", help_text="No segment and no account: everybody."
    )
    accounts = AccountsField(
        label="And these customers", help_text="Their account numbers, with commas or new lines between them."
    )
    last_bought = forms.ChoiceField(
        label="Of them, who",
        choices=[("", "Whoever"), *LastBought.choices],
        required=False,
        help_text="Counts any of its products; for a reward from a spend, anything.",
    )
    last_bought_days = forms.IntegerField(label="So many days", required=False, min_value=1, max_value=3650)
    without_segments = forms.ModelMultipleChoiceField(Segment.objects.all(), required=False, label="But not segments")
    without_accounts = AccountsField(label="And not these customers", help_text="Their account numbers.")
    cap_per_order = forms.IntegerField(
        label="At most on one order",
        required=False,
        min_value=1,
        help_text="Packs that become cheaper, groups, bundles or rewards. Empty: no limit.",
    )
    cap_per_customer = forms.IntegerField(label="At most for one customer, in all", required=False, min_value=1)
    allocation = forms.IntegerField(
        label="At most in all", required=False, min_value=1, help_text="Taken when an order is confirmed."
    )
    combinability = forms.ChoiceField(choices=Combinability.choices, initial=Combinability.COMBINES)
    includes_contracts = forms.BooleanField(required=False, label="It also lowers contract prices")
    priority = forms.IntegerField(min_value=1, max_value=9, initial=5, help_text="1 is offered first, 9 last.")
    script = forms.CharField(label="The sentence to say", widget=forms.Textarea({"rows": 2}))
    objection_answer = forms.CharField(
        label="What to say to the usual “no”", required=False, widget=forms.Textarea({"rows": 2})
    )
    goal_quantity = forms.IntegerField(label="Goal in packs", required=False, min_value=1)
    funding = forms.ChoiceField(label="Who pays for it", choices=Funding.choices, initial=Funding.OURS)
    funder = forms.CharField(label="Which supplier", required=False, max_length=80)
    edition = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in {"codes", "groups"} - set(self.product_names):
            del self.fields[name]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(
            "edition",
            Fieldset("What", "name", *self.term_names, *self.product_names, css_class=GRID),
            Fieldset("When", "starts_at", "ends_at", InlineCheckboxes("weekdays"), css_class=GRID),
            Fieldset("For whom", *WHOM, css_class=GRID),
            Fieldset("How much of it", *LIMITS, css_class=GRID),
            Fieldset("What is said, and why", *WORDS, css_class=GRID),
        )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if bool(said.get("last_bought")) != bool(said.get("last_bought_days")):
            self.add_error("last_bought_days", "Choose who, and type how many days; or leave both.")
        return said

    @property
    def needed_to_preview(self) -> frozenset[str]:
        """The fields without which it cannot be said what the promotion would do."""
        return frozenset({*self.term_names, *self.product_names, *WHEN, *WHOM, *LIMITS})

    @property
    def terms(self) -> dict[str, Any]:
        """The terms of the mechanic as they were typed; what was left empty is left out."""
        said = {name: self.cleaned_data.get(name) for name in self.term_names}
        return {name: value for name, value in said.items() if value is not None and value != "" and value is not False}

    @property
    def product_ids(self) -> frozenset[int]:
        groups = self.cleaned_data.get("groups")
        of_groups = Product.objects.on_sale().filter(group__in=groups).values_list("pk", flat=True) if groups else ()
        return frozenset({*self.cleaned_data.get("codes", ()), *of_groups})

    @property
    def plan(self) -> Plan:
        """What the form asks for; call it when the form is valid."""
        said = self.cleaned_data
        copied: dict[str, Any] = {name: said.get(name) for name in COPIED if not name.startswith("last_bought")}
        asked: dict[str, Any] = {
            "mechanic": self.mechanic,
            "terms": self.terms,
            "product_ids": self.product_ids,
            "combinability": Combinability(said["combinability"]),
            "includes_contracts": said["includes_contracts"],
            "weekdays": tuple(said["weekdays"]),
            "funding": Funding(said.get("funding") or Funding.OURS),
            "audience": self.audience,
        }
        return Plan(**copied | asked)

    @property
    def audience(self) -> Audience:
        said = self.cleaned_data
        habit = BuyingHabit(LastBought(said["last_bought"]), said["last_bought_days"]) if said["last_bought"] else None
        return Audience(
            segments=frozenset(segment.pk for segment in said["segments"]),
            customers=said["accounts"],
            without_segments=frozenset(segment.pk for segment in said["without_segments"]),
            without_customers=said["without_accounts"],
            habit=habit,
        )

    def add_refusal(self, sentence: str, field: str | None) -> None:
        """Puts a refusal beside the field it is about; the rules call some by another name."""
        beside = {"products": self.product_names[0] if self.product_names else None}.get(field or "", field)
        if field is not None and beside not in self.fields and self.term_names:
            beside = self.term_names[-1]
        self.add_error(beside if beside in self.fields else None, sentence)

    def add_moved(self, sentence: str, promotion: Promotion) -> None:
        """Says at each field what stands there now, where it is not what was typed; keeping once more replaces it."""
        stands = type(self)(self.of(promotion))
        now, typed = stands.said_in_words(), self.said_in_words()
        self.add_error(None, sentence)
        for name, words in now.items():
            if words != typed[name]:
                self.add_error(name, f"Kept meanwhile: {words or 'nothing'}")
        if isinstance(self.data, QueryDict):
            posted = self.data.copy()
            posted["edition"] = str(promotion.edition)
            self.data = posted

    def said_in_words(self) -> dict[str, str]:
        """What a valid form says, field by field, as people read it; groups are said by their products."""
        self.is_valid()
        names = self.fields.keys() - {"edition", "groups"}
        return {name: in_words(self.fields[name], self.cleaned_data.get(name)) for name in self.fields if name in names}

    @classmethod
    def of(cls, promotion: Promotion) -> dict[str, Any]:
        """What the form shows of a promotion that is there."""
        version = promotion.current
        shown: dict[str, Any] = {name: getattr(promotion, name) for name in (*COPIED, "edition")}
        if version is not None:
            codes = version.products.order_by("code").values_list("code", flat=True)
            shown |= {"combinability": version.combinability, "includes_contracts": version.includes_contracts}
            shown |= {**cls.shown_terms(version.terms), "codes": ", ".join(codes)}
        audience = audience_of(promotion)
        return shown | {
            "segments": sorted(audience.segments),
            "without_segments": sorted(audience.without_segments),
            "accounts": AccountsField.shown(audience.customers),
            "without_accounts": AccountsField.shown(audience.without_customers),
        }

    @classmethod
    def shown_terms(cls, terms: Mapping[str, Any]) -> dict[str, Any]:
        """The terms as the fields show them."""
        return dict(terms)
