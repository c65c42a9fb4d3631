"""What is sold, what it costs on which terms, and what is being pushed."""

from promotions.models.product import ListedPrice, Product, ProductGroup
from promotions.models.promotion import Promotion, PromotionVersion

__all__ = ["ListedPrice", "Product", "ProductGroup", "Promotion", "PromotionVersion"]
