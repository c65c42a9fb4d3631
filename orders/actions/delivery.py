"""Which round an address of a customer is on, with its days, cut-offs, closures and charges: one statement."""

import json
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection

from customers.models import Customer
from customers.rules.vocabulary import Nation
from orders.rules.delivery import Charges, DeliveryDays, DeliveryTerms
from promotions.rules.promotion import london_day

# Put on a round by name, else by the district of the address, else by its area. The name is meant for the first address
# they have: at another one it comes last.
ROUNDS = """
    SELECT asked.id, asked.address_id, round.id, round.name, round.weekdays, round.lead_days, round.is_strict,
           round.least_total, round.charge, round.free_from_total,
           (SELECT json_object_agg(weekday, clock) FROM orders_roundcutoff WHERE round_id = round.id)::text,
           (SELECT json_object_agg("on", words) FROM orders_roundclosure
            WHERE (round_id IS NULL OR round_id = round.id) AND "on" >= %(today)s)::text,
           (SELECT json_agg(json_build_array(from_on, until_on, words)) FROM customers_closure
            WHERE customer_id = asked.id AND withdrawn_at IS NULL AND until_on >= %(today)s)::text
    FROM unnest(%(customer_ids)s::bigint[], %(address_ids)s::bigint[]) asked (id, address_id)
    LEFT JOIN LATERAL (
        SELECT min(id) AS id FROM customers_address
        WHERE customer_id = asked.id AND kind = 'delivery' AND ended_at IS NULL
    ) usual ON true
    LEFT JOIN LATERAL (
        SELECT upper(replace(postcode, ' ', '')) AS code, address.id IS DISTINCT FROM usual.id AS is_another
        FROM customers_address address
        WHERE address.id = coalesce(asked.address_id, usual.id) AND address.customer_id = asked.id
    ) place ON true
    LEFT JOIN LATERAL (
        SELECT * FROM (
            SELECT orders_deliveryround.*,
                   EXISTS (SELECT FROM orders_roundcustomer
                           WHERE round_id = orders_deliveryround.id AND customer_id = asked.id) AS is_named,
                   coalesce(substring(place.code FROM '^([A-Z]{1,2}[0-9][A-Z0-9]?)[0-9][A-Z]{2}$')
                            = ANY(postcode_areas), false) AS is_district,
                   coalesce(substring(place.code FROM '^[A-Z]{1,2}') = ANY(postcode_areas), false) AS is_area
            FROM orders_deliveryround WHERE ended_at IS NULL OR ended_at > %(at)s
        ) driven
        ORDER BY is_named AND place.is_another IS NOT TRUE DESC, is_district DESC, is_area DESC, is_named DESC, id
        LIMIT 1
    ) round ON is_named OR is_district OR is_area
"""


def delivery_terms(customer: Customer, at: datetime, *, address_id: int | None = None) -> DeliveryTerms:
    """Days, cut-offs and charges for a customer at `at`. On no round: every working day from tomorrow, free.

    They go by the postcode of the address, None for their usual one.
    """
    return delivery_terms_of([(customer, address_id)], at)[customer.pk, address_id]


def delivery_terms_of(
    places: Iterable[tuple[Customer, int | None]], at: datetime
) -> dict[tuple[int, int | None], DeliveryTerms]:
    """The terms of each of these customers at an address of theirs, by the ids of both. One statement for all."""
    wanted = {(customer.pk, address_id): customer for customer, address_id in places}
    ids, address_ids = [pk for pk, _ in wanted], [address_id for _, address_id in wanted]
    asked: dict[str, Any] = {"customer_ids": ids, "address_ids": address_ids, "today": london_day(at), "at": at}
    with connection.cursor() as cursor:
        cursor.execute(ROUNDS, asked)
        return {
            (pk, address_id): _terms(wanted[pk, address_id], *found) for pk, address_id, *found in cursor.fetchall()
        }


def _terms(customer: Customer, round_id: int | None, name: str | None, weekdays: Any, *rest: Any) -> DeliveryTerms:
    lead_days, is_strict, least, charge, free_from, *told = rest
    cut_offs, shut, closed = (json.loads(text) if text else {} for text in told)
    days = DeliveryDays(
        weekdays=customer.delivery_days or weekdays or (),
        nation=Nation(customer.nation),
        lead_days=lead_days or 1,
        cut_offs={int(weekday): time.fromisoformat(clock) for weekday, clock in cut_offs.items()},
        is_strict=is_strict is not False,
        shut={date.fromisoformat(on): words for on, words in shut.items()},
        closed=_closed(closed or ()),
    )
    charges = Charges(least or Decimal(0), charge or Decimal(0), free_from)
    return DeliveryTerms(name or "", days, charges, round_id)


def _closed(closures: Iterable[Any]) -> dict[date, str]:
    days: dict[date, str] = {}
    for from_on, until_on, words in closures:
        day, last = date.fromisoformat(from_on), date.fromisoformat(until_on)
        while day <= last:
            days[day] = words or "their own days off"
            day += timedelta(days=1)
    return days
