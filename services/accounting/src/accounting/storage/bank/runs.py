"""Runs of payments: what they may pay, what they do, and the file for the bank."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import asyncpg
from kit.db import ReadTransaction, Transaction
from kit.errors import unknown
from kit.ids import new_id

from accounting.domain.bank.clearing import OfPartner, Part, Refunded
from accounting.domain.bank.errors import NothingToPay
from accounting.domain.bank.run import Paid, Payable, Payee, Plan, RunKind, end_to_end_id, is_usable
from accounting.domain.bank.sepa import Debited, Instruction
from accounting.storage.discounts import offered

# What an order may be of: an open document, or a credit that is paid back.
_PAID = "(SELECT document_id, number, open_amount FROM open_item UNION ALL SELECT id, number, unmatched_amount FROM payment)"


async def keep_bank_accounts(tx: Transaction, changed: Sequence[tuple[UUID, int, list[dict[str, str]]]]) -> None:
    """Where partners are paid, as catalog has it (id, version, accounts): the newest version counts."""
    rows = await tx.fetch(
        "INSERT INTO partner_bank AS b (id, version, accounts) SELECT id, version, told -> 'accounts'"
        " FROM unnest($1::uuid[], $2::bigint[], $3::jsonb[]) AS x (id, version, told)"
        " ON CONFLICT (id) DO UPDATE SET version = excluded.version, accounts = excluded.accounts"
        " WHERE b.version < excluded.version RETURNING id, accounts",
        [id_ for id_, _, _ in changed],
        [version for _, version, _ in changed],
        [{"accounts": accounts} for _, _, accounts in changed],
    )
    await tx.execute(
        "INSERT INTO partner_account AS p (iban, partner_id, source, times)"
        " SELECT DISTINCT ON (iban) iban, partner_id, 'catalog', 0 FROM unnest($1::text[], $2::uuid[]) AS x (iban, partner_id)"
        " ON CONFLICT (iban) DO UPDATE SET partner_id = excluded.partner_id, source = 'catalog' WHERE p.source <> 'set'",
        [account["iban"] for row in rows for account in row["accounts"]],
        [row["id"] for row in rows for _ in row["accounts"]],
    )


async def payables(tx: ReadTransaction, *, kind: RunKind, currency: str, on: date) -> list[Payable]:
    """Every open document of the side that the run is on, with what keeps it out."""
    rows = await tx.fetch(
        "SELECT o.document_id, o.number, coalesce(b.supplier_number, o.number) AS reference, o.partner_id, o.due_on,"
        " o.open_amount, k.document_id IS NOT NULL AS is_blocked, l.document_id IS NOT NULL AS is_in_a_run,"
        " EXISTS (SELECT 1 FROM bill_dispute d WHERE d.bill_id = o.document_id AND d.resolved_at IS NULL) AS is_disputed,"
        " CASE WHEN d.until >= $3 THEN greatest(d.amount - d.taken, 0) ELSE 0 END AS discount"
        " FROM open_item o LEFT JOIN bill b ON b.id = o.document_id"
        f" LEFT JOIN LATERAL {offered('o.document_id')} AS d ON true"
        " LEFT JOIN document_block k ON k.document_id = o.document_id"
        " LEFT JOIN payment_order_document l ON l.document_id = o.document_id AND l.is_live"
        " WHERE o.open_amount > 0 AND o.is_receivable = $1 AND o.currency = $2",
        kind == "direct-debit",
        currency,
        on,
    )
    return [Payable(**row) for row in rows]


async def refundables(tx: ReadTransaction, currency: str) -> list[Payable]:
    """What stands to customers' credit."""
    rows = await tx.fetch(
        "SELECT p.id AS document_id, p.number, p.number AS reference, p.partner_id, p.paid_on AS due_on,"
        " p.unmatched_amount AS open_amount, 0::numeric AS discount, false AS is_blocked, false AS is_disputed,"
        " l.document_id IS NOT NULL AS is_in_a_run, true AS is_refund, EXISTS (SELECT FROM open_item o"
        "  WHERE o.partner_id = p.partner_id AND o.is_receivable AND o.open_amount > 0) AS owes_us"
        " FROM payment p LEFT JOIN payment_order_document l ON l.document_id = p.id AND l.is_live"
        " WHERE p.direction = 'received' AND p.unmatched_amount > 0 AND p.currency = $1"
        " AND NOT EXISTS (SELECT FROM payment_reversal r WHERE r.payment_id = p.id)",
        currency,
    )
    return [Payable(**row) for row in rows]


