"""Prices, promotions and VAT as pure rules: what a basket costs this customer, and why.

The parts, lowest first: vocabulary, money, vat, price (the customer's own), deals and the mechanics (each, groups,
tiers, spend), terms (read and written), promotion (does it stand), sheet and lots (the working), candidates, combine
(which are taken), explain (in words), priced and basket (the answer), steps (what might be added).
"""

from promotions.rules.basket import PricedBasket, PromotionUse, price_basket
from promotions.rules.each import IntroductionPrice, Push
from promotions.rules.explain import Hint, NotUsed, RewardTold
from promotions.rules.lots import BasketLine, BasketRefused
from promotions.rules.money import money, say_pounds
from promotions.rules.price import (
    AgreedPrice,
    HandPrice,
    PriceBook,
    PriceEntry,
    PriceRefused,
    SoldProduct,
    UnitPrice,
    check_unit_price,
    customer_price,
    price_book,
)
from promotions.rules.priced import LineSaving, PricedLine
from promotions.rules.promotion import LONDON, LivePromotion, london_day, why_not_now
from promotions.rules.spend import SpendReward
from promotions.rules.steps import Outlook, Trial
from promotions.rules.terms import Terms, TermsRefused, parse_terms, terms_to_json
from promotions.rules.vat import VatTotal
from promotions.rules.vocabulary import Combinability, Mechanic, PriceKind, PromotionState, Reward, TierBasis, VatRate

__all__ = [
    "LONDON",
    "AgreedPrice",
    "BasketLine",
    "BasketRefused",
    "Combinability",
    "HandPrice",
    "Hint",
    "IntroductionPrice",
    "LineSaving",
    "LivePromotion",
    "Mechanic",
    "NotUsed",
    "Outlook",
    "PriceBook",
    "PriceEntry",
    "PriceKind",
    "PriceRefused",
    "PricedBasket",
    "PricedLine",
    "PromotionState",
    "PromotionUse",
    "Push",
    "Reward",
    "RewardTold",
    "SoldProduct",
    "SpendReward",
    "Terms",
    "TermsRefused",
    "TierBasis",
    "Trial",
    "UnitPrice",
    "VatRate",
    "VatTotal",
    "check_unit_price",
    "customer_price",
    "london_day",
    "money",
    "parse_terms",
    "price_basket",
    "price_book",
    "say_pounds",
    "terms_to_json",
    "why_not_now",
]
