"""What entries of statements may be for: open documents, accounts and names that are known, payments that may come back."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from kit.db import ReadTransaction

from accounting.domain.bank.proposals import Owed, Seen
from accounting.storage.discounts import offered

_CANDIDATES_MAX = 5000


@dataclass(frozen=True, slots=True)
class EntryToClear:
    """An entry, with what only a look at other entries tells."""

    id: UUID
    bank_account_id: UUID
    seen: Seen
    may_be_a_return: bool
    instructed: tuple[Decimal, str] | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """An open document; its discount is offered until a day."""

    owed: Owed
    is_receivable: bool
    currency: str
    discount_until: date | None


async def partners_of_ibans(tx: ReadTransaction, ibans: Collection[str]) -> dict[str, UUID]:
    """Whose accounts these are, as far as payments or people have told."""
    rows = await tx.fetch("SELECT iban, partner_id FROM partner_account WHERE iban = ANY($1)", list(ibans))
    return {row["iban"]: row["partner_id"] for row in rows}


async def debtor_names(tx: ReadTransaction, *, is_receivable: bool) -> dict[UUID, str]:
    """Names of all whom such money may be of: who owe, or are owed, something, and whom it may be paid back."""
    rows = await tx.fetch(
        "SELECT p.id, p.name FROM partner p WHERE EXISTS (SELECT 1 FROM open_item o WHERE o.partner_id = p.id"
        " AND o.is_receivable = $1 AND o.open_amount > 0) OR EXISTS (SELECT 1 FROM payment c WHERE c.partner_id = p.id"
        " AND c.direction = CASE WHEN $1 THEN 'paid' ELSE 'received' END AND c.unmatched_amount > 0)",
        is_receivable,
    )
    return {row["id"]: row["name"] for row in rows}


async def open_documents(
    tx: ReadTransaction,
    *,
    is_receivable: bool,
    partner_ids: Collection[UUID],
    keys: Collection[str],
    amounts: Collection[Decimal],
) -> list[Candidate]:
    """Open documents of these partners, with one of these numbers, or open at one of these amounts."""
    rows = await tx.fetch(
        "SELECT o.document_id, o.number, o.partner_id, o.is_receivable, o.due_on, o.currency, o.open_amount,"
        " array_remove(ARRAY[i.sales_order_number, b.supplier_number], NULL) AS other_numbers,"
        " greatest(d.amount - d.taken, 0) AS discount, d.until AS discount_until"
        " FROM open_item o LEFT JOIN invoice i ON i.id = o.document_id LEFT JOIN bill b ON b.id = o.document_id"
        f" LEFT JOIN LATERAL {offered('o.document_id')} AS d ON true WHERE o.open_amount > 0 AND o.is_receivable = $1"
        " AND (o.partner_id = ANY($2) OR o.open_amount = ANY($4) OR EXISTS (SELECT 1"
        "  FROM unnest(ARRAY[o.number, i.sales_order_number, b.supplier_number]) AS n (number)"
        "  WHERE upper(regexp_replace(n.number, '[^A-Za-z0-9]', '', 'g')) = ANY($3)))"
        " ORDER BY o.due_on, o.number LIMIT $5",
        is_receivable,
        list(partner_ids),
        list(keys),
        list(amounts),
        _CANDIDATES_MAX,
    )
    return [
        Candidate(
            owed=Owed(
                document_id=row["document_id"],
                number=row["number"],
                other_numbers=tuple(row["other_numbers"]),
                partner_id=row["partner_id"],
                due_on=row["due_on"],
                open_amount=row["open_amount"],
                discount=min(row["discount"], row["open_amount"]),
            ),
            is_receivable=row["is_receivable"],
            currency=row["currency"],
            discount_until=row["discount_until"],
        )
        for row in rows
    ]


async def credits_of(tx: ReadTransaction, *, is_incoming: bool) -> dict[str, list[Owed]]:
    """What such money would pay back, by currency: suppliers' credit when it comes in, customers' when it goes out."""
    rows = await tx.fetch(
        "SELECT c.id, c.number, c.reference, c.partner_id, c.paid_on, c.currency, c.unmatched_amount FROM payment c"
        " WHERE c.unmatched_amount > 0 AND c.direction = CASE WHEN $1 THEN 'paid' ELSE 'received' END"
        " AND NOT EXISTS (SELECT FROM payment_reversal r WHERE r.payment_id = c.id) ORDER BY c.paid_on, c.number LIMIT $2",
        is_incoming,
        _CANDIDATES_MAX,
    )
    found: dict[str, list[Owed]] = defaultdict(list)
    for row in rows:
        others = (row["reference"],) if row["reference"] else ()
        found[row["currency"]].append(
            Owed(row["id"], row["number"], others, row["partner_id"], row["paid_on"], row["unmatched_amount"])
        )
    return found


async def payments_to_return(tx: ReadTransaction, entries: Sequence[EntryToClear]) -> dict[tuple[str, Decimal], UUID]:
    """Payments that these entries may give back, by end-to-end id and amount of the entry."""
    rows = await tx.fetch(
        "SELECT e.end_to_end_id, -e.amount AS amount, c.payment_id FROM bank_entry e"
        " JOIN bank_clearing c ON c.bank_entry_id = e.id AND c.undone_at IS NULL AND NOT c.to_suspense"
        " WHERE e.end_to_end_id = ANY($1) AND e.end_to_end_id <> '' AND c.payment_id IS NOT NULL"
        " AND c.payment_id NOT IN (SELECT payment_id FROM payment_reversal)",
        [each.seen.end_to_end_id for each in entries if each.may_be_a_return],
    )
    return {(row["end_to_end_id"], row["amount"]): row["payment_id"] for row in rows}


def entry_of(row: Mapping[str, Any]) -> EntryToClear:
    """Of a row of `bank_entry`."""
    names = ("amount", "currency", "booked_on", "party_name", "party_iban", "end_to_end_id", "text", "code")
    amount, currency = row["instructed_amount"], row["instructed_currency"]
    return EntryToClear(
        id=row["id"],
        bank_account_id=row["bank_account_id"],
        seen=Seen(**{name: row[name] for name in names}),
        may_be_a_return=row["is_reversal"] or row["return_reason"] != "",
        instructed=None if amount is None else (abs(amount), currency),
    )