async def payees(
    tx: ReadTransaction, kind: RunKind, partner_ids: Collection[UUID], on: date, scheme: str
) -> dict[UUID, Payee]:
    """Where these partners are paid; for direct debits, by which mandate of the scheme, if it may be used on the day."""
    if kind == "transfer":
        rows = await tx.fetch(
            "SELECT b.id, p.name, b.accounts FROM partner_bank b JOIN partner p USING (id) WHERE b.id = ANY($1)",
            list(partner_ids),
        )
        firsts = [(row["id"], row["accounts"][0], row["name"]) for row in rows if row["accounts"]]
        return {id_: Payee(id_, first["holder"] or name, first["iban"], first["bic"]) for id_, first, name in firsts}
    rows = await tx.fetch(
        "SELECT m.partner_id, p.name, m.iban, m.bic, m.id, m.signed_on, m.last_used_on FROM mandate m"
        " JOIN partner p ON p.id = m.partner_id WHERE m.partner_id = ANY($1) AND m.revoked_on IS NULL AND m.scheme = $2",
        list(partner_ids),
        scheme,
    )
    return {
        row["partner_id"]: Payee(row["partner_id"], row["name"], row["iban"], row["bic"], row["id"])
        for row in rows
        if is_usable(row["signed_on"], row["last_used_on"], on)
    }


@dataclass(frozen=True, slots=True)
class Run:
    """The head of a run."""

    id: UUID
    number: str
    kind: RunKind
    scheme: str
    bank_account_id: UUID
    execute_on: date
    currency: str
    total: Decimal
    payments: int
    status: str
    created_by: str
    created_at: datetime


_RUN = (
    "id, number, kind, scheme, bank_account_id, execute_on, currency, total, payments, status, created_by, created_at"
)


async def add(tx: Transaction, run: Run, plan: Plan) -> None:
    """Write a run with its orders.

    Raises:
        NothingToPay: another run has taken one of its documents meanwhile.
    """
    await tx.execute(
        f"INSERT INTO payment_run ({_RUN}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        *(getattr(run, name.strip()) for name in _RUN.split(",")),
    )
    ids = [new_id() for _ in plan.orders]
    await tx.copy(
        "payment_order",
        (
            "id",
            "run_id",
            "position",
            "partner_id",
            "name",
            "iban",
            "bic",
            "amount",
            "end_to_end_id",
            "text",
            "mandate_id",
        ),
        [
            (
                id_,
                run.id,
                position,
                order.payee.partner_id,
                order.payee.name,
                order.payee.iban,
                order.payee.bic,
                order.amount,
                end_to_end_id(run.number, position),
                order.text,
                order.payee.mandate_id,
            )
            for position, (id_, order) in enumerate(zip(ids, plan.orders, strict=True), 1)
        ],
    )
    try:
        await tx.copy(
            "payment_order_document",
            ("order_id", "document_id", "amount", "discount", "is_live"),
            [
                (id_, paid.document_id, paid.amount, paid.discount, True)
                for id_, order in zip(ids, plan.orders, strict=True)
                for paid in order.documents
            ],
        )
    except asyncpg.UniqueViolationError:
        raise NothingToPay(
            "Another run has taken one of these documents meanwhile: look at the proposal again."
        ) from None


async def lock(tx: Transaction, run_id: UUID) -> Run:
    """The run, held until the transaction ends.

    Raises:
        NotFound: there is none with this id.
    """
    row = await tx.fetchrow(f"SELECT {_RUN} FROM payment_run WHERE id = $1 FOR UPDATE", run_id)
    if row is None:
        raise unknown("payment run", run_id)
    return Run(**dict(row))


async def set_status(tx: Transaction, run_id: UUID, status: str) -> None:
    """Where the run has come to."""
    await tx.execute("UPDATE payment_run SET status = $2 WHERE id = $1", run_id, status)


async def release(tx: Transaction, run_id: UUID, end_to_end_id: str | None = None) -> bool:
    """The documents of a run, or of one of its orders, may be in other runs; False when they could be before."""
    released = await tx.execute(
        "UPDATE payment_order_document d SET is_live = false FROM payment_order o WHERE o.id = d.order_id AND o.run_id = $1"
        " AND ($2::text IS NULL OR o.end_to_end_id = $2) AND d.is_live",
        run_id,
        end_to_end_id,
    )
    return bool(released)


@dataclass(frozen=True, slots=True)
class WrittenOrder:
    """An order as it stands, with its documents."""

    position: int
    partner_id: UUID
    instruction: Instruction
    documents: tuple[Paid, ...]


