"""A customer's page: the card, each number with whether it may be rung, the history and the letters."""

import datetime as dt
from dataclasses import dataclass

from customers.models import Customer
from customers.reports.card import Card, Line, card
from customers.reports.history import Timeline, timeline
from customers.reports.letters import Letters, letters_of
from customers.reports.permission import outlook
from customers.rules.permission import Decision


@dataclass(frozen=True)
class Number:
    line: Line
    decision: Decision


@dataclass(frozen=True)
class CustomerPage:
    card: Card
    numbers: tuple[Number, ...]
    history: Timeline
    letters: Letters


def customer_page(customer_id: int, *, at: dt.datetime, before: str | None = None) -> CustomerPage:
    """Everything on the page, in seven queries however much there is. Raises Customer.DoesNotExist."""
    facts = card(customer_id)
    decisions = outlook({line.id: line.number for line in facts.lines}, at=at)
    numbers = tuple(Number(line, decisions[line.id]) for line in facts.lines)
    return CustomerPage(facts, numbers, timeline(customer_id, before=before), letters_of(customer_id))


def customer_key(account_number: str) -> int:
    """The key of an account. Raises Customer.DoesNotExist."""
    return Customer.objects.values_list("pk", flat=True).get(account_number=account_number)
