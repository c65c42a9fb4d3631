"""Whether a customer's credit carries one more order, and why not, in words for the telephone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from promotions.rules import say_pounds
from staff.rules import Refusal

# So many days after it was due, a debt holds the next order; a cheque in the post is nobody's fault.
OVERDUE_GRACE_DAYS = 7
OVER = "over their limit"


class CreditRefused(Refusal):
    """A hold may not be decided so."""


@dataclass(frozen=True, slots=True)
class Account:
    """What the ledger says of a customer, in pounds with VAT; `limit` None is no limit.

    `balance` is all they owe by the ledger, `overdue` the part that is past its date, the oldest since `overdue_since`.
    `ordered` is what other orders of theirs add that the ledger does not know yet.
    """

    name: str
    is_on_stop: bool
    limit: Decimal | None
    balance: Decimal = Decimal(0)
    overdue: Decimal = Decimal(0)
    overdue_since: date | None = None
    ordered: Decimal = Decimal(0)


def overdue_words(account: Account) -> str:
    """As in: £120.00 is overdue since 3 November. Empty when nothing is."""
    if account.overdue <= 0:
        return ""
    since = f" since {account.overdue_since.day} {account.overdue_since:%B}" if account.overdue_since else ""
    return f"{say_pounds(account.overdue)} is overdue{since}."


def holds_for_debt(account: Account, today: date) -> bool:
    """Whether what is overdue holds their next order."""
    return account.overdue > 0 and _is_late(account.overdue_since, today)


def owed_words(account: Account) -> str:
    """What they owe with what is ordered, and what is left of their limit; empty where there is neither."""
    owed = account.balance + account.ordered
    if account.limit is None:
        return f"Owes {say_pounds(owed)}, no limit." if owed else ""
    left = account.limit - owed
    said = f"{say_pounds(left)} left" if left >= 0 else f"{say_pounds(-left)} over it"
    return f"Owes {say_pounds(owed)} of a limit of {say_pounds(account.limit)}: {said}."


def why_credit_holds(account: Account, order_total: Decimal, today: date) -> tuple[str, ...]:
    """What speaks against an order of so many pounds with VAT, in words; empty when nothing does."""
    said = []
    if account.is_on_stop:
        said.append(f"{account.name} is on stop.")
    if holds_for_debt(account, today):
        said.append(overdue_words(account))
    owed = account.balance + account.ordered + order_total
    if account.limit is not None and owed > account.limit:
        said.append(
            f"With this order they owe {say_pounds(owed)}: {say_pounds(owed - account.limit)} {OVER} of "
            f"{say_pounds(account.limit)}."
        )
    return tuple(said)


def same_credit(words: Sequence[str], released: str) -> bool:
    """Whether all that speaks against an order spoke against it when its hold was released with these words.

    How far they are over their limit may have changed: what other orders add was decided with those.
    """
    return all(word in released or (OVER in word and OVER in released) for word in words)


def check_decision(reason: str, *, decided: str, decided_by: str, wanted: str) -> None:
    """Raises CreditRefused without a reason, or when somebody has decided otherwise in the meantime."""
    if decided and decided != wanted:
        raise CreditRefused(f"{decided_by} has decided otherwise in the meantime: {decided}. Look at the order again.")
    if not decided and not reason.strip():
        raise CreditRefused("Give the reason: whoever asks later reads it.", field="reason")


def _is_late(since: date | None, today: date) -> bool:
    return since is None or (today - since).days > OVERDUE_GRACE_DAYS
