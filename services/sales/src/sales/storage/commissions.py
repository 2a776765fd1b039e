"""What the base of commissions follows from, and the base. Facts of three topics meet here, in any order."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.exchange import ExchangeRate

from sales.domain.commission import Entry, SoldInvoice

_HEAD = {
    "invoice_id": "uuid", "number": "text", "sales_order_id": "uuid", "customer_id": "uuid", "salesperson": "text",
    "channel": "text", "segment": "text", "currency": "text", "rate": "numeric", "issued_on": "date", "net": "numeric",
    "gross": "numeric",
}  # fmt: skip


async def take_turn(tx: Transaction) -> None:
    """Be the only one that reckons until the transaction ends: a payment and its invoice may come at once, in two batches,
    neither of which sees the other.
    """
    await tx.execute("SELECT pg_advisory_xact_lock(hashtextextended('commissions', 0))")


async def add_invoices(
    tx: Transaction, heads: Sequence[tuple[object, ...]], lines: Sequence[tuple[UUID, UUID, UUID, UUID]]
) -> None:
    """Heads have the columns of `_HEAD`; the team is the order's. Lines are (invoice line, invoice, order, movement)."""
    arrays = ", ".join(f"${i}::{kind}[]" for i, kind in enumerate(_HEAD.values(), 1))
    await tx.execute(
        f"INSERT INTO commission_invoice ({', '.join(_HEAD)}, team)"
        f" SELECT x.*, coalesce(o.team, '') FROM unnest({arrays}) AS x ({', '.join(_HEAD)})"
        " LEFT JOIN sales_order o ON o.id = x.sales_order_id ON CONFLICT DO NOTHING",
        *(list(column) for column in zip(*heads, strict=True)),
    )
    await tx.execute(
        "INSERT INTO commission_line (invoice_line_id, invoice_id, sales_order_id, movement_id)"
        " SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[]) ON CONFLICT DO NOTHING",
        *([line[i] for line in lines] for i in range(4)),
    )


async def add_payments(tx: Transaction, payments: Mapping[tuple[UUID, UUID], tuple[Decimal, date]]) -> None:
    """By (invoice, payment): how much of it, and when."""
    await tx.execute(
        "INSERT INTO commission_payment (invoice_id, payment_id, amount, paid_on)"
        " SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::numeric[], $4::date[]) ON CONFLICT DO NOTHING",
        [invoice for invoice, _ in payments],
        [payment for _, payment in payments],
        [amount for amount, _ in payments.values()],
        [on for _, on in payments.values()],
    )


async def add_credits(tx: Transaction, taken_off: Mapping[tuple[UUID, UUID, UUID], tuple[Decimal, Decimal]]) -> None:
    """By (invoice, order, credit note): net and gross amount taken off."""
    await tx.execute(
        "INSERT INTO commission_credit (invoice_id, sales_order_id, credit_note_id, net, gross)"
        " SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::numeric[], $5::numeric[]) ON CONFLICT DO NOTHING",
        [invoice for invoice, _, _ in taken_off],
        [order for _, order, _ in taken_off],
        [note for _, _, note in taken_off],
        [net for net, _ in taken_off.values()],
        [gross for _, gross in taken_off.values()],
    )


async def add_returned(tx: Transaction, returned: Mapping[UUID, tuple[UUID, Decimal]]) -> None:
    """By movement: the issue whose goods came back by it, and at what cost."""
    await tx.execute(
        "INSERT INTO returned_cost (movement_id, issue_id, cost)"
        " SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::numeric[]) ON CONFLICT DO NOTHING",
        list(returned),
        [issue for issue, _ in returned.values()],
        [cost for _, cost in returned.values()],
    )


