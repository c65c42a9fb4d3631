"""Reserves packs in the warehouse for an order, and gives them back."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from django.db import transaction
from django.db.models import Case, F, Value, When

from orders.actions.draft import locked_order
from orders.actions.life import lines_of, move, note_step, refuse_while_queried
from orders.actions.waiting import kept_for_others
from orders.models import LineFulfilment, Order, OrderLine
from orders.rules.life import LineProgress, check_in_the_warehouse, state_after
from orders.rules.order import OrderRefused
from orders.rules.stock import StockAsked, check_stock_as_shown, packs_for
from promotions.models import Product
from staff.models import User

NOTHING: Mapping[int, int] = MappingProxyType({})


@transaction.atomic
def allocate_order(*, order_id: int, by: User, at: datetime) -> Order:
    """Reserves what is free of each line and not kept for orders before it; again takes what has come in since.

    What is picked and despatched stays as it is, so the goods of a back order are reserved too. Asked again when all is
    reserved, nothing happens. Locks the order, then its products by id: the last packs go to one order. Raises
    OrderRefused when the warehouse must not have the order, or when nothing more is free for it.
    """
    order = locked_order(order_id)
    check_in_the_warehouse(order.number, order.state)
    refuse_while_queried(order)
    if not reserve(order, by=by, at=at):
        _refuse_without_stock(order)
    return order


def _refuse_without_stock(order: Order) -> None:
    short = [line.product for line in lines_of(order) if progress_of(line).to_reserve]
    if any(product.stock_free > 0 for product in short):
        raise OrderRefused(
            f"What order {order.number} waits for is kept for orders with an earlier delivery, or of that day that "
            "were confirmed before it."
        )
    if short:
        raise OrderRefused(f"Nothing that order {order.number} waits for is in stock.")


def reserve(order: Order, *, by: User | None, at: datetime, freed: Mapping[int, int] = NOTHING) -> bool:
    """Reserves what is free for the lines of a locked order and moves it on; whether it reserved or moved anything.

    What orders that are served before it wait for is not free for it. What `free_lines` freed
    of the order is put back, and is its own before it is anybody's. An order that kept its packs while it was held
    moves on by them. Locks all these products by id at once, after everything else that its transaction locks: order,
    promotions, customer, products.
    """
    lines = lines_of(order)
    taken = _reserve_lines(order, lines, freed)
    to = state_after(map(progress_of, lines))
    said = [f"{packs} of {line.product.name} reserved" for line, packs in taken.items()]
    words = "; ".join([*said, *_short(lines)]) or "All is reserved."
    if to is not None and to != order.state:
        move(order, to, by=by, at=at, words=words)
        return True
    if taken:
        note_step(order, by=by, at=at, words=words)
    return bool(taken)


def _reserve_lines(order: Order, lines: Sequence[OrderLine], freed: Mapping[int, int]) -> dict[OrderLine, int]:
    """Reserves for each line in its place what the lines before it have left; the packs by line."""
    free = _lock_free({line.product_id for line in lines if progress_of(line).to_reserve} | freed.keys())
    kept = kept_for_others(order, free)
    left = {product: _packs_of(product, packs, freed, kept) for product, packs in free.items()}
    return _reserve_of(left, lines, freed)


def keep_reserved(order: Order, freed: Mapping[int, int]) -> None:
    """Reserves anew what `free_lines` freed of a locked order, as far as its lines still want it; the rest is put back.

    For an order that is held by people: it waits for an answer, not for whether it goes. Locks the products by id.
    """
    _reserve_of(dict(freed), lines_of(order), freed)


def _reserve_of(left: dict[int, int], lines: Sequence[OrderLine], freed: Mapping[int, int]) -> dict[OrderLine, int]:
    """Reserves the packs that are `left`, a line in its place before the next, and puts back what was freed."""
    taken: dict[OrderLine, int] = {}
    for line in lines:
        more = min(progress_of(line).to_reserve, left.get(line.product_id, 0))
        if more:
            left[line.product_id] -= more
            taken[line] = more
    _write_reserved(taken)
    moved = _by_product(taken)
    moved.subtract(freed)
    _take(moved)
    return taken


def _write_reserved(taken: Mapping[OrderLine, int]) -> None:
    """Adds the packs to what is reserved for each line, in one statement however many there are."""
    for line, packs in taken.items():
        if getattr(line, "fulfilment", None) is None:
            line.fulfilment = LineFulfilment(line=line)
        line.fulfilment.allocated += packs
    LineFulfilment.objects.bulk_create(
        [line.fulfilment for line in taken],
        update_conflicts=True,
        unique_fields=["line"],
        update_fields=["allocated"],
    )


def _by_product(packs: Mapping[OrderLine, int]) -> Counter[int]:
    counted: Counter[int] = Counter()
    for line, count in packs.items():
        counted[line.product_id] += count
    return counted


def short_of(order: Order, shown: Mapping[int, int] | None) -> dict[int, StockAsked]:
    """The products of which a locked order cannot have all that it wants.

    Raises ReadBackAgain when less is free for it than the read-back showed, see the rule; None does not ask. What
    orders served before it are still to get is not free. Locks the order's products by id, so that what was free stays
    so until the transaction ends.
    """
    asked = _asked(order, NOTHING)
    if shown is not None:
        check_stock_as_shown(asked, shown)
    return {product: one for product, one in asked.items() if one.is_short}


def short_words(order: Order, products: Collection[int], freed: Mapping[int, int]) -> tuple[str, ...]:
    """What there is of those of the products of which a locked order cannot have all that it wants, in words.

    What `free_lines` freed of it is its own. Locks the order's products and those by id, as `short_of`.
    """
    asked = _asked(order, freed) if products else {}
    short = [asked[product] for product in asked if product in products and asked[product].is_short]
    return tuple(f"{one.words}." for one in short)


def _asked(order: Order, freed: Mapping[int, int]) -> dict[int, StockAsked]:
    """What an order asks of each of its products, and what of that it may have."""
    wanted: Counter[int] = Counter()
    for product_id, quantity in order.lines.values_list("product", "quantity"):
        wanted[product_id] += quantity
    locked = Product.objects.filter(pk__in={*wanted, *freed}).order_by("pk").select_for_update(no_key=True)
    products = [one for one in locked.defer("search_words") if one.pk in wanted]
    kept = kept_for_others(order, wanted)
    return {
        one.pk: StockAsked(one.name, wanted[one.pk], _packs_of(one.pk, one.stock_free, freed, kept), one.stock_due_on)
        for one in products
    }


def _packs_of(product: int, free: int, freed: Mapping[int, int], kept: Mapping[int, int]) -> int:
    """What an order may have of a product of which it freed so many itself."""
    own = freed.get(product, 0)
    return packs_for(free + own, had=own, kept=kept.get(product, 0))


def free_lines(order: Order) -> Counter[int]:
    """Takes from the lines of a locked order what is reserved and not picked: the packs by product for `put_back`.

    Apart from it, because the lines are freed before they are written anew, and products are locked last.
    """
    freed: dict[OrderLine, int] = {}
    for line in lines_of(order):
        progress = progress_of(line)
        if progress.allocated > progress.picked:
            freed[line] = progress.allocated - progress.picked
            write_progress(line, replace(progress, allocated=progress.picked))
    return _by_product(freed)


def put_back(packs: Mapping[int, int]) -> None:
    """Makes packs by product free to sell again. Locks the products by id."""
    _take({product: -count for product, count in packs.items()})


def end_back_order(rest: Mapping[OrderLine, int]) -> None:
    """Notes that so many packs of lines of a locked order will not follow; what is reserved or picked of them is free
    again. Locks the products by id.
    """
    back: Counter[int] = Counter()
    for line, packs in rest.items():
        progress, done = progress_of(line), getattr(line, "fulfilment", None)
        back[line.product_id] += progress.allocated - progress.despatched
        left = replace(progress, allocated=progress.despatched, picked=progress.despatched)
        write_progress(line, left, given_up=(done.given_up if done else 0) + packs, due_on=None)
    put_back(back)


def take_stock(packs: Mapping[int, int]) -> None:
    """Takes packs by product that the warehouse has picked without a reservation; it is right, below zero too.

    Locks the products by id, so that two orders of the same goods never wait for each other in a circle.
    """
    _take(packs)


def picked_of(order: Order) -> list[tuple[str, int]]:
    """What of an order is picked, gone or not: the product's name and how many packs. One statement."""
    picked = order.lines.filter(fulfilment__picked__gt=0).order_by("position", "pk")
    return list(picked.values_list("product__name", "fulfilment__picked"))


