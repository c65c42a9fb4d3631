"""To whom work may be handed, and what is said where it may not."""

import datetime as dt
from collections.abc import Sequence

from calls.rules.schedule import london_day
from customers.rules.calendar import LONDON
from staff.rules import Refusal
from staff.rules.attendance import Span, next_in


class CannotHandOver(Refusal):
    """It stays where it is."""


def check_taker(name: str, *, works_here: bool, works: Sequence[Span], at: dt.datetime) -> None:
    """Raises CannotHandOver for somebody who has left, or has no time left at the desk today.

    `works` is when they are at the desk from today on; without a later moment they are back much later.
    """
    if not works_here:
        raise CannotHandOver(f"{name} does not work here any more. Choose somebody who does.", field="taker")
    back_at = next_in(works, at)
    if back_at is not None and london_day(back_at) == london_day(at):
        return
    back = "is back much later" if back_at is None else f"is back {_say(back_at)}"
    raise CannotHandOver(
        f"{name} is not in for the rest of today and {back}. Choose somebody who is in.", field="taker"
    )


def check_reason(reason: str) -> None:
    if not reason.strip():
        raise CannotHandOver("Say why; your colleague reads it.", field="reason")


def _say(moment: dt.datetime) -> str:
    local = moment.astimezone(LONDON)
    return f"on {local:%a} {local.day} {local:%b} at {local:%H:%M}"
