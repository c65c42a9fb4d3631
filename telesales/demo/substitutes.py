"""What the made-up wholesaler sells in place of what is short: the next two sorts of the same kind."""

from collections.abc import Iterable

from orders.models import Substitute
from promotions.models import Product
from telesales.demo.catalogue import Ware

OFFERED = 2


def make_substitutes(wares: Iterable[Ware]) -> None:
    """Codes of one kind differ in their last two digits. Again it adds nothing."""
    kinds: dict[str, list[int]] = {}
    products = Product.objects.filter(pk__in=[ware.id for ware in wares]).order_by("code")
    for key, code in products.values_list("pk", "code"):
        kinds.setdefault(code[:-2], []).append(key)
    rows = [
        Substitute(product_id=product, substitute_id=sorts[(place + step) % len(sorts)], position=step)
        for sorts in kinds.values()
        for place, product in enumerate(sorts)
        for step in range(1, min(OFFERED, len(sorts) - 1) + 1)
    ]
    Substitute.objects.bulk_create(rows, ignore_conflicts=True)
