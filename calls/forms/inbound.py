"""Missed calls and messages, and going against the order of the queue: strings to values."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID, uuid4

from django import forms

from calls.actions.missed import Missed
from calls.rules.inbound import MissedKind
from calls.rules.outcomes import MOST_CHOICES
from calls.rules.overrides import OverrideKind
from calls.rules.schedule import moment
from customers.reports import Match, match_page
from customers.rules.calendar import LONDON

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
NOBODY_KNOWN = "none"
# Past these it is quicker to type more of the name.
MOST_MATCHES = 80


def whole_between(typed: str, least: int, most: int) -> int:
    """A number that the page itself has sent, kept between these; `least` for anything else."""
    return min(max(int(typed), least), most) if typed.isdecimal() and len(typed) < 5 else least


class MissedForm(forms.Form):
    """A call that nobody answered, or a message that was left. `shown` matches are offered; `are_more` than those."""

    shown = MOST_CHOICES
    are_more = False

    key = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label="What is it", choices=MissedKind.choices, initial=MissedKind.CALL)
    caller = forms.CharField(
        label="Number or name", required=False, max_length=80, help_text="Any spelling of a number, or part of a name."
    )
    arrived_on = forms.DateField(label="Day", widget=DAY)
    arrived_clock = forms.TimeField(label="Time", widget=CLOCK)
    words = forms.CharField(
        label="What they said", required=False, strip=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )

    @staticmethod
    def fresh(at: dt.datetime, caller: str = "") -> "MissedForm":
        """An empty one for a call that has just been missed."""
        local = at.astimezone(LONDON)
        begun = {"key": uuid4(), "caller": caller, "arrived_on": local.date(), "arrived_clock": local.time()}
        return MissedForm(initial=begun)

    def matches(self, *, asks_more: bool) -> Sequence[Match]:
        """Whom they may be by what was typed, offered as choices: as many as were shown, or some more."""
        shown = whole_between(self.data.get("shown", ""), MOST_CHOICES, MOST_MATCHES)
        self.shown = min(shown + MOST_CHOICES, MOST_MATCHES) if asks_more else shown
        found = match_page(self.data.get("caller", ""), limit=self.shown)
        self.are_more = found.following is not None
        if found.rows:
            self._offer(found.rows)
        return found.rows

    def _offer(self, matches: Sequence[Match]) -> None:
        """Ask which of several it was."""
        choices = [
            (str(match.customer_id), f"{match.name} ({match.account_number}), {match.postcode}".rstrip(", "))
            for match in matches
        ]
        self.fields["customer"] = forms.ChoiceField(
            label="Who of these was it?",
            choices=[*choices, (NOBODY_KNOWN, "None of these, or nobody knows")],
            widget=forms.RadioSelect,
            required=False,
        )

    def uuid(self) -> UUID:
        """Call after `is_valid`."""
        key: UUID = self.cleaned_data["key"]
        return key

    def missed(self) -> Missed:
        """Call after `is_valid`."""
        given = self.cleaned_data
        return Missed(
            kind=MissedKind(given["kind"]),
            caller=given["caller"],
            words=given["words"],
            arrived_at=moment(given["arrived_on"], given["arrived_clock"]),
        )


class CloseMissedForm(forms.Form):
    """Why nobody rings back."""

    because = forms.CharField(label="Why does nobody ring back?", required=False, max_length=200)


class NewRecordForm(forms.Form):
    """Who rang is nobody of ours yet."""

    name = forms.CharField(label="The business, as they call it", required=False, max_length=160)


class OverrideForm(forms.Form):
    """Leaving a customer out for today, or pulling them forward."""

    kind = forms.ChoiceField(
        label="What is to happen",
        choices=[
            (OverrideKind.PULL_FORWARD, "Pull them forward, for me"),
            (OverrideKind.SKIP, "Leave them out for today"),
        ],
    )
    words = forms.CharField(label="Why", required=False, strip=False, max_length=400)
