"""Strings from the screen to the values that the actions take; what they mean is asked of the rules."""

from calls.forms.call import DetailsForm, OfferForm, OutcomeForm, ReasonForm, TakeForm, shown_short
from calls.forms.schedule import ClosureForm, DayForm, ScheduleForm

__all__ = [
    "ClosureForm",
    "DayForm",
    "DetailsForm",
    "OfferForm",
    "OutcomeForm",
    "ReasonForm",
    "ScheduleForm",
    "TakeForm",
    "shown_short",
]
