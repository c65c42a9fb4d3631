"""What is sold, what it costs on which terms, and what is being pushed."""

from promotions.models.brief import Brief, BriefReading
from promotions.models.prices import ContractPrice, ListBreak
from promotions.models.product import ListedPrice, Product, ProductGroup
from promotions.models.promotion import CustomerUses, NamedCustomer, Promotion, PromotionVersion

__all__ = [
    "Brief",
    "BriefReading",
    "ContractPrice",
    "CustomerUses",
    "ListBreak",
    "ListedPrice",
    "NamedCustomer",
    "Product",
    "ProductGroup",
    "Promotion",
    "PromotionVersion",
]
