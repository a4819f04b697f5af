"""The two tables of a fleet, and the statement that hands out its turns; PostgreSQL alone has them.

They stand apart from the schema of the store: they have rows of no owner's mail, and are read across owners.
"""

from __future__ import annotations

import sqlalchemy as sa

from worker.store.schema import KEY, ORDERED, Instant

metadata = sa.MetaData()

members = sa.Table(
    "fleet_member",
    metadata,
    sa.Column("name", ORDERED, primary_key=True),
    sa.Column("config", sa.Text, nullable=False),
    sa.Column("place", sa.Text, nullable=False),
    sa.Column("key", sa.LargeBinary, nullable=False),
)

turns = sa.Table(
    "fleet_turn",
    metadata,
    sa.Column("number", KEY, primary_key=True),
    sa.Column("member", ORDERED, sa.ForeignKey("fleet_member.name", ondelete="CASCADE"), nullable=False),
    sa.Column("job", ORDERED, nullable=False),
    sa.Column("host", ORDERED, nullable=False),
    sa.Column("due", Instant, nullable=False),
    sa.Column("claim", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("until", Instant),  # the end of the lease of one in hand
    sa.Column("errors", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("refusals", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("trouble", sa.Text, nullable=False, server_default=""),
    sa.Column("advice", sa.Text, nullable=False, server_default=""),
    sa.Column("done", Instant),
    sa.UniqueConstraint("member", "job", name="fleet_turn_job"),
    sa.Index("fleet_turn_due", "host", "due"),
    sa.Index("fleet_turn_in_hand", "host", postgresql_where=sa.text("until IS NOT NULL")),
)

# One look into an index for each host, one for each turn handed out, however many rows there are. Of a host
# no more turns are in hand than it may have connections; what waits for one host never holds up another.
HAND_OUT = sa.text(
    """
    WITH RECURSIVE host(name) AS (
        SELECT coalesce(:host, (SELECT min(host) FROM fleet_turn))
        UNION ALL
        SELECT (SELECT min(host) FROM fleet_turn WHERE host > name) FROM host
        WHERE name IS NOT NULL AND :host IS NULL
    ), in_hand AS (
        SELECT host, count(*) AS turns FROM fleet_turn WHERE until > :now GROUP BY host
    ), ready AS (
        SELECT next.number
        FROM host
        LEFT JOIN in_hand ON in_hand.host = host.name
        CROSS JOIN LATERAL (
            SELECT number, due FROM fleet_turn WHERE fleet_turn.host = host.name AND due <= :now
            ORDER BY due LIMIT greatest(:per_host - coalesce(in_hand.turns, 0), 0)
        ) AS next
        ORDER BY next.due LIMIT :most
    )
    UPDATE fleet_turn SET claim = claim + 1, until = :until, due = :until
    FROM ready WHERE fleet_turn.number = ready.number
    RETURNING fleet_turn.number, claim
    """
).bindparams(
    sa.bindparam("now", type_=Instant),
    sa.bindparam("until", type_=Instant),
    sa.bindparam("host", type_=sa.Text),
)
