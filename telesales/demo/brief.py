"""What the made-up Director tells the desk on the morning of the demo."""

import datetime as dt
from typing import NamedTuple

from calls.rules.schedule import moment
from promotions.models import Brief
from promotions.rules.brief import BriefKind
from staff.models import User


class Told(NamedTuple):
    kind: BriefKind
    title: str
    words: str
    must_read: bool
    days_ago: int
    lasts: int


NOTES = (
    Told(
        BriefKind.COMPANY, "Friday’s van leaves an hour earlier",
        "Orders for Friday must be in by 11:00 this week. Say so in each call.", True, 0, 5,
    ),
    Told(
        BriefKind.PRODUCT, "New lids fit both cups",
        "The 90 mm lid now fits the 8 and the 12 ounce cup. Offer it instead of the old two.", False, 1, 14,
    ),
    Told(
        BriefKind.COMPETITOR, "A rival asks £2 for next-day delivery",
        "Since Monday, below £150. Ours stays free from £120.", False, 3, 21,
    ),
)  # fmt: skip


def make_brief(director: User, as_of: dt.date) -> None:
    """Notes that are there already are somebody's own: then none are added."""
    if Brief.objects.exists():
        return
    for note in NOTES:
        written_at = moment(as_of - dt.timedelta(days=note.days_ago), dt.time(7, 45))
        Brief.objects.create(
            kind=note.kind,
            title=note.title,
            words=note.words,
            must_read=note.must_read,
            expires_on=as_of + dt.timedelta(days=note.lasts),
            written_by=director,
            written_at=written_at,
            changed_at=written_at,
        )
