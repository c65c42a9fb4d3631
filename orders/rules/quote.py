"""What may be done with a quote: its terms, its prices, its end."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from customers.rules.calendar import is_working_day, next_working_day
from customers.rules.vocabulary import Nation
from orders.rules.delivery import Charges
from orders.rules.vocabulary import Decision, LostReason, QuoteState
from promotions.rules import PricedBasket, Reward, SpendReward
from promotions.rules.money import half_up, money, pence, pounds, say_pounds
from promotions.rules.promotion import LivePromotion
from promotions.rules.vat import vat_totals
from promotions.rules.vocabulary import VatRate
from staff.rules import Refusal

LONGEST_VALID = timedelta(days=366)
LONGEST_LEAD_TIME = 180
USUAL_LEAD_TIME = 5
USUALLY_VALID = timedelta(days=30)
FOLLOW_UP_AFTER = 3

S = QuoteState
# With the customer, who has not decided.
OUT = (S.QUOTED, S.FOLLOWED_UP)
ENDED = (S.WON, S.LOST, S.EXPIRED)
FOLLOWING: dict[QuoteState, frozenset[QuoteState]] = {
    S.BEING_PRICED: frozenset({S.QUOTED, S.LOST}),
    # Sent anew as another revision it is quoted again.
    S.QUOTED: frozenset({*OUT, *ENDED}),
    S.FOLLOWED_UP: frozenset({*OUT, *ENDED}),
    # Their order was cancelled.
    S.WON: frozenset({S.QUOTED, S.EXPIRED}),
    S.LOST: frozenset(),
    # Priced again, or they say why they let it lapse.
    S.EXPIRED: frozenset({S.BEING_PRICED, S.LOST}),
}


class QuoteRefused(Refusal):
    """A quote may not be changed so."""


@dataclass(frozen=True, slots=True)
class QuoteTerms:
    """What goes with the prices: until when they hold, how soon we deliver, when we ring about it."""

    valid_until: date
    lead_time_days: int
    follow_up_on: date
    note: str = ""

    @property
    def lead_time(self) -> str:
        return lead_time_words(self.lead_time_days)


@dataclass(frozen=True, slots=True)
class QuotedPrice:
    """A line as it was quoted or as it would be."""

    name: str
    quantity: int
    unit_price: Decimal
    net_total: Decimal


@dataclass(frozen=True, slots=True)
class Difference:
    """A product whose price is another one now; `was` is None where it is new, `now` where it was taken off."""

    name: str
    was: QuotedPrice | None
    now: QuotedPrice | None

    @property
    def words(self) -> str:
        if self.was is None or self.now is None:
            return f"{self.name} is {'new' if self.was is None else 'no longer'} on it"
        if self.was.unit_price == self.now.unit_price and self.was.quantity != self.now.quantity:
            price = say_pounds(self.now.unit_price)
            return f"{self.name} was {self.was.quantity}, is {self.now.quantity} packs, still at {price} each"
        packs = "" if self.was.quantity == self.now.quantity else f", {self.was.quantity} now {self.now.quantity} packs"
        return f"{self.name} was {say_pounds(self.was.unit_price)}, is {say_pounds(self.now.unit_price)} each{packs}"


@dataclass(frozen=True, slots=True)
class QuoteSums:
    """Totals in pounds, the goods' and the delivery's without VAT; VAT once a rate on the net at that rate."""

    goods: Decimal
    delivery: Decimal
    vat: Decimal

    @property
    def gross(self) -> Decimal:
        return self.goods + self.delivery + self.vat


def quote_number(on: date, sequence: int) -> str:
    """The number people read out: the year in London and the place in that year, `QU-2026-000045`."""
    return f"QU-{on.year}-{sequence:06d}"


def usual_terms(today: date, nation: Nation) -> QuoteTerms:
    """What a fresh quote starts with."""
    return QuoteTerms(today + USUALLY_VALID, USUAL_LEAD_TIME, working_days_after(today, FOLLOW_UP_AFTER, nation))


def working_days_after(day: date, count: int, nation: Nation) -> date:
    for _ in range(count):
        day = next_working_day(day, nation)
    return day


def next_follow_up(today: date, valid_until: date, nation: Nation) -> date:
    """When we ring again after a chase: some working days on, and before the prices lapse while there is a day left."""
    usual = working_days_after(today, FOLLOW_UP_AFTER, nation)
    return usual if usual <= valid_until or valid_until <= today else valid_until


def lead_time_words(days: int) -> str:
    return "on the day" if days == 0 else "within one working day" if days == 1 else f"within {days} working days"


def each_price(net: Decimal, quantity: int) -> Decimal:
    """What one pack costs when `quantity` of them cost `net`, to four places: the price that the quote holds."""
    return Decimal(half_up(pence(net) * 100, quantity)).scaleb(-4)


def line_total(unit_price: Decimal, quantity: int) -> Decimal:
    return money(unit_price * quantity)


def quote_sums(lines: Iterable[tuple[VatRate, Decimal]], charges: Charges) -> QuoteSums:
    """The sums of lines, each with its rate and its net, and of their delivery: what an order of them comes to."""
    by_rate: dict[VatRate, int] = {}
    for rate, net in lines:
        by_rate[rate] = by_rate.get(rate, 0) + pence(net)
    goods = pounds(sum(by_rate.values()))
    delivery = charges.for_goods(goods) if by_rate else Decimal(0)
    vat = sum((total.vat for total in vat_totals(by_rate, pence(delivery))), Decimal(0))
    return QuoteSums(goods, delivery, vat)


def lowers_prices(promotion: LivePromotion) -> bool:
    """Whether what a promotion gives can stand in the price of a pack; a gift or free delivery cannot."""
    terms = promotion.terms
    return not (isinstance(terms, SpendReward) and terms.reward in (Reward.FREE_PRODUCT, Reward.FREE_DELIVERY))


def quote_remarks(
    *, ordered: PricedBasket, quoted: PricedBasket, promotions: Iterable[LivePromotion], names: Mapping[int, str]
) -> tuple[str, ...]:
    """What whoever quotes is to know: what an order of today would get besides, and what others may take meanwhile.

    `names` are those of the products that are given away.
    """
    said = [
        f"Ordered today, {line.quantity} x {names[line.product_id]} would be free (“{line.savings[0].name}”). A quote "
        "holds no gifts: add it at £0.00 by hand if you promise it."
        for line in ordered.free_lines
    ]
    said += [
        f"Ordered today, the delivery would be free (“{use.name}”). A quote does not hold that."
        for use in ordered.promotions
        if use.delivery_saving
    ]
    left = {promotion.version_id: promotion.allocation_left for promotion in promotions}
    said += [
        f"“{use.name}” has {left[use.version_id]} left, and these prices count on {use.uses}. A quote reserves none; "
        "its prices hold all the same."
        for use in quoted.promotions
        if use.saving and left.get(use.version_id) is not None
    ]
    return tuple(said)


def differences(before: Mapping[int, QuotedPrice], now: Mapping[int, QuotedPrice]) -> tuple[Difference, ...]:
    """What is another price, another quantity, new or gone between two revisions, in the order of the newer one."""
    changed = [
        Difference(line.name, before.get(product), line)
        for product, line in now.items()
        if product not in before or _terms_of(before[product]) != _terms_of(line)
    ]
    gone = [Difference(line.name, line, None) for product, line in before.items() if product not in now]
    return (*changed, *gone)


def _terms_of(line: QuotedPrice) -> tuple[int, Decimal]:
    return line.quantity, line.unit_price


def is_expired(valid_until: date, today: date) -> bool:
    return today > valid_until


def check_terms(terms: QuoteTerms, *, today: date, nation: Nation) -> None:
    """Raises QuoteRefused, with its field, for days that cannot be promised."""
    if terms.valid_until <= today:
        raise QuoteRefused("The prices must hold for longer than today.", field="valid_until")
    if terms.valid_until - today > LONGEST_VALID:
        raise QuoteRefused("The prices may hold for a year at most.", field="valid_until")
    if not 0 <= terms.lead_time_days <= LONGEST_LEAD_TIME:
        raise QuoteRefused(f"The lead time is 0 to {LONGEST_LEAD_TIME} working days.", field="lead_time_days")
    if terms.follow_up_on <= today:
        raise QuoteRefused("We ring about it after today.", field="follow_up_on")
    if terms.follow_up_on > terms.valid_until:
        raise QuoteRefused("Ring about it while the prices hold, not after.", field="follow_up_on")
    if not is_working_day(terms.follow_up_on, nation):
        raise QuoteRefused("Nobody is rung on that day. Choose a working day.", field="follow_up_on")


def may_become(state: str, following: QuoteState) -> bool:
    return following in FOLLOWING[S(state)]


def check_may_become(number: str, state: str, following: QuoteState) -> None:
    """Raises QuoteRefused, saying where the quote is, unless `following` may come after `state`."""
    if state == S.WON and following == S.LOST:
        raise QuoteRefused(f"Quote {number} was won: the order stands. Cancel the order first, if they take it back.")
    if not may_become(state, following):
        raise QuoteRefused(
            f"Quote {number} is {S(state).label.lower()} and cannot become {following.label.lower()} from there."
        )


def check_is_open(state: str, number: str) -> None:
    """Raises QuoteRefused, saying what to do instead, for a quote that has come to its end."""
    if state == S.EXPIRED:
        raise QuoteRefused(f"Quote {number} has expired. Price it again; the difference is shown.")
    if state in ENDED:
        raise QuoteRefused(
            f"Quote {number} is {S(state).label.lower()}: it is not changed any more. Make a new quote instead."
        )


def check_is_out(state: str, number: str) -> None:
    """Raises QuoteRefused unless the customer has it and has not decided."""
    check_is_open(state, number)
    if state == QuoteState.BEING_PRICED:
        raise QuoteRefused(f"Quote {number} has not been sent yet.")


def check_can_be_sent(*, has_lines: bool, is_below_floor: bool, decision: str) -> None:
    """Raises QuoteRefused for an empty quote, and for a price below the floor that nobody has approved."""
    if not has_lines:
        raise QuoteRefused("There is nothing on this quote. Add a product first.")
    if is_below_floor and decision == Decision.REFUSED:
        raise QuoteRefused("A price below the floor was refused. Set another price, then send it.")
    if is_below_floor and decision != Decision.RELEASED:
        raise QuoteRefused("A price is below the floor. Somebody who may approve it must do so before it is sent.")


def check_quote_decision(reason: str, *, is_below_floor: bool, decided: str) -> None:
    """Raises QuoteRefused without a reason, with nothing to decide, or when it has been allowed in the meantime."""
    if decided == Decision.RELEASED:
        raise QuoteRefused("These prices have been approved in the meantime. Look at the quote again.")
    if not is_below_floor:
        raise QuoteRefused("No price on this quote is below the floor. There is nothing to decide.")
    if not reason.strip():
        raise QuoteRefused("Give the reason: whoever asks later reads it.", field="reason")


def check_still_holds(valid_until: date, today: date, number: str) -> None:
    if is_expired(valid_until, today):
        on = f"{valid_until.day} {valid_until:%B %Y}"
        raise QuoteRefused(f"The prices of {number} held until {on}. Price it again; the difference is shown.")


def check_loss(reason: str, words: str, competitor_price: Decimal | None) -> None:
    """Raises QuoteRefused without a reason, or for another reason without words."""
    if reason not in LostReason.values:
        raise QuoteRefused("Say why it was lost.", field="lost_reason")
    if reason == LostReason.OTHER and not words.strip():
        raise QuoteRefused("Write down what they said.", field="words")
    if competitor_price is not None and competitor_price < 0:
        raise QuoteRefused("A price is zero or more.", field="competitor_price")
