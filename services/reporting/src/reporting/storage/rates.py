"""What activities cost."""

from collections.abc import Mapping
from decimal import Decimal

from kit.db import ReadTransaction, Transaction

from reporting.domain.serving import DEFAULT_RATES, Activity


async def rates(tx: ReadTransaction) -> dict[Activity, Decimal]:
    """Of every activity: as it was set, or the default."""
    rows = await tx.fetch("SELECT activity, rate FROM service_rate")
    return {**DEFAULT_RATES, **{Activity(row["activity"]): row["rate"] for row in rows}}


async def set_rates(tx: Transaction, given: Mapping[Activity, Decimal]) -> None:
    """Figures of every period count with them from now on."""
    await tx.execute(
        "INSERT INTO service_rate (activity, rate) SELECT * FROM unnest($1::text[], $2::numeric[])"
        " ON CONFLICT (activity) DO UPDATE SET rate = excluded.rate",
        [str(activity) for activity in given],
        list(given.values()),
    )
