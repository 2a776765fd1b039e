"""How documents and what is on them are taxed, as EN 16931 says it."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from kit.db import ReadTransaction

from accounting.domain.einvoice.model import Vat, VatCategory, VatSubtotal


def vat_of(row: Mapping[str, Any]) -> Vat:
    """Of an invoiced line or charge."""
    return Vat(VatCategory(row["vat_category"]), row["tax_rate"], row["vat_reason_code"], row["vat_reason"])


async def subtotals(tx: ReadTransaction, document_ids: Sequence[UUID]) -> dict[UUID, tuple[VatSubtotal, ...]]:
    """The tax of invoices and credit notes, by their ids."""
    rows = await tx.fetch(
        "SELECT document_id, category, rate, reason_code, reason, base, tax FROM document_tax"
        " WHERE document_id = ANY($1) ORDER BY document_id, position",
        list(document_ids),
    )
    found: dict[UUID, tuple[VatSubtotal, ...]] = {}
    for row in rows:
        vat = Vat(VatCategory(row["category"]), row["rate"], row["reason_code"], row["reason"])
        each = VatSubtotal(vat, row["base"], row["tax"])
        found[row["document_id"]] = (*found.get(row["document_id"], ()), each)
    return found
