"""When a call is over, each promotion that the customer could have has exactly one state."""

import datetime as dt
from typing import Any

import pytest

from calls.actions import answer_offer, change_settings, confirm_on_call, save_outcome, type_quantities
from calls.models import Call, Offer
from calls.reports import call_pad
from calls.rules import offers
from calls.rules.offers import CallIsSaved, Eligible, QuantityMissing, settled
from calls.rules.vocabulary import OfferState, Outcome
from calls.tests.at_once import at_once
from customers.models import Customer, Segment
from customers.rules.vocabulary import Purpose
from orders.models import Order
from orders.rules.details import Detail
from orders.rules.order import Typed
from promotions.models import Product, Promotion
from promotions.rules.vocabulary import Mechanic
from promotions.tests.make import make_product, make_promotion
from staff.models import User

DAY = dt.timedelta(days=1)


@pytest.fixture
def tea(db: None) -> Product:
    return make_product()


def push(by: User, at: dt.datetime, product: Product, **overrides: Any) -> Promotion:
    terms = {"percent": "10"}
    return make_promotion(by=by, at=at, mechanic=Mechanic.PERCENT_OFF, terms=terms, products=[product], **overrides)


def version_of(promotion: Promotion) -> int:
    return promotion.versions.get().pk


def answer(call: Call, promotion: Promotion, state: OfferState, at: dt.datetime, **given: Any) -> Offer:
    version = version_of(promotion)
    told: dict[str, Any] = {"reason": "", "by": call.coordinator, "at": at} | given
    return answer_offer(call_id=call.pk, promotion_version_id=version, state=state, **told)


def buy(call: Call, product: Product, at: dt.datetime) -> Order:
    """Two packs, confirmed on the call."""
    held: dict[str, Any] = {"call_id": call.pk, "token": call.lease_token, "by": call.coordinator, "at": at}
    order = type_quantities(typed=[Typed(product.pk, 2, 0)], **held).order
    typed = {"ordered_by": Detail(call.customer.contacts.get().pk), "delivery_on": Detail(at.date() + DAY)}
    return confirm_on_call(order_id=order.pk, typed=typed, seen_version=order.version, **held)


def save(call: Call, outcome: Outcome, at: dt.datetime) -> Call:
    token = call.lease_token
    return save_outcome(
        call_id=call.pk, token=token, outcome=outcome, words="", promise=None, by=call.coordinator, at=at
    )


def states() -> dict[int, str]:
    return dict(Offer.objects.values_list("promotion_version__promotion", "state"))


def test_each_eligible_promotion_ends_in_one_state(coordinator: User, call: Call, noon: dt.datetime) -> None:
    bought, declined, silent = (make_product() for _ in range(3))
    taken, refused, left = (push(coordinator, noon, product) for product in (bought, declined, silent))
    answer(call, refused, OfferState.DECLINED, noon, reason="Has enough")
    buy(call, bought, noon)
    save(call, Outcome.ORDERED, noon)
    assert states() == {
        taken.pk: OfferState.BOUGHT_UNPROMPTED,
        refused.pk: OfferState.DECLINED,
        left.pk: OfferState.NOT_OFFERED,
    }
    assert Offer.objects.get(promotion_version__promotion=left).reason == offers.NOT_MENTIONED


def test_a_promotion_for_others_is_no_part_of_it(
    coordinator: User, call: Call, tea: Product, noon: dt.datetime
) -> None:
    push(coordinator, noon, tea).segments.add(Segment.objects.create(name="Pubs"))
    push(coordinator, noon, tea, starts_at=noon + DAY)
    save(call, Outcome.ENOUGH_STOCK, noon)
    assert not Offer.objects.exists()


@pytest.mark.parametrize("outcome", [Outcome.NO_ANSWER, Outcome.BUYER_ABSENT])
def test_who_was_not_there_refused_nothing(
    coordinator: User, call: Call, tea: Product, noon: dt.datetime, outcome: Outcome
) -> None:
    push(coordinator, noon, tea)
    save(call, outcome, noon)
    assert [*states().values()] == [OfferState.BUYER_NOT_REACHED]


def test_what_was_put_off_and_then_bought_is_accepted(
    coordinator: User, call: Call, tea: Product, noon: dt.datetime
) -> None:
    promotion = push(coordinator, noon, tea)
    answer(call, promotion, OfferState.DEFERRED, noon)
    buy(call, tea, noon)
    save(call, Outcome.ORDERED, noon)
    assert states() == {promotion.pk: OfferState.ACCEPTED}


def test_what_was_accepted_and_taken_off_again_is_declined(
    coordinator: User, call: Call, tea: Product, noon: dt.datetime
) -> None:
    promotion = push(coordinator, noon, tea)
    answer(call, promotion, OfferState.ACCEPTED, noon, product_id=tea.pk, quantity=3)
    held: dict[str, Any] = {"call_id": call.pk, "token": call.lease_token, "by": call.coordinator, "at": noon}
    type_quantities(typed=[Typed(tea.pk, 0, 3)], **held)
    buy(call, make_product(), noon)
    save(call, Outcome.ORDERED, noon)
    assert states() == {promotion.pk: OfferState.DECLINED}
    assert Offer.objects.get().reason == offers.TAKEN_OFF


def test_what_was_accepted_and_is_still_typed_stays_accepted(
    coordinator: User, call: Call, tea: Product, noon: dt.datetime
) -> None:
    promotion = push(coordinator, noon, tea)
    answer(call, promotion, OfferState.ACCEPTED, noon, product_id=tea.pk, quantity=3)
    save(call, Outcome.ENOUGH_STOCK, noon)
    assert states() == {promotion.pk: OfferState.ACCEPTED}


