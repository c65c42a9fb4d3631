"""Eighteen months of made-up orders: baskets of usual items at the prices and with the promotions of their time."""

import datetime as dt
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from zoneinfo import ZoneInfo

from orders.models import LinePromotion, Order, OrderLine, OrderSequence, OrderVat
from orders.rules import OrderState
from orders.rules.order import order_number
from orders.rules.pack import packs_up
from promotions.rules.money import TICKS_IN_A_PENNY, half_up, say_pence
from promotions.rules.vat import vat_totals
from promotions.rules.vocabulary import VatRate
from telesales.demo.catalogue import KEY_BREAK, Prices, Ware, kind_of_price
from telesales.demo.copying import Table, encode
from telesales.demo.customers import Account, Span
from telesales.demo.pushes import Push
from telesales.demo.rhythm import order_days

LONDON = ZoneInfo("Europe/London")
REASONS = ("Ordered twice by mistake", "Found it in the stores", "Wrong delivery address", "Needed sooner than we can")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a basket, in ticks and pence."""

    ware: Ware
    quantity: int
    ticks: int
    saving: int
    net: int
    push: Push | None


@dataclass(frozen=True, slots=True)
class Sale:
    """An order as its call and its history need it."""

    order_id: int
    number: str
    at: dt.datetime
    taken_by: int
    net: int
    pushed: frozenset[int]
    lines: int
    is_cancelled: bool


class OrderNumbers:
    """Numbers in the order of days, though customers are made one after the other: each day has its stretch."""

    def __init__(self, per_day: Counter[int]) -> None:
        self.last = dict(OrderSequence.objects.values_list("year", "last"))
        self.next: dict[int, int] = {}
        for day in sorted(per_day):
            year = dt.date.fromordinal(day).year
            self.next[day] = self.last.get(year, 0) + 1
            self.last[year] = self.last.get(year, 0) + per_day[day]

    def take(self, day: int) -> str:
        self.next[day] += 1
        return order_number(dt.date.fromordinal(day), self.next[day] - 1)

    def keep(self) -> None:
        OrderSequence.objects.bulk_create(
            [OrderSequence(year=year, last=last) for year, last in self.last.items()],
            update_conflicts=True,
            unique_fields=["year"],
            update_fields=["last"],
        )


def count_days(span: Span, positions: range) -> Counter[int]:
    """How many orders fall on each day, by going through the customers' days once without their baskets."""
    return Counter(day for position in positions for day in days_of(span, position))


def days_of(span: Span, position: int) -> list[int]:
    return list(order_days(span.habit(position), span.random(position, "days")))


class OrderTables:
    def __init__(self) -> None:
        self.orders = Table(
            Order, "number", "customer", "state", "taken_by", "ordered_by", "address", "purchase_order_number",
            "delivery_on",
            "version", "opened_at", "edited_at", "confirmed_at", "cancelled_at", "cancelled_by", "cancel_reason",
            "net_total", "vat_total", "gross_total", "saving_total", "trace",
        )  # fmt: skip
        self.lines = Table(
            OrderLine, "order", "product", "position", "quantity", "unit_price", "price_kind", "saving_total",
            "net_total", "vat_rate", "trace",
        )  # fmt: skip
        self.parts = Table(LinePromotion, "line", "version", "quantity", "saving_total", "net_total")
        self.vat = Table(OrderVat, "order", "rate", "net_total", "vat_total")

    def in_order(self) -> list[Table]:
        return [self.orders, self.lines, self.parts, self.vat]


