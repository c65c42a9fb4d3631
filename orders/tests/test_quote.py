"""A quote from its first price to the letter, its revisions and its end."""

import datetime as dt
from decimal import Decimal
from uuid import uuid4

import pytest
import time_machine

from customers.models import Customer, Event, Message, ServiceTask
from customers.rules.card_numbers import CardNumberFound
from customers.rules.vocabulary import MessageKind
from customers.tests.make import make_contact, make_customer
from orders.actions.enquiry import record_enquiry
from orders.actions.quote import (
    decide_quote,
    expire_quotes,
    lose_quote,
    note_chased,
    open_quote,
    revise_quote,
    send_quote,
    set_quote_line,
    set_quote_terms,
)
from orders.models import Enquiry, Quote, QuoteRevision
from orders.rules.quote import QuoteRefused, QuoteTerms
from orders.rules.vocabulary import EnquiryKind, EnquiryState, LostReason, QuoteState
from orders.tasks import close_expired_quotes
from orders.tests.make import make_quote, make_sent_quote
from promotions.models import Product
from promotions.tests.make import make_product
from staff.models import User

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def make_enquiry(customer: Customer, by: User, at: dt.datetime) -> Enquiry:
    return record_enquiry(
        key=uuid4(),
        customer_id=customer.pk,
        contact_id=None,
        kind=EnquiryKind.PRICE,
        words="What would forty cases cost?",
        owner=by,
        due_at=at + dt.timedelta(hours=4),
        by=by,
        at=at,
    )


def test_the_same_form_makes_one_quote(coordinator: User, noon: dt.datetime) -> None:
    customer, key = make_customer(), uuid4()
    first, again = (
        open_quote(
            key=key,
            customer_id=customer.pk,
            contact_id=None,
            enquiry_id=None,
            owner=coordinator,
            by=coordinator,
            at=noon,
        )
        for _ in range(2)
    )
    assert first == again
    assert first.number == "QU-2026-000001"


def test_what_is_sent_is_told_with_its_prices(coordinator: User, noon: dt.datetime) -> None:
    tea = make_product(name="Tea", list_price=Decimal("3.50"))
    quote = make_sent_quote(by=coordinator, at=noon, lines={tea: 4})
    letter = Message.objects.get(kind=MessageKind.QUOTE)
    assert quote.state == QuoteState.QUOTED
    for body in (letter.text, letter.html):
        assert all(
            said in body for said in ("QU-2026-000001", "Tea", "£3.50", "£14.00", "£16.80", "Thu 24 December 2026")
        )


def test_sending_twice_is_one_letter(coordinator: User, noon: dt.datetime) -> None:
    quote = make_sent_quote(by=coordinator, at=noon, lines={make_product(): 1})
    send_quote(quote_id=quote.pk, number=1, seen_version=0, by=coordinator, at=noon + DAY)
    assert Message.objects.count() == 1


def test_what_was_not_seen_is_not_sent(coordinator: User, noon: dt.datetime) -> None:
    quote = make_quote(by=coordinator, at=noon, lines={make_product(): 1})
    with pytest.raises(QuoteRefused, match="changed since"):
        send_quote(quote_id=quote.pk, number=1, seen_version=0, by=coordinator, at=noon)


def test_without_an_address_they_are_told_by_telephone(coordinator: User, noon: dt.datetime) -> None:
    customer = make_customer()
    make_contact(customer, email="")
    make_sent_quote(by=coordinator, at=noon, lines={make_product(): 1}, customer=customer)
    assert "Our quote QU-2026-000001 is £10.00" in ServiceTask.objects.get().words


def test_an_empty_quote_is_not_sent(coordinator: User, noon: dt.datetime) -> None:
    with pytest.raises(QuoteRefused, match="nothing on this quote"):
        make_sent_quote(by=coordinator, at=noon, lines={})


@pytest.fixture
def below_floor(coordinator: User, noon: dt.datetime) -> Quote:
    tea = make_product(list_price=Decimal(10), floor_price=Decimal(8))
    quote = make_quote(by=coordinator, at=noon)
    set_quote_line(
        quote_id=quote.pk,
        product_id=tea.pk,
        quantity=2,
        hand_price=Decimal(7),
        hand_reason="To win them",
        by=coordinator,
        at=noon,
    )
    return quote


def decide(quote: Quote, by: User, at: dt.datetime, *, releases: bool = True, reason: str = "Volume") -> QuoteRevision:
    version = quote.revisions.get().version
    return decide_quote(quote_id=quote.pk, seen_version=version, releases=releases, reason=reason, by=by, at=at)


