"""Strings from the screen to the values that the actions take; what they mean is asked of the rules."""

from calls.forms.call import DetailsForm, OfferForm, OutcomeForm, ReasonForm, TakeForm

__all__ = ["DetailsForm", "OfferForm", "OutcomeForm", "ReasonForm", "TakeForm"]
