"""A catalogue of 100,000 products and a draft of fifty lines, and what finding and typing cost on them."""

import datetime as dt
import random
import re
import time
from collections.abc import Callable
from decimal import Decimal
from itertools import cycle
from statistics import median
from typing import Any, NamedTuple
from uuid import uuid4

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarks.figures import Figure, timing_of
from calls.actions import take_customer
from calls.models import Call
from calls.rules.vocabulary import Direction
from customers.models import Customer, PhoneLine
from orders.actions import set_quantity
from orders.actions.quote import open_quote, send_quote, set_quote_line, take_over_quote
from orders.models import Order
from promotions.models import ContractPrice, Product, ProductGroup, Promotion, PromotionVersion
from promotions.reports import search_products
from promotions.rules import Mechanic, PromotionState
from promotions.rules.vocabulary import LastBought
from staff.models import User

PRODUCTS = 100_000
SEARCH_GOAL_MS = 20.0
STATEMENTS_GOAL = 12
LINES, PROMOTIONS = 50, 200
EDITS = 60
EDIT_GOAL_MS = 120.0

MAKES = "Acorn Bradford Calder Denby Elmfield Fenwick Granby Hollins Ilkley Jubilee Kestrel Lowfold Marsden Norwood"
KINDS = "cup lid bag roll glove bolt screw washer bracket cleaner polish soap biscuit coffee tea sugar napkin tray box"
SORTS = "red blue white black large small heavy light paper steel brass plastic organic recycled thick thin long short"

MAKE_PRODUCTS = """
INSERT INTO promotions_product (
    code, name, group_id, barcode, unit, pack_size, vat_rate, list_price, stock_free, order_least, order_multiple,
    created_at
)
SELECT upper(left((%(kinds)s::text[])[1 + n %% %(kind)s], 3)) || lpad(n::text, 6, '0'),
       (%(makes)s::text[])[1 + n / 7 %% %(make)s] || ' ' || (%(sorts)s::text[])[1 + n / 3 %% %(sort)s] || ' '
           || (%(kinds)s::text[])[1 + n %% %(kind)s] || ' ' || (1 + n %% 240) || ' ml',
       %(group)s, '50' || lpad((n * 7919 %% 99999999999)::text, 11, '0'), 'case', 12, 'standard',
       1 + n %% 5000 / 100.0, 500, 1, 1, now()
FROM generate_series(1, %(count)s) n
"""


def searched() -> list[Figure]:
    """What people type: beginnings of one word or two, codes, pieces of barcodes; and what stands inside of words."""
    _make_catalogue()
    named = f"pad: find a product among {PRODUCTS:,}"
    return [*_searches(named, _typed), *_searches(f"{named} by two to four letters of a word", _fragment)]


def _searches(named: str, typed: Callable[[random.Random], str]) -> list[Figure]:
    chance = random.Random(7)
    texts = cycle([typed(chance) for _ in range(200)])
    timing = timing_of(lambda: search_products(next(texts)), times=400, clock=time.perf_counter)
    found = sum(bool(search_products(next(texts))) for _ in range(200))
    return [
        Figure(f"{named}, p50", timing.p50, "ms", goal=SEARCH_GOAL_MS),
        Figure(f"{named}, p99", timing.p99, "ms"),
        Figure(f"{named}: of 200 searches found something", found, "searches"),
    ]


def edited() -> list[Figure]:
    """One quantity typed, from the request to the answer."""
    few, most = _edits(1), _edits(LINES)
    named = f"pad: an edit of {LINES} lines with {PROMOTIONS} live promotions"
    return [
        *[
            Figure(f"pad: statements of an edit, {told}", max(statements), "statements", goal=STATEMENTS_GOAL)
            for told, statements in (("1 line", few.statements), (f"{LINES} lines", most.statements))
        ],
        Figure(f"{named}, p50", median(most.taken), "ms"),
        Figure(f"{named}, p50 of the web server's own work", median(most.worked), "ms", goal=EDIT_GOAL_MS),
        Figure(f"{named}, bytes of an answer", median(most.answered), "bytes"),
    ]


def _make_catalogue() -> None:
    lists = {"kinds": KINDS.split(), "makes": MAKES.split(), "sorts": SORTS.split()}
    values: dict[str, Any] = {
        **lists,
        "kind": len(lists["kinds"]),
        "make": len(lists["makes"]),
        "sort": len(lists["sorts"]),
        "group": ProductGroup.objects.create(name="Everything").pk,
        "count": PRODUCTS,
    }
    with connection.cursor() as cursor:
        cursor.execute(MAKE_PRODUCTS, values)
        cursor.execute("VACUUM ANALYZE promotions_product")


def _typed(chance: random.Random) -> str:
    make, kind, sort = (chance.choice(words.split()).lower() for words in (MAKES, KINDS, SORTS))
    number = chance.randrange(1, PRODUCTS)
    return chance.choice(
        [
            make[: chance.randint(2, 5)],
            f"{kind[:3]} {sort[: chance.randint(2, 4)]}",
            f"{make} {kind}",
            f"{kind[:3].upper()}{number:06d}"[: chance.randint(4, 9)],
            f"{number * 7919 % 99999999999:011d}"[3 : 3 + chance.randint(4, 7)],
        ]
    )


