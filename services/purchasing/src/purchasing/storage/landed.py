"""Landed costs and their shares; append-only."""

from collections.abc import Collection, Sequence
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.errors import unknown
from kit.exchange import ExchangeRate

from purchasing.domain.landed import Basis, Brought, LandedCost, LandedKind, Share


async def brought(tx: ReadTransaction, receipt_ids: Collection[UUID]) -> list[Brought]:
    """What these receipts brought, at the prices of their orders in company currency."""
    rows = await tx.fetch(
        "SELECT r.receipt_id, r.receipt_line_id, r.purchase_order_line_id, r.product_id, p.sku, r.quantity,"
        " l.unit_price * l.denominator / l.numerator / coalesce(o.rate, 1) AS stock_unit_price, p.weight_kg, p.volume_m3"
        " FROM received_line r JOIN purchase_order_line l ON l.id = r.purchase_order_line_id"
        " JOIN purchase_order o ON o.id = l.purchase_order_id"
        " JOIN product p ON p.id = r.product_id WHERE r.receipt_id = ANY($1) ORDER BY r.receipt_line_id",
        list(receipt_ids),
    )
    return [Brought(**dict(row)) for row in rows]


async def add(tx: Transaction, document: LandedCost, shares: Sequence[Share]) -> bool:
    """Write it; False when its id is taken."""
    added = await tx.execute(
        "INSERT INTO landed_cost (id, number, kind, supplier_id, reference, amount, basis, posted_by,"
        " currency, currency_amount, rate, rate_on) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
        " ON CONFLICT (id) DO NOTHING",
        document.id,
        document.number,
        str(document.kind),
        document.supplier_id,
        document.reference,
        document.amount,
        str(document.basis),
        document.posted_by,
        document.rate.currency,
        document.currency_amount,
        document.rate.column,
        document.rate.on,
    )
    if added:
        await tx.copy(
            "landed_share",
            (
                "landed_cost_id", "receipt_line_id", "receipt_id", "purchase_order_line_id", "product_id", "weight",
                "amount",
            ),
            [
                (
                    document.id, s.line.receipt_line_id, s.line.receipt_id, s.line.purchase_order_line_id,
                    s.line.product_id, s.weight, s.amount,
                )
                for s in shares
            ],
        )  # fmt: skip
    return bool(added)


async def lock(tx: Transaction, landed_cost_id: UUID) -> tuple[LandedCost, bool]:
    """The document, held until the transaction ends, and whether it was reversed.

    Raises:
        NotFound: there is none with this id.
    """
    row = await tx.fetchrow(
        "SELECT id, number, kind, supplier_id, reference, amount, basis, posted_by, currency, currency_amount, rate, rate_on"
        " FROM landed_cost WHERE id = $1 FOR UPDATE",
        landed_cost_id,
    )
    if row is None:
        raise unknown("landed cost", landed_cost_id)
    reversed_ = await tx.fetchval("SELECT true FROM landed_reversal WHERE landed_cost_id = $1", landed_cost_id)
    values = {**dict(row), "kind": LandedKind(row["kind"]), "basis": Basis(row["basis"])}
    rate = ExchangeRate.of_row(values.pop("currency"), values.pop("rate"), values.pop("rate_on"))
    return LandedCost(**values, rate=rate), bool(reversed_)


async def add_reversal(tx: Transaction, landed_cost_id: UUID, reason: str, *, by: str) -> None:
    """It was wrong."""
    await tx.execute(
        "INSERT INTO landed_reversal (landed_cost_id, reason, posted_by) VALUES ($1, $2, $3)",
        landed_cost_id,
        reason,
        by,
    )
