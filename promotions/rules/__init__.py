"""Prices, promotions and VAT as pure rules: what a basket costs this customer, and why."""

from promotions.rules.vocabulary import Combinability, Mechanic, PriceKind, PromotionState, Reward, TierBasis, VatRate

__all__ = ["Combinability", "Mechanic", "PriceKind", "PromotionState", "Reward", "TierBasis", "VatRate"]
