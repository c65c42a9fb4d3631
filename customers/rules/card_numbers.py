"""Card numbers never enter free text: finds them as people write them, and leaves telephone numbers and dates alone."""

import re

from staff.rules import Refusal

SPACES_AND_DASHES = r"[ \-.\u00a0\u2007\u202f\u2010-\u2015\u2212]"
RUN = re.compile(rf"\d+(?:{SPACES_AND_DASHES}{{1,2}}\d+)*")
GROUP = re.compile(r"\d+")
# The first digits of each brand with the lengths it comes in; a looser rule would take telephone numbers for cards.
BRAND = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})"  # Visa
    r"|(?:5[1-5]|2[2-7])\d{14}"  # Mastercard
    r"|3[47]\d{13}"  # American Express
    r"|3(?:0[0-5]|[68]\d)\d{11}"  # Diners
    r"|35\d{14}"  # JCB
    r"|(?:5[0678]|6\d)\d{11,17}"  # Maestro, Discover, UnionPay
)
LONGEST = 19
SENTENCE = (
    "This looks like a card number, and we never keep those. Take it out, then save again; the rest is still here."
)


class CardNumberFound(Refusal):
    """Somebody typed a card number; the sentence does not repeat it."""


def _passes_luhn(digits: str) -> bool:
    odd, even = digits[-1::-2], digits[-2::-2]
    return (sum(map(int, odd)) + sum(sum(divmod(2 * int(digit), 10)) for digit in even)) % 10 == 0


def _is_card(digits: str) -> bool:
    return BRAND.fullmatch(digits) is not None and _passes_luhn(digits)


def find_card_number(text: str) -> bool:
    """Whether `text` holds a card number: whole groups of digits in a row, joined, 13 to 19 long, of a card brand.

    Groups belong together when one or two of space, hyphen, dot or dash stand between them, not a slash; any stretch
    of whole groups counts, so that an expiry date after the number does not hide it.
    """
    for run in RUN.finditer(text):
        groups = GROUP.findall(run[0])
        for first in range(len(groups)):
            digits = ""
            for group in groups[first:]:
                digits += group
                if len(digits) > LONGEST:
                    break
                if _is_card(digits):
                    return True
    return False


def refuse_card_numbers(text: str, *, field: str | None = None) -> None:
    """Raises CardNumberFound when `text` holds one."""
    if find_card_number(text):
        raise CardNumberFound(SENTENCE, field=field)