def _fragment(chance: random.Random) -> str:
    word = chance.choice(f"{MAKES} {KINDS} {SORTS}".lower().split())
    start = chance.randrange(len(word) - 1)
    return word[start : start + chance.randint(2, 4)]


class Edits(NamedTuple):
    """Of each of some edits its statements, its milliseconds, those of the web server alone, and the answer's bytes."""

    statements: list[int]
    taken: list[float]
    worked: list[float]
    answered: list[int]


def _edits(lines: int) -> Edits:
    """One quantity typed again and again, each time as the page says what it shows."""
    at = dt.datetime.now(dt.UTC)
    person = User.objects.create(email=f"pad{lines}@example.com", full_name="Pad")
    call, products = _call(person, at), list(Product.objects.order_by("pk")[:LINES])
    _promote(products, person, at)
    order = _quoted_draft(call.customer_id, products[:lines:5], person, at)
    for product in products[:lines]:
        set_quantity(order_id=order.pk, product_id=product.pk, quantity=2, was=None, by=person, at=at)
    client = Client(SERVER_NAME="localhost")
    client.force_login(person, backend="telesales.roles.RoleBackend")
    address, key, stands = reverse("calls:quantity", args=[call.pk]), products[0].pk, 2
    edits, shown = Edits([], [], [], []), ""
    for quantity in range(3, 3 + EDITS):
        typed = {f"quantity-{key}": str(quantity), f"was-{key}": str(stands), "shown": shown}
        with CaptureQueriesContext(connection) as told:
            start, working = time.perf_counter(), time.process_time()
            answer = client.post(address, typed, headers={"HX-Request": "true"})
            edits.taken.append((time.perf_counter() - start) * 1000)
            edits.worked.append((time.process_time() - working) * 1000)
        assert answer.status_code == 200, answer.status_code
        edits.statements.append(sum(not query["sql"].startswith(("BEGIN", "COMMIT")) for query in told))
        edits.answered.append(len(answer.content))
        stands, shown = quantity, _shown(answer.content.decode())
    return edits


def _shown(answer: str) -> str:
    """What the page now knows to show, and says with its next edit."""
    [shown] = re.findall(r'name="shown"\s+value="([^"]*)"', answer)
    return str(shown)


def _call(person: User, at: dt.datetime) -> Call:
    """They ring us, which they may at any hour."""
    customer = Customer.objects.create(account_number=f"PAD{person.pk}", name="Pad & Sons")
    PhoneLine.objects.create(customer=customer, number=f"+442079460{person.pk:03d}", is_main=True)
    return take_customer(customer_id=customer.pk, operator=person, direction=Direction.INBOUND, reason="", at=at)


def _quoted_draft(customer_id: int, products: list[Product], person: User, at: dt.datetime) -> Order:
    """A draft made of a quote for these products."""
    quote = open_quote(
        key=uuid4(), customer_id=customer_id, contact_id=None, enquiry_id=None, owner=person, by=person, at=at
    )
    for product in products:
        set_quote_line(quote_id=quote.pk, product_id=product.pk, quantity=2, by=person, at=at)
    version = quote.revisions.get(number=1).version
    send_quote(quote_id=quote.pk, number=1, seen_version=version, by=person, at=at)
    return take_over_quote(quote_id=quote.pk, by=person, at=at)


def _promote(products: list[Product], person: User, at: dt.datetime) -> None:
    """Two hundred live ones in turns, each on eight products, every tenth for who has not bought them of late; and a
    contract price on every fifth product.
    """
    mechanics: list[tuple[Mechanic, dict[str, str]]] = [
        (Mechanic.PERCENT_OFF, {"percent": "10"}),
        (Mechanic.PROMOTION_PRICE, {"price": "0.9900"}),
        (Mechanic.INTRODUCTION_PRICE, {"price": "0.9500"}),
    ]
    chance = random.Random(PROMOTIONS)
    for number in range(Promotion.objects.count(), PROMOTIONS):
        promotion = Promotion.objects.create(
            name=f"Promotion {number}",
            starts_at=at - dt.timedelta(days=1),
            ends_at=at + dt.timedelta(days=1),
            script="We have this on offer.",
            last_bought=LastBought.OVER if number % 10 == 0 else "",
            last_bought_days=30 if number % 10 == 0 else None,
            created_by=person,
            created_at=at,
        )
        mechanic, terms = mechanics[number % len(mechanics)]
        version = PromotionVersion.objects.create(
            promotion=promotion, number=1, mechanic=mechanic, terms=terms, created_by=person, created_at=at
        )
        version.products.set(chance.sample(products, 8))
        promotion.current, promotion.state = version, PromotionState.LIVE
        promotion.save(update_fields=["current", "state"])
    customer = Customer.objects.latest("pk")
    ContractPrice.objects.bulk_create(
        ContractPrice(customer=customer, product=product, unit_price=Decimal("1.05")) for product in products[::5]
    )
