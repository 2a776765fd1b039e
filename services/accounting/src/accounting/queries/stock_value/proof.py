"""The proof of what a product's stock is worth: every fact in its place, what each took from which receipt, and the ledger lines.

`tools/check_proof.py` recomputes it from this file alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from asyncpg import Record
from kit.db import ReadTransaction
from kit.errors import unknown
from kit.money import ZERO, split

COLUMNS = (
    "kind", "sequence", "id", "occurred_on", "posted_on", "counted", "document", "reason", "warehouse", "lot", "quantity",
    "amount", "layer", "supplier", "order", "unit_price", "currency", "rate", "line", "reverses", "returns", "net", "received",
    "difference", "spread_over", "entry", "account", "debit", "credit",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Proof:
    """Rows by `COLUMNS`, and their sums: what is counted is posted until the day and was written until the instant."""

    product_id: UUID
    sku: str
    method: str
    as_of: date
    quantity: Decimal
    value: Decimal
    sites: Sequence[tuple[str, Decimal, Decimal]]  # warehouse, quantity, its part of the value
    rows: Sequence[dict[str, Any]]

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [row for row in self.rows if row["kind"] == kind]


async def proof(tx: ReadTransaction, product_id: UUID, as_of: date, known_at: datetime | None) -> Proof:
    """Everything up to the last fact that counts. One that is posted later but was valued before is told and not counted.

    Raises:
        NotFound: accounting does not know the product.
    """
    stock = await tx.fetchrow(
        "SELECT s.method, p.sku FROM stock s LEFT JOIN product p ON p.id = s.product_id WHERE s.product_id = $1",
        product_id,
    )
    if stock is None:
        raise unknown("valued product", product_id)
    facts = [dict(row, counted=_counts(row, as_of, known_at)) for row in await tx.fetch(_FACTS, product_id)]
    until = max((fact["sequence"] for fact in facts if fact["counted"]), default=0)
    facts = [fact for fact in facts if fact["sequence"] <= until]
    counted = [fact for fact in facts if fact["counted"]]
    quantity = sum((fact["quantity"] or ZERO for fact in counted), ZERO)
    value = sum((fact["amount"] for fact in counted), ZERO)
    takes = await tx.fetch(_TAKES, [fact["id"] for fact in facts])
    entries = await tx.fetch(_ENTRIES, list({fact["entry_id"] for fact in facts if fact["entry_id"]}))
    shares = await tx.fetch(_SHARES, list({row["entry_id"] for row in entries if row["is_shared"]}), product_id)
    sites = _sites(await tx.fetch(_SITES, product_id, as_of, known_at), quantity, value)
    changes = [str(fact["reason"]).split()[1] for fact in facts if str(fact["reason"]).startswith("costing-method ")]
    head = {"id": product_id, "document": stock["sku"], "reason": changes[0] if changes else stock["method"]}
    rows = [
        head | {"kind": "product", "occurred_on": as_of, "posted_on": known_at, "quantity": quantity, "amount": value},
        *facts,
        *(dict(row) for row in takes),
        *(dict(row) for row in entries),
        *(dict(row) for row in shares),
        *({"kind": "site", "warehouse": site, "quantity": q, "amount": v} for site, q, v in sites),
    ]
    return Proof(product_id, stock["sku"] or "", stock["method"], as_of, quantity, value, sites, rows)


def cells(row: dict[str, Any]) -> list[object]:
    """A row of the file."""
    return [row.get(column) for column in COLUMNS]


def _counts(fact: Record, as_of: date, known_at: datetime | None) -> bool:
    return fact["posted_on"] <= as_of and (known_at is None or fact["created_at"] <= known_at)


def _sites(rows: Sequence[Record], quantity: Decimal, value: Decimal) -> list[tuple[str, Decimal, Decimal]]:
    """What lies where, with its part of the pooled value; where something is missing the parts have no meaning."""
    if not rows or quantity <= 0 or any(row["quantity"] < 0 for row in rows):
        return []
    parts = split(abs(value), [row["quantity"] for row in rows])
    return [(row["site"], row["quantity"], part.copy_sign(value)) for row, part in zip(rows, parts, strict=True)]


_FACTS = """
SELECT 'movement' AS kind, v.sequence, v.movement_id AS id, v.occurred_at::date AS occurred_on, v.posted_on, v.created_at,
  v.document_number AS document, v.reason, v.warehouse, v.lot, v.quantity, v.amount, NULL::uuid AS layer,
  s.name AS supplier, l.purchase_order_number AS order, g.unit_price, g.currency, g.rate, v.order_line_id AS line,
  v.reverses, v.returns, NULL::numeric AS net, NULL::numeric AS received, NULL::numeric AS difference,
  NULL::numeric AS spread_over, v.entry_id, v.entry_id AS entry
