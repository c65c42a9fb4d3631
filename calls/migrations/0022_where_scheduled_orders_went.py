"""The order of a scheduled call went to the address of the schedule, where the customer has several."""

from django.db import migrations

SCHEDULED = """
    UPDATE orders_order o SET address_id = s.address_id
    FROM calls_call c
    JOIN calls_queuereason r ON r.entry_id = c.entry_id
    JOIN calls_schedule s ON s.id = r.schedule_id
    WHERE c.order_id = o.id AND o.address_id IS NULL AND s.address_id IS NOT NULL
"""


class Migration(migrations.Migration):

    dependencies = [
        ("calls", "0021_what_the_pages_of_the_ranking_show"),
        ("orders", "0015_where_orders_went"),
    ]

    operations = [migrations.RunSQL(SCHEDULED, migrations.RunSQL.noop)]
