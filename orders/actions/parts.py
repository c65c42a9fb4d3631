"""Lines of orders together with what each promotion did for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, F, OuterRef, QuerySet
from django.db.models.functions import Cast, JSONObject

from orders.models import LinePromotion, OrderLine
from orders.rules.parts import LinePart, Parts


@dataclass(frozen=True, slots=True)
class LineWithParts:
    """A line, as it stands or as it should, and what each promotion did for it, the dearest saving first."""

    line: OrderLine
    parts: Parts

    @property
    def key(self) -> tuple[int, int | None]:
        """A product stands once on an order; as a gift, once for each promotion that gives it."""
        return self.line.product_id, self.parts[0].version_id if self.line.is_gift and self.parts else None

    @property
    def versions(self) -> set[int]:
        return {part.version_id for part in self.parts}


def lines_with_parts(lines: QuerySet[OrderLine]) -> tuple[LineWithParts, ...]:
    """Gifts last, each kind in its places; one statement."""
    exact = {name: Cast(f"{name}_total", CharField()) for name in ("saving", "net")}
    told = JSONObject(version="version_id", name=F("version__promotion__name"), packs="quantity", **exact)
    of_line = LinePromotion.objects.filter(line=OuterRef("pk")).order_by("-saving_total", "version")
    in_place = lines.order_by("is_gift", "position", "pk")
    rows: Iterable[Any] = in_place.annotate(parts=ArraySubquery(of_line.values(told=told)))
    return tuple(LineWithParts(row, tuple(_part(one) for one in row.parts)) for row in rows)


def _part(told: dict[str, Any]) -> LinePart:
    return LinePart(told["version"], told["name"], told["packs"], Decimal(told["saving"]), Decimal(told["net"]))
