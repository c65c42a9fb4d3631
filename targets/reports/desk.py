"""The Director's first page: today in one view."""

import datetime as dt
from dataclasses import dataclass

from calls.reports.forecast import Forecast, forecast
from targets.reports.left import Left, Reason, left, reasons_for_no
from targets.reports.people import AtDesk, people
from targets.reports.progress import TargetProgress, progress_of_all
from targets.reports.pushes import PushProgress, pushes
from targets.reports.today import figures, today
from targets.rules import Figure


@dataclass(frozen=True, slots=True)
class Desk:
    at: dt.datetime
    figures: list[Figure]
    left: Left
    forecast: Forecast
    people: list[AtDesk]
    pushes: list[PushProgress]
    targets: list[TargetProgress]
    reasons_for_no: list[Reason]


def desk(at: dt.datetime) -> Desk:
    """Twenty-four statements, two more when somebody will be missed; no more however much went on."""
    now, ahead = today(at), forecast(at)
    return Desk(
        at=at,
        figures=figures(now, ahead.standing),
        left=left(now, ahead.standing),
        forecast=ahead,
        people=people(now, ahead.team),
        pushes=pushes(at),
        targets=progress_of_all(at=at),
        reasons_for_no=reasons_for_no(now),
    )
