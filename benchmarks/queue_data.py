"""A wholesaler of any number of customers, each due a call today, written straight into the database."""

import datetime as dt

from django.db import connection, models

from calls.models import Call, Lease, LeasedNumber, Occurrence, Schedule, Score
from customers.models import Customer, PhoneLine
from orders.models import Order
from staff.models import User

# A Tuesday in winter at noon: everybody in England may be rung.
NOON = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
ORDERS_EACH = 3
CLAIMERS = 64

# Nothing here looks customers up by words; keeping these indexes would only slow the making of them.
UNUSED = (
    "DROP INDEX IF EXISTS customers_by_name, customers_by_account, customers_by_number_start, customers_by_number_end"
)
EACH = "generate_series(%(first)s, %(last)s) n"

CUSTOMERS = {"id": "n", "account_number": "'B' || n", "name": "'Customer ' || md5(n::text)", "nation": "'england'"}
LINES = {"customer_id": "n", "number": "'+44113' || (2000000 + n)", "subscriber_type": "'corporate'", "is_main": "true"}
# Two thirds may be rung from the morning on, the others only in the afternoon; one in four has an owner. Of each
# minute's cut-off there are as many of each kind, and of each owner's.
SCHEDULES = {
    "id": "n",
    "customer_id": "n",
    "weekdays": "'{1}'",
    "window_from": "CASE WHEN n / 150 %% 3 = 0 THEN time '14:00' ELSE time '09:00' END",
    "cut_off": "time '14:30' + make_interval(mins => n %% 150)",
    "delivery_after_days": "1",
    "valid_from": "date '2020-01-01'",
    "owner_id": "CASE WHEN n / 150 %% 4 = 0 THEN %(owner)s + (n / 600 + n) %% %(claimers)s END",
}
OCCURRENCES = {
    "schedule_id": "n",
    "due_on": "%(day)s",
    "window_from": "(%(day)s + s.window_from) AT TIME ZONE 'Europe/London'",
    "window_until": "(%(day)s + s.cut_off) AT TIME ZONE 'Europe/London'",
    "cut_off_at": "(%(day)s + s.cut_off) AT TIME ZONE 'Europe/London'",
    "delivery_on": "%(day)s + 1",
}
ORDERS = {
    "number": "'B-' || n || '-' || k",
    "customer_id": "n",
    "state": "'confirmed'",
    "taken_by_id": "%(owner)s",
    "opened_at": "moment.at",
    "edited_at": "moment.at",
    "confirmed_at": "moment.at",
    "delivery_on": "moment.at::date + 1",
    "net_total": "100 + n %% 200",
    "gross_total": "100 + n %% 200",
}
SCORES = {
    "customer_id": "n",
    "order_days": "%(orders_each)s",
    "last_order_on": "%(day)s - 7 - n %% 3",
    "decayed_count": "2.7",
    "recent_value": "100 + n %% 200",
    "median_gap": "7",
    "counted_at": "%(at)s",
    "as_of": "%(day)s",
    "chance": "0.1 + (n %% 80) / 100.0",
    "score": "1 + (n %% 100) / 10.0",
}
# So many customers were rung a week ago, so that each statement has the plan it has on a desk at work: a table that is
# still empty is read from end to end.
RUNG_BEFORE = f"{EACH} WHERE n <= 20000"
A_WEEK_AGO = "%(at)s - interval '7 days'"
SOMEBODY = "%(owner)s + n %% %(claimers)s"
CALLS = {
    "customer_id": "n",
    "line_id": "(SELECT id FROM customers_phoneline WHERE customer_id = n)",
    "coordinator_id": SOMEBODY,
    "lease_token": "1",
    "opened_at": A_WEEK_AGO,
    "saved_at": A_WEEK_AGO,
    "outcome": "'enough_stock'",
}
LEASES = {
    "customer_id": "n",
    "holder_id": SOMEBODY,
    "token": "1",
    "taken_at": A_WEEK_AGO,
    "until_at": "%(at)s - interval '7 days' + interval '5 minutes'",
    "released_at": A_WEEK_AGO,
}
LEASED_NUMBERS = {
    "number": "'+44113' || (2000000 + n)",
    "customer_id": "n",
    "holder_id": SOMEBODY,
    "until_at": "%(at)s - interval '7 days' + interval '5 minutes'",
}
WITH_SCHEDULE = f"{EACH} JOIN calls_schedule s ON s.id = n"
WITH_MOMENTS = f"""{EACH}, generate_series(1, %(orders_each)s) k,
    LATERAL (SELECT %(at)s - make_interval(days => 7 * k + n %% 3) AS at OFFSET 0) moment"""


def make_people() -> list[User]:
    people = [User(email=f"claimer{n}@example.com", full_name=f"Claimer {n}") for n in range(CLAIMERS)]
    return list(User.objects.bulk_create(people))


def make_customers(first: int, last: int, people: list[User]) -> None:
    """Customers `first` to `last`: a number, a schedule for today, orders, a score, a call; statistics are fresh."""
    values: dict[str, int | dt.datetime | dt.date] = {
        "first": first,
        "last": last,
        "at": NOON,
        "day": NOON.date(),
        "owner": people[0].pk,
        "claimers": len(people),
        "orders_each": ORDERS_EACH,
    }
    with connection.cursor() as cursor:
        cursor.execute(UNUSED)
        for statement in (
            insert(Customer, CUSTOMERS, EACH),
            insert(PhoneLine, LINES, EACH),
            insert(Schedule, SCHEDULES, EACH),
            insert(Occurrence, OCCURRENCES, WITH_SCHEDULE),
            insert(Order, ORDERS, WITH_MOMENTS),
            insert(Score, SCORES, EACH),
            insert(Call, CALLS, RUNG_BEFORE),
            insert(Lease, LEASES, RUNG_BEFORE),
            insert(LeasedNumber, LEASED_NUMBERS, RUNG_BEFORE),
        ):
            cursor.execute(statement, values)
        cursor.execute("VACUUM ANALYZE")


def insert(model: type[models.Model], given: dict[str, str], source: str) -> str:
    """INSERT of rows from `source`; columns that are not given get what Django would put there."""
    columns = dict(given)
    for field in model._meta.local_concrete_fields:
        if (
            not field.column
            or field.column in columns
            or field.null
            or field.generated
            or field.has_db_default()
            or field.primary_key
        ):
            continue
        value = field.get_db_prep_save(field.get_default(), connection)
        with connection.cursor() as cursor:
            columns[field.column] = cursor.mogrify("%s", [value]).decode().replace("%", "%%")
    table = model._meta.db_table
    return f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(columns.values())} FROM {source}"
