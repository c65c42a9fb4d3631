"""When a customer's credit holds an order, in words; what the ledger's rows may say."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from orders.rules.credit import Account, why_credit_holds
from orders.rules.credited import CreditedLine, credit_net
from orders.rules.ledger import RowLeftOut, read_row

TODAY = dt.date(2026, 11, 24)


def account(**overrides: Any) -> Account:
    fields: dict[str, Any] = {"name": "Acme Ltd", "is_on_stop": False, "limit": Decimal(500)}
    return Account(**fields | overrides)


@pytest.mark.parametrize(
    ("standing", "total"),
    [
        ({}, "500.00"),
        ({"limit": None, "balance": Decimal(90_000)}, "900.00"),
        ({"balance": Decimal(-100)}, "600.00"),
        ({"overdue": Decimal(9), "overdue_since": TODAY - dt.timedelta(days=7)}, "1.00"),
    ],
)
def test_what_the_account_carries_goes(standing: dict[str, Any], total: str) -> None:
    assert why_credit_holds(account(**standing), Decimal(total), TODAY) == ()


@pytest.mark.parametrize(
    ("standing", "total", "words"),
    [
        ({}, "500.01", "With this order they owe £500.01: £0.01 over their limit of £500.00."),
        ({"balance": Decimal(300), "ordered": Decimal(150)}, "60.00", "they owe £510.00: £10.00 over"),
        ({"is_on_stop": True}, "1.00", "Acme Ltd is on stop."),
        (
            {"overdue": Decimal(9), "overdue_since": dt.date(2026, 11, 16)},
            "1.00",
            "£9.00 is overdue since 16 November.",
        ),
        ({"overdue": Decimal(9)}, "1.00", "£9.00 is overdue."),
    ],
)
def test_what_it_does_not_carry_is_held_in_words(standing: dict[str, Any], total: str, words: str) -> None:
    (said,) = why_credit_holds(account(**standing), Decimal(total), TODAY)
    assert words in said


def test_credits_of_a_line_never_pass_its_net() -> None:
    net, done = Decimal("10.00"), 0
    parts = []
    for packs in (1, 1, 1):
        parts.append(credit_net(CreditedLine(3, done, net), packs))
        done += packs
    assert parts == [Decimal("3.33"), Decimal("3.34"), Decimal("3.33")]
    assert sum(parts) == net


def row(**said: str) -> dict[str, str | None]:
    return {"account": "C1", "balance": "10.00", **said}


def test_a_row_is_read_as_people_write_it() -> None:
    read = read_row(row(balance="£1,234.50", overdue="20", overdue_since="01/11/2026", on_stop="Yes", credit_limit="0"))
    assert (read.balance, read.overdue, read.overdue_since) == (Decimal("1234.50"), Decimal(20), dt.date(2026, 11, 1))
    assert (read.on_stop, read.credit_limit) == (True, Decimal(0))


def test_what_the_file_does_not_say_stays() -> None:
    read = read_row(row(credit_limit=""))
    assert (read.on_stop, read.credit_limit, read.overdue) == (None, None, Decimal(0))


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"account": " "}, "no account number"),
        ({"balance": "a lot"}, "“a lot” is no amount"),
        ({"balance": "1.005"}, "pounds and pence"),
        ({"balance": "NaN"}, "no amount"),
        ({"overdue": "-1"}, "below zero"),
        ({"overdue_since": "31/11/2026"}, "no date"),
        ({"on_stop": "perhaps"}, "neither yes nor no"),
        ({"credit_limit": "-5"}, "below zero"),
    ],
)
def test_a_row_that_cannot_be_is_left_out_with_the_reason(said: dict[str, str], why: str) -> None:
    with pytest.raises(RowLeftOut, match=why):
        read_row(row(**said))
