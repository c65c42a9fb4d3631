"""An answer to an offer: of what they can have only, refused in words beside what was typed, taken back when a slip."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from calls.actions import answer_offer, claim_next, save_outcome
from calls.actions.offers import take_back_answer
from calls.models import Call, Offer
from calls.reports import call_pad
from calls.rules.offers import CallIsSaved, NotOnOffer
from calls.rules.refusals import LeaseLost
from calls.rules.vocabulary import OfferState, Outcome
from orders.models import Order
from orders.tests.make import make_past_order
from promotions.models import ContractPrice, CustomerUses, Product, Promotion, PromotionVersion
from promotions.rules.vocabulary import Mechanic
from promotions.tests.make import make_product, make_promotion
from staff.models import User

HTMX = {"HX-Request": "true"}


@pytest.fixture
def tea(db: None) -> Product:
    return make_product(name="Tea")


def push(call: Call, at: dt.datetime, product: Product, **more: Any) -> Promotion:
    given: dict[str, Any] = {"mechanic": Mechanic.PERCENT_OFF, "terms": {"percent": "10"}, "name": "Ten off"}
    return make_promotion(by=call.coordinator, at=at, products=[product], **given | more)


def answer(call: Call, version: PromotionVersion | None, state: OfferState, at: dt.datetime, **given: Any) -> Offer:
    assert version
    told: dict[str, Any] = {"reason": "", "by": call.coordinator, "at": at} | given
    return answer_offer(call_id=call.pk, promotion_version_id=version.pk, state=state, **told)


def settle(call: Call, at: dt.datetime) -> dict[int, str]:
    """The ledger after a call in which the buyer was spoken to."""
    told: dict[str, Any] = {"outcome": Outcome.ENOUGH_STOCK, "words": "", "promise": None}
    save_outcome(call_id=call.pk, token=call.lease_token, by=call.coordinator, at=at, **told)
    return dict(Offer.objects.values_list("promotion_version__promotion", "state"))


def used_up(call: Call, promotion: Promotion, at: dt.datetime) -> None:
    Promotion.objects.update(allocation=3, taken=3)


def had_their_part(call: Call, promotion: Promotion, at: dt.datetime) -> None:
    Promotion.objects.update(cap_per_customer=2)
    CustomerUses.objects.create(promotion=promotion, customer=call.customer, uses=2)


def under_contract(call: Call, promotion: Promotion, at: dt.datetime) -> None:
    ContractPrice.objects.create(customer=call.customer, product=Product.objects.get(), unit_price=Decimal(9))


def introduced(call: Call, promotion: Promotion, at: dt.datetime) -> None:
    PromotionVersion.objects.update(mechanic=Mechanic.INTRODUCTION_PRICE, terms={"price": "5.00"})
    make_past_order(call.customer, at - dt.timedelta(days=9), {Product.objects.get(): 1})


def paused(call: Call, promotion: Promotion, at: dt.datetime) -> None:
    Promotion.objects.update(state="paused")


OUT_OF_REACH = [used_up, had_their_part, under_contract, introduced, paused]


@pytest.mark.parametrize("happened", OUT_OF_REACH)
def test_what_they_cannot_have_is_no_part_of_the_ledger(
    call: Call, tea: Product, noon: dt.datetime, happened: Callable[[Call, Promotion, dt.datetime], None]
) -> None:
    happened(call, push(call, noon, tea), noon)
    assert settle(call, noon) == {}


@pytest.mark.parametrize("happened", OUT_OF_REACH)
def test_what_they_cannot_have_is_not_answered(
    call: Call, tea: Product, noon: dt.datetime, happened: Callable[[Call, Promotion, dt.datetime], None]
) -> None:
    promotion = push(call, noon, tea)
    happened(call, promotion, noon)
    with pytest.raises(NotOnOffer, match="they cannot have it now"):
        answer(call, promotion.current, OfferState.DECLINED, noon)


def test_a_bundle_with_one_product_under_contract_is_out_of_reach(call: Call, tea: Product, noon: dt.datetime) -> None:
    cups = make_product()
    items = [{"product": tea.pk, "quantity": 1}, {"product": cups.pk, "quantity": 1}]
    bundle = push(call, noon, tea, mechanic=Mechanic.BUNDLE_FOR, terms={"items": items, "price": "15.00"})
    bundle.versions.get().products.add(cups)
    ContractPrice.objects.create(customer=call.customer, product=cups, unit_price=Decimal(9))
    assert settle(call, noon) == {}


def test_a_product_that_has_no_part_in_it_is_refused(call: Call, tea: Product, noon: dt.datetime) -> None:
    promotion, other = push(call, noon, tea), make_product()
    bundle: dict[str, Any] = {"product_id": tea.pk, "besides": {other.pk: 1}}
    for given in ({"product_id": other.pk}, bundle, {"product_id": 10**9}):
        with pytest.raises(NotOnOffer, match="no part in it"):
            answer(call, promotion.current, OfferState.ACCEPTED, noon, quantity=1, **given)
    assert not Order.objects.exists()


def test_another_version_of_it_is_the_same_offer(call: Call, tea: Product, noon: dt.datetime) -> None:
    promotion = push(call, noon, tea)
    first = promotion.current
    answer(call, first, OfferState.DEFERRED, noon)
    second = PromotionVersion.objects.create(
        promotion=promotion,
        number=2,
        mechanic=Mechanic.PERCENT_OFF,
        terms={"percent": "20"},
        created_by=call.coordinator,
        created_at=noon,
    )
    second.products.add(tea)
    Promotion.objects.update(current=second)
    answer(call, second, OfferState.DECLINED, noon)
    assert list(Offer.objects.values_list("promotion_version", "state")) == [(second.pk, OfferState.DECLINED)]
    assert settle(call, noon) == {promotion.pk: OfferState.DECLINED}


def test_other_words_for_the_same_answer_are_kept(call: Call, tea: Product, noon: dt.datetime) -> None:
    version = push(call, noon, tea).current
    for reason in ("Too dear", "Has a friend who sells it", ""):
        answer(call, version, OfferState.DECLINED, noon, reason=reason)
    assert Offer.objects.get().reason == "Has a friend who sells it"


def test_an_answer_is_taken_back_while_the_call_is_open(call: Call, tea: Product, noon: dt.datetime) -> None:
    promotion = push(call, noon, tea)
    answer(call, promotion.current, OfferState.NOT_SUITABLE, noon)
    assert call_pad(call, noon).prompts == ()
    for _ in range(2):
        take_back_answer(call_id=call.pk, promotion_id=promotion.pk, by=call.coordinator, at=noon)
    assert len(call_pad(call, noon).prompts) == 1
    settle(call, noon)
    with pytest.raises(CallIsSaved):
        take_back_answer(call_id=call.pk, promotion_id=promotion.pk, by=call.coordinator, at=noon)


def test_who_has_lost_the_customer_answers_nothing(
    call: Call, tea: Product, second_coordinator: User, noon: dt.datetime
) -> None:
    version, later = push(call, noon, tea).current, noon + dt.timedelta(minutes=10)
    claim_next(operator=second_coordinator, at=later)
    with pytest.raises(LeaseLost, match="Dev Patel"):
        answer(call, version, OfferState.DECLINED, later)


def post(client: Client, name: str, call: Call, headers: dict[str, str], **fields: object) -> Any:
    return client.post(reverse(f"calls:{name}", args=[call.pk]), fields, headers=headers)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"state": "accepted", "quantity": "two"}, "not a whole number"),
        ({"state": "declined", "words": "card 4111 1111 1111 1111"}, "card number"),
    ],
)
def test_a_refused_answer_stands_at_its_prompt(
    coordinator_client: Client, call: Call, tea: Product, noon: dt.datetime, typed: dict[str, str], said: str
) -> None:
    version = push(call, noon, tea).versions.get().pk
    told = post(coordinator_client, "offer", call, HTMX, version=version, product=tea.pk, **typed)
    assert (told.status_code, told["HX-Reswap"]) == (422, "none")
    assert f'id="prompt-said-{version}"' in told.text
    assert said in told.text
    page = post(coordinator_client, "offer", call, {}, version=version, product=tea.pk, **typed)
    assert page.status_code == 422
    assert [p.said != "" for p in page.context["page"].pad.prompts] == [True]
    assert f'value="{[*typed.values()][-1]}"' in page.text


def test_an_answer_is_seen_and_taken_back_on_the_page(
    coordinator_client: Client, call: Call, tea: Product, noon: dt.datetime
) -> None:
    promotion = push(call, noon, tea)
    version = promotion.versions.get().pk
    told = post(coordinator_client, "offer", call, HTMX, version=version, state="declined", reason="Too dear")
    assert "Ten off: Declined, “Too dear”" in told.text
    told = post(coordinator_client, "take-back", call, HTMX, promotion=promotion.pk)
    assert (told.status_code, Offer.objects.count()) == (200, 0)
    assert "Too dear”" not in told.text


def test_only_a_kept_substitute_is_sold_instead(coordinator_client: Client, call: Call, tea: Product) -> None:
    for other in (make_product().pk, 10**9):
        fields = {"product": tea.pk, "substitute": other, "quantity": "1", "product_was": 0, "substitute_was": 0}
        told = post(coordinator_client, "instead", call, HTMX, **fields)
        assert (told.status_code, "not kept as a substitute" in told.text) == (422, True)
        told = post(coordinator_client, "instead", call, HTMX, **fields | {"product": other, "substitute": tea.pk})
        assert told.status_code == 422
