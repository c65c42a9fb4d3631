"""Strings from the Director's screens to values."""

from promotions.forms.brief import BriefForm
from promotions.forms.mechanics import FORMS
from promotions.forms.promotion import PromotionForm

__all__ = ["FORMS", "BriefForm", "PromotionForm"]
