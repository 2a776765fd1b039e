"""Documents of ours that are electronic ones: invoices, down payments, credit notes, and what of them was issued again."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Literal
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.errors import unknown

Kind = Literal["invoice", "down_payment", "customer_credit_note"]

_FIRST = (
    "(SELECT id, 'invoice' AS kind, number, customer_id, bill_to_id, issued_on, due_on, entry_id FROM invoice"
    " UNION ALL SELECT id, 'down_payment', number, customer_id, bill_to_id, issued_on, due_on, entry_id FROM down_payment"
    " UNION ALL SELECT id, 'customer_credit_note', number, customer_id, bill_to_id, credited_on, NULL, entry_id"
    "  FROM customer_credit_note)"
)
_ALL = (
    f"(SELECT f.*, id AS owed_as, 0 AS ordinal FROM {_FIRST} AS f UNION ALL"
    " SELECT r.id, f.kind, r.number, f.customer_id, f.bill_to_id, r.issued_on, r.due_on, r.entry_id, f.id, r.ordinal"
    f" FROM document_reissue r JOIN {_FIRST} AS f ON f.id = r.document_id)"
)


@dataclass(frozen=True, slots=True)
class OurDocument:
    """As it was issued first, or again: then it is owed as the first."""

    id: UUID
    kind: Kind
    number: str
    customer_id: UUID
    bill_to_id: UUID
    issued_on: date
    due_on: date | None  # None: nothing is asked for
    entry_id: UUID | None  # None: of nothing
    owed_as: UUID
    ordinal: int  # 0: as it was issued first


def number_at(first: str, instant: str, name: str) -> str:
    """SQL: a join that has number and day of a document as it stood at an instant, if it had been issued again by then."""
    return (
        f" LEFT JOIN LATERAL (SELECT number, issued_on FROM document_reissue x WHERE x.document_id = {first}"
        f" AND x.created_at <= {instant} ORDER BY x.ordinal DESC LIMIT 1) {name} ON true"
    )


async def get(tx: ReadTransaction, document_id: UUID, kind: Kind | None = None) -> OurDocument:
    """One of them, or of those of a kind.

    Raises:
        NotFound: there is none with this id.
    """
    row = await tx.fetchrow(f"SELECT * FROM {_ALL} AS d WHERE id = $1 AND kind = coalesce($2, kind)", document_id, kind)
    if row is None:
        raise unknown((kind or "invoice").replace("_", " "), document_id)
    return OurDocument(**dict(row))


async def issues(tx: ReadTransaction, document_id: UUID) -> list[OurDocument]:
    """All issues of what one of them is about, the last one last.

    Raises:
        NotFound: there is none with this id.
    """
    one = await get(tx, document_id)
    rows = await tx.fetch(f"SELECT * FROM {_ALL} AS d WHERE owed_as = $1 ORDER BY ordinal", one.owed_as)
    return [OurDocument(**dict(row)) for row in rows]


async def last_issues(tx: ReadTransaction, document_ids: Sequence[UUID]) -> list[OurDocument]:
    """The last issue of each of these invoices, in this order.

    Raises:
        NotFound: one of them is no invoice of ours.
    """
    rows = await tx.fetch(
        f"WITH asked AS (SELECT id AS asked_id, owed_as FROM {_ALL} AS d WHERE id = ANY($1) AND kind = 'invoice')"
        f" SELECT DISTINCT ON (asked_id) asked_id, d.* FROM asked JOIN {_ALL} AS d USING (owed_as)"
        " ORDER BY asked_id, d.ordinal DESC",
        document_ids,
    )
    names = [field.name for field in fields(OurDocument)]
    found = {row["asked_id"]: OurDocument(**{name: row[name] for name in names}) for row in rows}
    for document_id in document_ids:
        if document_id not in found:
            raise unknown("invoice", document_id)
    return [found[document_id] for document_id in document_ids]


async def lock_last(tx: Transaction, document_id: UUID) -> OurDocument:
    """The last issue of what one of them is about, held against others until the transaction ends.

    Raises:
        NotFound: there is none with this id.
    """
    one = await get(tx, document_id)
    await tx.execute(f"SELECT 1 FROM {one.kind} WHERE id = $1 FOR NO KEY UPDATE", one.owed_as)
    return (await issues(tx, document_id))[-1]


async def of_number(tx: ReadTransaction, number: str) -> UUID | None:
    """The document of this number."""
    found: UUID | None = await tx.fetchval(f"SELECT id FROM {_ALL} AS d WHERE number = $1", number)
    return found


async def buyers(tx: ReadTransaction, document_ids: Sequence[UUID]) -> list[UUID]:
    """Who is asked to pay these."""
    rows = await tx.fetch(f"SELECT DISTINCT bill_to_id FROM {_ALL} AS d WHERE id = ANY($1)", document_ids)
    return [row["bill_to_id"] for row in rows]