FROM movement_valuation v LEFT JOIN goods_received g USING (movement_id) LEFT JOIN partner s ON s.id = g.supplier_id
LEFT JOIN purchase_order_line l ON l.id = g.purchase_order_line_id
WHERE v.product_id = $1
UNION ALL
SELECT 'change', r.sequence, r.id, r.posted_on, r.posted_on, r.created_at,
  coalesce(b.number, c.number, d.number, p.number, ''), r.reason, '', '', NULL, r.amount, r.layer_id,
  '', '', NULL, coalesce(b.currency, c.currency), g.rate, r.document_id, NULL, NULL, coalesce(bl.net_amount, cl.net_amount),
  coalesce(bl.received_amount, cl.received_amount), r.difference, r.of_quantity, r.entry_id, r.entry_id
FROM revaluation r LEFT JOIN goods_received g ON g.movement_id = r.layer_id
LEFT JOIN bill b ON b.id = r.document_id LEFT JOIN bill_line bl ON bl.bill_id = b.id AND bl.receipt_line_id = g.receipt_line_id
LEFT JOIN credit_note c ON c.id = r.document_id
LEFT JOIN credit_note_line cl ON cl.credit_note_id = c.id AND cl.receipt_line_id = g.receipt_line_id
LEFT JOIN landed_cost d ON d.id = r.document_id LEFT JOIN valuation_proposal p ON p.id = r.document_id
WHERE r.product_id = $1 ORDER BY sequence
"""
_TAKES = "SELECT 'take' AS kind, issue_id AS id, layer_id AS layer, quantity FROM layer_use WHERE issue_id = ANY($1)"
_ENTRIES = """
SELECT 'ledger' AS kind, e.id AS entry_id, e.id AS entry, e.journal || '-' || e.fiscal_year || '-' || lpad(e.number::text, 6, '0')
  AS document,  e.posted_on, e.label AS reason, l.account, l.debit, l.credit, e.source NOT IN ('movement', 'true-up') AS is_shared
FROM journal_entry e JOIN journal_line l ON l.entry_id = e.id WHERE e.id = ANY($1) ORDER BY e.posted_on, e.number, l.position
"""
_SHARES = """
SELECT 'share' AS kind, entry_id AS entry, product_id AS id, sum(amount) AS amount FROM revaluation
WHERE entry_id = ANY($1) AND product_id <> $2 GROUP BY 2, 3 ORDER BY 2, 3
"""
_SITES = """
SELECT site, sum(quantity) AS quantity FROM (
  SELECT warehouse AS site, quantity FROM movement_valuation
  WHERE product_id = $1 AND posted_on <= $2 AND ($3::timestamptz IS NULL OR created_at <= $3)
  UNION ALL
  SELECT w.site, w.quantity FROM site_transfer t
  CROSS JOIN LATERAL (VALUES (t.source, -t.quantity), (t.destination, t.quantity)) AS w (site, quantity)
  WHERE t.product_id = $1 AND t.occurred_at::date <= $2 AND ($3::timestamptz IS NULL OR t.created_at <= $3)
) m GROUP BY 1 HAVING sum(quantity) <> 0 ORDER BY 1
"""
