"""Disputes about prices. The order is locked before them."""

from dataclasses import asdict
from decimal import Decimal
from typing import Any
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.errors import unknown

from sales.domain.dispute import DisputedLine, DisputeStatus, PriceDispute

HEAD = ("id", "number", "order_id", "customer_id", "reason", "written_by", "status", "version")
_DECIMALS = ("quantity", "unit_price", "claimed_unit_price", "credit")


async def add(tx: Transaction, dispute: PriceDispute) -> None:
    await tx.execute(
        f"INSERT INTO price_dispute ({', '.join(HEAD)}, lines)"
        f" VALUES ({', '.join(f'${i}' for i in range(1, len(HEAD) + 2))})",
        *(getattr(dispute, name) for name in HEAD),
        [asdict(line) for line in dispute.lines],
    )


async def find(tx: ReadTransaction, dispute_id: UUID) -> PriceDispute:
    """One of them.

    Raises:
        NotFound: there is none with this id.
    """
    row = await tx.fetchrow(f"SELECT {', '.join(HEAD)}, lines FROM price_dispute WHERE id = $1", dispute_id)
    if row is None:
        raise unknown("price dispute", dispute_id)
    values = dict(row)
    lines = tuple(disputed_line(each) for each in values["lines"])
    return PriceDispute(**{**values, "status": DisputeStatus(values["status"]), "lines": lines})


async def write(tx: Transaction, dispute: PriceDispute) -> None:
    """Write status, version and lines."""
    await tx.execute(
        "UPDATE price_dispute SET status = $2, version = $3, lines = $4 WHERE id = $1",
        dispute.id,
        str(dispute.status),
        dispute.version,
        [asdict(line) for line in dispute.lines],
    )


def disputed_line(values: dict[str, Any]) -> DisputedLine:
    """Of its JSON."""
    return DisputedLine(
        **{
            **values,
            **{name: Decimal(values[name]) for name in _DECIMALS},
            "shipment_line_id": UUID(values["shipment_line_id"]),
            "order_line_id": UUID(values["order_line_id"]),
        }
    )
