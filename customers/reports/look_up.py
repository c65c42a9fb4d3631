"""Finds a customer by any fragment that somebody has: name, account, postcode, number, a person there.

Every way in is an index of its own, so that a hundred thousand customers are searched while somebody types; only when
none of them finds anything are the names read through for the fragment inside a word.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from django.contrib.postgres.search import SearchQuery
from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.fields import SmallIntegerField
from django.db.models.functions import Replace, Reverse, Upper

from customers.models import Address, Contact, Customer, PhoneLine
from customers.rules.numbers import figures, for_people, read_number
from customers.rules.search import compact, words
from customers.rules.vocabulary import CustomerKind, CustomerStatus

SHORTEST = 2
FEWEST_FIGURES = 4
SHORTEST_INSIDE_A_WORD = 3
# Read by each way in before the best are chosen; more would only serve words that everybody has.
MOST_CANDIDATES = 200
KEY = SmallIntegerField()

Found = QuerySet[Any, tuple[int, int, str]]


@dataclass(frozen=True)
class Match:
    """A customer that was found, and why it matched: `why` names the column, `what` is the value that was hit."""

    customer_id: int
    account_number: str
    name: str
    kind_label: str
    status_label: str
    is_active: bool
    is_closed: bool
    postcode: str
    number: str
    why: str
    what: str


@dataclass(frozen=True, slots=True)
class MatchPage:
    """Some matches, and where the following begin; None when these are the last that were read."""

    rows: tuple[Match, ...]
    begins: int
    following: int | None


WHY = ("Account number", "Telephone number", "Postcode", "Name", "Contact")
NUMBER = WHY.index("Telephone number")


def match_page(text: str, *, begins: str = "", limit: int = 20) -> MatchPage:
    """The matches from place `begins` on, as an address or a form gives it; what is no place begins at the first."""
    skip = int(begins) if begins.isdecimal() and len(begins) < 5 else 0
    found = look_up(text, limit=limit + 1, skip=skip)
    return MatchPage(found[:limit], skip, skip + limit if len(found) > limit else None)


def look_up(text: str, *, limit: int = 20, skip: int = 0) -> tuple[Match, ...]:
    """The best matches for what was typed, each customer once, those after the first `skip`; nothing for less than two
    characters.

    Two queries, or three when only a fragment inside a word can match.
    """
    typed = " ".join(text.replace("\0", "").split())[:80]
    if len(typed) < SHORTEST:
        return ()
    hits = _hits(_ways_in(typed)) or _hits(_inside_words(typed))
    return _matches(hits, typed, slice(skip, skip + limit))


def _ways_in(typed: str) -> Iterator[Found]:
    key = compact(typed)
    accounts = Customer.objects.annotate(key=Upper("account_number")).filter(key__startswith=key)
    yield _found(accounts, 0, "pk", "account_number")
    yield from _numbers(typed)
    if any(character.isdigit() for character in key) or len(key) <= SHORTEST:
        postcodes = Address.objects.annotate(key=Upper(Replace("postcode", Value(" "), Value(""))))
        yield _found(postcodes.filter(key__startswith=key), 2, "customer_id", "postcode")
    if query := _word_query(typed):
        yield _found(Customer.objects.filter(search_words=query), 3, "pk", "name")
        yield _found(Contact.objects.filter(search_words=query, left_at=None), 4, "customer_id", "name")


def _numbers(typed: str) -> Iterator[Found]:
    """A whole number in any spelling, or at least four figures from either end of one."""
    start, end = figures(typed), "".join(filter(str.isdecimal, typed))
    whole = read_number(typed).e164
    if whole:
        yield _found(PhoneLine.objects.filter(number=whole), 1, "customer_id", "number")
    elif start and len(end) >= FEWEST_FIGURES:
        starts = PhoneLine.objects.filter(number__startswith=f"+44{start}")
        ends = PhoneLine.objects.annotate(back=Reverse("number")).filter(back__startswith=end[::-1])
        yield _found(starts, 1, "customer_id", "number")
        yield _found(ends, 1, "customer_id", "number")


def _inside_words(typed: str) -> Iterator[Found]:
    if len(typed) >= SHORTEST_INSIDE_A_WORD:
        yield _found(Customer.objects.filter(name__icontains=typed), 3, "pk", "name")
        yield _found(Contact.objects.filter(name__icontains=typed, left_at=None), 4, "customer_id", "name")


def _word_query(typed: str) -> SearchQuery | None:
    """Each typed word is the beginning of a word."""
    parts = [f"'{word}':*" for word in words(typed)]
    return SearchQuery(" & ".join(parts), search_type="raw", config="simple") if parts else None


def _found(rows: QuerySet[Any], rank: int, customer: str, what: str) -> Found:
    ranked = rows.order_by().annotate(rank=Value(rank, output_field=KEY))
    return cast(Found, ranked.values_list("rank", customer, what)[:MOST_CANDIDATES])


def _hits(ways: Iterator[Found]) -> dict[int, tuple[int, str]]:
    """The best hit of each customer: rank and the value that was hit."""
    every = list(ways)
    if not every:
        return {}
    best: dict[int, tuple[int, str]] = {}
    for rank, customer_id, what in sorted(every[0].union(*every[1:], all=True)):
        best.setdefault(customer_id, (rank, what))
    return best


def _matches(hits: dict[int, tuple[int, str]], typed: str, shown: slice) -> tuple[Match, ...]:
    start = typed.casefold()
    order = sorted(hits, key=lambda pk: (hits[pk][0], not hits[pk][1].casefold().startswith(start), hits[pk][1], pk))
    order = order[shown]
    first_postcode = Address.objects.filter(customer=OuterRef("pk")).values("postcode")[:1]
    first_number = PhoneLine.objects.filter(customer=OuterRef("pk")).values("number")[:1]
    customers = Customer.objects.filter(pk__in=order).values("pk", "account_number", "name", "kind", "status")
    rows: dict[int, Any] = {
        row["pk"]: row
        for row in customers.annotate(postcode=Subquery(first_postcode), number=Subquery(first_number)).order_by()
    }
    return tuple(_match(rows[pk], *hits[pk]) for pk in order if pk in rows)


def _match(row: dict[str, Any], rank: int, what: str) -> Match:
    return Match(
        customer_id=row["pk"],
        account_number=row["account_number"],
        name=row["name"],
        kind_label=CustomerKind(row["kind"]).label,
        status_label=CustomerStatus(row["status"]).label,
        is_active=row["status"] == CustomerStatus.ACTIVE,
        is_closed=row["status"] == CustomerStatus.CLOSED,
        postcode=row["postcode"] or "",
        number=for_people(row["number"]) if row["number"] else "",
        why=WHY[rank],
        what=for_people(what) if rank == NUMBER else what,
    )
