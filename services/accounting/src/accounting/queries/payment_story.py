"""What became of a payment: what it settles, which bank entry it came from, and whether it was taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction
from kit.errors import unknown


@dataclass(frozen=True, slots=True)
class Settled:
    """What a payment settles of a document, in the document's currency."""

    document_id: UUID
    number: str
    is_receivable: bool
    amount: Decimal  # by the money; below zero where it used up a credit note
    discount: Decimal
    write_off: Decimal


@dataclass(frozen=True, slots=True)
class TakenBack:
    on: date
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class PaymentStory:
    entry_number: str  # in the books
    settled: Sequence[Settled]
    bank_entry_id: UUID | None
    bank_statement_id: UUID | None
    taken_back: TakenBack | None


_STORY = """
SELECT j.journal || '-' || j.fiscal_year || '-' || to_char(j.number, 'FM000000') AS entry_number,
       b.id AS bank_entry_id, b.statement_id AS bank_statement_id, r.reversed_on, r.reason, r.reversed_by
FROM payment p
JOIN journal_entry j ON j.id = p.entry_id
LEFT JOIN payment_reversal r ON r.payment_id = p.id
LEFT JOIN bank_clearing c ON c.payment_id = p.id AND c.content ->> 'kind' = 'partner'
LEFT JOIN bank_entry b ON b.id = c.bank_entry_id
WHERE p.id = $1
"""

_SETTLED = """
SELECT o.document_id, o.number, o.is_receivable, sum(s.amount) AS amount, sum(s.discount) AS discount,
       sum(s.write_off) AS write_off
FROM (
    SELECT document_id, amount, 0 AS discount, 0 AS write_off FROM payment_match WHERE payment_id = $1
    UNION ALL
    SELECT document_id, 0, CASE kind WHEN 'discount' THEN amount ELSE 0 END,
           CASE kind WHEN 'write-off' THEN amount ELSE 0 END
    FROM settlement_adjustment WHERE payment_id = $1
) s JOIN open_item o USING (document_id)
GROUP BY o.document_id, o.number, o.is_receivable
ORDER BY o.number
"""


async def payment_story(tx: ReadTransaction, payment_id: UUID) -> PaymentStory:
    """One that was taken back keeps what it had settled, for who asks why.

    Raises:
        NotFound: there is no such payment.
    """
    row = await tx.fetchrow(_STORY, payment_id)
    if row is None:
        raise unknown("payment", payment_id)
    settled = await tx.fetch(_SETTLED, payment_id)
    back = row["reversed_on"] and TakenBack(row["reversed_on"], row["reason"], row["reversed_by"])
    return PaymentStory(
        entry_number=row["entry_number"],
        settled=[Settled(**dict(each)) for each in settled],
        bank_entry_id=row["bank_entry_id"],
        bank_statement_id=row["bank_statement_id"],
        taken_back=back or None,
    )
