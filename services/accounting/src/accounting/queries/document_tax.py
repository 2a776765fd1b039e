"""The tax of a customer's invoice or credit note."""

from typing import Any
from uuid import UUID

from kit.db import ReadTransaction


async def subtotals(tx: ReadTransaction, document_id: UUID) -> list[dict[str, Any]]:
    """By category, rate and reason."""
    rows = await tx.fetch(
        "SELECT category, rate, reason_code, reason, base, tax FROM document_tax WHERE document_id = $1 ORDER BY position",
        document_id,
    )
    return [dict(row) for row in rows]