async def sold_by(tx: ReadTransaction, movements: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """Which invoices bill what left by these movements."""
    found: dict[UUID, list[UUID]] = {}
    for row in await tx.fetch(
        "SELECT movement_id, invoice_id FROM commission_line WHERE movement_id = ANY($1)", list(movements)
    ):
        found.setdefault(row["movement_id"], []).append(row["invoice_id"])
    return found


async def invoices(tx: ReadTransaction, ids: Collection[UUID]) -> list[SoldInvoice]:
    """Those of the invoices that are known, order by order, with what is known of them."""
    rows = await tx.fetch(
        f"SELECT {', '.join(f'i.{name}' for name in _HEAD)}, i.team, c.cost - r.cost AS cost, coalesce(p.amount, 0) AS collected,"
        " p.paid_on, coalesce(e.amount, 0) AS entered, n.net AS credited_net, n.gross AS credited_gross"
        " FROM commission_invoice i"
        " CROSS JOIN LATERAL (SELECT CASE WHEN count(*) = count(c.cost) THEN coalesce(sum(c.cost), 0) END AS cost"
        " FROM commission_line l LEFT JOIN issue_cost c USING (movement_id) WHERE (l.invoice_id, l.sales_order_id)"
        " = (i.invoice_id, i.sales_order_id)) c"
        " CROSS JOIN LATERAL (SELECT coalesce(sum(r.cost), 0) AS cost FROM commission_line l"
        " JOIN returned_cost r ON r.issue_id = l.movement_id WHERE (l.invoice_id, l.sales_order_id)"
        " = (i.invoice_id, i.sales_order_id)) r"
        " CROSS JOIN LATERAL (SELECT coalesce(sum(net) FILTER (WHERE n.sales_order_id = i.sales_order_id), 0) AS net,"
        " coalesce(sum(gross), 0) AS gross FROM commission_credit n WHERE n.invoice_id = i.invoice_id) n"
        " CROSS JOIN LATERAL (SELECT sum(amount) AS amount, max(paid_on) AS paid_on FROM commission_payment p"
        " WHERE p.invoice_id = i.invoice_id) p"
        " CROSS JOIN LATERAL (SELECT sum(amount) AS amount FROM commission_entry e"
        " WHERE (e.invoice_id, e.sales_order_id) = (i.invoice_id, i.sales_order_id)) e"
        " WHERE i.invoice_id = ANY($1) ORDER BY i.invoice_id, i.sales_order_id",
        list(ids),
    )
    return [_invoice(dict(row)) for row in rows]


def _invoice(row: dict[str, Any]) -> SoldInvoice:
    """In company currency, by the invoice's rate."""
    stored = row.pop("rate")
    if stored is None:
        return SoldInvoice(**row)
    rate = ExchangeRate(row["currency"], stored, row["issued_on"])
    foreign = ("net", "gross", "collected", "credited_net", "credited_gross")
    return SoldInvoice(**{**row, **{name: rate.to_company(row[name]) for name in foreign}})


async def add_entries(tx: Transaction, entries: Sequence[Entry]) -> None:
    """Write entries, and add them to their months."""
    if not entries:
        return
    await tx.copy(
        "commission_entry",
        (
            "id", "invoice_id", "sales_order_id", "salesperson", "team", "month", "amount", "margin", "collected", "cause",
            "earned_on",
        ),
        [
            (
                each.id,
                each.invoice.invoice_id,
                each.invoice.sales_order_id,
                each.invoice.salesperson,
                each.invoice.team,
                each.month,
                each.amount,
                each.invoice.margin,
                each.invoice.collected,
                each.cause.value,
                each.earned_on,
            )
            for each in entries
        ],
    )  # fmt: skip
    await tx.execute(
        "INSERT INTO commission_month AS m (id, month, salesperson, team, currency, amount, entries)"
        " SELECT (array_agg(i))[1], d, s, t, c, sum(a), count(*) FROM unnest($1::uuid[], $2::date[], $3::text[], $4::text[],"
        " $5::text[], $6::numeric[]) AS x (i, d, s, t, c, a) GROUP BY d, s, t, c ORDER BY d, s, t, c"
        " ON CONFLICT (month, salesperson, team, currency) DO UPDATE SET amount = m.amount + excluded.amount,"
        " entries = m.entries + excluded.entries",
        [each.id for each in entries],
        [each.month for each in entries],
        [each.invoice.salesperson for each in entries],
        [each.invoice.team for each in entries],
        [each.invoice.currency for each in entries],
        [each.amount for each in entries],
    )
