"""What partners owed and were owed on any day, as the books had it then.

Every line of their accounts until that day, by the fact that posted it; then what was settled until that day goes from the
payments to the documents. That moves amounts between the two and leaves each account's sum alone, so it is what the ledger says.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID as Id

from kit.db import ReadTransaction
from sqlalchemy import Boolean, ColumnElement, Date, Numeric, Subquery, Text, bindparam, func, literal, select, text
from sqlalchemy import column as col
from sqlalchemy.dialects.postgresql import ARRAY, UUID

from accounting.domain.payment import CUSTOMERS, DOUBTFUL, SUPPLIERS
from accounting.storage.tables import open_item

Side = Literal["customers", "suppliers"]
_ACCOUNTS: dict[Side, tuple[str, ...]] = {"customers": (CUSTOMERS, DOUBTFUL), "suppliers": (SUPPLIERS,)}

# value: company currency, above zero on the usual side (customers owe, suppliers are owed); amount: the document's currency.
_OPEN = """
WITH posted AS (
    SELECT l.partner_id, e.source_id AS key, max(coalesce(l.currency, :currency)) AS currency,
        sum(l.debit - l.credit) AS value,
        sum(sign(l.debit - l.credit) * coalesce(l.currency_amount, l.debit + l.credit)) AS amount
    FROM journal_line l JOIN journal_entry e ON e.id = l.entry_id
    WHERE l.account = ANY(:accounts) AND l.posted_on <= :day AND (:partners IS NULL OR l.partner_id = ANY(:partners))
    GROUP BY 1, 2
), opened AS (
    SELECT o.partner_id, o.document_id, o.entry_id, o.currency,
        CASE WHEN o.is_receivable THEN o.value ELSE -o.value END AS value,
        CASE WHEN o.is_receivable THEN o.amount ELSE -o.amount END AS amount
    FROM open_item o JOIN journal_entry e ON e.id = o.entry_id
    WHERE o.is_receivable = :receivable AND e.posted_on <= :day
        AND (:partners IS NULL OR o.partner_id = ANY(:partners))
), owned AS (
    SELECT partner_id, key, currency, value, amount FROM posted
    UNION ALL SELECT partner_id, document_id, currency, value, amount FROM opened
    UNION ALL SELECT partner_id, entry_id, currency, -value, -amount FROM opened
), paid AS (
    SELECT p.id, p.partner_id, p.currency, e.posted_on, CASE p.direction WHEN 'received' THEN 1 ELSE -1 END AS sign
    FROM payment p JOIN journal_entry e ON e.id = p.entry_id
    LEFT JOIN payment_reversal r ON r.payment_id = p.id LEFT JOIN journal_entry x ON x.id = r.entry_id
    WHERE p.direction = CASE WHEN :receivable THEN 'received' ELSE 'paid' END AND e.posted_on <= :day
        AND (x.id IS NULL OR x.posted_on > :day) AND (:partners IS NULL OR p.partner_id = ANY(:partners))
), settled AS (
    SELECT p.partner_id, p.currency, s.payment_id, s.document_id, p.sign * s.value AS value, p.sign * s.amount AS amount
    FROM paid p JOIN (
        SELECT payment_id, document_id, value, amount, matched_on FROM payment_match
        UNION ALL SELECT payment_id, document_id, value, amount, NULL FROM settlement_adjustment
    ) s ON s.payment_id = p.id
    WHERE coalesce(s.matched_on, p.posted_on) <= :day AND EXISTS (SELECT 1 FROM owned o WHERE o.key = s.document_id)
)
SELECT partner_id, key, max(currency) AS currency, sum(value) AS value, sum(amount) AS amount FROM (
    SELECT * FROM owned
    UNION ALL SELECT partner_id, document_id, currency, -value, -amount FROM settled
    UNION ALL SELECT partner_id, payment_id, currency, value, amount FROM settled
) x GROUP BY 1, 2 HAVING sum(value) <> 0 OR sum(amount) <> 0
"""


def open_at(day: date, *, side: Side, currency: str, partner_ids: Sequence[Id] | None = None) -> Subquery:
    """Documents open on a day, and credits (no due date, below zero), in the company's and their own currency."""
    columns = (
        col("partner_id", UUID), col("key", UUID), col("currency", Text), col("value", Numeric), col("amount", Numeric),
    )  # fmt: skip
    moved = (
        text(_OPEN)
        .bindparams(
            bindparam("day", day, Date),
            bindparam("accounts", list(_ACCOUNTS[side]), ARRAY(Text)),
            bindparam("receivable", side == "customers", Boolean),
            bindparam("currency", currency, Text),
            bindparam("partners", None if partner_ids is None else list(partner_ids), ARRAY(UUID)),
        )
        .columns(*columns)
        .subquery("moved")
    )
    sign = 1 if side == "customers" else -1
    m, o = moved.c, open_item.c
    return (
        select(
            m.partner_id,
            m.key.label("document_id"),
            m.currency,
            (sign * m.value).label("value"),
            (sign * m.amount).label("amount"),
            o.number,
            o.issued_on,
            o.due_on,
            o.amount.label("total"),
        )
        .select_from(moved.outerjoin(open_item, o.document_id == m.key))
        .subquery("open_at")
    )


def by_age(day: date, items: Subquery) -> list[ColumnElement[Any]]:
    """Sums by days past due; credits stand apart."""
    value, late = items.c.value, literal(day, Date) - items.c.due_on

    def of(condition: ColumnElement[bool]) -> ColumnElement[Decimal]:
        return func.coalesce(func.sum(value).filter(condition), 0)

    return [
        of(late <= 0).label("not_due"),
        of(late.between(1, 30)).label("to_30"),
        of(late.between(31, 60)).label("to_60"),
        of(late.between(61, 90)).label("to_90"),
        of(late > 90).label("over_90"),  # as its name says
        of(items.c.due_on.is_(None)).label("on_account"),
        func.coalesce(func.sum(value), 0).label("total"),
    ]


async def ledger_balance(tx: ReadTransaction, day: date, side: Side) -> Decimal:
    """What the ledger has on the accounts of a side on a day, above zero where it usually is."""
    balance: Decimal = await tx.fetchval(
        "SELECT coalesce(sum(debit - credit), 0) FROM journal_line WHERE account = ANY($1) AND posted_on <= $2",
        list(_ACCOUNTS[side]),
        day,
    )
    return balance if side == "customers" else -balance
