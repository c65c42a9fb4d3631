"""Which of an entry's reasons gives it its place, as calls.rules.rank.standing says it, and whose it is meanwhile; and
who stands in order for one operator."""

# What has begun goes before what is still to come: of the first the best by level and rank, of the others the earliest.
# A promise for the afternoon does not hide the scheduled call of the morning.
FIRST = "(r.ready_at > %(at)s), CASE WHEN r.ready_at > %(at)s THEN r.ready_at END, r.level, r.rank, r.id"

# Under somebody's hand: the next filling looks at it again.
HELD = """SELECT FROM calls_lease held
    WHERE held.customer_id = {} AND held.released_at IS NULL AND held.until_at > %(at)s"""

# An entry of an owner who is not in when it comes up goes to the pool from then on. One whose owner is in has the
# time of its deciding reason, which also takes back what was shared for an absence that has ended. What is under
# somebody's hand, by lease or by lock, is left alone: the next filling looks at it again.
SHARE = f"""
WITH at_work (user_id, starts_at, ends_at) AS (
    SELECT * FROM unnest(%(users)s::bigint[], %(starts)s::timestamptz[], %(ends)s::timestamptz[])
),
wanted AS (
    SELECT q.id,
           CASE WHEN EXISTS (
               SELECT FROM at_work w
               WHERE w.user_id = q.owner_id AND w.starts_at <= comes.up_at AND comes.up_at < w.ends_at
           ) THEN own.pool_at ELSE least(own.pool_at, comes.up_at) END AS pool_at
    FROM calls_queueentry q
    CROSS JOIN LATERAL (SELECT greatest(q.ready_at, %(at)s) AS up_at) comes
    CROSS JOIN LATERAL (
        SELECT r.pool_at FROM calls_queuereason r WHERE r.entry_id = q.id ORDER BY {FIRST} LIMIT 1
    ) own
    WHERE q.closed_at IS NULL AND q.owner_id IS NOT NULL AND q.ready_at < %(until)s AND own.pool_at > comes.up_at
      AND NOT EXISTS ({HELD.format("q.customer_id")})
    ORDER BY q.id
    FOR NO KEY UPDATE OF q SKIP LOCKED
)
UPDATE calls_queueentry q SET pool_at = wanted.pool_at
FROM wanted WHERE q.id = wanted.id AND q.pool_at <> wanted.pool_at
"""


def in_order_for(operator: str, *, limit: str, beyond: str = "true") -> str:
    """The first `limit` ready entries `beyond` a condition that `operator` may be given, in the order of the queue.

    QueueEntryQuerySet.in_order, ready and for_operator, read as two walks that come together: what is theirs alone, and
    what is everybody's by now. Each goes along an index of its own, in which what is not ready is passed over, and so
    is a colleague's. Columns: id, customer_id, level, rank, and as seen the version of the row.
    """
    walks = " UNION ALL ".join(
        f"""(
        SELECT id, customer_id, level, rank, xmin AS seen FROM calls_queueentry
        WHERE closed_at IS NULL AND ready_at <= %(at)s AND {whose} AND {beyond}
        ORDER BY level, rank, id LIMIT {limit})"""
        for whose in (f"owner_id = {operator} AND pool_at > %(at)s", "pool_at <= %(at)s")
    )
    return f"{walks} ORDER BY level, rank, id LIMIT {limit}"
