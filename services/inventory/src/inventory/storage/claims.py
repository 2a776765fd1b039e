"""Claims. The document a claim is about is locked before the claim."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from asyncpg import Record
from kit.db import ReadTransaction, Transaction
from kit.errors import unknown

from inventory.domain.claim import Claim, ClaimKind, Outcome
from inventory.domain.lot import Lot

_CLAIM = (
    "SELECT c.id, c.number, c.kind, c.warehouse, c.product_id, c.lot_id, b.code AS lot, b.expires_on, c.quantity,"
    " c.document_id, c.document_number, c.document_line_id, c.owner, c.opened_at, c.outcome, c.version,"
    " c.supplier_id, c.order_id, c.with_supplier_since"
    " FROM claim c LEFT JOIN lot b ON b.id = c.lot_id"
)


async def add(tx: Transaction, claims: Sequence[Claim]) -> None:
    """Open them."""
    await tx.copy(
        "claim",
        (
            "id", "number", "kind", "warehouse", "product_id", "lot_id", "quantity", "document_id", "document_number",
            "document_line_id", "owner", "opened_at", "supplier_id", "order_id",
        ),
        [
            (
                each.id, each.number, str(each.kind), each.warehouse, each.product_id, each.lot.id if each.lot else None,
                each.quantity, each.document_id, each.document_number, each.document_line_id, each.owner, each.opened_at,
                each.supplier_id, each.order_id,
            )
            for each in claims
        ],
    )  # fmt: skip


async def get(tx: ReadTransaction, claim_id: UUID) -> Claim:
    """One claim.

    Raises:
        NotFound: there is none with this id.
    """
    row = await tx.fetchrow(f"{_CLAIM} WHERE c.id = $1", claim_id)
    if row is None:
        raise unknown("claim", claim_id)
    return _claim(row)


async def lock(tx: Transaction, claim_id: UUID) -> Claim:
    """The claim, held until the transaction ends.

    Raises:
        NotFound: there is none with this id.
    """
    row = await tx.fetchrow(f"{_CLAIM} WHERE c.id = $1 FOR UPDATE OF c", claim_id)
    if row is None:
        raise unknown("claim", claim_id)
    return _claim(row)


async def lock_open(tx: Transaction, line_ids: Sequence[UUID], kind: ClaimKind) -> list[Claim]:
    """Open claims of a kind about these document lines, oldest first, held until the transaction ends."""
    rows = await tx.fetch(
        f"{_CLAIM} WHERE c.document_line_id = ANY($1) AND c.kind = $2 AND c.outcome IS NULL"
        " ORDER BY c.opened_at, c.id FOR UPDATE OF c",
        list(line_ids),
        str(kind),
    )
    return [_claim(row) for row in rows]


async def shrink(tx: Transaction, claim: Claim) -> None:
    """It is about less now."""
    await tx.execute("UPDATE claim SET quantity = $2, version = version + 1 WHERE id = $1", claim.id, claim.quantity)


async def hand_over(tx: Transaction, claim_id: UUID, owner: str, note: str) -> None:
    """Somebody else has to act."""
    await tx.execute(
        "UPDATE claim SET owner = $2, note = $3, version = version + 1 WHERE id = $1", claim_id, owner, note
    )


async def send_to_supplier(tx: Transaction, claim_id: UUID, note: str, *, now: datetime) -> None:
    """The supplier has to act."""
    await tx.execute(
        "UPDATE claim SET with_supplier_since = coalesce(with_supplier_since, $2), note = $3, version = version + 1"
        " WHERE id = $1",
        claim_id,
        now,
        note,
    )


async def settle(tx: Transaction, claim_id: UUID, outcome: Outcome, note: str, *, by: str, now: datetime) -> None:
    """Nobody has to act any more."""
    await tx.execute(
        "UPDATE claim SET outcome = $2, note = $3, settled_by = $4, settled_at = $5, version = version + 1 WHERE id = $1",
        claim_id,
        str(outcome),
        note,
        by,
        now,
    )


def _claim(row: Record) -> Claim:
    values = dict(row)
    lot_id, code, expires_on = (values.pop(name) for name in ("lot_id", "lot", "expires_on"))
    values["lot"] = Lot(lot_id, row["product_id"], code, expires_on) if lot_id else None
    values["kind"] = ClaimKind(row["kind"])
    values["outcome"] = Outcome(row["outcome"]) if row["outcome"] else None
    return Claim(**values)
