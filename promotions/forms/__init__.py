"""Strings from the Director's screens to values."""

from promotions.forms.promotion import FORMS

__all__ = ["FORMS"]
