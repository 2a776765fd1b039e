"""All about one supplier's bill: what it bills, against what came, what was said of it, and what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from asyncpg import Record
from kit.db import ReadTransaction
from kit.exchange import ExchangeRate
from kit.exchange_rates import rate_on
from kit.money import ZERO

from accounting.domain.bill_tax import BilledTax
from accounting.domain.matched_bill import BillStatus, EnteredBill, Proposal, Tolerance, propose
from accounting.storage import invoices, supplier_bills
from accounting.storage.goods_received import RECEIVED, received_of

_OPEN = (BillStatus.DISPUTED, BillStatus.MATCHED)


@dataclass(frozen=True, slots=True)
class StoryPart:
    """What came of a line by one receipt."""

    receipt_line_id: UUID
    receipt_id: UUID
    receipt_number: str
    quantity: Decimal
    received_amount: Decimal


@dataclass(frozen=True, slots=True)
class StoryLine:
    """A line against what came of it; of a posted bill, one for each receipt line that it cleared."""

    id: UUID
    receipt_line_id: UUID | None
    purchase_order_line_id: UUID | None
    purchase_order_id: UUID | None
    purchase_order_number: str | None
    product_id: UUID | None
    quantity: Decimal
    net_amount: Decimal
    received_amount: Decimal
    missing: Decimal
    difference: Decimal
    tax_class: str
    is_beyond: bool
    parts: Sequence[StoryPart]


@dataclass(frozen=True, slots=True)
class BillStory:
    """Rows as they are shown; `entries` are what it and its cancellation posted, `taxes` are empty where no rate is known."""

    bill: EnteredBill
    taxes: Sequence[BilledTax]
    head: Record
    lines: Sequence[StoryLine]
    disputes: Sequence[Record]
    entries: Sequence[Record]
    payments: Sequence[Record]
    credits: Sequence[Record]


_HEAD = """
SELECT b.number, s.created_at, s.gross_amount, b.rate, b.rate_on, o.open_amount, o.due_on, r.id AS received_invoice_id,
       c.reason AS cancel_reason, c.cancelled_on, c.cancelled_by
FROM supplier_bill s
LEFT JOIN bill b ON b.id = s.id
LEFT JOIN open_item o ON o.document_id = s.id
LEFT JOIN received_invoice r ON r.bill_id = s.id
LEFT JOIN bill_cancellation c ON c.bill_id = s.id
WHERE s.id = $1
"""

_POSTED = """
SELECT b.id, b.receipt_line_id, g.purchase_order_line_id, g.purchase_order_id, o.purchase_order_number, b.product_id,
       b.quantity, b.net_amount, b.received_amount, g.receipt_id, g.receipt_number
FROM bill_line b
JOIN goods_received g USING (receipt_line_id)
LEFT JOIN purchase_order_line o ON o.id = g.purchase_order_line_id
WHERE b.bill_id = $1 ORDER BY b.id
"""

_NAMED = """
SELECT o.id AS purchase_order_line_id, o.purchase_order_id, o.purchase_order_number, o.product_id
FROM purchase_order_line o WHERE o.id = ANY($1)
"""

_DISPUTES = """
SELECT id, line_id, kind, at_risk, reason, owner, resolution, note, opened_at, resolved_by, resolved_at
FROM bill_dispute WHERE bill_id = $1 ORDER BY id
"""

_ENTRIES = """
SELECT id, journal || '-' || fiscal_year || '-' || to_char(number, 'FM000000') AS number, posted_on, label
FROM journal_entry WHERE source = 'bill' AND source_id = $1 ORDER BY posted_on, id
"""

_PAYMENTS = """
SELECT p.id, p.number, p.paid_on, p.method, m.amount, p.currency
FROM payment_match m JOIN payment p ON p.id = m.payment_id
WHERE m.document_id = $1 AND p.id NOT IN (SELECT payment_id FROM payment_reversal)
ORDER BY p.paid_on, p.id
"""

_CREDITS = """
SELECT n.id, n.number, n.supplier_number, n.credited_on, n.currency, n.net_amount, n.tax_amount, n.entry_id
FROM credit_note n WHERE n.id IN (
    SELECT l.credit_note_id FROM credit_note_line l JOIN bill_line b USING (receipt_line_id) WHERE b.bill_id = $1)
