"""Say who the company is by law."""

from dataclasses import asdict

from kit.audit import AuditEntry, differences
from kit.db import Transaction
from kit.errors import Invalid, listed, stale

from accounting.domain.einvoice.company import Company, faults
from accounting.storage.einvoice import companies
from kit import audit


async def set_company(tx: Transaction, company: Company, *, version: int | None, by: str) -> int:
    """Keep it; returns its new version. Invoices that have their files keep them as they are.

    Raises:
        Invalid: a number is wrong; `errors` tells of all.
        Stale: somebody changed it since the version sent, or it is there and none was sent.
    """
    if found := list(faults(company)):
        raise Invalid(found[0].detail, field=found[0].field, errors=listed(found))
    before = await companies.lock(tx)
    current = before[1] if before else 0
    if (version or 0) != current:
        raise stale("company", sent=version or 0, current=current)
    if not await companies.keep(tx, company, current + 1):
        raise stale("company", sent=current, current=current + 1)
    changes = differences(asdict(before[0]) if before else {}, asdict(company))
    await audit.record(tx, AuditEntry("company", "1", "changed", changes, by, current + 1))
    return current + 1
