"""Who is worth a call about a promotion: the audiences of all promotions at once, as promotions.rules.audience says.

`live`, `bought` and `meant` are common table expressions of the one statement in candidates_sql.
"""

from calls.actions.ranking.points_sql import CALL_CHANCE

# Promotions that ask for calls: they end soon, or so much is given and no more.
LIVE = """
    SELECT p.id, p.priority, p.current_id, p.last_bought, p.last_bought_days, p.cap_per_customer,
           greatest(1, (p.ends_at AT TIME ZONE 'Europe/London')::date - %(day)s::date) AS days_left,
           EXISTS (SELECT FROM promotions_promotion_segments g WHERE g.promotion_id = p.id)
           OR EXISTS (SELECT FROM promotions_namedcustomer n WHERE n.promotion_id = p.id AND NOT n.is_left_out)
               AS is_aimed,
           EXISTS (SELECT FROM promotions_promotionversion_products t WHERE t.promotionversion_id = p.current_id)
               AS has_products
    FROM promotions_promotion p
    WHERE p.state = %(live)s AND p.starts_at <= %(at)s AND p.ends_at > %(at)s
      AND (p.ends_at <= %(at)s + make_interval(days => %(promotion_days)s) OR p.allocation IS NOT NULL)
      AND (p.allocation IS NULL OR p.taken < p.allocation)
"""

# When a customer last bought one of a promotion's products; without products, anything.
BOUGHT = """
    SELECT live.id AS promotion_id, placed.customer_id,
           max((placed.confirmed_at AT TIME ZONE 'Europe/London')::date) AS latest
    FROM live
    JOIN promotions_promotionversion_products t ON t.promotionversion_id = live.current_id
    JOIN orders_orderline line ON line.product_id = t.product_id
    JOIN orders_order placed ON placed.id = line.order_id
    WHERE placed.confirmed_at <= %(at)s AND placed.cancelled_at IS NULL
    GROUP BY live.id, placed.customer_id
    UNION ALL
    SELECT live.id, s.customer_id, s.last_order_on FROM live CROSS JOIN calls_score s
    WHERE NOT live.has_products AND live.last_bought <> ''
"""

# The segments and customers that a promotion names; where it names none, whoever bought of it in the last year.
MEANT = """
    SELECT live.id AS promotion_id, c.customer_id
    FROM live
    JOIN promotions_promotion_segments g ON g.promotion_id = live.id
    JOIN proposable c ON c.segment_id = g.segment_id
    UNION
    SELECT live.id, n.customer_id FROM live
    JOIN promotions_namedcustomer n ON n.promotion_id = live.id AND NOT n.is_left_out
    UNION
    SELECT bought.promotion_id, bought.customer_id FROM bought
    JOIN live ON live.id = bought.promotion_id
    WHERE NOT live.is_aimed AND bought.latest > %(day)s::date - %(lost_item_days)s
"""

# Less who is left out, has had all they may or has given an answer, and who has or has not bought lately where that
# is asked. Of several promotions the one that is worth most per day left.
AIMED = f"""
    SELECT DISTINCT ON (c.customer_id) c.customer_id, 'promotion' AS kind,
           foreseen.chance * s.recent_value / live.days_left AS merit, foreseen.chance, s.recent_value AS value,
           live.id AS promotion_id, NULL::bigint AS product_id, NULL::date AS expected_on
    FROM meant
    JOIN live ON live.id = meant.promotion_id
    JOIN (SELECT proposable.*, 'promotion' AS errand FROM proposable) c ON c.customer_id = meant.customer_id
    JOIN calls_score s ON s.customer_id = c.customer_id
    LEFT JOIN bought ON bought.promotion_id = live.id AND bought.customer_id = c.customer_id
    CROSS JOIN LATERAL (SELECT {CALL_CHANCE} AS chance OFFSET 0) foreseen  -- worked out once a row
    WHERE NOT EXISTS (
        SELECT FROM promotions_promotion_excluded_segments x
        WHERE x.promotion_id = live.id AND x.segment_id = c.segment_id)
      AND NOT EXISTS (
        SELECT FROM promotions_namedcustomer n
        WHERE n.promotion_id = live.id AND n.customer_id = c.customer_id AND n.is_left_out)
      AND NOT EXISTS (
        SELECT FROM promotions_customeruses u
        WHERE u.promotion_id = live.id AND u.customer_id = c.customer_id AND u.uses >= live.cap_per_customer)
      AND CASE live.last_bought
          WHEN 'within' THEN bought.latest >= %(day)s::date - live.last_bought_days
          WHEN 'over' THEN bought.latest < %(day)s::date - live.last_bought_days
          ELSE true END
      AND NOT EXISTS (
        SELECT FROM calls_offer f
        JOIN calls_call k ON k.id = f.call_id
        JOIN promotions_promotionversion v ON v.id = f.promotion_version_id
        WHERE k.customer_id = c.customer_id AND v.promotion_id = live.id AND f.state = ANY(%(answered)s))
    ORDER BY c.customer_id, merit DESC, live.priority, live.id
"""