class OrderMaker:
    """Makes all orders of a customer."""

    def __init__(
        self, span: Span, prices: Prices, pushes: Sequence[Push], numbers: OrderNumbers, coordinators: Sequence[int]
    ) -> None:
        self.span = span
        self.prices = prices
        self.pushes = [push for push in pushes if push.saving]
        self.numbers = numbers
        self.coordinators = coordinators
        self.tables = OrderTables()

    def make(self, account: Account) -> list[Sale]:
        random = self.span.random(account.position, "baskets")
        return [self._order(account, day, random) for day in days_of(self.span, account.position)]

    def _order(self, account: Account, day: int, random: Random) -> Sale:
        lines = self._basket(account, day, random)
        at = _moment(day, random)
        taken_by = account.owner_id if account.owner_id and random.random() < 0.85 else random.choice(self.coordinators)
        is_cancelled = random.random() < 0.01
        net, saving = sum(line.net for line in lines), sum(line.saving for line in lines)
        rates = _by_rate(lines)
        totals = vat_totals(rates, 0)
        vat = sum(int(total.vat * 100) for total in totals)
        number = self.numbers.take(day)
        reference = f"PO{random.randrange(1000, 9999)}" if account.needs_reference else ""
        opened_at = at - dt.timedelta(seconds=60 + int(random.random() * 500))
        gone_at = at + dt.timedelta(minutes=int(10 + random.random() * 120)) if is_cancelled else None
        order_id = self.tables.orders.add(
            number, account.id, self._state(day, is_cancelled=is_cancelled), taken_by,
            account.buyer_id, account.site_on(day), reference, _next_working_day(day), len(lines), opened_at,
            at, at, gone_at, taken_by if is_cancelled else None, random.choice(REASONS) if is_cancelled else "",
            _pounds(net), _pounds(vat), _pounds(net + vat), _pounds(saving), "[]",
        )  # fmt: skip
        self._write_lines(account, order_id, lines)
        for total in totals:
            self.tables.vat.add(order_id, total.rate.value, total.net, total.vat)
        pushed = frozenset(line.push.version_id for line in lines if line.push)
        return Sale(order_id, number, at, taken_by, net, pushed, len(lines), is_cancelled)

    def _state(self, day: int, *, is_cancelled: bool) -> str:
        """What is delivered before the day of the demo is done with."""
        if is_cancelled:
            return OrderState.CANCELLED.value
        is_over = _next_working_day(day) < self.span.as_of
        return (OrderState.CLOSED if is_over else OrderState.CONFIRMED).value

    def _basket(self, account: Account, day: int, random: Random) -> list[Line]:
        chance = random.random
        taken = [usual for usual in account.usual if day <= usual.last and chance() < usual.chance] or account.usual[:1]
        pushes = [push for push in self.pushes if push.is_for(account.trade.segment, day)]
        few = self.prices.at(account.price_list, day, many=False)
        lines = []
        for usual in taken:
            about = usual.quantity if chance() < 0.6 else max(1, usual.quantity + int(chance() * 5) - 2)
            quantity = packs_up(usual.ware, about)
            prices = few if quantity < KEY_BREAK else self.prices.at(account.price_list, day, many=True)
            lines.append(_line(usual.ware, quantity, prices[usual.ware.id], pushes))
        return lines

    def _write_lines(self, account: Account, order_id: int, lines: Sequence[Line]) -> None:
        kind = kind_of_price(account.price_list)
        for position, line in enumerate(lines, start=1):
            push, price = line.push, _pounds(line.ticks // TICKS_IN_A_PENNY)
            trace = _trace(kind.label, line.ticks, push.name if push else "", line.saving)
            saving, net = _pounds(line.saving), _pounds(line.net)
            line_id = self.tables.lines.add_encoded(
                f"{order_id}\t{line.ware.id}\t{position}\t{line.quantity}\t{price}\t{kind.value}\t"
                f"{saving}\t{net}\t{line.ware.vat_rate.value}\t{trace}"
            )
            if push:
                self.tables.parts.add_encoded(f"{line_id}\t{push.version_id}\t{line.quantity}\t{saving}\t{net}")


@lru_cache(maxsize=50_000)
def _trace(kind: str, ticks: int, push: str, saving: int) -> str:
    words = [f"{kind} {say_pence(ticks // TICKS_IN_A_PENNY)}"]
    if push:
        words.append(f"{push} saves {say_pence(saving)}")
    return encode(json.dumps(words, ensure_ascii=False))


def _line(ware: Ware, quantity: int, ticks: int, pushes: Sequence[Push]) -> Line:
    """The first push in the Director's order that saves something takes the line."""
    before = half_up(ticks * quantity, TICKS_IN_A_PENNY)
    for push in pushes:
        saving = push.saving(ticks, quantity) if push.saving and ware.id in push.products else 0
        if saving > 0:
            return Line(ware, quantity, ticks, saving, before - saving, push)
    return Line(ware, quantity, ticks, 0, before, None)


def _by_rate(lines: Sequence[Line]) -> dict[VatRate, int]:
    goods: dict[VatRate, int] = {}
    for line in lines:
        goods[line.ware.vat_rate] = goods.get(line.ware.vat_rate, 0) + line.net
    return goods


def _moment(day: int, random: Random) -> dt.datetime:
    """In the desk's hours, 9:00 to 16:50 on London's clocks."""
    seconds = 9 * 3600 + int(random.random() * 28_200)
    clock = dt.time(seconds // 3600, seconds // 60 % 60, seconds % 60, tzinfo=LONDON)
    return dt.datetime.combine(dt.date.fromordinal(day), clock)


def _next_working_day(day: int) -> dt.date:
    following = dt.date.fromordinal(day + 1)
    return following + dt.timedelta(days=max(0, 7 - following.weekday()) % 7 if following.weekday() > 4 else 0)


def _pounds(pence: int) -> str:
    return f"{pence // 100}.{pence % 100:02d}"
