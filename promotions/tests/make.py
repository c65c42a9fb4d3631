"""Products and promotions for tests."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from itertools import count
from typing import Any

from promotions.models import Brief, Product, ProductGroup, Promotion, PromotionVersion
from promotions.rules.vocabulary import Mechanic, PromotionState
from staff.models import User

numbers = count(1)


def make_product(**overrides: Any) -> Product:
    number = next(numbers)
    fields: dict[str, Any] = {
        "code": f"P{number:04d}",
        "name": f"Product {number}",
        "list_price": Decimal("10.00"),
        "stock_free": 100,
    }
    if "group" not in overrides:
        fields["group"] = ProductGroup.objects.get_or_create(name="General")[0]
    return Product.objects.create(**fields | overrides)


def make_promotion(
    *,
    by: User,
    at: dt.datetime,
    mechanic: Mechanic,
    terms: dict[str, Any],
    products: Iterable[Product] = (),
    **overrides: Any,
) -> Promotion:
    """A live promotion with its first version, from a week before `at` to a week after."""
    fields: dict[str, Any] = {
        "name": f"Promotion {next(numbers)}",
        "starts_at": at - dt.timedelta(days=7),
        "ends_at": at + dt.timedelta(days=7),
        "script": "We have this on offer today.",
    }
    state = overrides.pop("state", PromotionState.LIVE)
    of_version = {name: overrides.pop(name) for name in ("combinability", "includes_contracts") if name in overrides}
    promotion = Promotion.objects.create(created_by=by, created_at=at, **fields | overrides)
    version = PromotionVersion.objects.create(
        promotion=promotion, number=1, mechanic=mechanic, terms=terms, created_by=by, created_at=at, **of_version
    )
    version.products.set(products)
    promotion.current = version
    promotion.state = state
    promotion.save(update_fields=["current", "state"])
    return promotion


def make_brief(*, by: User, at: dt.datetime, **overrides: Any) -> Brief:
    """A note that stands for a week from `at`, unless overridden."""
    fields: dict[str, Any] = {
        "title": f"Note {next(numbers)}",
        "words": "The van leaves an hour earlier on Friday.",
        "expires_on": at.date() + dt.timedelta(days=7),
        "written_at": at,
        "changed_at": at,
    }
    return Brief.objects.create(written_by=by, **fields | overrides)
