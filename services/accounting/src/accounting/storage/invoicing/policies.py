"""How customers are invoiced."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from kit.db import ReadTransaction, Transaction

from accounting.domain.invoicing.policy import InvoicingPolicy


async def of_partners(tx: ReadTransaction, partner_ids: Sequence[UUID]) -> dict[UUID, InvoicingPolicy]:
    """Of each of these: its own, else each delivery by itself."""
    rows = await tx.fetch(
        "SELECT partner_id, policy FROM invoicing_policy WHERE partner_id = ANY($1)", list(partner_ids)
    )
    found = {row["partner_id"]: InvoicingPolicy(row["policy"]) for row in rows}
    return {id_: found.get(id_, InvoicingPolicy.DELIVERY) for id_ in partner_ids}


async def version(tx: Transaction, partner_id: UUID) -> int:
    """Of what is said of a partner; 0 while nothing is. Held until the transaction ends."""
    found: int | None = await tx.fetchval(
        "SELECT version FROM invoicing_policy WHERE partner_id = $1 FOR UPDATE", partner_id
    )
    return found or 0


async def put(tx: Transaction, partner_id: UUID, policy: InvoicingPolicy) -> int:
    """What holds from now on, for what is not invoiced yet; returns its version."""
    found: int = await tx.fetchval(
        "INSERT INTO invoicing_policy AS p (partner_id, policy, version) VALUES ($1, $2, 1) ON CONFLICT (partner_id)"
        " DO UPDATE SET policy = excluded.policy, version = p.version + 1 RETURNING version",
        partner_id,
        str(policy),
    )
    return found


async def complete_orders(tx: Transaction, order_ids: Sequence[UUID]) -> None:
    """Nothing more is to leave of these orders."""
    await tx.execute("UPDATE sales_order SET is_complete = true WHERE id = ANY($1)", list(order_ids))


async def are_complete(tx: ReadTransaction, order_ids: Sequence[UUID]) -> set[UUID]:
    """Those of these orders of which nothing more is to leave."""
    rows = await tx.fetch("SELECT id FROM sales_order WHERE id = ANY($1) AND is_complete", list(order_ids))
    return {row["id"] for row in rows}


async def add_run(
    tx: Transaction, run_id: UUID, through: date, *, everything: bool, invoices: int, shipments: int, by: str
) -> None:
    """Note that invoices were made of what had left by a day."""
    await tx.execute(
        "INSERT INTO invoice_run (id, through, everything, invoices, shipments, run_by) VALUES ($1, $2, $3, $4, $5, $6)",
        run_id,
        through,
        everything,
        invoices,
        shipments,
        by,
    )