def test_a_price_below_the_floor_waits_for_approval(
    below_floor: Quote, coordinator: User, director: User, noon: dt.datetime
) -> None:
    version = below_floor.revisions.get().version
    with pytest.raises(QuoteRefused, match="below the floor"):
        send_quote(quote_id=below_floor.pk, number=1, seen_version=version, by=coordinator, at=noon)
    decide(below_floor, director, noon)
    assert send_quote(quote_id=below_floor.pk, number=1, seen_version=version, by=coordinator, at=noon).sent_at == noon


def test_a_change_takes_the_approval_away(
    below_floor: Quote, coordinator: User, director: User, noon: dt.datetime
) -> None:
    decide(below_floor, director, noon)
    add = make_product()
    set_quote_line(quote_id=below_floor.pk, product_id=add.pk, quantity=1, by=coordinator, at=noon)
    assert below_floor.revisions.get().decision == ""


@pytest.mark.parametrize(("days", "stays"), [(1, False), (-1, True)])
def test_holding_for_longer_takes_it_away_too(
    days: int, stays: bool, below_floor: Quote, coordinator: User, director: User, noon: dt.datetime
) -> None:
    decide(below_floor, director, noon)
    revision = below_floor.revisions.get()
    terms = QuoteTerms(revision.valid_until + days * DAY, 5, dt.date(2026, 11, 27))
    set_quote_terms(quote_id=below_floor.pk, terms=terms, by=coordinator, at=noon)
    assert below_floor.revisions.get().is_approved is stays


def test_refused_it_is_not_sent(below_floor: Quote, coordinator: User, director: User, noon: dt.datetime) -> None:
    version = decide(below_floor, director, noon, releases=False).version
    with pytest.raises(QuoteRefused, match="was refused"):
        send_quote(quote_id=below_floor.pk, number=1, seen_version=version, by=coordinator, at=noon)


def test_what_was_refused_may_be_allowed_and_not_the_other_way(
    below_floor: Quote, director: User, noon: dt.datetime
) -> None:
    decide(below_floor, director, noon, releases=False)
    assert decide(below_floor, director, noon).is_approved
    with pytest.raises(QuoteRefused, match="approved in the meantime"):
        decide(below_floor, director, noon, releases=False)


def test_a_decision_says_why(below_floor: Quote, director: User, noon: dt.datetime) -> None:
    with pytest.raises(QuoteRefused, match="Give the reason"):
        decide(below_floor, director, noon, reason=" ")


def test_a_hand_price_needs_a_reason(coordinator: User, noon: dt.datetime) -> None:
    quote, tea = make_quote(by=coordinator, at=noon), make_product()
    with pytest.raises(QuoteRefused, match="by hand"):
        set_quote_line(quote_id=quote.pk, product_id=tea.pk, quantity=1, hand_price=Decimal(1), by=coordinator, at=noon)


def dearer(product: Product) -> None:
    Product.objects.filter(pk=product.pk).update(list_price=Decimal(12))


def test_the_next_revision_holds_the_prices(coordinator: User, noon: dt.datetime) -> None:
    tea = make_product(list_price=Decimal(10))
    quote = make_sent_quote(by=coordinator, at=noon, lines={tea: 3})
    dearer(tea)
    revision = revise_quote(quote_id=quote.pk, price_again=False, by=coordinator, at=noon + DAY)
    assert (revision.number, revision.lines.get().unit_price) == (2, Decimal(10))


def test_priced_again_it_has_the_prices_of_today(coordinator: User, noon: dt.datetime) -> None:
    tea = make_product(list_price=Decimal(10))
    quote = make_sent_quote(by=coordinator, at=noon, lines={tea: 3})
    dearer(tea)
    revision = revise_quote(quote_id=quote.pk, price_again=True, by=coordinator, at=noon + DAY)
    assert revision.lines.get().unit_price == Decimal(12)
    sent = quote.revisions.get(number=1)
    assert sent.lines.get().unit_price == Decimal(10)


def test_an_expired_quote_is_closed_and_priced_again(coordinator: User, noon: dt.datetime) -> None:
    tea = make_product(list_price=Decimal(10))
    quote = make_sent_quote(by=coordinator, at=noon, lines={tea: 3})
    later = noon + 31 * DAY
    assert expire_quotes(at=noon + 30 * DAY) == 0
    assert (expire_quotes(at=later), expire_quotes(at=later)) == (1, 0)
    dearer(tea)
    revision = revise_quote(quote_id=quote.pk, price_again=False, by=coordinator, at=later)
    quote.refresh_from_db()
    assert (quote.state, revision.lines.get().unit_price) == (QuoteState.BEING_PRICED, Decimal(12))


