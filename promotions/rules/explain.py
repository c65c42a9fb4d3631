"""Trace and hints: which price, which promotion, why others did not apply, and what is one step away, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from promotions.rules.candidates import Candidate, Intake, LineCandidate, OrderCandidate
from promotions.rules.combine import Choice
from promotions.rules.each import OnEach, Push
from promotions.rules.money import say_pence
from promotions.rules.price import break_hint
from promotions.rules.promotion import LivePromotion, limit_of, london_day
from promotions.rules.sheet import Taking
from promotions.rules.spend import SpendReward
from promotions.rules.vocabulary import Reward

OUTDONE = "it stands alone on an order, and the others together are worth more or come first"


class Hint(NamedTuple):
    """What is one step away; of no promotion when it is a quantity break. No products: the whole order."""

    promotion_id: int | None
    words: str
    products: frozenset[int]


class NotUsed(NamedTuple):
    """A promotion that does nothing for this order, and why."""

    promotion_id: int
    version_id: int
    words: str


class RewardTold(NamedTuple):
    """What a promotion on the whole order did for it, or why nothing, in a sentence."""

    promotion_id: int
    is_used: bool
    words: str


@dataclass(frozen=True, slots=True)
class Account:
    """What there was to choose from in one basket, and what was chosen; the functions here put it into words.

    `promotions` are all that were asked, by rank.
    """

    promotions: Sequence[LivePromotion]
    intake: Intake
    candidates: Mapping[int, Candidate]
    choice: Choice


def traces(account: Account, why_not: Mapping[int, str]) -> dict[int, list[str]]:
    """For each lot: its price, what it took, and why each other promotion on its product did not apply."""
    sheet = account.choice.sheet
    words = {promotion.id: promotion.terms.words() for promotion in account.promotions if promotion.id in sheet.uses}
    sentences = {number: [f"{lot.price.words}."] for number, lot in sheet.lots.items()}
    took = set()
    for number, takings in sheet.takings.items():
        for taking in takings:
            took.add((taking.promotion.id, number))
            sentences[number].append(_say_taking(account, number, taking, words[taking.promotion.id]))
    for promotion in account.promotions:
        touched = () if isinstance(promotion.terms, SpendReward) else account.intake.touched_by(promotion)
        for number in touched:
            if (promotion.id, number) not in took:
                sentences[number].append(_say_not_taken(account, promotion, number, why_not))
    return sentences


def order_trace(account: Account, why_not: Mapping[int, str]) -> tuple[RewardTold, ...]:
    """What each order promotion did for the order, or why nothing."""
    rewards = [promotion for promotion in account.promotions if isinstance(promotion.terms, SpendReward)]
    return tuple(
        RewardTold(promotion.id, False, f"{promotion.name}: not used, {why_not[promotion.id]}.")
        if promotion.id in why_not
        else RewardTold(promotion.id, True, f"{promotion.name}: {_say_given(account, promotion)}.")
        for promotion in rewards
    )


def _say_given(account: Account, promotion: LivePromotion) -> str:
    """What it took off all goods together, as in: £5.00 off, from £50.00: 10 % off."""
    saved, words = account.choice.sheet.saved_by(promotion), promotion.terms.words()
    return f"{say_pence(saved)} off, {words}" if saved else words


def reasons(account: Account) -> dict[int, str]:
    """Of each promotion that does nothing for the order: why. A push on the order does its work without a saving."""
    return {
        promotion.id: why_not_used(account, promotion)
        for promotion in account.promotions
        if promotion.id not in account.choice.sheet.uses
        and not (isinstance(promotion.terms, Push) and promotion.id in account.candidates)
    }


def why_not_used(account: Account, promotion: LivePromotion) -> str:
    """Why a promotion does nothing for the order as a whole."""
    choice, candidate = account.choice, account.candidates.get(promotion.id)
    if promotion.id in account.intake.refused:
        return account.intake.refused[promotion.id]
    if candidate is None:
        touched = account.intake.touched_by(promotion)
        if not touched:
            return "none of its products is on the order"
        return min(account.intake.left_alone[promotion.id, number] for number in touched)
    if choice.exclusive is not None and choice.exclusive is not promotion:
        return f"{choice.exclusive.name} stands alone on this order"
    return _why_nothing(account, candidate)


def hints(account: Account) -> list[Hint]:
    """What is one step away, of promotions with uses left and then of quantity breaks."""
    found = []
    for candidate in account.choice.in_play:
        promotion = candidate.promotion
        used = account.choice.sheet.uses.get(promotion.id, 0)
        words = _hint_of(account, candidate) if used < candidate.limit.uses else ""
        if words:
            found.append(Hint(promotion.id, f"{promotion.name}: {words}", promotion.terms.products))
    return found + _break_hints(account)


def _hint_of(account: Account, candidate: Candidate) -> str:
    sheet, book = account.choice.sheet, account.intake.book
    if isinstance(candidate, OrderCandidate):
        return candidate.terms.hint(account.choice.counted[candidate.promotion.id], book)
    if isinstance(candidate.terms, OnEach):
        return ""
    free = sheet.open_runs(candidate.runs)
    own = sheet.own_runs(candidate.runs, candidate.promotion)
    return candidate.terms.hint(free, own, book) if free or own else ""


def _break_hints(account: Account) -> list[Hint]:
    lots, on = account.choice.sheet.lots, london_day(account.intake.at)
    quantities: dict[int, int] = {}
    for lot in lots.values():
        quantities[lot.product.id] = quantities.get(lot.product.id, 0) + lot.count
    found = []
    for lot in lots.values():
        words = break_hint(lot.product, quantities[lot.product.id], lot.price, on)
        if words:
            found.append(Hint(None, f"{lot.product.name}: {words}", frozenset([lot.product.id])))
    return found


def _say_taking(account: Account, number: int, taking: Taking, words: str) -> str:
    count = account.choice.sheet.lots[number].count
    saved = f"{taking.promotion.name}: {say_pence(taking.saved)} off"
    if taking.units == 0:
        return f"{saved}, its share of {words}."
    if taking.units == count:
        return f"{saved} {count}, {words}."
    return f"{saved} {taking.units} of {count}, {words}{_say_limit(account, taking.promotion, number)}."


def _say_limit(account: Account, promotion: LivePromotion, number: int) -> str:
    limit = limit_of(promotion, account.intake.at)
    if account.choice.sheet.open[number] and account.choice.sheet.uses[promotion.id] == limit.uses:
        return f" ({limit.uses} {limit.words})"
    return ""


def _say_not_taken(account: Account, promotion: LivePromotion, number: int, why_not: Mapping[int, str]) -> str:
    reason = account.intake.left_alone.get((promotion.id, number)) or why_not.get(promotion.id)
    if reason:
        return f"{promotion.name}: not used, {reason}."
    candidate = account.candidates[promotion.id]
    if isinstance(promotion.terms, Push) or isinstance(candidate, OrderCandidate):
        return f"{promotion.name}: {promotion.terms.words()}."
    return f"{promotion.name}: not used, {_why_not_here(account, candidate, number)}."


def _why_not_here(account: Account, candidate: LineCandidate, number: int) -> str:
    """Why a promotion that is used elsewhere on the order left this lot out."""
    sheet = account.choice.sheet
    if sheet.uses[candidate.promotion.id] == candidate.limit.uses:
        return f"{candidate.limit.uses} {candidate.limit.words}"
    if not sheet.open[number]:
        return "its units are taken by promotions that come first"
    return candidate.terms.why_not(sheet.open_runs(candidate.runs))


def _why_nothing(account: Account, candidate: Candidate) -> str:
    """Why a promotion that stands and was not kept out saves nothing."""
    sheet = account.choice.sheet
    if isinstance(candidate, LineCandidate):
        if not candidate.alone:
            return candidate.terms.why_not(candidate.runs)
        taken = "its units are taken by promotions that come first"
        return OUTDONE if candidate.promotion.is_exclusive else taken
    counted = account.choice.counted[candidate.promotion.id]
    if candidate.terms.is_reached(counted) and candidate.terms.reward == Reward.FREE_DELIVERY and not sheet.delivery:
        return "there is no delivery charge"
    if candidate.terms.is_reached(counted) and candidate.promotion.is_exclusive:
        return OUTDONE
    if candidate.terms.is_reached(counted) and candidate.terms.reward == Reward.FREE_DELIVERY:
        return "delivery is free already"
    return candidate.terms.why_not(counted)
