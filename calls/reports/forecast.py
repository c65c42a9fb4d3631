"""What will be missed before cut-off as the day goes now, and who could take what over."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, OuterRef, Subquery

from calls.actions.at_desk import at_desk
from calls.models import Call, DeskSettings, QueueEntry, Reallocation
from calls.reports.day_ahead import hands_of, work_of
from calls.reports.scheduled import Tally, tallies, together
from calls.rules.forecast import (
    SOON,
    Due,
    Hand,
    Turn,
    foresee,
    missed,
)
from calls.rules.outcomes import is_reached
from calls.rules.rebalance import Move, Proposal, propose
from calls.rules.schedule import london_day
from calls.rules.vocabulary import Outcome
from staff.models import User
from staff.reports import Attendance, attendance_on
from staff.rules import Role

# The page names so many of each; the numbers above are of all.
MOST_NAMED = 100
PAGE = 50
LONGEST_KEY = 18
REACHED = tuple(outcome for outcome in Outcome if is_reached(outcome))


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A scheduled customer who will be missed: `rung_at` is when their turn would be over, None when nobody gets there.

    `is_soon`: the cut-off is within the hour.
    """

    customer: str
    account_number: str
    owner: str
    cut_off: dt.datetime
    usual: Decimal | None
    rung_at: dt.datetime | None
    is_soon: bool


@dataclass(frozen=True, slots=True)
class ProposedMove:
    """One customer from one list to another, in words; `value` is what the page posts."""

    customer: str
    account_number: str
    giver: str
    taker: str
    why: str
    is_away: bool
    cut_off: dt.datetime | None
    usual: Decimal | None
    value: str


@dataclass(frozen=True, slots=True)
class AtWork:
    """Somebody at the desk today: until when, how long a call takes them, and how many wait on their own list."""

    person: str
    until: dt.datetime
    handling: dt.timedelta
    waiting: int

    @property
    def minutes(self) -> int:
        return round(self.handling.total_seconds() / 60)


@dataclass(frozen=True, slots=True)
class Forecast:
    """`lost` is what would still be missed with the proposed `moves`; `standing` counts everybody scheduled today.

    `beyond` stand too far down the queue to be played through, and count as missed. `unseen` are on the rota and have
    not been at the queue today: nothing is expected of them. `team` is every coordinator with the hours of their day.
    """

    at: dt.datetime
    rows: tuple[Foreseen, ...]
    moves: tuple[ProposedMove, ...]
    lost: int
    lost_value: Decimal
    people: tuple[AtWork, ...]
    standing: Tally
    beyond: int
    beyond_value: Decimal
    unseen: tuple[str, ...]
    team: tuple[Attendance, ...]

    @property
    def missed(self) -> int:
        return len(self.rows) + self.beyond

    @property
    def value(self) -> Decimal:
        return sum((row.usual or Decimal(0) for row in self.rows), self.beyond_value)

    @property
    def named(self) -> tuple[Foreseen, ...]:
        return self.rows[:MOST_NAMED]

    @property
    def named_moves(self) -> tuple[ProposedMove, ...]:
        return self.moves[:MOST_NAMED]

    @property
    def accepts(self) -> str:
        """All moves in one field of a form."""
        return ",".join(move.value for move in self.moves)

    @property
    def soon(self) -> int:
        return sum(row.is_soon for row in self.rows)


def forecast(at: dt.datetime) -> Forecast:
    """The rest of the day, from who is in, live handling times and the queue as it stands.

    Eleven statements, one more when the queue is longer than what is played through.
    """
    settings = DeskSettings.objects.in_force()
    team = tuple(person for person in attendance_on(at) if person.user.role == Role.COORDINATOR)
    hands, unseen = hands_of(team, settings, at)
    work, beyond = work_of(settings, at)
    turns = foresee(work, hands)
    late = missed(work, turns, at=at)
    here = {hand.user_id for hand in hands}
    in_question = {due.entry_id for due in late} | {due.entry_id for due in work if due.owner_id not in here}
    proposal = propose(work, hands, spoke=_spoke_last(in_question), at=at)
    names = _names([*late, *(move.due for move in proposal.moves)])
    people = {person.user.pk: str(person.user) for person in team}
    return Forecast(
        at=at,
        rows=tuple(_row(due, turns, names, people, at) for due in late),
        moves=tuple(_proposed(move, names, people) for move in proposal.moves),
        lost=len(proposal.after) + beyond.n,
        lost_value=_value(proposal) + beyond.value,
        people=tuple(_at_work(hand, people, work) for hand in hands),
        standing=together(tallies(london_day(at), at)),
        beyond=beyond.n,
        beyond_value=beyond.value,
        unseen=tuple(str(person.user) for person in unseen),
        team=team,
    )


