"""What is to be reported, and the reports that were made."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.money import ZERO

from accounting.domain.einvoice.company import Company
from accounting.domain.einvoice.mentions import process_of
from accounting.domain.einvoice.model import Document, Kind, Totals, Vat, VatCategory, VatSubtotal
from accounting.domain.einvoice.reporting import Period, Role
from accounting.domain.einvoice.vat import EU
from accounting.storage.einvoice import identities

_WITHIN_EU = Vat(VatCategory.INTRA_COMMUNITY, reason_code="VATEX-EU-IC", reason="Acquisition intracommunautaire")
_ABROAD = sorted(EU - {"FR", "MC"})


@dataclass(frozen=True, slots=True)
class MadeReport:
    """A report that was made of a period: the first, or one that corrects it."""

    id: UUID
    number: str
    role: Role
    period: Period
    ordinal: int
    invoice_count: int
    total_count: int
    net_amount: Decimal
    tax_amount: Decimal
    substance: bytes
    made_by: str
    made_at: datetime


async def sold(tx: ReadTransaction, period: Period) -> list[UUID]:
    """Our invoices and credit notes of a period, in the order of their numbers."""
    rows = await tx.fetch(
        "SELECT id FROM (SELECT id, number, issued_on FROM invoice WHERE gross_amount > 0"
        " UNION ALL SELECT id, number, credited_on FROM customer_credit_note) d"
        " WHERE issued_on BETWEEN $1 AND $2 ORDER BY number",
        period.starts_on,
        period.ends_on,
    )
    return [row["id"] for row in rows]


async def bought(tx: ReadTransaction, period: Period, company: Company) -> list[Document]:
    """Purchases of goods in the EU, bills and credit notes. What is imported from elsewhere customs tells of."""
    rows = await tx.fetch(
        "SELECT b.* FROM (SELECT supplier_id, supplier_number, billed_on, currency, net_amount, tax_amount, true AS is_bill"
        " FROM bill b WHERE NOT EXISTS (SELECT FROM bill_cancellation c WHERE c.bill_id = b.id)"
        " UNION ALL SELECT supplier_id, supplier_number, credited_on, currency, net_amount, tax_amount, false"
        " FROM credit_note) b JOIN partner_identity p ON p.id = b.supplier_id"
        " WHERE b.billed_on BETWEEN $1 AND $2 AND b.tax_amount = 0 AND left(p.vat_id, 2) = ANY($3)"
        " ORDER BY b.billed_on, b.supplier_number",
        period.starts_on,
        period.ends_on,
        _ABROAD,
    )
    sellers = await identities.parties(tx, [row["supplier_id"] for row in rows])
    return [
        Document(
            kind=Kind.INVOICE if row["is_bill"] else Kind.CREDIT_NOTE,
            number=row["supplier_number"],
            issued_on=row["billed_on"],
            currency=row["currency"],
            process=process_of(has_goods=True, has_services=False, is_paid=False),
            seller=sellers[row["supplier_id"]][0],
            buyer=company.party,
            vat=(VatSubtotal(_WITHIN_EU, row["net_amount"], ZERO),),
            totals=Totals(
                lines=row["net_amount"],
                allowances=ZERO,
                charges=ZERO,
                net=row["net_amount"],
                tax=ZERO,
                gross=row["net_amount"],
                paid=ZERO,
                payable=row["net_amount"],
            ),
        )
        for row in rows
    ]


async def of_period(tx: ReadTransaction, role: Role, starts_on: date) -> tuple[MadeReport | None, MadeReport | None]:
    """The last report of the period that begins that day, and the last one that the platform did not refuse."""
    rows = await tx.fetch(
        "SELECT r.*, coalesce(f.status = 'refused', false) AS is_refused FROM e_report r"
        " LEFT JOIN platform_flow f ON f.key = 'report:' || r.id WHERE r.role = $1 AND r.starts_on = $2"
        " ORDER BY r.ordinal DESC",
        str(role),
        starts_on,
    )
    stands = next((_made(dict(row)) for row in rows if not row["is_refused"]), None)
    return _made(dict(rows[0])) if rows else None, stands


def _made(row: dict[str, Any]) -> MadeReport:
    row.pop("is_refused")
    period = Period(row.pop("starts_on"), row.pop("ends_on"), row.pop("due_on"))
    return MadeReport(**{**row, "role": Role(row["role"]), "period": period})


async def add(tx: Transaction, made: MadeReport) -> bool:
    """Keep it; False when somebody made this one meanwhile."""
    added = await tx.execute(
        "INSERT INTO e_report (id, number, role, starts_on, ends_on, due_on, ordinal, invoice_count, total_count, net_amount,"
        " tax_amount, substance, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
        " ON CONFLICT DO NOTHING",
        made.id,
        made.number,
        str(made.role),
        made.period.starts_on,
        made.period.ends_on,
        made.period.due_on,
        made.ordinal,
        made.invoice_count,
        made.total_count,
        made.net_amount,
        made.tax_amount,
        made.substance,
        made.made_by,
        made.made_at,
    )
    return bool(added)
