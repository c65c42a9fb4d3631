"""Any spelling of a telephone number to the one that is kept (E.164), and whether it is of a kind that we ring."""

import re
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

from customers.rules.codes import Code

# Ofcom keeps these for drama; they are nobody's, so libphonenumber calls them invalid, but example records carry them.
DRAMA = re.compile(r"^(7700900\d{3}|1632960\d{3})$")
SPECIAL = frozenset(
    {
        PhoneNumberType.PREMIUM_RATE,
        PhoneNumberType.SHARED_COST,
        PhoneNumberType.PERSONAL_NUMBER,
        PhoneNumberType.PAGER,
        PhoneNumberType.VOICEMAIL,
    }
)
# How the ranges begin that are never rung as a whole, of the numbers that are kept: by these a list is asked for them
# without reading each number. Where a range is mixed, as the islands' mobiles are, the number alone tells.
SPECIAL_STARTS = ("+449", "+4484", "+4487", "+4470", "+4476")
UK_START = "+44"
FIGURES = re.compile(r"\D")
LONGEST_SPELLING = 60


@dataclass(frozen=True)
class Reading:
    """What was made of a spelling. `e164` is None when it is no number at all; `code` is None when we may ring it."""

    e164: str | None
    code: Code | None
    extension: str = ""


@lru_cache(maxsize=65_536)
def read_number(text: str) -> Reading:
    """Read any UK or international spelling; without a country code it is taken as British.

    A foreign, island or premium number is a number (it may be kept) with the code of why it is not rung.
    """
    spelling = text.strip()
    if not spelling or len(spelling) > LONGEST_SPELLING:
        return Reading(None, Code.NUMBER_INVALID)
    try:
        number = phonenumbers.parse(spelling, "GB")
    except NumberParseException:
        return Reading(None, Code.NUMBER_INVALID)
    national = phonenumbers.national_significant_number(number)
    drama = number.country_code == 44 and DRAMA.match(national) is not None
    british = drama or phonenumbers.is_valid_number_for_region(number, "GB")
    if british:
        code = Code.SPECIAL_RANGE if phonenumbers.number_type(number) in SPECIAL else None
    elif phonenumbers.is_valid_number(number):
        code = Code.NOT_UK
    else:
        return Reading(None, Code.NUMBER_INVALID)
    return Reading(phonenumbers.format_number(number, PhoneNumberFormat.E164), code, number.extension or "")


def for_people(e164: str) -> str:
    """As it is read out: `020 7946 0101`; a foreign one with its country code. What cannot be read stays as it is."""
    try:
        number = phonenumbers.parse(e164, "GB")
    except NumberParseException:
        return e164
    if DRAMA.match(str(number.national_number)):
        national = f"0{number.national_number}"
        return f"{national[:5]} {national[5:]}"
    style = PhoneNumberFormat.NATIONAL if number.country_code == 44 else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, style)


def figures(text: str) -> str:
    """The figures typed of a number, without the ways of writing its country: `+44 (0)113` and `0113` give `113`."""
    if re.search(r"[^\W\d_]", text):
        return ""
    digits = FIGURES.sub("", text.replace("(0)", ""))
    if text.strip().startswith("+44") or digits.startswith("0044"):
        digits = digits.removeprefix("00").removeprefix("44")
    return digits.lstrip("0")
