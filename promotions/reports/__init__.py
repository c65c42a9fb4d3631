"""Reads of the catalogue, of prices for one customer, and of what is being pushed."""

from promotions.reports.brief import BriefNote, BriefPage, brief_page, unread_brief
from promotions.reports.catalogue import ProductCard, search_products
from promotions.reports.listing import (
    PromotionRow,
    VersionRow,
    promotion_row,
    promotion_rows,
    promotion_versions,
    promotion_warnings,
)
from promotions.reports.pricing import Pitch, live_pitches
from promotions.reports.wares import Wares, wares_for

__all__ = [
    "BriefNote",
    "BriefPage",
    "Pitch",
    "ProductCard",
    "PromotionRow",
    "VersionRow",
    "Wares",
    "brief_page",
    "live_pitches",
    "promotion_row",
    "promotion_rows",
    "promotion_versions",
    "promotion_warnings",
    "search_products",
    "unread_brief",
    "wares_for",
]
