"""Invoices as EN 16931 documents: one statement for the heads, one for the lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from asyncpg import Record
from kit.db import ReadTransaction, Transaction
from kit.money import ZERO, round_half_up

from accounting.domain.einvoice import mentions
from accounting.domain.einvoice.checks import key_of
from accounting.domain.einvoice.company import Company
from accounting.domain.einvoice.findings import Finding
from accounting.domain.einvoice.model import Address, Delivery, Document, Kind, Line, Party, Totals, Vat, VatSubtotal
from accounting.domain.einvoice.vat import vat_of
from accounting.domain.payment_terms import Discount
from accounting.storage.einvoice import identities


@dataclass(frozen=True, slots=True)
class Issued:
    """An invoice of ours to write, and the language it speaks."""

    id: UUID
    customer_id: UUID
    document: Document
    language: str


async def unwritten(tx: ReadTransaction, limit: int) -> list[UUID]:
    """Invoices that nobody made files of yet, the oldest first."""
    rows = await tx.fetch(
        "SELECT i.id FROM invoice i LEFT JOIN einvoice e ON e.document_id = i.id"
        " WHERE e.document_id IS NULL AND i.gross_amount > 0 ORDER BY i.id LIMIT $1",
        limit,
    )
    return [row["id"] for row in rows]


async def buyers(tx: ReadTransaction, invoice_ids: Sequence[UUID]) -> list[UUID]:
    """Who is asked to pay these."""
    rows = await tx.fetch("SELECT DISTINCT bill_to_id FROM invoice WHERE id = ANY($1)", invoice_ids)
    return [row["bill_to_id"] for row in rows]


async def issued(tx: ReadTransaction, invoice_ids: Sequence[UUID], company: Company) -> list[Issued]:
    """Those of these invoices that there are, as documents of the company."""
    heads = await tx.fetch(
        "SELECT i.*, o.customer_reference, coalesce(e.document_on, i.issued_on) AS delivered_on FROM invoice i"
        " LEFT JOIN sales_order o ON o.id = i.sales_order_id LEFT JOIN journal_entry e ON e.id = i.entry_id"
        " WHERE i.id = ANY($1) ORDER BY i.id",
        invoice_ids,
    )
    rows = await tx.fetch(
        "SELECT l.*, p.sku, n.stock_uom, n.packagings FROM invoice_line l LEFT JOIN product p ON p.id = l.product_id"
        " LEFT JOIN product_identity n ON n.id = l.product_id WHERE l.invoice_id = ANY($1) ORDER BY l.id",
        invoice_ids,
    )
    lines: dict[UUID, list[Record]] = {}
    for row in rows:
        lines.setdefault(row["invoice_id"], []).append(row)
    buyers = await identities.parties(tx, [row["bill_to_id"] for row in heads])
    places = await identities.delivery_places(tx, [row["customer_id"] for row in heads])
    found = []
    for head in heads:
        buyer, language = buyers.get(head["bill_to_id"], (Party("?"), "fr"))
        place = places.get(head["customer_id"])
        document = _document(head, lines.get(head["id"], []), company, buyer, place, language)
        found.append(Issued(head["id"], head["customer_id"], document, language))
    return found


def _document(
    head: Record,
    rows: Sequence[Record],
    company: Company,
    buyer: Party,
    place: tuple[str, Address] | None,
    language: str,
) -> Document:
    seller = company.party
    lines = tuple(_line(i, row, seller, buyer) for i, row in enumerate(rows, 1))
    discount = None
    if head["discount_rate"] is not None:
        discount = Discount(head["discount_rate"], head["discount_until"], head["discount_amount"])
    is_elsewhere = place is not None and place[1] != buyer.address
    return Document(
        kind=Kind.INVOICE,
        number=head["number"],
        issued_on=head["issued_on"],
        due_on=head["due_on"],
        currency=head["currency"],
        process=mentions.process_of(has_goods=True, has_services=False, is_paid=False),
        seller=seller,
        buyer=buyer,
        lines=lines,
        vat=_subtotals(lines),
        totals=Totals(
            lines=head["net_amount"],
            allowances=ZERO,
            charges=ZERO,
            net=head["net_amount"],
            tax=head["tax_amount"],
            gross=head["gross_amount"],
            paid=ZERO,
            payable=head["gross_amount"],
        ),
        delivery=Delivery(head["delivered_on"], *(place if place and is_elsewhere else ())),
        terms=mentions.terms(head["due_on"], language),
        notes=mentions.notes(company, language=language, discount=discount, currency=head["currency"]),
        means=company.means,
        order_number=head["customer_reference"] or "",
        sales_order_number=head["sales_order_number"],
        vat_on_debits=company.vat_on_debits,
    )


def _line(position: int, row: Record, seller: Party, buyer: Party) -> Line:
    unit = row["stock_uom"] or "C62"
    single = [each["gtin"] for each in (row["packagings"] or {}).values() if each["numerator"] == each["denominator"]]
    return Line(
        id=str(position),
        name=row["description"],
        quantity=row["quantity"],
        unit=unit,
        unit_price=row["unit_price"],
        net_amount=row["net_amount"],
        vat=vat_of(row["tax_rate"], seller=seller, buyer=buyer),
        seller_sku=row["sku"] or "",
        gtin=next((gtin for gtin in single if gtin), ""),
    )


def _subtotals(lines: Sequence[Line]) -> tuple[VatSubtotal, ...]:
    """VAT once per category and rate, on the sum of the rounded lines."""
    bases: dict[tuple[str, Decimal], tuple[Vat, Decimal]] = {}
    for line in lines:
        _, base = bases.get(key_of(line.vat), (line.vat, ZERO))
        bases[key_of(line.vat)] = (line.vat, base + line.net_amount)
    return tuple(VatSubtotal(vat, base, round_half_up(base * vat.rate)) for vat, base in bases.values())


@dataclass(frozen=True, slots=True)
class Written:
    """How the writing of an invoice went."""

    document_id: UUID
    number: str
    is_valid: bool
    findings: Sequence[Finding]
    rules_version: str
    written_at: datetime


async def keep_result(tx: Transaction, written: Written) -> bool:
    """Keep it, unless its files are there already: those stay as they are; False then."""
    kept = await tx.execute(
        "INSERT INTO einvoice AS e (document_id, number, status, findings, rules_version, written_at)"
        " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (document_id) DO UPDATE SET status = excluded.status,"
        " findings = excluded.findings, rules_version = excluded.rules_version, written_at = excluded.written_at"
        " WHERE e.status = 'faulty'",
        written.document_id,
        written.number,
        "written" if written.is_valid else "faulty",
        [stored(finding) for finding in written.findings],
        written.rules_version,
        written.written_at,
    )
    return bool(kept)


def stored(finding: Finding) -> dict[str, object]:
    """A finding as JSON."""
    return {
        "rule": finding.rule,
        "severity": str(finding.severity),
        "text": finding.text,
        "location": finding.location,
        "is_french": finding.is_french,
    }
