"""A time to ring back, and what becomes of one that was promised: strings to values."""

import datetime as dt
from typing import Any

from django import forms

from calls.rules.capacity import asked_for
from calls.rules.promise import Part, Promise, check_near, exact, hours_on, loose
from calls.rules.schedule import moment
from customers.rules.vocabulary import Nation

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
MOST_REASON = 100


class PromiseForm(forms.Form):
    """A day with a clock time or a part of it; or one of the free times that were offered."""

    promise_day = forms.DateField(label="Ring back on", required=False, widget=DAY)
    promise_clock = forms.TimeField(label="At", required=False, widget=CLOCK)
    promise_part = forms.ChoiceField(label="or", required=False, choices=[("", "at that time"), *Part.choices])
    promise_words = forms.CharField(label="About", required=False, max_length=200)
    promise_choice = forms.CharField(required=False, max_length=40, help_text="One of the free times offered.")

    def promise(self, *, nation: Nation, window: dt.timedelta, at: dt.datetime) -> Promise | None:
        """The promise that was typed or chosen, None for none; `window` is how long an exact time may wait.

        Raises ImpossiblePromise. Call after `is_valid`.
        """
        given = self.cleaned_data
        day, clock, part = given["promise_day"], given["promise_clock"], given["promise_part"]
        if given["promise_choice"]:
            day, clock, part = asked_for(given["promise_choice"])
        if day is None:
            return None
        check_near(day, at=at)
        words, hours = given["promise_words"], hours_on(day, nation)
        if clock is not None:
            return exact(day=day, clock=clock, words=words, at=at, hours=hours, window=window)
        return loose(day=day, part=Part(part or Part.DAY), words=words, at=at, hours=hours)

    def promise_wanted_from(self) -> dt.datetime | None:
        """From when they asked to be rung; None when no day was typed. Call after `is_valid`."""
        day, clock = self.cleaned_data["promise_day"], self.cleaned_data["promise_clock"]
        return moment(day, clock or dt.time(0)) if day else None

    def is_exact(self) -> bool:
        """Whether a clock time was asked for. Call after `is_valid`."""
        return self.cleaned_data["promise_clock"] is not None

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if (given.get("promise_clock") or given.get("promise_part")) and not given.get("promise_day"):
            self.add_error("promise_day", "Which day?")
        return given


class ChangePromiseForm(PromiseForm):
    """Another time for a promise, or none any more, and why."""

    MOVE, TAKE_BACK = "move", "take-back"

    what = forms.ChoiceField(choices=[(MOVE, "Ring at another time"), (TAKE_BACK, "Do not ring about this any more")])
    reason = forms.CharField(
        label="Why",
        max_length=MOST_REASON,
        help_text="For example: they wrote that Thursday suits them better. It stays in their history.",
        error_messages={"required": "Say why, in a few words: they may ask."},
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        is_moved = given.get("what") == self.MOVE
        if is_moved and not given.get("promise_choice") and not given.get("promise_day") and not self.errors:
            self.add_error("promise_day", "To which day?")
        return given
