"""To whom work may be handed, and what is said where it may not."""

import datetime as dt
from collections.abc import Iterable

from customers.rules.calendar import LONDON
from staff.rules import Refusal
from staff.rules.attendance import Span


class CannotHandOver(Refusal):
    """It stays where it is."""


def check_taker(
    name: str, *, works_here: bool, today: Iterable[Span], next_in: dt.datetime | None, at: dt.datetime
) -> None:
    """Raises CannotHandOver for somebody who has left, or has no working time left today.

    `today` is when they work today, `next_in` when they are back, None when that is far off.
    """
    if not works_here:
        raise CannotHandOver(f"{name} does not work here any more. Choose somebody who does.", field="taker")
    if any(span.end > at for span in today):
        return
    back = "is back much later" if next_in is None else f"is back {_say(next_in)}"
    raise CannotHandOver(
        f"{name} is not in for the rest of today and {back}. Choose somebody who is in.", field="taker"
    )


def check_reason(reason: str) -> None:
    if not reason.strip():
        raise CannotHandOver("Say why; your colleague reads it.", field="reason")


def _say(moment: dt.datetime) -> str:
    local = moment.astimezone(LONDON)
    return f"on {local:%a} {local.day} {local:%b} at {local:%H:%M}"
