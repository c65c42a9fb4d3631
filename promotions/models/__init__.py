"""What is sold, what it costs on which terms, and what is being pushed."""

from promotions.models.brief import Brief, BriefReading
from promotions.models.product import ListedPrice, Product, ProductGroup
from promotions.models.promotion import Promotion, PromotionVersion

__all__ = ["Brief", "BriefReading", "ListedPrice", "Product", "ProductGroup", "Promotion", "PromotionVersion"]
