"""The products of the made-up wholesaler, their price lists, and what each cost at what time."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from customers.models import PriceList
from promotions.models import ListedPrice, Product, ProductGroup
from promotions.rules.money import TICKS_IN_A_PENNY, half_up
from promotions.rules.vocabulary import PriceKind, VatRate
from telesales.demo.goods import GROUPS, Kind

MIDNIGHT = dt.time(0, tzinfo=dt.UTC)

# So many days ago the prices rose to this many hundredths of today's.
RISES = ((10_000, 94), (400, 97), (150, 100))

KEY_BREAK = 10


@dataclass(frozen=True, slots=True)
class Terms:
    """A price list: hundredths of the list price, and from ten packs on."""

    code: str
    name: str
    hundredths: int
    from_ten: int


TERMS = (
    Terms("TRADE", "Trade", 95, 95),
    Terms("KEY", "Key accounts", 92, 89),
    Terms("PUBLIC", "Public sector", 94, 92),
)


@dataclass(frozen=True, slots=True)
class Ware:
    """A product as baskets need it; `price` is today's list price in pence, the rest in which numbers it is sold."""

    id: int
    group: str
    name: str
    unit: str
    vat_rate: VatRate
    price: int
    order_least: int
    order_multiple: int


@dataclass(frozen=True, slots=True)
class Catalogue:
    wares: tuple[Ware, ...]
    by_group: dict[str, tuple[Ware, ...]]
    price_lists: dict[str, int]

    def find(self, name: str) -> list[Ware]:
        """Those with `name` in their name."""
        return [ware for ware in self.wares if name in ware.name]


def make_catalogue(random: Random, as_of: dt.date) -> Catalogue:
    """Write the products and price lists; in a database that has them already, take what is there by code."""
    groups = {code: ProductGroup.objects.get_or_create(name=name)[0] for name, (code, _kinds) in GROUPS.items()}
    rows = [
        _product(random, as_of, groups[code], f"{code}{100 * (row + 1) + place}", kind, sort, place)
        for code, kinds in GROUPS.values()
        for row, kind in enumerate(kinds)
        for place, sort in enumerate(kind.sorts.split(","), start=1)
    ]
    Product.objects.bulk_create(rows, ignore_conflicts=True)
    products = Product.objects.filter(code__in=[row.code for row in rows]).select_related("group")
    wares = tuple(_ware(product) for product in products.order_by("code"))
    by_group = {code: tuple(ware for ware in wares if ware.group == code) for code, _kinds in GROUPS.values()}
    return Catalogue(wares, by_group, _make_price_lists(wares))


def _product(
    random: Random, as_of: dt.date, group: ProductGroup, code: str, kind: Kind, sort: str, place: int
) -> Product:
    pence = kind.price * (96 + 4 * place) // 100
    stock = random.choice((0, 3, 40, 60, 80, 120, 200, 400)) if random.random() < 0.5 else random.randrange(50, 500)
    since = dt.datetime.combine(as_of - dt.timedelta(days=900), MIDNIGHT)
    return Product(
        code=code,
        name=f"{sort} {kind.name}",
        group=group,
        barcode=barcode(f"20{ord(code[0]):02d}{ord(code[1]):02d}{int(code[2:]):06d}"),
        unit=kind.unit,
        pack_size=kind.pack_size,
        order_least=kind.least,
        order_multiple=kind.multiple,
        vat_rate=kind.vat_rate,
        list_price=Decimal(pence) / 100,
        floor_price=Decimal(pence * 80 // 100) / 100,
        stock_free=stock,
        stock_due_on=as_of + dt.timedelta(days=random.randrange(2, 15)) if stock < 10 else None,
        preferred_at=since if place == 1 and random.random() < 0.2 else None,
        created_at=since,
    )


def barcode(digits: str) -> str:
    """Twelve digits with the check digit of an EAN-13; 20 at the front is for use inside a company."""
    weighted = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return f"{digits}{-weighted % 10}"


def _ware(product: Product) -> Ware:
    rate = VatRate(product.vat_rate)
    price, sold = int(product.list_price * 100), (product.order_least, product.order_multiple)
    return Ware(product.pk, product.code[:2], product.name, product.unit, rate, price, *sold)


def _make_price_lists(wares: tuple[Ware, ...]) -> dict[str, int]:
    lists = {
        terms: PriceList.objects.get_or_create(code=terms.code, defaults={"name": terms.name})[0] for terms in TERMS
    }
    prices = [
        ListedPrice(
            price_list=lists[terms],
            product_id=ware.id,
            from_quantity=from_quantity,
            unit_price=Decimal(price_ticks(ware, 100, hundredths)).scaleb(-4),
        )
        for terms in TERMS
        for ware in wares
        for from_quantity, hundredths in _breaks(terms)
    ]
    ListedPrice.objects.bulk_create(prices, ignore_conflicts=True)
    return {terms.code: price_list.pk for terms, price_list in lists.items()}


def _breaks(terms: Terms) -> list[tuple[int, int]]:
    return [(1, terms.hundredths)] + ([(KEY_BREAK, terms.from_ten)] if terms.from_ten != terms.hundredths else [])


def price_ticks(ware: Ware, era: int, hundredths: int) -> int:
    """A price in ticks at a time when prices stood at `era` hundredths of today's, to the whole penny."""
    return half_up(ware.price * era * hundredths, 100 * 100) * TICKS_IN_A_PENNY


class Prices:
    """What each product cost at what time, on each price list; None is the list price."""

    def __init__(self, catalogue: Catalogue, as_of: dt.date) -> None:
        self.rises = [(as_of.toordinal() - days, era) for days, era in reversed(RISES)]
        self.tables = {
            (terms.code if terms else None, era, many): {
                ware.id: price_ticks(ware, era, (terms.from_ten if many else terms.hundredths) if terms else 100)
                for ware in catalogue.wares
            }
            for terms in (None, *TERMS)
            for _days, era in RISES
            for many in (False, True)
        }

    def at(self, price_list: str | None, day: int, *, many: bool) -> dict[int, int]:
        """Ticks by product id on the day of this ordinal number, for fewer than ten packs or for more."""
        era = next(era for since, era in self.rises if since <= day)
        return self.tables[price_list, era, many]


def kind_of_price(price_list: str | None) -> PriceKind:
    return PriceKind.PRICE_LIST if price_list else PriceKind.LIST