async def orders(tx: ReadTransaction, run_id: UUID) -> list[WrittenOrder]:
    """All of a run, in order."""
    rows = await tx.fetch(
        "SELECT o.position, o.partner_id, o.name, o.iban, o.bic, o.amount, o.end_to_end_id, o.text, m.reference,"
        " m.signed_on, m.last_used_on, array_agg(d.document_id ORDER BY i.number) AS document_ids,"
        " array_agg(i.number ORDER BY i.number) AS numbers, array_agg(d.amount ORDER BY i.number) AS amounts,"
        " array_agg(d.discount ORDER BY i.number) AS discounts FROM payment_order o"
        f" JOIN payment_order_document d ON d.order_id = o.id JOIN {_PAID} i ON i.document_id = d.document_id"
        " LEFT JOIN mandate m ON m.id = o.mandate_id WHERE o.run_id = $1 GROUP BY o.id, m.id ORDER BY o.position",
        run_id,
    )
    return [_order(row) for row in rows]


def _order(row: asyncpg.Record) -> WrittenOrder:
    debited = None
    if row["reference"] is not None:
        debited = Debited(row["reference"], row["signed_on"], row["last_used_on"] is None)
    names = ("name", "iban", "bic", "amount", "end_to_end_id", "text")
    parts = zip(row["document_ids"], row["numbers"], row["amounts"], row["discounts"], strict=True)
    return WrittenOrder(
        row["position"],
        row["partner_id"],
        Instruction(**{name: row[name] for name in names}, debited=debited),
        tuple(Paid(*part) for part in parts),
    )


async def changed_documents(tx: ReadTransaction, run_id: UUID) -> list[str]:
    """Numbers of documents of which less is open than the run pays, or that were blocked since."""
    rows = await tx.fetch(
        "SELECT i.number FROM payment_order o JOIN payment_order_document d ON d.order_id = o.id"
        f" JOIN {_PAID} i ON i.document_id = d.document_id LEFT JOIN document_block k ON k.document_id = d.document_id"
        " WHERE o.run_id = $1 AND (i.open_amount < d.amount + d.discount OR k.document_id IS NOT NULL) ORDER BY i.number",
        run_id,
    )
    return [row["number"] for row in rows]


async def keep_file(tx: Transaction, run: Run, sha256: bytes, content: bytes, now: datetime) -> None:
    """Archive the file; mandates are used from now on."""
    await tx.execute(
        "INSERT INTO payment_file (run_id, sha256, content, created_at) VALUES ($1, $2, $3, $4)",
        run.id,
        sha256,
        content,
        now,
    )
    await tx.execute(
        "UPDATE mandate m SET last_used_on = greatest(m.last_used_on, $2) FROM payment_order o"
        " WHERE o.run_id = $1 AND o.mandate_id = m.id",
        run.id,
        run.execute_on,
    )


async def file_of(tx: ReadTransaction, run_id: UUID) -> tuple[bytes, bytes] | None:
    """(content, SHA-256) of a run's file, once there is one."""
    row = await tx.fetchrow("SELECT content, sha256 FROM payment_file WHERE run_id = $1", run_id)
    return None if row is None else (row["content"], row["sha256"])


async def ordered(
    tx: ReadTransaction, end_to_end_ids: Collection[str]
) -> dict[str, tuple[Decimal, OfPartner | Refunded]]:
    """What our own files have under these ids: the amount, and what it settles or pays back."""
    rows = await tx.fetch(
        "SELECT o.end_to_end_id, o.partner_id, CASE r.kind WHEN 'transfer' THEN -o.amount ELSE o.amount END AS amount,"
        " array_agg(d.document_id ORDER BY d.document_id) AS ids, array_agg(d.amount ORDER BY d.document_id) AS amounts,"
        " array_agg(d.discount ORDER BY d.document_id) AS discounts,"
        " bool_or(EXISTS (SELECT FROM payment p WHERE p.id = d.document_id)) AS is_refund FROM payment_order o"
        " JOIN payment_run r ON r.id = o.run_id"
        " JOIN payment_order_document d ON d.order_id = o.id WHERE o.end_to_end_id = ANY($1) AND r.status <> 'cancelled'"
        " GROUP BY o.id, r.kind",
        list(end_to_end_ids),
    )
    return {
        row["end_to_end_id"]: (
            row["amount"],
            (Refunded if row["is_refund"] else OfPartner)(
                row["partner_id"],
                tuple(Part(*each) for each in zip(row["ids"], row["amounts"], row["discounts"], strict=True)),
            ),
        )
        for row in rows
    }