def test_saving_twice_settles_once(coordinator: User, call: Call, tea: Product, noon: dt.datetime) -> None:
    push(coordinator, noon, tea)
    for minutes in (0, 1):
        save(call, Outcome.ENOUGH_STOCK, noon + dt.timedelta(minutes=minutes))
    assert Offer.objects.get().answered_at == noon


def test_an_offer_is_not_answered_after_the_call(
    coordinator: User, call: Call, tea: Product, noon: dt.datetime
) -> None:
    promotion = push(coordinator, noon, tea)
    save(call, Outcome.ENOUGH_STOCK, noon)
    with pytest.raises(CallIsSaved):
        answer(call, promotion, OfferState.DECLINED, noon)
    assert states() == {promotion.pk: OfferState.NOT_OFFERED}


def test_yes_without_a_quantity_asks_for_it(coordinator: User, call: Call, tea: Product, noon: dt.datetime) -> None:
    with pytest.raises(QuantityMissing, match="How many packs"):
        answer(call, push(coordinator, noon, tea), OfferState.ACCEPTED, noon, product_id=tea.pk, quantity=0)


def test_a_bundle_goes_onto_the_draft_whole(coordinator: User, call: Call, tea: Product, noon: dt.datetime) -> None:
    cups = make_product()
    taken = {"product_id": tea.pk, "quantity": 2, "besides": {cups.pk: 1}}
    promotion = push(coordinator, noon, tea)
    promotion.versions.get().products.add(cups)
    answer(call, promotion, OfferState.ACCEPTED, noon, **taken)
    lines = Order.objects.drafts().get(customer=call.customer).lines
    assert dict(lines.values_list("product", "quantity")) == {tea.pk: 2, cups.pk: 1}


@pytest.mark.django_db(transaction=True)
def test_an_answer_and_the_outcome_at_once_leave_one_state(
    coordinator: User, call: Call, tea: Product, noon: dt.datetime
) -> None:
    promotion = push(coordinator, noon, tea)

    def answering() -> object:
        try:
            return answer(call, promotion, OfferState.DECLINED, noon)
        except CallIsSaved:
            return None

    at_once(answering, lambda: save(call, Outcome.ENOUGH_STOCK, noon))
    assert states()[promotion.pk] in {OfferState.DECLINED, OfferState.NOT_OFFERED}
    assert Offer.objects.count() == 1


def refuse(customer: Customer, promotion: Promotion, by: User, at: dt.datetime, state: OfferState) -> None:
    earlier = Call.objects.create(
        customer=customer, coordinator=by, lease_token=1, opened_at=at, saved_at=at, outcome=Outcome.ENOUGH_STOCK
    )
    earlier.offers.create(promotion_version_id=version_of(promotion), state=state, answered_at=at)


@pytest.mark.parametrize(("days", "shown"), [(27, False), (28, True)])
def test_a_refusal_rests_four_weeks(
    coordinator: User, call: Call, tea: Product, noon: dt.datetime, days: int, shown: bool
) -> None:
    promotion = push(coordinator, noon, tea, starts_at=noon - 90 * DAY)
    refuse(call.customer, promotion, coordinator, noon - days * DAY, OfferState.NOT_SUITABLE)
    assert [prompt.promotion_id for prompt in call_pad(call, noon).prompts] == [promotion.pk] * shown
    save(call, Outcome.ENOUGH_STOCK, noon)
    reason = offers.NOT_MENTIONED if shown else offers.REFUSED_LATELY
    assert call.offers.get().reason == reason


def test_the_rest_is_the_directors_to_set(
    coordinator: User, director: User, call: Call, tea: Product, noon: dt.datetime
) -> None:
    promotion = push(coordinator, noon, tea, starts_at=noon - 90 * DAY)
    refuse(call.customer, promotion, coordinator, noon - 10 * DAY, OfferState.DECLINED)
    change_settings(values={"refused_rest_days": 5}, seen_version=0, by=director, at=noon)
    assert len(call_pad(call, noon).prompts) == 1


def test_what_was_put_off_comes_back_with_the_next_call(
    coordinator: User, call: Call, tea: Product, noon: dt.datetime
) -> None:
    promotion = push(coordinator, noon, tea)
    refuse(call.customer, promotion, coordinator, noon - DAY, OfferState.DEFERRED)
    assert len(call_pad(call, noon).prompts) == 1


def test_on_a_service_call_nothing_is_offered(coordinator: User, call: Call, tea: Product, noon: dt.datetime) -> None:
    push(coordinator, noon, tea)
    Call.objects.filter(pk=call.pk).update(purpose=Purpose.SERVICE)
    call.refresh_from_db()
    assert call_pad(call, noon).prompts == ()


@pytest.mark.parametrize(
    ("promotion", "answered", "reason"),
    [
        (Eligible(1), 0, offers.NOT_MENTIONED),
        (Eligible(1), 2, offers.OTHERS_FIRST),
        (Eligible(1, is_in_stock=False), 2, offers.NOT_IN_STOCK),
        (Eligible(1, is_by_itself=True), 0, offers.BY_ITSELF),
        (Eligible(1, is_refused_lately=True, is_in_stock=False), 0, offers.REFUSED_LATELY),
    ],
)
def test_why_it_was_not_offered(promotion: Eligible, answered: int, reason: str) -> None:
    told = settled(promotion, Outcome.ENOUGH_STOCK, is_service=False, answered=answered)
    assert told == (OfferState.NOT_OFFERED, reason)
