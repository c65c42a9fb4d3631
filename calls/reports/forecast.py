"""What will be missed before cut-off as the day goes now, and who could take what over."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, DurationField, Exists, ExpressionWrapper, F, OuterRef, Subquery, Sum

from calls.models import Call, DeskSettings, QueueEntry, QueueReason, Reallocation
from calls.reports.scheduled import Tally, tallies, together
from calls.rules.forecast import SOON, Due, Hand, Turn, expected_handling, foresee, missed
from calls.rules.outcomes import is_reached
from calls.rules.rebalance import Move, Proposal, propose
from calls.rules.schedule import london_day, moment
from calls.rules.vocabulary import Level, Outcome
from staff.models import User
from staff.reports import Attendance, attendance_on
from staff.rules import Role

# More than a desk can ring in a day; beyond it the first by the published order are looked at.
MOST_LOOKED_AT = 3000
# A card left open over lunch says nothing about how long a call takes.
LONGEST_CALL = dt.timedelta(hours=1)
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
    """`lost` is what would still be missed with the proposed `moves`; `standing` counts everybody scheduled today."""

    at: dt.datetime
    rows: tuple[Foreseen, ...]
    moves: tuple[ProposedMove, ...]
    lost: int
    lost_value: Decimal
    people: tuple[AtWork, ...]
    standing: Tally

    @property
    def value(self) -> Decimal:
        return sum((row.usual or Decimal(0) for row in self.rows), Decimal(0))

    @property
    def soon(self) -> int:
        return sum(row.is_soon for row in self.rows)


def forecast(at: dt.datetime) -> Forecast:
    """The rest of the day, from who is in, live handling times and the queue as it stands. Ten statements."""
    team = [person for person in attendance_on(at) if person.user.role == Role.COORDINATOR]
    hands, work = _hands(team, at), _work(at)
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
        lost=len(proposal.after),
        lost_value=_value(proposal),
        people=tuple(_at_work(hand, people, work) for hand in hands),
        standing=together(tallies(london_day(at), at)),
    )


def _value(proposal: Proposal) -> Decimal:
    return sum((due.usual or Decimal(0) for due in proposal.after), Decimal(0))


def _hands(team: Sequence[Attendance], at: dt.datetime) -> list[Hand]:
    """Who has working time left today; two statements for their handling, one for what is on their screens."""
    settings = DeskSettings.objects.in_force()
    starts = moment(london_day(at), dt.time(0))
    took = ExpressionWrapper(F("saved_at") - F("opened_at"), output_field=DurationField())
    calls = Call.objects.finished().filter(saved_at__gte=starts, saved_at__lte=at)
    live = {
        coordinator: (n, total)
        for coordinator, n, total in calls.annotate(took=took)
        .filter(took__lte=LONGEST_CALL)
        .order_by()
        .values("coordinator")
        .annotate(n=Count("pk"), total=Sum("took"))
        .values_list("coordinator", "n", "total")
    }
    cards = dict(Call.objects.open().filter(stashed_at=None).values_list("coordinator", "opened_at"))
    hands = []
    for person in team:
        spans = tuple(span for span in person.today if span.end > at)
        handling = expected_handling(settings.handling, *live.get(person.user.pk, (0, dt.timedelta(0))))
        opened_at = cards.get(person.user.pk)
        free_at = max(at, opened_at + handling) if opened_at else at
        if spans:
            hands.append(Hand(person.user.pk, spans, handling, free_at))
    return hands


def _work(at: dt.datetime) -> list[Due]:
    """What is due by tonight down to the scheduled calls, less what is on somebody's screen."""
    tonight = moment(london_day(at) + dt.timedelta(days=1), dt.time(0))
    on_screen = Exists(Call.objects.open().filter(entry=OuterRef("pk")))
    scheduled = QueueReason.objects.filter(entry=OuterRef("pk"), schedule__isnull=False).order_by("-due_on", "due_at")
    entries = (
        QueueEntry.objects.open()
        .filter(~on_screen, level__lte=Level.SCHEDULED, ready_at__lt=tonight)
        .annotate(cut_off=Subquery(scheduled.values("due_at")[:1]), usual=Subquery(scheduled.values("usual_total")[:1]))
        .in_order()[:MOST_LOOKED_AT]
    )
    columns = ("pk", "level", "rank", "owner_id", "pool_at", "ready_at", "cut_off", "usual")
    return [
        Due(pk, (Level(level), rank, pk), owner_id, pool_at, ready_at, cut_off, usual)
        for pk, level, rank, owner_id, pool_at, ready_at, cut_off, usual in entries.values_list(*columns)
    ]


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


def people_in(at: dt.datetime) -> list[User]:
    """The coordinators who have working time left today: to whom work can be handed."""
    return [
        person.user
        for person in attendance_on(at)
        if person.user.role == Role.COORDINATOR and any(span.end > at for span in person.today)
    ]


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
