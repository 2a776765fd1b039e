"""Partners; addresses, contacts and bank accounts live and die with them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.search import folded

from catalog.domain.likeness import LIKE, Candidate, name_key, postal_codes
from catalog.domain.partner import Partner
from catalog.domain.snapshot import restored

COLUMNS = (
    "id", "version", "code", "name", "is_customer", "is_supplier", "is_active", "bill_to_partner_id", "segment",
    "salesperson", "channel", "credit_limit", "is_on_credit_hold", "currency", "language", "payment_days",
    "payment_terms_code", "minimum_shelf_life_days", "vat_id", "siren", "siret", "gln", "email", "addresses", "contacts",
    "bank_accounts",
)  # fmt: skip
_FOUND_BY = ("search", "name_key", "postal_codes")


async def add(tx: Transaction, partners: Sequence[Partner]) -> None:
    """Write new partners; one may be invoiced to another of the same list."""
    # A partner's row is checked against the row that it names at the end of the statement, so order does not matter.
    await tx.copy("partner", (*COLUMNS, *_FOUND_BY), [_row(partner) for partner in partners])


async def replace(tx: Transaction, partners: Sequence[Partner]) -> set[UUID]:
    """Write the new states of partners over version - 1; the ids of those for which that is no longer the current one."""
    columns = (*COLUMNS, *_FOUND_BY)
    assignments = ", ".join(f"{name} = asked.{name}" for name in columns if name != "id")
    rows = await tx.fetch(
        f"UPDATE partner SET {assignments} FROM jsonb_populate_recordset(NULL::partner, $1) AS asked"
        " WHERE partner.id = asked.id AND partner.version = asked.version - 1 RETURNING partner.id",
        [dict(zip(columns, _row(partner), strict=True)) for partner in partners],
    )
    return {partner.id for partner in partners} - {row["id"] for row in rows}


async def find(tx: ReadTransaction, partner_id: UUID, *, lock: bool = False) -> Partner | None:
    """One partner, or nothing; held against other changes until the transaction ends when asked."""
    return (await find_many(tx, [partner_id], lock=lock)).get(partner_id)


async def find_many(tx: ReadTransaction, ids: Iterable[UUID], *, lock: bool = False) -> dict[UUID, Partner]:
    """Partners by id, held against other changes until the transaction ends when asked."""
    rows = await tx.fetch(
        f"SELECT {', '.join(COLUMNS)} FROM partner WHERE id = ANY($1) ORDER BY id{' FOR NO KEY UPDATE' if lock else ''}",
        list(ids),
    )
    return {row["id"]: partner_of(dict(row)) for row in rows}


async def by_codes(tx: ReadTransaction, codes: Collection[str]) -> dict[str, Partner]:
    """Partners by their codes: those that are known."""
    rows = await tx.fetch(f"SELECT {', '.join(COLUMNS)} FROM partner WHERE code = ANY($1)", list(codes))
    return {row["code"]: partner_of(dict(row)) for row in rows}


async def known(tx: ReadTransaction, ids: Sequence[UUID], *, role: str | None = None) -> set[UUID]:
    """Which of these are partners (`role`: "is_customer" or "is_supplier")."""
    condition = f" AND {role}" if role in ("is_customer", "is_supplier") else ""
    rows = await tx.fetch(f"SELECT id FROM partner WHERE id = ANY($1){condition}", ids)
    return {row["id"] for row in rows}


async def taken(tx: ReadTransaction, partners: Sequence[Partner]) -> list[tuple[str, str, UUID, str]]:
    """(field, value, id and code of the partner that has it) for every id or code that another partner has already."""
    rows = await tx.fetch(
        "SELECT 'id' AS field, id::text AS value, id, code FROM partner WHERE id = ANY($1)"
        " UNION ALL SELECT 'code', code, id, code FROM partner WHERE code = ANY($2)",
        [partner.id for partner in partners],
        [partner.code for partner in partners],
    )
    return [(row["field"], row["value"], row["id"], row["code"]) for row in rows]


async def alike(tx: ReadTransaction, partners: Iterable[tuple[int, Partner]]) -> list[Candidate]:
    """Partners that one of these, each with its place in the request, probably is already; of each the five likeliest."""
    asked = [(i, partner) for i, partner in partners]
    places = [(i, name_key(partner.name), code) for i, partner in asked for code in postal_codes(partner)]
    rows = await tx.fetch(
        "WITH found AS ("
        "SELECT a.i, p.id, p.code, p.name, 1::numeric AS score, 'vat_id' AS reason"
        " FROM unnest($1::int[], $2::text[], $3::text[]) AS a (i, vat_id, siren) JOIN partner p ON p.vat_id = a.vat_id"
        " UNION ALL SELECT a.i, p.id, p.code, p.name, 1, 'siren'"
        " FROM unnest($1::int[], $2::text[], $3::text[]) AS a (i, vat_id, siren) JOIN partner p ON p.siren = a.siren"
        " UNION ALL SELECT a.i, p.id, p.code, p.name, round(similarity(p.name_key, a.name)::numeric, 2),"
        " 'name-and-postal-code' FROM unnest($4::int[], $5::text[], $6::text[]) AS a (i, name, postal_code)"
        " JOIN partner p ON p.postal_codes @> ARRAY[a.postal_code] WHERE similarity(p.name_key, a.name)::numeric >= $7)"
        " SELECT * FROM (SELECT i, id, code, name, max(score) AS score, array_agg(DISTINCT reason) AS reasons,"
        " row_number() OVER (PARTITION BY i ORDER BY max(score) DESC, code) AS place FROM found GROUP BY i, id, code, name) f"
        " WHERE place <= 5 ORDER BY i, place",
        [i for i, _ in asked],
        [partner.vat_id for _, partner in asked],
        [partner.siren for _, partner in asked],
        [i for i, _, _ in places],
        [name for _, name, _ in places],
        [code for _, _, code in places],
        LIKE,
    )
    return [
        Candidate(row["i"], row["id"], row["code"], row["name"], row["score"], tuple(row["reasons"])) for row in rows
    ]


def partner_of(row: Mapping[str, Any]) -> Partner:
    """The partner of a row."""
    return restored(Partner, {name: row[name] for name in COLUMNS})


def _row(partner: Partner) -> tuple[object, ...]:
    values = {name: getattr(partner, name) for name in COLUMNS}
    for name in ("addresses", "contacts", "bank_accounts"):
        values[name] = [asdict(part) for part in values[name]]
    codes = (partner.vat_id, partner.siren, partner.siret, partner.gln, partner.email)
    search = folded(partner.code, partner.name, *(code for code in codes if code))
    return (*values.values(), search, name_key(partner.name), postal_codes(partner))
