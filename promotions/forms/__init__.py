"""Strings from the Director's screens to values."""

from promotions.forms.brief import BriefForm
from promotions.forms.promotion import FORMS

__all__ = ["FORMS", "BriefForm"]
