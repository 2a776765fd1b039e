"""What a month-end waits for, counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kit.db import ReadTransaction

from accounting.domain.close.closing import Blocker

_API = "/api/accounting/v1"


@dataclass(frozen=True, slots=True)
class _Check:
    """`sql` gives how many there are and what they amount to; `$1` is the last day, where `dated`."""

    kind: str
    owner: str
    link: str
    sql: str
    blocks: bool
    dated: bool = True


_CHECKS = (
    _Check(
        "movements-not-valued",
        "admin",
        f"{_API}/parked-messages",
        "SELECT count(*) AS count, NULL::numeric AS amount FROM parked_message",
        blocks=True,
        dated=False,
    ),
    _Check(
        "events-not-published",
        "admin",
        f"{_API}/event-positions",
        "SELECT count(*) AS count, NULL::numeric AS amount FROM outbox WHERE created_at < now() - interval '1 minute'",
        blocks=True,
        dated=False,
    ),
    _Check(
        "earlier-month-open",
        "finance",
        f"{_API}/periods",
        "SELECT count(*) AS count, NULL::numeric AS amount FROM (SELECT DISTINCT date_trunc('month', posted_on)::date AS month"
        "  FROM journal_entry WHERE posted_on < date_trunc('month', $1::date)) AS m"
        " WHERE NOT EXISTS (SELECT FROM period p WHERE p.month = m.month AND p.status IN ('closed', 'sealed'))",
        blocks=False,
    ),
    _Check(
        "entries-waiting",
        "finance",
        f"{_API}/approvals?status=pending",
        "SELECT count(*) AS count, sum(amount) AS amount FROM entry_draft WHERE status = 'waiting'"
        " AND (content->>'posted_on')::date <= $1",
        blocks=True,
    ),
    _Check(
        "suspense-not-empty",
        "finance",
        f"{_API}/general-ledger/471",
        "SELECT count(*) AS count, sum(abs(balance)) AS amount FROM (SELECT sum(debit - credit) AS balance FROM journal_line"
        "  WHERE (account LIKE '471%' OR account LIKE '472%') AND posted_on <= $1 GROUP BY account) AS s WHERE balance <> 0",
        blocks=True,
    ),
    _Check(
        "negative-stock",
        "warehouse",
        f"{_API}/valuation",
        "SELECT count(*) AS count, sum(deficit_value) AS amount FROM stock WHERE deficit_quantity > 0",
        blocks=False,
        dated=False,
    ),
    _Check(
        "receipts-not-billed",
        "finance",
        f"{_API}/gr-ir/lines",
        "SELECT count(*) AS count, sum(value - billed_value) AS amount FROM goods_received"
        " WHERE received_on <= $1 AND value <> billed_value",
        blocks=False,
    ),
    _Check(
        "shipped-not-invoiced",
        "finance",
        f"{_API}/parked-messages",
        "SELECT count(*) AS count, NULL::numeric AS amount FROM movement_valuation m WHERE m.reason = 'shipment'"
        " AND m.order_line_id IS NOT NULL AND m.quantity < 0 AND m.posted_on <= $1"
        " AND NOT EXISTS (SELECT FROM invoice_line x WHERE x.movement_id = m.movement_id)"
        " AND NOT EXISTS (SELECT FROM movement_valuation r WHERE r.reverses = m.movement_id)",
        blocks=False,
    ),
    _Check(
        "bills-not-posted",
        "finance",
        f"{_API}/supplier-bills",
        "SELECT count(*) AS count, sum(net_amount) AS amount FROM supplier_bill"
        " WHERE status IN ('disputed', 'matched') AND billed_on <= $1",
        blocks=False,
    ),
    _Check(
        "bill-disputes",
        "buyer",
        f"{_API}/bill-disputes",
        "SELECT count(*) AS count, sum(at_risk) AS amount FROM bill_dispute WHERE resolution IS NULL"
        " AND opened_at < $1::date + 1",
        blocks=False,
    ),
    _Check(
        "payments-not-matched",
        "finance",
        f"{_API}/payments",
        "SELECT count(*) AS count, sum(unmatched_value) AS amount FROM payment WHERE unmatched_amount > 0 AND paid_on <= $1",
        blocks=False,
    ),
)


async def blockers(tx: ReadTransaction, on: date, currencies_without_rate: Sequence[str]) -> list[Blocker]:
    """Those that there are, what blocks first."""
    found = []
    for check in _CHECKS:
        row = await tx.fetchrow(check.sql, *((on,) if check.dated else ()))
        if row is not None and row["count"]:
            found.append(Blocker(check.kind, check.owner, row["count"], row["amount"], check.link, check.blocks))
    if currencies_without_rate:
        count = len(currencies_without_rate)
        found.append(Blocker("rates-missing", "finance", count, None, f"{_API}/exchange-rates", blocks=True))
    return sorted(found, key=lambda blocker: not blocker.blocks)
