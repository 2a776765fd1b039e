"""What is asked to be credited."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from kit.db import Transaction
from kit.errors import unknown

from accounting.domain.invoicing.credit_note import AskedCredit, CreditRequest, CreditSource, CreditStatus

_COLUMNS = (
    "id", "sales_order_id", "invoice_id", "customer_id", "bill_to_id", "currency", "source", "source_id",
    "source_number", "reason", "credited_on", "requested_by", "status",
)  # fmt: skip


async def add(tx: Transaction, requests: Sequence[CreditRequest], at: datetime) -> set[UUID]:
    """Write those that were not asked before; returns their ids."""
    rows = await tx.fetch(
        f"INSERT INTO credit_request ({', '.join(_COLUMNS)}, net_amount, lines, requested_at) SELECT *, $16 FROM unnest("
        "$1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::uuid[], $9::text[],"
        " $10::text[], $11::date[], $12::text[], $13::text[], $14::numeric[], $15::jsonb[])"
        " ON CONFLICT (id) DO NOTHING RETURNING id",
        *([getattr(each, name) for each in requests] for name in _COLUMNS),
        [each.net_amount for each in requests],
        [{"lines": [asdict(line) for line in each.lines]} for each in requests],
        at,
    )
    return {row["id"] for row in rows}


async def lock_waiting(tx: Transaction, order_ids: Sequence[UUID]) -> list[CreditRequest]:
    """Those of these orders that wait for an invoice, oldest first."""
    rows = await tx.fetch(
        f"SELECT {', '.join(_COLUMNS)}, lines FROM credit_request WHERE sales_order_id = ANY($1) AND status = 'waiting'"
        " ORDER BY requested_at, id FOR UPDATE",
        list(order_ids),
    )
    return [_request(dict(row)) for row in rows]


async def lock(tx: Transaction, request_id: UUID) -> CreditRequest:
    """One of them, held until the transaction ends.

    Raises:
        NotFound: there is none with this id.
    """
    rows = await tx.fetch(
        f"SELECT {', '.join(_COLUMNS)}, lines FROM credit_request WHERE id = $1 FOR UPDATE", request_id
    )
    if not rows:
        raise unknown("credit request", request_id)
    return _request(dict(rows[0]))


async def set_status(tx: Transaction, request_id: UUID, status: CreditStatus, refusal: str = "") -> None:
    await tx.execute(
        "UPDATE credit_request SET status = $2, refusal = $3 WHERE id = $1", request_id, str(status), refusal
    )


def _request(row: dict[str, Any]) -> CreditRequest:
    lines = tuple(
        AskedCredit(
            line_id=UUID(line["line_id"]),
            quantity=Decimal(line["quantity"]),
            net_amount=Decimal(line["net_amount"]),
            restocking_fee=Decimal(line["restocking_fee"]),
            reason=line["reason"],
        )
        for line in row.pop("lines")["lines"]
    )
    return CreditRequest(
        **{**row, "source": CreditSource(row["source"]), "status": CreditStatus(row["status"]), "lines": lines}
    )
