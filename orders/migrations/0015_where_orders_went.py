"""An order of a customer with one delivery address went there; what stands of an order was confirmed as it stands."""

from django.db import migrations

ONLY = """
    SELECT customer_id, min(id) AS id FROM customers_address WHERE kind = 'delivery'
    GROUP BY customer_id HAVING count(*) = 1
"""
ORDERS = f"UPDATE orders_order o SET address_id = a.id FROM ({ONLY}) a WHERE a.customer_id = o.customer_id"
QUOTES = f"UPDATE orders_quote q SET address_id = a.id FROM ({ONLY}) a WHERE a.customer_id = q.customer_id"
REVISIONS = """
    UPDATE orders_orderrevision r SET purchase_order_number = o.purchase_order_number, note = o.note
    FROM orders_order o WHERE o.id = r.order_id AND o.revision = r.number
"""


class Migration(migrations.Migration):

    dependencies = [("orders", "0014_orders_know_where_they_go")]

    operations = [migrations.RunSQL(sql, migrations.RunSQL.noop) for sql in (ORDERS, QUOTES, REVISIONS)]