def progress_of(line: OrderLine) -> LineProgress:
    """How far a line is; packs that will not follow are no longer wanted."""
    done = getattr(line, "fulfilment", None)
    if done is None:
        return LineProgress(line.quantity)
    return LineProgress(line.quantity - done.given_up, done.allocated, done.picked, done.despatched)


def write_progress(line: OrderLine, progress: LineProgress, **also: object) -> None:
    """Keeps how far a line is; its order must be locked."""
    counts = {"allocated": progress.allocated, "picked": progress.picked, "despatched": progress.despatched, **also}
    line.fulfilment, _ = LineFulfilment.objects.update_or_create(line=line, defaults=counts)


def _lock_free(products: Iterable[int]) -> dict[int, int]:
    rows = Product.objects.filter(pk__in=set(products)).order_by("pk").select_for_update(no_key=True)
    return dict(rows.values_list("pk", "stock_free"))


def _take(packs: Mapping[int, int]) -> None:
    moved = {product: count for product, count in packs.items() if count}
    if moved:
        _lock_free(moved)
        counts = Case(*(When(pk=product, then=Value(count)) for product, count in moved.items()))
        Product.objects.filter(pk__in=moved).update(stock_free=F("stock_free") - counts)


def _short(lines: Iterable[OrderLine]) -> list[str]:
    waits = [(line, progress_of(line).to_reserve) for line in lines]
    return [f"{packs} of {line.product.name} to come" for line, packs in waits if packs]
