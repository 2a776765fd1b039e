"""The one company that the books are of."""

from dataclasses import asdict
from decimal import Decimal
from typing import Any

from kit.db import ReadTransaction, Transaction

from accounting.domain.einvoice.company import Company
from accounting.domain.einvoice.model import Address
from accounting.domain.einvoice.reporting import Pace
from accounting.domain.errors import CompanyNotKnown


async def find(tx: ReadTransaction) -> tuple[Company, int] | None:
    """The company and its version; nothing until somebody said who it is."""
    row = await tx.fetchrow("SELECT data, version FROM company")
    return None if row is None else (_company(row["data"]), row["version"])


async def known(tx: ReadTransaction) -> Company:
    """The company.

    Raises:
        CompanyNotKnown: nobody said who it is.
    """
    found = await find(tx)
    if found is None:
        raise CompanyNotKnown("Nobody said yet who the company is by law: PUT /company first.")
    return found[0]


async def lock(tx: Transaction) -> tuple[Company, int] | None:
    """As `find`, held until the transaction ends."""
    row = await tx.fetchrow("SELECT data, version FROM company FOR UPDATE")
    return None if row is None else (_company(row["data"]), row["version"])


async def keep(tx: Transaction, company: Company, version: int) -> bool:
    """Write it in this version; False when somebody else was first."""
    written = await tx.execute(
        "INSERT INTO company AS c (id, version, data) VALUES (1, $1, $2) ON CONFLICT (id) DO UPDATE"
        " SET version = excluded.version, data = excluded.data WHERE c.version = excluded.version - 1",
        version,
        asdict(company),
    )
    return bool(written)


def _company(data: dict[str, Any]) -> Company:
    address = {**data["address"], "lines": tuple(data["address"]["lines"])}
    capital = data["capital"]
    return Company(
        **{
            **data,
            "address": Address(**address),
            "capital": None if capital is None else Decimal(capital),
            "vat_returns": Pace(data.get("vat_returns", Pace.MONTHLY)),
        }
    )
