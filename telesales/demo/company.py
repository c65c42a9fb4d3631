"""Puts the made-up wholesaler together: people, catalogue, promotions, then customers with their history in batches."""

import datetime as dt
from collections.abc import Callable
from random import Random
from typing import NamedTuple

from django.db import connection, transaction

from calls.actions import fill
from calls.actions.occurrences import lay_out_short
from calls.actions.ranking import learn_points, propose_candidates, score_everybody, work_out_outlook
from customers.models import Segment
from promotions.models import Promotion
from staff.rules import Role
from targets.actions import compute_progress
from targets.models import Target
from telesales.demo.asked import ask_for_this_month
from telesales.demo.asks import make_asks
from telesales.demo.brief import make_brief
from telesales.demo.calls import CallMaker
from telesales.demo.catalogue import Prices, make_catalogue
from telesales.demo.copying import Table, foreign_keys_checked_at_the_end
from telesales.demo.customers import CustomerMaker, Span
from telesales.demo.decided import decide_in_the_past
from telesales.demo.fulfilment import make_rounds, move_orders_on
from telesales.demo.orders import OrderMaker, OrderNumbers, count_days
from telesales.demo.people import give_times, make_people
from telesales.demo.pushes import LONDON, make_pushes
from telesales.demo.substitutes import make_substitutes
from telesales.demo.today import TodayMaker
from telesales.demo.trade_terms import make_trade_terms
from telesales.demo.trades import TRADES

BATCH = 500
CUSTOMERS_A_PROSPECT = 4
OPENING = dt.time(8, tzinfo=LONDON)

Say = Callable[[str], None]


@transaction.atomic
def make_company(*, customers: int, seed: int, as_of: dt.date, say: Say) -> None:
    """Write the whole company or, if it fails half-way, nothing. Memory is bounded by the batch, not by `customers`.

    Promotions and targets that are there already are somebody's own: then none are added.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no table can be altered while checks wait
    span, at = Span(seed, as_of), dt.datetime.combine(as_of, OPENING)
    people = make_people()
    director, coordinators = people[Role.DIRECTOR][0], people[Role.COORDINATOR]
    give_times(coordinators, director, as_of=as_of, at=at)
    catalogue = make_catalogue(Random(f"{seed} catalogue"), as_of)  # noqa: S311  # made-up data, not secrets
    segments = {trade.segment: Segment.objects.get_or_create(name=trade.segment)[0] for trade in TRADES}
    pushes = [] if Promotion.objects.exists() else make_pushes(catalogue, segments, director, as_of)
    say(f"{len(catalogue.wares)} products, {len(pushes)} promotions, {len(coordinators)} coordinators.")
    make_substitutes(catalogue.wares)
    make_brief(director, as_of)
    make_rounds()
    takers = [person.pk for person in coordinators]
    numbers = OrderNumbers(count_days(span, range(customers)))
    make_calls = CallMaker(span, pushes, takers)
    makers = Makers(
        CustomerMaker(span, catalogue, segments, takers),
        OrderMaker(span, Prices(catalogue, as_of), pushes, numbers, takers),
        make_calls,
        TodayMaker(span, make_calls, takers),
    )
    with foreign_keys_checked_at_the_end(makers.tables()):
        _make_everybody(makers, customers, say)
    numbers.keep()
    make_trade_terms(as_of=as_of, has_promotions=bool(pushes))
    move_orders_on(by=coordinators[0], at=at)
    if not Target.objects.exists():
        ask_for_this_month(coordinators, director, as_of=as_of, at=at)
        say("Targets for the month.")
    make_asks(coordinators, at=at)
    compute_progress(at=at)
    lay_out_short(at=at)
    _gather_statistics()
    score_everybody(at=at)
    decide_in_the_past(at=at)
    learn_points(at=at)
    work_out_outlook(at=at)
    propose_candidates(at=at)
    say(f"{fill(day=as_of, at=at):,} reasons to ring somebody on {as_of:%A %d %B %Y}.")


def _gather_statistics() -> None:
    """What follows looks at all of it at once; the database would learn how much that is only after the end."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


class Makers(NamedTuple):
    """In the order in which their rows are written."""

    customers: CustomerMaker
    orders: OrderMaker
    calls: CallMaker
    today: TodayMaker

    def tables(self) -> list[Table]:
        return [table for maker in self for table in maker.tables.in_order()]


def _make_everybody(makers: Makers, customers: int, say: Say) -> None:
    everybody = customers + customers // CUSTOMERS_A_PROSPECT
    for start in range(0, everybody, BATCH):
        batch = range(start, min(start + BATCH, everybody))
        for position in batch:
            account = makers.customers.make(position, is_prospect=position >= customers)
            makers.calls.make(account, [] if account.is_prospect else makers.orders.make(account))
            makers.today.make(account)
        for table in makers.tables():
            table.write()
        orders = makers.orders.tables.orders.last_id
        say(f"{batch.stop:,} of {everybody:,} customers and prospects, {orders:,} orders.")
    for table in makers.tables():
        table.move_sequence_on()
