"""Which promotions a basket takes: line promotions, then order promotions, or an exclusive one alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from promotions.rules.candidates import Candidate, LineCandidate, OrderCandidate
from promotions.rules.money import ticks
from promotions.rules.price import PriceBook
from promotions.rules.promotion import LivePromotion
from promotions.rules.sheet import Gift, Lot, Sheet, line_value
from promotions.rules.vocabulary import Reward


@dataclass(frozen=True, slots=True)
class Choice:
    """The sheet that stands, the exclusive promotion that has it alone, and who might still join with one step.

    `counted` is what counted towards the spend of each order promotion, in pence.
    """

    sheet: Sheet
    counted: Mapping[int, int]
    exclusive: LivePromotion | None
    in_play: Sequence[Candidate]


def choose(lots: Mapping[int, Lot], candidates: Sequence[Candidate], book: PriceBook, delivery: int) -> Choice:
    """The combination, unless an exclusive promotion saves more, or as much with a higher priority than all in it."""
    together = [candidate for candidate in candidates if not candidate.promotion.is_exclusive]
    combined, counted = fill(Sheet(lots, delivery), together, book)
    trials = [
        (candidate.promotion, *fill(Sheet(lots, delivery), [candidate], book))
        for candidate in candidates
        if candidate.promotion.is_exclusive and could_save(candidate, combined.worth)
    ]
    if trials:
        only, best, counted_alone = max(trials, key=lambda trial: (trial[1].worth, -trial[0].priority, -trial[0].id))
        used = [c.promotion.priority for c in together if c.promotion.id in combined.uses]
        as_much_and_first = best.worth == combined.worth > 0 and only.priority < min(used)
        if best.worth > combined.worth or as_much_and_first:
            in_play = [candidate for candidate in candidates if candidate.promotion is only]
            return Choice(best, counted_alone, only, in_play)
    counted_alone = {promotion.id: goods for promotion, _, of_one in trials for goods in of_one.values()}
    return Choice(combined, counted | counted_alone, None, together if combined.worth else candidates)


def could_save(candidate: Candidate, worth: int) -> bool:
    """False when it is plain without a trial that the promotion alone saves less."""
    return isinstance(candidate, OrderCandidate) or candidate.saving_alone >= worth


def fill(sheet: Sheet, candidates: Sequence[Candidate], book: PriceBook) -> tuple[Sheet, dict[int, int]]:
    """Line promotions by rank, each on the units left free; order promotions after, on what is left to pay.

    Answers the sheet and what counted towards each spend: the goods after line promotions, before any reward.
    """
    line = [candidate for candidate in candidates if isinstance(candidate, LineCandidate) and candidate.alone]
    for candidate in sorted(line, key=lambda c: c.rank):
        runs = sheet.open_runs(candidate.runs)
        untouched = runs is candidate.runs
        deals = candidate.alone if untouched else candidate.terms.deals(runs, candidate.limit.uses)
        sheet.take(candidate.promotion, deals)
    order = [candidate for candidate in candidates if isinstance(candidate, OrderCandidate)]
    counted = {candidate.promotion.id: goods_that_count(sheet, candidate) for candidate in order}
    worths = {c.promotion.id: worth_of(sheet, c, counted[c.promotion.id]) for c in order}
    reached = [c for c in order if c.terms.is_reached(counted[c.promotion.id]) and worths[c.promotion.id]]
    for reward in sorted(reached, key=lambda c: (c.promotion.priority, -worths[c.promotion.id], c.promotion.id)):
        give_reward(sheet, reward, book)
    return sheet, counted


def goods_that_count(sheet: Sheet, candidate: OrderCandidate) -> int:
    return sum([sheet.net[lot] for lot in candidate.lots])


def worth_of(sheet: Sheet, candidate: OrderCandidate, goods: int) -> int:
    """What the reward is worth to this customer, in pence."""
    if candidate.terms.reward == Reward.FREE_DELIVERY:
        return 0 if sheet.delivery_saved_by else sheet.delivery
    if candidate.free_price is not None:
        return line_value(ticks(candidate.free_price.amount), candidate.terms.quantity)
    return candidate.saving(goods)


def give_reward(sheet: Sheet, candidate: OrderCandidate, book: PriceBook) -> None:
    terms, promotion = candidate.terms, candidate.promotion
    left = goods_that_count(sheet, candidate)
    if terms.reward == Reward.FREE_DELIVERY:
        if sheet.delivery_saved_by is None:
            sheet.free_delivery(promotion)
    elif terms.product is not None and candidate.free_price is not None:
        gift = Gift(book.products[terms.product], candidate.free_price, terms.quantity, terms.incidental)
        sheet.add_free(promotion, gift, candidate.lots)
    elif candidate.saving(left):
        sheet.take_off_goods(promotion, candidate.saving(left), candidate.lots)
