"""Whom the ranking proposes, and what the queue makes of it."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from calls.actions import fill
from calls.actions.ranking import propose_candidates, score_customers, score_everybody
from calls.models import Call, Candidate, DeskSettings, QueueEntry, QueueReason, Rest
from calls.rules.ranking import points
from calls.rules.ranking.control import is_control
from calls.rules.ranking.vocabulary import CandidateKind
from calls.rules.schedule import london_day
from calls.rules.vocabulary import Level, OfferState, Outcome
from calls.tests.make_ranking import make_buyer, make_order
from customers.models import Customer, Segment
from customers.rules.vocabulary import CustomerKind, CustomerStatus
from customers.tests.make import make_reachable_customer
from orders.actions.demand import give_up_item
from orders.rules.vocabulary import GivenUpReason
from orders.tests.make import make_past_order
from promotions.models import Product, Promotion
from promotions.rules.vocabulary import Mechanic, PromotionState
from promotions.tests.make import make_product, make_promotion
from staff.models import User

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
EVERY_TEN_DAYS = [54, 44, 34, 24, 14]


def proposed(at: dt.datetime) -> list[tuple[int, str]]:
    """Scored and proposed as of `at`: customer and kind, in the order of the queue."""
    score_everybody(at=at)
    propose_candidates(at=at)
    return list(Candidate.objects.order_by("level", "rank").values_list("customer", "kind"))


@pytest.mark.parametrize(
    ("ages", "kind"),
    [
        (EVERY_TEN_DAYS, CandidateKind.OVERDUE),
        ([age - 4 for age in EVERY_TEN_DAYS], None),  # ten days since: on time
        (EVERY_TEN_DAYS[1:], None),  # three gaps only
        ([age + 50 for age in EVERY_TEN_DAYS], CandidateKind.LAPSED),
        ([70], CandidateKind.LAPSED),
        ([50], None),
        ([300, 220, 140, 70], None),  # a gap of eighty days: seventy are nothing
        ([800], None),
    ],
)
def test_overdue_and_lapsed_go_by_their_thresholds(noon: dt.datetime, ages: list[int], kind: str | None) -> None:
    customer = make_buyer(noon, ages)
    assert proposed(noon) == ([(customer.pk, kind)] if kind else [])


@pytest.mark.parametrize(
    ("setting", "ages", "kind"),
    [
        ({"overdue_from": Decimal("1.50")}, EVERY_TEN_DAYS, None),
        ({"overdue_gaps": 3}, EVERY_TEN_DAYS[1:], CandidateKind.OVERDUE),
        ({"lapsed_days": 80}, [70], None),
        ({"lapsed_from": Decimal("1.5"), "lapsed_days": 14}, [age + 2 for age in EVERY_TEN_DAYS], CandidateKind.LAPSED),
        ({"given_up_days": 900}, [800], CandidateKind.LAPSED),
    ],
)
def test_the_director_sets_the_thresholds(
    noon: dt.datetime, director: User, setting: dict[str, Any], ages: list[int], kind: str | None
) -> None:
    DeskSettings.objects.create(version=1, changed_at=noon, changed_by=director, **setting)
    customer = make_buyer(noon, ages)
    assert proposed(noon) == ([(customer.pk, kind)] if kind else [])


def test_the_expected_day_is_a_usual_gap_after_the_last_order(noon: dt.datetime) -> None:
    make_buyer(noon, EVERY_TEN_DAYS)
    proposed(noon)
    assert Candidate.objects.get().expected_on == london_day(noon - 4 * DAY)


@pytest.mark.parametrize("status", [CustomerStatus.CLOSED, CustomerStatus.ON_STOP])
def test_who_is_closed_or_on_stop_is_not_proposed(noon: dt.datetime, status: str) -> None:
    make_buyer(noon, EVERY_TEN_DAYS, status=status)
    assert proposed(noon) == []


def test_who_may_not_be_rung_is_not_proposed(noon: dt.datetime) -> None:
    make_buyer(noon, EVERY_TEN_DAYS).lines.update(do_not_call_at=noon)
    assert proposed(noon) == []


def test_who_rests_is_not_proposed(noon: dt.datetime) -> None:
    Rest.objects.create(customer=make_buyer(noon, EVERY_TEN_DAYS), begun_at=noon, until_at=noon + DAY, calls=8)
    assert proposed(noon) == []


def saved_call(customer: Customer, coordinator: User, at: dt.datetime, outcome: Outcome, **overrides: Any) -> Call:
    fields = {"lease_token": 1, "opened_at": at, "saved_at": at, "outcome": outcome}
    return Call.objects.create(customer=customer, coordinator=coordinator, **fields | overrides)


def test_a_conversation_gives_two_weeks_of_peace(noon: dt.datetime, coordinator: User) -> None:
    customer = make_buyer(noon, EVERY_TEN_DAYS)
    saved_call(customer, coordinator, noon - 13 * DAY, Outcome.ENOUGH_STOCK)
    assert proposed(noon) == []
    assert proposed(noon + 2 * DAY) == [(customer.pk, CandidateKind.OVERDUE)]


def test_a_call_that_reached_nobody_gives_none(noon: dt.datetime, coordinator: User) -> None:
    saved_call(make_buyer(noon, EVERY_TEN_DAYS), coordinator, noon - DAY, Outcome.NO_ANSWER)
    assert len(proposed(noon)) == 1


def test_an_order_takes_them_off_the_list_at_once(noon: dt.datetime) -> None:
    customer = make_buyer(noon, EVERY_TEN_DAYS)
    proposed(noon)
    make_order(customer, noon)
    score_customers(customers=[customer.pk], at=noon)
    assert not Candidate.objects.exists()


def buys(customer: Customer, at: dt.datetime, *baskets: list[Product]) -> None:
    """An order a week, the last one on the day of `at`."""
    for weeks, basket in enumerate(reversed(baskets)):
        make_past_order(customer, at - 7 * weeks * DAY, dict.fromkeys(basket, 3))


def test_an_item_left_out_of_more_orders_than_usual_is_lost(noon: dt.datetime) -> None:
    tea, milk = make_product(), make_product()
    customer = make_reachable_customer()
    buys(customer, noon, [tea, milk], [tea, milk], [tea, milk], [milk], [milk], [milk])
    assert proposed(noon) == [(customer.pk, CandidateKind.LOST_ITEM)]
    found = Candidate.objects.get()
    assert (found.product, found.value) == (tea, 30)


@pytest.mark.parametrize(
    "baskets",
    ["tm tm tm m", "tm m tm m tm m m", "tm tm m m m"],
    ids=["left out once", "as rarely as ever", "bought twice only"],
)
def test_an_item_bought_as_ever_is_not_lost(noon: dt.datetime, baskets: str) -> None:
    products = {"t": make_product(), "m": make_product()}
    buys(make_reachable_customer(), noon, *([products[letter] for letter in basket] for basket in baskets.split()))
    assert proposed(noon) == []


def test_a_product_that_has_ended_is_not_lost(noon: dt.datetime) -> None:
    tea, milk = make_product(ended_at=noon), make_product()
    buys(make_reachable_customer(), noon, [tea, milk], [tea, milk], [tea, milk], [milk], [milk], [milk])
    assert proposed(noon) == []


@pytest.mark.parametrize(
    ("ago", "rest", "is_lost"),
    [(0, 90, False), (0, 0, True), (30, 90, True)],
    ids=["just told", "the rest is over", "bought again since"],
)
def test_an_item_they_gave_up_is_not_lost_while_it_rests(
    noon: dt.datetime, coordinator: User, ago: int, rest: int, is_lost: bool
) -> None:
    tea, milk = make_product(), make_product()
    customer = make_reachable_customer()
    buys(customer, noon, [tea, milk], [tea, milk], [tea, milk], [milk], [milk], [milk])
    told: dict[str, Any] = {"reason": GivenUpReason.PRICE, "words": "", "rest": rest * DAY}
    give_up_item(customer_id=customer.pk, product_id=tea.pk, by=coordinator, at=noon - ago * DAY, **told)
    assert proposed(noon) == ([(customer.pk, CandidateKind.LOST_ITEM)] if is_lost else [])


def push(director: User, at: dt.datetime, *products: Product, **overrides: Any) -> Promotion:
    terms = {"percent": "10"}
    return make_promotion(
        by=director, at=at, mechanic=Mechanic.PERCENT_OFF, terms=terms, products=products, **overrides
    )


def test_a_promotion_is_for_whoever_bought_one_of_its_products(noon: dt.datetime, director: User) -> None:
    tea, milk = make_product(), make_product()
    drinker, other = make_reachable_customer(), make_reachable_customer()
    buys(drinker, noon, [tea])
    buys(other, noon, [milk])
    promotion = push(director, noon, tea)
    assert proposed(noon) == [(drinker.pk, CandidateKind.PROMOTION)]
    assert Candidate.objects.get().promotion == promotion


@pytest.mark.parametrize(
    "changed", [{"state": PromotionState.PAUSED}, {"allocation": 5, "taken": 5}], ids=["paused", "all taken"]
)
def test_nobody_is_rung_about_a_promotion_that_was_paused_or_is_all_taken(
    noon: dt.datetime, director: User, changed: dict[str, Any]
) -> None:
    tea = make_product()
    buys(make_reachable_customer(), noon, [tea])
    promotion = push(director, noon, tea)
    proposed(noon)
    fill(day=noon.date(), at=noon)
    entry = QueueEntry.objects.open().get()
    Promotion.objects.filter(pk=promotion.pk).update(**changed)
    for minutes in (1, 2):
        fill(day=noon.date(), at=noon + dt.timedelta(minutes=minutes))
        assert not QueueEntry.objects.open().exists()
    Promotion.objects.filter(pk=promotion.pk).update(state=PromotionState.LIVE, taken=0)
    fill(day=noon.date(), at=noon + dt.timedelta(minutes=3))
    assert QueueEntry.objects.open().get().level == entry.level


def test_a_promotion_for_a_segment_is_for_that_segment(noon: dt.datetime, director: User) -> None:
    cafes = Segment.objects.create(name="Cafés")
    tea = make_product()
    cafe, other = make_reachable_customer(segment=cafes), make_reachable_customer()
    for customer in (cafe, other):
        buys(customer, noon, [tea])
    push(director, noon, tea).segments.add(cafes)
    assert proposed(noon) == [(cafe.pk, CandidateKind.PROMOTION)]


def test_who_is_named_is_meant_and_who_is_left_out_is_not(noon: dt.datetime, director: User) -> None:
    tea = make_product()
    named, left_out, other = (make_reachable_customer() for _ in range(3))
    for customer in (named, left_out, other):
        buys(customer, noon, [tea])
    promotion = push(director, noon, tea)
    promotion.named_customers.create(customer=named)
    promotion.named_customers.create(customer=left_out, is_left_out=True)
    assert proposed(noon) == [(named.pk, CandidateKind.PROMOTION)]


def test_an_excluded_segment_is_left_out(noon: dt.datetime, director: User) -> None:
    cafes = Segment.objects.create(name="Cafés")
    tea = make_product()
    buys(make_reachable_customer(segment=cafes), noon, [tea])
    push(director, noon, tea).excluded_segments.add(cafes)
    assert proposed(noon) == []


@pytest.mark.parametrize(("asked", "weeks", "meant"), [("within", 2, True), ("within", 6, False)])
@pytest.mark.parametrize("has_products", [True, False])
def test_when_they_last_bought_decides_where_the_promotion_asks(
    noon: dt.datetime, director: User, asked: str, weeks: int, meant: bool, has_products: bool
) -> None:
    tea = make_product()
    customer = make_reachable_customer()
    buys(customer, noon - 7 * weeks * DAY, [tea])
    promotion = push(director, noon, *([tea] if has_products else []), last_bought=asked, last_bought_days=30)
    promotion.named_customers.create(customer=customer)
    assert proposed(noon) == ([(customer.pk, CandidateKind.PROMOTION)] if meant else [])


def test_who_bought_before_but_not_lately_is_meant_where_it_asks_for_those(noon: dt.datetime, director: User) -> None:
    tea = make_product()
    lately, before = make_reachable_customer(), make_reachable_customer()
    buys(lately, noon, [tea])
    buys(before, noon - 42 * DAY, [tea])
    push(director, noon, tea, last_bought="over", last_bought_days=30)
    assert proposed(noon) == [(before.pk, CandidateKind.PROMOTION)]


def test_who_has_had_all_they_may_is_not_rung(noon: dt.datetime, director: User) -> None:
    tea, customer = make_product(), make_reachable_customer()
    buys(customer, noon, [tea])
    push(director, noon, tea, cap_per_customer=2).customer_uses.create(customer=customer, uses=2)
    assert proposed(noon) == []


@pytest.mark.parametrize(("taken", "calls"), [(9, 1), (10, 0)])
def test_an_allocation_asks_for_calls_until_it_is_taken(
    noon: dt.datetime, director: User, taken: int, calls: int
) -> None:
    tea = make_product()
    buys(make_reachable_customer(), noon, [tea])
    push(director, noon, tea, ends_at=noon + 60 * DAY, allocation=10, taken=taken)
    assert len(proposed(noon)) == calls


def test_who_has_answered_a_promotion_is_not_rung_about_it_again(
    noon: dt.datetime, director: User, coordinator: User
) -> None:
    tea, customer = make_product(), make_reachable_customer()
    buys(customer, noon, [tea])
    promotion = push(director, noon, tea)
    call = saved_call(customer, coordinator, noon - 20 * DAY, Outcome.NO_ANSWER)
    call.offers.create(promotion_version=promotion.versions.get(), state=OfferState.DECLINED, answered_at=noon)
    assert proposed(noon) == []


def test_a_promotion_that_ends_in_two_months_asks_for_no_calls_yet(noon: dt.datetime, director: User) -> None:
    tea = make_product()
    buys(make_reachable_customer(), noon, [tea])
    push(director, noon, tea, ends_at=noon + 60 * DAY)
    assert proposed(noon) == []


def test_more_a_day_left_goes_first(noon: dt.datetime, director: User) -> None:
    tea, customer = make_product(), make_reachable_customer()
    buys(customer, noon, [tea])
    push(director, noon, tea, ends_at=noon + 20 * DAY)
    soon = push(director, noon, tea, ends_at=noon + 2 * DAY)
    proposed(noon)
    assert Candidate.objects.get().promotion == soon


def test_a_prospect_is_proposed_with_the_chance_of_any_call(noon: dt.datetime) -> None:
    prospect = make_reachable_customer(kind=CustomerKind.PROSPECT)
    assert proposed(noon) == [(prospect.pk, CandidateKind.PROSPECT)]
    assert Candidate.objects.get().chance == pytest.approx(points.PLAIN_RATE)


def share_of_control(director: User, at: dt.datetime, percent: int) -> None:
    DeskSettings.objects.create(version=1, changed_at=at - DAY, changed_by=director, control_percent=percent)


def test_control_is_by_lot_and_stands_in_plain_order_among_the_ranked(noon: dt.datetime, director: User) -> None:
    share_of_control(director, noon, 30)
    buyers = [make_buyer(noon, EVERY_TEN_DAYS, net_total=100 + nth, created_at=noon - nth * DAY) for nth in range(40)]
    proposed(noon)
    plain = [buyer.pk for buyer in buyers if is_control(buyer.pk, london_day(noon), share=0.3)]
    found = list(Candidate.objects.order_by("rank", "-is_control").values_list("customer", "is_control"))
    assert [pk for pk, is_plain in found if is_plain] == plain[::-1]
    assert [pk for pk, is_plain in found if not is_plain] == [b.pk for b in buyers[::-1] if b.pk not in plain]
    middle = [nth for nth, (_pk, is_plain) in enumerate(found) if is_plain]
    spread = len(found) / len(plain)
    assert all(abs(nth - (position + 0.5) * spread) <= spread for position, nth in enumerate(middle))


def test_without_control_everybody_is_ranked(noon: dt.datetime, director: User) -> None:
    share_of_control(director, noon, 0)
    for _ in range(12):
        make_buyer(noon, EVERY_TEN_DAYS)
    proposed(noon)
    assert not Candidate.objects.filter(is_control=True).exists()


def test_asking_again_gives_the_same_rows(noon: dt.datetime) -> None:
    for nth in range(5):
        make_buyer(noon, EVERY_TEN_DAYS, net_total=100 + nth)
    proposed(noon)
    first = list(Candidate.objects.order_by("pk").values())
    propose_candidates(at=noon)
    assert list(Candidate.objects.order_by("pk").values()) == first


def test_the_queue_pulls_them_below_all_promises_and_says_why(noon: dt.datetime) -> None:
    customer = make_buyer(noon, EVERY_TEN_DAYS)
    proposed(noon)
    assert fill(day=london_day(noon), at=noon) == 1
    entry, found = QueueEntry.objects.get(), Candidate.objects.get()
    assert (entry.customer, entry.level, entry.rank) == (customer, Level.LAPSED, found.rank)
    assert fill(day=london_day(noon), at=noon) == 0


def test_an_entry_moves_with_its_candidate(noon: dt.datetime) -> None:
    make_buyer(noon, EVERY_TEN_DAYS)
    proposed(noon)
    fill(day=london_day(noon), at=noon)
    proposed(noon + DAY)
    found = Candidate.objects.get()
    assert QueueReason.objects.get().rank == QueueEntry.objects.get().rank == found.rank


def test_an_entry_whose_ground_is_gone_leaves_the_queue(noon: dt.datetime) -> None:
    customer = make_buyer(noon, EVERY_TEN_DAYS)
    proposed(noon)
    fill(day=london_day(noon), at=noon)
    make_order(customer, noon)
    score_customers(customers=[customer.pk], at=noon)
    fill(day=london_day(noon), at=noon)
    assert not QueueEntry.objects.open().exists()


def test_a_retry_stands_though_somebody_was_reached(noon: dt.datetime, coordinator: User) -> None:
    customer = make_buyer(noon, EVERY_TEN_DAYS)
    proposed(noon)
    fill(day=london_day(noon), at=noon)
    saved_call(customer, coordinator, noon, Outcome.BUYER_ABSENT, entry=QueueEntry.objects.get())
    propose_candidates(at=noon)
    fill(day=london_day(noon), at=noon)
    assert QueueEntry.objects.open().exists()


def test_who_was_called_today_does_not_come_up_again_before_the_list_is_made_anew(
    noon: dt.datetime, coordinator: User
) -> None:
    customer = make_buyer(noon, EVERY_TEN_DAYS)
    proposed(noon)
    saved_call(customer, coordinator, noon, Outcome.ENOUGH_STOCK)
    assert fill(day=london_day(noon + DAY), at=noon + DAY / 2) == 0
