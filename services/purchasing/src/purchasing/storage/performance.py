"""Facts of receipts and inspections, as inventory tells them."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from kit.db import Transaction


@dataclass(frozen=True, slots=True)
class ReceivedLine:
    """Goods that came against a line of an order. Stock units."""

    receipt_line_id: UUID
    receipt_id: UUID
    receipt_number: str
    purchase_order_id: UUID
    purchase_order_line_id: UUID
    product_id: UUID
    supplier_id: UUID
    warehouse: str
    quantity: Decimal
    received_at: datetime


@dataclass(frozen=True, slots=True)
class InspectedLine:
    """What inspection said of received goods, in all so far."""

    inspection_id: UUID
    receipt_line_id: UUID
    supplier_id: UUID
    accepted: Decimal
    rejected: Decimal
    reworked: Decimal
    decided_at: datetime


async def keep_received(tx: Transaction, lines: Sequence[ReceivedLine]) -> None:
    """Facts come once; the inbox sees to it."""
    await tx.copy("received_line", [each.name for each in fields(ReceivedLine)], [astuple(line) for line in lines])


async def keep_inspected(tx: Transaction, inspections: Sequence[InspectedLine]) -> None:
    """The newest word on each inspection: its sums only grow."""
    last = {
        each.inspection_id: each for each in sorted(inspections, key=lambda e: e.accepted + e.rejected + e.reworked)
    }
    columns = list(zip(*(astuple(last[id_]) for id_ in sorted(last)), strict=True))
    await tx.execute(
        "INSERT INTO inspected_line AS i (inspection_id, receipt_line_id, supplier_id, accepted, rejected, reworked, decided_at)"
        " SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::numeric[], $5::numeric[], $6::numeric[],"
        " $7::timestamptz[]) ON CONFLICT (inspection_id) DO UPDATE SET accepted = excluded.accepted,"
        " rejected = excluded.rejected, reworked = excluded.reworked, decided_at = excluded.decided_at"
        " WHERE i.accepted + i.rejected + i.reworked < excluded.accepted + excluded.rejected + excluded.reworked",
        *columns,
    )
