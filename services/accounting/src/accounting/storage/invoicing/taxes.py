"""How sales are taxed, and the tax of documents."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from kit.db import ReadTransaction, Transaction

from accounting.domain.invoice import TaxRate, VatCategory, VatSubtotal
from accounting.domain.invoicing.vat import TaxPlace, VatTreatment, Zone, rates_in, zone_of
from accounting.storage import invoices

RatesByZone = Mapping[Zone, Mapping[str, Sequence[TaxRate]]]

_RATE = ("tax_class", "rate", "effective_from", "rounding")
_TREATMENT = ("zone", "tax_class", "effective_from", "category", "rate", "reason_code", "reason")
_RATES_FOR = (
    "SELECT c.country, c.postal_code, b.vat_id,"
    f" (SELECT array_agg(({', '.join(_RATE)}) ORDER BY tax_class, effective_from DESC) FROM tax_rate) AS rates,"
    f" (SELECT array_agg(({', '.join(_TREATMENT)}) ORDER BY zone, tax_class, effective_from DESC) FROM vat_treatment)"
    " AS treatments FROM (SELECT $1::uuid AS customer_id, $2::uuid AS bill_to_id) s"
    " LEFT JOIN partner c ON c.id = s.customer_id LEFT JOIN partner b ON b.id = s.bill_to_id"
)


async def treatments(tx: ReadTransaction) -> list[VatTreatment]:
    """All of them, newest first."""
    rows = await tx.fetch(
        f"SELECT {', '.join(_TREATMENT)} FROM vat_treatment ORDER BY zone, tax_class, effective_from DESC"
    )
    return [_treatment(dict(row)) for row in rows]


async def set_treatment(tx: Transaction, treatment: VatTreatment) -> None:
    """From its day on; invoices issued before stay as they are."""
    await tx.execute(
        "INSERT INTO vat_treatment (zone, tax_class, effective_from, category, rate, reason_code, reason)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (zone, tax_class, effective_from) DO UPDATE"
        " SET category = excluded.category, rate = excluded.rate, reason_code = excluded.reason_code,"
        " reason = excluded.reason",
        str(treatment.zone),
        treatment.tax_class,
        treatment.effective_from,
        str(treatment.category),
        treatment.rate,
        treatment.reason_code,
        treatment.reason,
    )


async def by_zone(tx: ReadTransaction) -> RatesByZone:
    """The rates of each class in each zone, newest first."""
    rates, found = await invoices.tax_rates(tx), await treatments(tx)
    return {zone: rates_in(zone, rates, found) for zone in Zone}


async def zones(tx: ReadTransaction, sales: Sequence[tuple[UUID, UUID]]) -> dict[tuple[UUID, UUID], Zone]:
    """The zone of each (customer who takes the goods, who pays)."""
    rows = await tx.fetch(
        "SELECT s.customer_id, s.bill_to_id, c.country, c.postal_code, b.vat_id FROM"
        " (SELECT DISTINCT * FROM unnest($1::uuid[], $2::uuid[]) AS s (customer_id, bill_to_id)) s"
        " LEFT JOIN partner c ON c.id = s.customer_id LEFT JOIN partner b ON b.id = s.bill_to_id",
        [customer_id for customer_id, _ in sales],
        [bill_to_id for _, bill_to_id in sales],
    )
    return {(row["customer_id"], row["bill_to_id"]): zone_of(_place(dict(row))) for row in rows}


async def rates_for(tx: ReadTransaction, customer_id: UUID, bill_to_id: UUID) -> Mapping[str, Sequence[TaxRate]]:
    """The rates of each class, newest first, for who takes the goods and who pays: one statement, for orders wait for it."""
    row = await tx.fetchrow(_RATES_FOR, customer_id, bill_to_id)
    assert row is not None  # noqa: S101  # outer joins to one row
    zone = zone_of(_place(dict(row)))
    rates: dict[str, list[TaxRate]] = {}
    for values in row["rates"] or ():
        rate = invoices.tax_rate_of(dict(zip(_RATE, values, strict=True)))
        rates.setdefault(rate.tax_class, []).append(rate)
    found = [_treatment(dict(zip(_TREATMENT, values, strict=True))) for values in row["treatments"] or ()]
    return rates_in(zone, rates, found)


def _place(row: Mapping[str, Any]) -> TaxPlace:
    return TaxPlace(row["country"] or "", row["postal_code"] or "", row["vat_id"] or "")


def _treatment(row: Mapping[str, Any]) -> VatTreatment:
    return VatTreatment(**{**row, "zone": Zone(row["zone"]), "category": VatCategory(row["category"])})


async def add(tx: Transaction, documents: Sequence[tuple[UUID, Sequence[VatSubtotal]]]) -> None:
    """Write the tax of documents."""
    await tx.copy(
        "document_tax",
        ("document_id", "position", "category", "rate", "reason_code", "reason", "base", "tax"),
        [
            (
                id_,
                position,
                str(each.vat.category),
                each.rate,
                each.vat.reason_code,
                each.vat.reason,
                each.base,
                each.tax,
            )
            for id_, subtotals in documents
            for position, each in enumerate(subtotals, 1)
        ],
    )