def test_the_worker_closes_what_has_expired(coordinator: User, noon: dt.datetime) -> None:
    make_sent_quote(by=coordinator, at=noon, lines={make_product(): 1})
    with time_machine.travel(noon + 31 * DAY):
        assert close_expired_quotes() == 1


def test_revising_twice_is_one_revision(coordinator: User, noon: dt.datetime) -> None:
    quote = make_sent_quote(by=coordinator, at=noon, lines={make_product(): 1})
    for _ in range(2):
        revise_quote(quote_id=quote.pk, price_again=False, by=coordinator, at=noon)
    assert QuoteRevision.objects.count() == 2


def test_its_enquiry_goes_along(coordinator: User, noon: dt.datetime) -> None:
    customer = make_customer()
    make_contact(customer)
    asked = make_enquiry(customer, coordinator, noon)
    quote = make_sent_quote(by=coordinator, at=noon, lines={make_product(): 1}, customer=customer, enquiry_id=asked.pk)
    asked.refresh_from_db()
    assert asked.state == EnquiryState.QUOTED
    lose_quote(
        quote_id=quote.pk,
        reason=LostReason.PRICE,
        competitor="Bunzl",
        competitor_price=Decimal("8.50"),
        words="Half the price",
        by=coordinator,
        at=noon,
    )
    asked.refresh_from_db()
    assert (asked.state, asked.competitor) == (EnquiryState.LOST, "Bunzl")
    assert Event.objects.first().sentence == (  # type: ignore[union-attr]
        "Quote QU-2026-000001 lost. Price; to Bunzl at £8.50. “Half the price”"
    )


@pytest.mark.parametrize(("reason", "field"), [("", "lost_reason"), (LostReason.OTHER, "words")])
def test_lost_says_why(reason: str, field: str, coordinator: User, noon: dt.datetime) -> None:
    quote = make_sent_quote(by=coordinator, at=noon, lines={make_product(): 1})
    with pytest.raises(QuoteRefused) as refused:
        lose_quote(
            quote_id=quote.pk, reason=reason, competitor="", competitor_price=None, words="", by=coordinator, at=noon
        )
    assert refused.value.field == field


def test_who_has_it_instead_is_no_card_number(coordinator: User, noon: dt.datetime) -> None:
    quote = make_sent_quote(by=coordinator, at=noon, lines={make_product(): 1})
    lost = {"reason": LostReason.PRICE, "words": "", "competitor_price": None, "by": coordinator, "at": noon}
    with pytest.raises(CardNumberFound) as refused:
        lose_quote(quote_id=quote.pk, competitor="4111 1111 1111 1111", **lost)  # type: ignore[arg-type]  # a mixture
    assert refused.value.field == "competitor"


def test_a_chase_puts_it_off_while_it_holds(coordinator: User, noon: dt.datetime) -> None:
    quote = make_sent_quote(by=coordinator, at=noon, lines={make_product(): 1})
    due = noon + 3 * DAY
    assert (note_chased(quote_ids=[quote.pk], by=coordinator, at=due)) == 1
    assert note_chased(quote_ids=[quote.pk], by=coordinator, at=due) == 0
    quote.refresh_from_db()
    assert (quote.state, quote.follow_up_on) == (QuoteState.FOLLOWED_UP, dt.date(2026, 12, 2))


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"valid_until": dt.date(2026, 11, 24)}, "valid_until"),
        ({"valid_until": dt.date(2028, 1, 1)}, "valid_until"),
        ({"lead_time_days": 200}, "lead_time_days"),
        ({"follow_up_on": dt.date(2026, 11, 24)}, "follow_up_on"),
        ({"follow_up_on": dt.date(2026, 12, 20)}, "follow_up_on"),
        ({"follow_up_on": dt.date(2026, 11, 28)}, "follow_up_on"),
    ],
)
def test_terms_that_cannot_be_promised(
    changed: dict[str, object], field: str, coordinator: User, noon: dt.datetime
) -> None:
    quote = make_quote(by=coordinator, at=noon)
    good: dict[str, object] = {
        "valid_until": dt.date(2026, 12, 18),
        "lead_time_days": 3,
        "follow_up_on": dt.date(2026, 11, 27),
    }
    terms = QuoteTerms(**good | changed)  # type: ignore[arg-type]
    with pytest.raises(QuoteRefused) as refused:
        set_quote_terms(quote_id=quote.pk, terms=terms, by=coordinator, at=noon)
    assert refused.value.field == field
