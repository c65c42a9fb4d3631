"""The statements of `orders.actions.history`, in the order in which they run over one import."""

# What an earlier import in the same transaction has left.
MAKE_TABLE = """
    DROP TABLE IF EXISTS history, credited, kept;
    CREATE TEMPORARY TABLE history (
        place bigint GENERATED ALWAYS AS IDENTITY, invoice text, is_credit boolean, code text, name text,
        quantity integer, invoiced_at timestamp, unit_price numeric(10, 4), account text
    ) ON COMMIT DROP
"""

COPY = "COPY history (invoice, is_credit, code, name, quantity, invoiced_at, unit_price, account) FROM STDIN"

INDEX = """
    CREATE INDEX ON history (account, code, invoiced_at) WHERE NOT is_credit;
    CREATE INDEX ON history (invoice);
    ANALYZE history
"""

LAST_DAY = "SELECT max(invoiced_at)::date FROM history"

# Answers with the credits that correct no line here, or more than was left of it.
MATCH_CREDITS = """
    CREATE TEMPORARY TABLE credited ON COMMIT DROP AS
    SELECT credit.place AS credit_place, credit.invoice AS credit_invoice, credit.invoiced_at, credit.quantity,
           sale.place,
           sum(credit.quantity) OVER (PARTITION BY sale.place ORDER BY credit.invoiced_at, credit.place) AS so_far,
           sale.quantity AS sold
    FROM history credit
    LEFT JOIN LATERAL (
        SELECT place, quantity FROM history earlier
        WHERE NOT earlier.is_credit AND earlier.account = credit.account AND earlier.code = credit.code
          AND earlier.invoiced_at <= credit.invoiced_at AND earlier.quantity >= credit.quantity
        ORDER BY earlier.invoiced_at DESC, earlier.place DESC LIMIT 1
    ) sale ON true
    WHERE credit.is_credit;
    SELECT credit_place FROM credited WHERE place IS NULL OR so_far > sold
"""

LEAVE_OUT_WHAT_IS_HERE = """
    WITH here AS (
        DELETE FROM history USING orders_order WHERE orders_order.number = history.invoice RETURNING history.invoice
    ) SELECT DISTINCT invoice FROM here
"""

UNKNOWN_ACCOUNTS = """
    SELECT DISTINCT account FROM history
    WHERE NOT is_credit AND NOT EXISTS (SELECT FROM customers_customer WHERE account_number = account)
    ORDER BY account
"""

# The name and the price of the latest sale.
UNKNOWN_PRODUCTS = """
    SELECT DISTINCT ON (code) code, name, unit_price FROM history
    WHERE NOT is_credit AND NOT EXISTS (SELECT FROM promotions_product product WHERE product.code = history.code)
    ORDER BY code, invoiced_at DESC, place DESC
"""

# What is left of each sale; an order of which nothing is left keeps its lines as they were, and is cancelled.
KEEP_LINES = """
    CREATE TEMPORARY TABLE kept ON COMMIT DROP AS
    WITH taken AS (
        SELECT place, sum(quantity) AS quantity, max(invoiced_at) AS credited_at, max(credit_invoice) AS credit_invoice
        FROM credited WHERE so_far <= sold GROUP BY place
    )
    SELECT history.place, invoice, account, code, unit_price, history.invoiced_at, history.quantity AS sold,
           history.quantity - coalesce(taken.quantity, 0) AS quantity, taken.credited_at, taken.credit_invoice,
           max(history.quantity - coalesce(taken.quantity, 0)) OVER (PARTITION BY invoice) = 0 AS is_cancelled
    FROM history LEFT JOIN taken USING (place)
    WHERE NOT is_credit;
    UPDATE kept SET quantity = sold WHERE is_cancelled;
    DELETE FROM kept WHERE quantity = 0;
    ANALYZE kept
"""

MAKE_ORDERS = """
    INSERT INTO orders_order (
        number, customer_id, address_id, state, purchase_order_number, note, version, opened_at, edited_at,
        confirmed_at, cancelled_at, cancel_reason, net_total, delivery_total, vat_total, gross_total, saving_total
    )
    SELECT invoice, customer.id, only_place.id, CASE WHEN is_cancelled THEN %(cancelled)s ELSE %(closed)s END,
           '', '', 1, invoiced_at, invoiced_at, invoiced_at, CASE WHEN is_cancelled THEN credited_at END,
           CASE WHEN is_cancelled THEN 'Credited by ' || credit_invoice ELSE '' END, net, 0, 0, net, 0
    FROM (
        SELECT invoice, min(account) AS account, bool_or(is_cancelled) AS is_cancelled,
               (min(invoiced_at) + %(shift)s) AT TIME ZONE 'Europe/London' AS invoiced_at,
               (max(credited_at) + %(shift)s) AT TIME ZONE 'Europe/London' AS credited_at,
               max(credit_invoice) AS credit_invoice, sum(round(quantity * unit_price, 2)) AS net
        FROM kept GROUP BY invoice
    ) told
    JOIN customers_customer customer ON customer.account_number = told.account
    LEFT JOIN (
        SELECT customer_id, min(id) AS id FROM customers_address WHERE kind = 'delivery'
        GROUP BY customer_id HAVING count(*) = 1
    ) only_place ON only_place.customer_id = customer.id
    ON CONFLICT (number) DO NOTHING
"""

MAKE_LINES = """
    INSERT INTO orders_orderline (
        order_id, product_id, position, quantity, unit_price, price_kind, saving_total, net_total, vat_rate, is_gift,
        trace
    )
    SELECT orders_order.id, product.id, row_number() OVER (PARTITION BY invoice ORDER BY kept.place), kept.quantity,
           kept.unit_price, %(kind)s, 0, round(kept.quantity * kept.unit_price, 2), product.vat_rate, false, '[]'
    FROM kept
    JOIN orders_order ON orders_order.number = kept.invoice
    JOIN promotions_product product ON product.code = kept.code
"""

MAKE_VAT_ROWS = """
    INSERT INTO orders_ordervat (order_id, rate, net_total, vat_total)
    SELECT line.order_id, line.vat_rate, sum(line.net_total), round(sum(line.net_total) * CASE line.vat_rate
               WHEN 'standard' THEN %(standard)s WHEN 'reduced' THEN %(reduced)s
               WHEN 'zero' THEN %(zero)s WHEN 'exempt' THEN %(exempt)s END / 100, 2)
    FROM orders_orderline line
    WHERE line.order_id IN (SELECT id FROM orders_order WHERE number IN (SELECT invoice FROM kept))
    GROUP BY line.order_id, line.vat_rate
"""

ADD_VAT = """
    UPDATE orders_order SET vat_total = vat.total, gross_total = net_total + vat.total
    FROM (
        SELECT order_id, sum(vat_total) AS total FROM orders_ordervat
        WHERE order_id IN (SELECT id FROM orders_order WHERE number IN (SELECT invoice FROM kept)) GROUP BY order_id
    ) vat
    WHERE orders_order.id = vat.order_id
"""

SUMMARY = """
    SELECT count(*) FILTER (WHERE cancelled_at IS NOT NULL), min(confirmed_at AT TIME ZONE 'Europe/London')::date,
           max(confirmed_at AT TIME ZONE 'Europe/London')::date
    FROM orders_order WHERE number IN (SELECT DISTINCT invoice FROM kept)
"""
