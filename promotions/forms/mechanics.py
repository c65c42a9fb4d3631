"""One form for each mechanic: the fields of its terms."""

from collections.abc import Mapping
from typing import Any

from django import forms

from promotions.forms.fields import ItemsField, OneCodeField, StepsField
from promotions.forms.promotion import PromotionForm
from promotions.models import Product
from promotions.rules.vocabulary import Mechanic, Reward, TierBasis


def percent(**kwargs: Any) -> forms.DecimalField:
    return forms.DecimalField(label="Per cent off", min_value=0, max_value=100, decimal_places=2, **kwargs)


def each(label: str, **kwargs: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, min_value=0, decimal_places=4, **kwargs)


def pounds(label: str, **kwargs: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, min_value=0, decimal_places=2, **kwargs)


def packs(label: str, **kwargs: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=1, **kwargs)


class PercentOffForm(PromotionForm):
    mechanic = Mechanic.PERCENT_OFF
    term_names = ("percent",)

    percent = percent()


class AmountOffForm(PromotionForm):
    mechanic = Mechanic.AMOUNT_OFF
    term_names = ("amount",)

    amount = each("Off each pack, without VAT (£)")


class PromotionPriceForm(PromotionForm):
    mechanic = Mechanic.PROMOTION_PRICE
    term_names = ("price",)

    price = each("Price of one pack, without VAT (£)")


class BuyGetFreeForm(PromotionForm):
    mechanic = Mechanic.BUY_GET_FREE
    term_names = ("buy", "get")

    buy = packs("Who buys so many packs")
    get = packs("Gets so many free", help_text="Of several products, the cheapest in each group are free.")


class BuyGetAtForm(PromotionForm):
    mechanic = Mechanic.BUY_GET_AT
    term_names = ("buy", "get", "price", "percent")

    buy = packs("Who buys so many packs")
    get = packs("Gets so many more")
    price = each("Each at this price, without VAT (£)", required=False)
    percent = percent(required=False, help_text="Either a price or a percentage.")


class GroupForForm(PromotionForm):
    mechanic = Mechanic.GROUP_FOR
    term_names = ("size", "price")

    size = forms.IntegerField(label="So many packs, mix and match", min_value=2)
    price = pounds("For this much together, without VAT (£)")


class TiersForm(PromotionForm):
    mechanic = Mechanic.TIERS
    term_names = ("basis", "steps")

    basis = forms.ChoiceField(label="Counts", choices=TierBasis.choices)
    steps = StepsField(
        label="Steps",
        help_text="One a line: from how many packs or pounds, then the per cent off. 10 5, next line 20 8.",
    )

    @classmethod
    def shown_terms(cls, terms: Mapping[str, Any]) -> dict[str, Any]:
        return {**terms, "steps": StepsField.shown(terms["steps"])}


class BundleForm(PromotionForm):
    mechanic = Mechanic.BUNDLE_FOR
    term_names = ("items", "price")
    product_names = ()

    items = ItemsField(
        label="The bundle", help_text="One product a line: its code, then how many packs. TEA100 2, next line CUP12 1."
    )
    price = pounds("For this much together, without VAT (£)")

    @property
    def product_ids(self) -> frozenset[int]:
        return frozenset(item["product"] for item in self.cleaned_data.get("items", ()))

    @classmethod
    def shown_terms(cls, terms: Mapping[str, Any]) -> dict[str, Any]:
        return {**terms, "items": ItemsField.shown(terms["items"])}


class SpendRewardForm(PromotionForm):
    mechanic = Mechanic.SPEND_REWARD
    term_names = ("spend", "reward", "percent", "amount", "product", "quantity", "incidental")

    spend = pounds("From a spend of, without VAT (£)", help_text="On its products; with none named, on all goods.")
    reward = forms.ChoiceField(choices=Reward.choices)
    percent = percent(required=False)
    amount = pounds("Off the order, without VAT (£)", required=False)
    product = OneCodeField(label="The free product", help_text="Its code.")
    quantity = packs("So many packs of it", required=False)
    incidental = forms.BooleanField(
        required=False,
        label="It is incidental to the goods",
        help_text="It then takes the main goods’ VAT rate (HMRC’s linked-goods concession).",
    )

    @classmethod
    def shown_terms(cls, terms: Mapping[str, Any]) -> dict[str, Any]:
        code = Product.objects.filter(pk=terms.get("product") or 0).values_list("code", flat=True).first()
        return {**terms, "product": code or ""}


class IntroductionPriceForm(PromotionPriceForm):
    mechanic = Mechanic.INTRODUCTION_PRICE


class PushForm(PromotionForm):
    mechanic = Mechanic.PUSH


FORMS: dict[str, type[PromotionForm]] = {
    form.mechanic.value: form
    for form in (
        PercentOffForm,
        AmountOffForm,
        PromotionPriceForm,
        BuyGetFreeForm,
        BuyGetAtForm,
        GroupForForm,
        TiersForm,
        BundleForm,
        SpendRewardForm,
        IntroductionPriceForm,
        PushForm,
    )
}