ORDER BY n.credited_on, n.id
"""


async def bill_story(tx: ReadTransaction, bill_id: UUID, company_currency: str) -> BillStory:
    """Of one bill; an open one as it matches now.

    Raises:
        NotFound: there is none with this id.
    """
    bill = await supplier_bills.get(tx, bill_id)
    (head,) = await tx.fetch(_HEAD, bill_id)
    tolerance = await supplier_bills.tolerance_for(tx, bill.supplier_id)
    rate = await rate_on(tx, company_currency, bill.currency, bill.billed_on, field="billed_on")
    lines = await (_open_lines if bill.status in _OPEN else _posted_lines)(tx, bill, tolerance, rate)
    tax_rate = await invoices.rate(tx, bill.tax_class, bill.billed_on) if bill.tax_class else None
    return BillStory(
        bill,
        bill.taxes_at(tax_rate or ZERO) if bill.taxes or tax_rate is not None else (),
        head,
        lines,
        await tx.fetch(_DISPUTES, bill_id),
        await tx.fetch(_ENTRIES, bill_id),
        await tx.fetch(_PAYMENTS, bill_id),
        await tx.fetch(_CREDITS, bill_id),
    )


async def _posted_lines(
    tx: ReadTransaction, bill: EnteredBill, tolerance: Tolerance | None, rate: ExchangeRate
) -> list[StoryLine]:
    found = []
    for row in await tx.fetch(_POSTED, bill.id):
        values = dict(row)
        receipt_id, receipt_number = values.pop("receipt_id"), values.pop("receipt_number")
        part = StoryPart(row["receipt_line_id"], receipt_id, receipt_number, row["quantity"], row["received_amount"])
        difference = row["net_amount"] - row["received_amount"]
        found.append(
            StoryLine(
                **values,
                missing=ZERO,
                difference=difference,
                tax_class="",
                is_beyond=_is_beyond(difference, row["received_amount"], tolerance, rate),
                parts=[part],
            )
        )
    return found


async def _open_lines(
    tx: ReadTransaction, bill: EnteredBill, tolerance: Tolerance | None, rate: ExchangeRate
) -> list[StoryLine]:
    rows = await tx.fetch(
        f"SELECT {RECEIVED}, receipt_id, receipt_number FROM goods_received WHERE supplier_id = $1"
        " AND (receipt_line_id = ANY($2) OR purchase_order_line_id = ANY($3)) ORDER BY movement_id",
        bill.supplier_id,
        [line.receipt_line_id for line in bill.lines if line.receipt_line_id],
        [line.purchase_order_line_id for line in bill.lines if line.purchase_order_line_id],
    )
    receipts = {row["receipt_line_id"]: row for row in rows}
    orders = {line.receipt_line_id or line.id: line.purchase_order_line_id for line in bill.lines}
    orders |= {id_: row["purchase_order_line_id"] for id_, row in receipts.items()}
    named = {row["purchase_order_line_id"]: row for row in await tx.fetch(_NAMED, list(orders.values()))}
    received = [received_of({name: row[name] for name in _RECEIVED}) for row in rows]
    return [
        _open_line(each, receipts, named.get(orders[each.line.receipt_line_id or each.line.id]), tolerance, rate)
        for each in propose(bill.lines, received)
    ]


_RECEIVED = RECEIVED.replace(" ", "").split(",")


def _open_line(
    proposal: Proposal,
    receipts: Mapping[UUID, Record],
    order: Record | None,
    tolerance: Tolerance | None,
    rate: ExchangeRate,
) -> StoryLine:
    line = proposal.line
    return StoryLine(
        id=line.id,
        receipt_line_id=line.receipt_line_id,
        purchase_order_line_id=order["purchase_order_line_id"] if order else None,
        purchase_order_id=order["purchase_order_id"] if order else None,
        purchase_order_number=order["purchase_order_number"] if order else None,
        product_id=order["product_id"] if order else None,
        quantity=line.quantity,
        net_amount=line.net_amount,
        received_amount=proposal.received_amount,
        missing=proposal.missing,
        difference=proposal.difference,
        tax_class=line.tax_class,
        is_beyond=bool(proposal.parts) and _is_beyond(proposal.difference, proposal.received_amount, tolerance, rate),
        parts=[
            StoryPart(
                part.receipt_line_id,
                receipts[part.receipt_line_id]["receipt_id"],
                receipts[part.receipt_line_id]["receipt_number"],
                part.quantity,
                part.received_amount,
            )
            for part in proposal.parts
        ],
    )


def _is_beyond(difference: Decimal, received_amount: Decimal, tolerance: Tolerance | None, rate: ExchangeRate) -> bool:
    if tolerance is None:
        return False
    return not tolerance.lets(rate.to_company(difference), rate.to_company(received_amount))
