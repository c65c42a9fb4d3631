"""From the cells of a spreadsheet row to a customer's record, and what is wrong with them, in words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from django.db.models import TextChoices

from customers.rules.accounts import MAY_HOLD, is_account_number
from customers.rules.areas import nation_of_number, nation_of_postcode, tidy_postcode
from customers.rules.numbers import read_number
from customers.rules.vocabulary import CustomerKind, CustomerStatus, LegalForm, Nation
from staff.rules import Refusal

# Where a column may go, with the headings that say so by themselves.
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "account_number": ("account", "accountno", "accountcode", "customerno", "customernumber"),
    "name": ("customer", "company", "companyname", "customername", "tradingname"),
    "legal_form": ("legalstatus", "companytype"),
    "kind": (),
    "status": (),
    "segment": ("trade", "sector"),
    "nation": ("country",),
    "address": (
        *(f"{start}{number}" for start in ("address", "addressline", "addr") for number in ("", *range(1, 7))),
        "street",
        "town",
        "city",
        "county",
    ),
    "postcode": ("postalcode", "zip"),
    "phone": ("telephone", "tel", "phonenumber", "telephonenumber", "mobile", "telephoneno", "phoneno"),
    "contact": ("contactname", "buyer"),
    "job_title": ("position",),
    "email": ("emailaddress",),
    "source": (),
}
SEVERAL = frozenset({"address", "phone"})
VOCABULARIES: Mapping[str, type[TextChoices]] = {
    "legal_form": LegalForm,
    "kind": CustomerKind,
    "status": CustomerStatus,
    "nation": Nation,
}
LONGEST = {
    "name": 160,
    "segment": 60,
    "source": 60,
    "contact": 120,
    "job_title": 80,
    "email": 254,
    "postcode": 10,
}
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")


class ImportRefused(Refusal):
    """The file or its mapping cannot be read at all."""


@dataclass(frozen=True)
class Columns:
    """Which cells go where: field to positions from 0; `constants` hold for every row."""

    positions: Mapping[str, tuple[int, ...]]
    constants: Mapping[str, str]

    @property
    def fields(self) -> frozenset[str]:
        return frozenset(self.positions) | frozenset(self.constants)


@dataclass(frozen=True)
class Record:
    """One row, read. `refused` says why it cannot be kept at all, `dropped` what was left out of it."""

    account_number: str
    name: str
    values: Mapping[str, str]
    address: str = ""
    numbers: tuple[tuple[str, str], ...] = ()
    refused: tuple[str, ...] = ()
    dropped: tuple[str, ...] = field(default=())


def find_columns(header: Sequence[str] | None, chosen: Mapping[str, str], constants: Mapping[str, str]) -> Columns:
    """Put the header and the chosen `column: field` together; a column is a heading, or a number from 1.

    Headings that name a field by themselves need no choice. Raises ImportRefused, naming what it does not know.
    """
    positions: dict[str, list[int]] = {}
    plain = [_plain(heading) for heading in header or ()]
    for column, name in chosen.items():
        _check_field(name)
        positions.setdefault(name, []).append(_position(column, plain))
    taken = {position for found in positions.values() for position in found}
    for position, heading in enumerate(plain):
        name = _fields_by_heading().get(heading, "")
        if (
            name
            and position not in taken
            and (name in SEVERAL or name not in positions)
            and name not in chosen.values()
        ):
            positions.setdefault(name, []).append(position)
    for name in constants:
        _check_field(name)
    missing = [name for name in ("account_number", "name") if name not in positions]
    if missing:
        raise ImportRefused(
            f"No column is known to be {' and '.join(missing)}. Say which: --map COLUMN={missing[0]}."
            + (f" The columns are: {', '.join(header)}." if header else "")
        )
    return Columns({name: tuple(found) for name, found in positions.items()}, constants)


def read_row(cells: Sequence[str], columns: Columns) -> Record:
    """Read one row. Leading zeros stay; a bad number or word is left out and said, a missing name refuses the row."""
    typed = {name: _cells(cells, positions) for name, positions in columns.positions.items()}
    single = {name: " ".join(found) for name, found in typed.items() if name not in SEVERAL}
    values = {name: value for name, value in (dict(columns.constants) | single).items() if value}
    account, name = values.pop("account_number", ""), values.pop("name", "")
    refused = _check_identity(account, name)
    dropped = [sentence for key in tuple(values) if (sentence := _settle(values, key))]
    numbers, unread = _numbers(typed.get("phone", ()))
    if "postcode" in values:
        values["postcode"] = tidy_postcode(values["postcode"])
    values.setdefault("nation", _nation(values.get("postcode", ""), numbers))
    return Record(
        account_number=account,
        name=name,
        values=values,
        address="\n".join(typed.get("address", ())),
        numbers=numbers,
        refused=refused,
        dropped=(*dropped, *unread),
    )


def _check_field(name: str) -> None:
    if name not in HEADINGS:
        raise ImportRefused(f"“{name}” is no field of a customer. The fields are: {', '.join(HEADINGS)}.")


def _position(column: str, plain: Sequence[str]) -> int:
    if _plain(column) in plain:
        return plain.index(_plain(column))
    if column.isdecimal() and int(column) >= 1:
        return int(column) - 1
    raise ImportRefused(f"The file has no column “{column}”. Name one of its headings, or its number from 1.")


def _plain(heading: str) -> str:
    return re.sub(r"[\W_]", "", heading).lower()


@cache
def _fields_by_heading() -> dict[str, str]:
    return {_plain(heading): name for name, known in HEADINGS.items() for heading in (name, *known)}


def _cells(cells: Sequence[str], positions: tuple[int, ...]) -> tuple[str, ...]:
    """The words of these cells, without the empty ones; a short row simply has fewer."""
    found = (cells[position].replace("\0", "").strip() for position in positions if position < len(cells))
    return tuple(words for words in found if words)


def _check_identity(account: str, name: str) -> tuple[str, ...]:
    wrong = []
    if not account:
        wrong.append("The account number is missing.")
    elif not is_account_number(account):
        wrong.append(f"“{account}” cannot be an account number. {MAY_HOLD}")
    if not name:
        wrong.append("The name is missing.")
    elif len(name) > LONGEST["name"]:
        wrong.append("The name is longer than 160 letters.")
    return tuple(wrong)


def _settle(values: dict[str, str], key: str) -> str:
    """Bring one value into the form that is kept, or take it out and say why."""
    value = values[key]
    if vocabulary := VOCABULARIES.get(key):
        known = {word.lower(): choice.value for choice in vocabulary for word in (choice.value, choice.label)}
        if value.lower() in known:
            values[key] = known[value.lower()]
            return ""
    elif key == "email" and not EMAIL.fullmatch(value):
        pass
    elif len(value) <= LONGEST.get(key, len(value)):
        return ""
    del values[key]
    return f"The {key.replace('_', ' ')} “{value[:80]}” was left out: it is not one that we can keep."


def _numbers(cells: tuple[str, ...]) -> tuple[tuple[tuple[str, str], ...], list[str]]:
    """The numbers with their extensions, and a sentence for each that is none; several in a cell are taken apart."""
    found: dict[str, str] = {}
    unread = []
    for cell in cells:
        parts = [cell] if read_number(cell).e164 else re.split(r"[/;,]|\bor\b", cell)
        for part in filter(None, map(str.strip, parts)):
            reading = read_number(part)
            if reading.e164:
                found.setdefault(reading.e164, reading.extension)
            else:
                unread.append(f"“{part[:60]}” was left out: it is not a telephone number.")
    return tuple(found.items()), unread


def _nation(postcode: str, numbers: tuple[tuple[str, str], ...]) -> str:
    nation = nation_of_postcode(postcode)
    if nation == Nation.UNKNOWN and numbers:
        nation = nation_of_number(numbers[0][0])
    return nation.value
