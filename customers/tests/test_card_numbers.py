"""Card numbers in free text are found however they are written, and nothing else is taken for one."""

import pytest

from customers.rules.card_numbers import CardNumberFound, find_card_number, refuse_card_numbers


@pytest.mark.parametrize(
    "text",
    [
        "4111111111111111",
        "card 4111 1111 1111 1111 exp 12/28",
        "4111-1111-1111-1111 12 28",
        "4111 1111 1111 1111 12 28",
        "qty 12 4111 1111 1111 1111",
        "4111\u00a01111\u20111111.1111",
        "4111  1111  1111  1111",
        "Amex 3782 822463 10005",
        "5555555555554444 thanks",
        "6011 1111 1111 1117",
    ],
)
def test_a_card_number_is_found(text: str) -> None:
    assert find_card_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ring 020 7946 0101 or 0113 496 0102 on 24/11/2026",
        "020 7946 0101 07700 900123 24.11.2026",
        "4111 1111 1111 1112",
        "4111/1111/1111/1111",
        "4111   1111   1111   1111",
        "EAN 5012345678900",
        "order SO-2026-000123, 24 cases at 12.50",
        "1234567890123456789012",
    ],
)
def test_other_figures_are_left_alone(text: str) -> None:
    assert not find_card_number(text)


def test_the_refusal_does_not_repeat_the_number() -> None:
    with pytest.raises(CardNumberFound) as refused:
        refuse_card_numbers("4111 1111 1111 1111", field="words")
    assert "4111" not in refused.value.sentence
    assert refused.value.field == "words"
