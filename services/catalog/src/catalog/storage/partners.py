"""Partners; addresses and contacts live and die with them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.search import folded

from catalog.domain.partner import Address, Contact, Partner

COLUMNS = (
    "id", "version", "code", "name", "is_customer", "is_supplier", "is_active", "bill_to_partner_id", "segment",
    "salesperson", "channel", "credit_limit", "is_on_credit_hold", "currency", "language", "payment_days", "vat_id",
    "siren", "siret", "gln", "email", "addresses", "contacts",
)  # fmt: skip


async def add(tx: Transaction, partners: Sequence[Partner]) -> None:
    """Write new partners; one may be invoiced to another of the same list."""
    # A partner's row is checked against the row that it names at the end of the statement, so order does not matter.
    await tx.copy("partner", (*COLUMNS, "search"), [_row(partner) for partner in partners])


async def replace(tx: Transaction, partner: Partner) -> bool:
    """Write a partner's new state over version - 1; False when that is no longer the current one."""
    assignments = ", ".join(f"{name} = ${i}" for i, name in enumerate((*COLUMNS, "search"), start=1) if name != "id")
    return bool(
        await tx.execute(f"UPDATE partner SET {assignments} WHERE id = $1 AND version = $2 - 1", *_row(partner))
    )


async def find(tx: ReadTransaction, partner_id: UUID) -> Partner | None:
    """One partner, or nothing."""
    row = await tx.fetchrow(f"SELECT {', '.join(COLUMNS)} FROM partner WHERE id = $1", partner_id)
    return partner_of(dict(row)) if row else None


async def known(tx: ReadTransaction, ids: Sequence[UUID], *, role: str | None = None) -> set[UUID]:
    """Which of these are partners (`role`: "is_customer" or "is_supplier")."""
    condition = f" AND {role}" if role in ("is_customer", "is_supplier") else ""
    rows = await tx.fetch(f"SELECT id FROM partner WHERE id = ANY($1){condition}", ids)
    return {row["id"] for row in rows}


async def taken(tx: ReadTransaction, partners: Sequence[Partner]) -> list[tuple[str, str, UUID]]:
    """(field, value, id of the partner that has it) for every id or code that another partner has already."""
    rows = await tx.fetch(
        "SELECT 'id' AS field, id::text AS value, id FROM partner WHERE id = ANY($1)"
        " UNION ALL SELECT 'code', code, id FROM partner WHERE code = ANY($2)",
        [partner.id for partner in partners],
        [partner.code for partner in partners],
    )
    return [(row["field"], row["value"], row["id"]) for row in rows]


def partner_of(row: Mapping[str, Any]) -> Partner:
    """The partner of a row."""
    values = {name: row[name] for name in COLUMNS}
    values["addresses"] = tuple(Address(**address) for address in row["addresses"])
    values["contacts"] = tuple(Contact(**contact) for contact in row["contacts"])
    return Partner(**values)


def _row(partner: Partner) -> tuple[object, ...]:
    values = {name: getattr(partner, name) for name in COLUMNS}
    values["addresses"] = [asdict(address) for address in partner.addresses]
    values["contacts"] = [asdict(contact) for contact in partner.contacts]
    codes = (partner.vat_id, partner.siren, partner.siret, partner.gln, partner.email)
    return (*values.values(), folded(partner.code, partner.name, *(code for code in codes if code)))