def _value(proposal: Proposal) -> Decimal:
    return sum((due.usual or Decimal(0) for due in proposal.after), Decimal(0))


def _spoke_last(entry_ids: Collection[int]) -> dict[int, int]:
    """By entry, who last had somebody of that customer on the telephone."""
    calls = Call.objects.finished().filter(outcome__in=REACHED, customer=OuterRef("customer")).order_by("-opened_at")
    entries = QueueEntry.objects.filter(pk__in=entry_ids)
    spoke = entries.annotate(spoke=Subquery(calls.values("coordinator")[:1])).filter(spoke__isnull=False)
    return dict(spoke.values_list("pk", "spoke"))


def _names(dues: Iterable[Due]) -> Mapping[int, tuple[str, str]]:
    entries = QueueEntry.objects.filter(pk__in={due.entry_id for due in dues})
    return {
        pk: (name, number)
        for pk, name, number in entries.values_list("pk", "customer__name", "customer__account_number")
    }


def _row(
    due: Due,
    turns: Mapping[int, Turn],
    names: Mapping[int, tuple[str, str]],
    people: Mapping[int, str],
    at: dt.datetime,
) -> Foreseen:
    turn, cut_off = turns.get(due.entry_id), due.cut_off or at
    name, number = names[due.entry_id]
    return Foreseen(
        customer=name,
        account_number=number,
        owner=people.get(due.owner_id or 0, "") or ("Anybody" if due.owner_id is None else "Somebody who is away"),
        cut_off=cut_off,
        usual=due.usual,
        rung_at=turn.ends_at if turn else None,
        is_soon=cut_off - at <= SOON,
    )


def _proposed(move: Move, names: Mapping[int, tuple[str, str]], people: Mapping[int, str]) -> ProposedMove:
    name, number = names[move.due.entry_id]
    return ProposedMove(
        customer=name,
        account_number=number,
        giver=people.get(move.from_id or 0, "Anybody" if move.from_id is None else "Somebody who has left"),
        taker=people[move.to_id],
        why=move.why.label,
        is_away=move.is_away,
        cut_off=move.due.cut_off,
        usual=move.due.usual,
        value=f"{move.due.entry_id}-{move.from_id or 0}-{move.to_id}",
    )


def _at_work(hand: Hand, people: Mapping[int, str], work: Sequence[Due]) -> AtWork:
    waiting = sum(due.owner_id == hand.user_id for due in work)
    return AtWork(people[hand.user_id], max(span.end for span in hand.spans), hand.handling, waiting)


@dataclass(frozen=True, slots=True)
class EarlierPage:
    """Accepted proposals, the newest first, and the `before` of the following page; empty when this is the last."""

    rows: tuple[Reallocation, ...]
    following: str


def earlier(after: str = "") -> EarlierPage:
    """A key that cannot be read starts at the newest. One statement."""
    made = Reallocation.objects.select_related("accepted_by").annotate(moved=Count("hand_overs")).order_by("-pk")
    if after.isdecimal() and len(after) <= LONGEST_KEY:
        made = made.filter(pk__lt=int(after))
    found = list(made[: PAGE + 1])
    return EarlierPage(tuple(found[:PAGE]), str(found[PAGE - 1].pk) if len(found) > PAGE else "")


def people_in(at: dt.datetime) -> list[User]:
    """The coordinators who have time left at the desk today: to whom work can be handed."""
    here = at_desk(since=at, until=at)
    team = User.objects.coordinators().order_by("full_name", "pk")
    return [person for person in team if any(span.end > at for span in here.get(person.pk, []))]


@dataclass(frozen=True, slots=True)
class Reallocated:
    """One move that was made, and what came of it since."""

    customer: str
    account_number: str
    giver: str
    taker: str
    came_of_it: str


def reallocated(made: Reallocation) -> tuple[Reallocated, ...]:
    """In the order of cut-off. One statement."""
    rows = made.hand_overs.select_related("entry__customer", "giver", "taker").order_by("entry__due_at", "pk")
    return tuple(
        Reallocated(
            customer=row.entry.customer.name,
            account_number=row.entry.customer.account_number,
            giver=str(row.giver or "Anybody"),
            taker=str(row.taker),
            came_of_it=row.entry.get_closed_as_display() or "still to be called",
        )
        for row in rows
    )
