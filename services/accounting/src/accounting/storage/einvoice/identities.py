"""Partners and products as invoices name them: copies of catalog's."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from comptoir.catalog.v1.partner_pb2 import PartnerChanged
from comptoir.catalog.v1.product_pb2 import ProductChanged
from kit.db import ReadTransaction, Transaction

from accounting.domain.einvoice.identifiers import E_ADDRESS_SCHEME, GLN_SCHEME
from accounting.domain.einvoice.model import Address, Party
from kit import copies

_PARTNER = {
    "id": "uuid", "version": "bigint", "name": "text", "language": "text", "is_supplier": "boolean", "siren": "text",
    "siret": "text", "vat_id": "text", "gln": "text", "email": "text", "addresses": "jsonb",
}  # fmt: skip
_ADDRESS = ("name", "line1", "line2", "postal_code", "city", "region", "country")
_PRODUCT = {"id": "uuid", "version": "bigint", "stock_uom": "text", "packagings": "jsonb", "suppliers": "jsonb"}


async def keep_partners(tx: Transaction, partners: Sequence[PartnerChanged]) -> None:
    """The last version of each."""
    rows = [
        (
            UUID(m.partner_id), m.version, m.name, m.language or "fr", m.is_supplier, m.siren or m.siret[:9], m.siret,
            m.vat_id, m.gln, m.email, _places(m),
        )
        for m in partners
    ]  # fmt: skip
    await copies.keep(tx, "partner_identity", _PARTNER, rows)


async def keep_products(tx: Transaction, products: Sequence[ProductChanged]) -> None:
    """The last version of each."""
    rows = [
        (
            UUID(m.product_id),
            m.version,
            m.stock_uom or "C62",
            {
                p.code: {"uom": p.uom, "numerator": p.numerator, "denominator": p.denominator, "gtin": p.gtin}
                for p in m.packagings
            },
            {s.supplier_id: {"sku": s.supplier_sku, "packaging": s.packaging_code} for s in m.suppliers},
        )
        for m in products
    ]
    await copies.keep(tx, "product_identity", _PRODUCT, rows)


def _places(partner: PartnerChanged) -> dict[str, dict[str, str]]:
    """The first billing and the first delivery address."""
    places: dict[str, dict[str, str]] = {}
    for address in partner.addresses:
        stored = {name: getattr(address, name) for name in _ADDRESS}
        for kind in ("billing", "delivery") if address.kind == "both" else (address.kind,):
            places.setdefault(kind, stored)
    return places


async def parties(tx: ReadTransaction, partner_ids: Sequence[UUID]) -> dict[UUID, tuple[Party, str]]:
    """Partners as they are invoiced, each with its language."""
    rows = await tx.fetch(
        "SELECT p.*, nullif(e.address, '') AS e_address FROM partner_identity p LEFT JOIN e_address e ON e.partner_id = p.id"
        " WHERE p.id = ANY($1)",
        partner_ids,
    )
    return {row["id"]: (_party(dict(row)), "en" if row["language"] == "en" else "fr") for row in rows}


async def delivery_places(tx: ReadTransaction, partner_ids: Sequence[UUID]) -> dict[UUID, tuple[str, Address]]:
    """Where partners take goods in, as far as they say so: name and address."""
    rows = await tx.fetch("SELECT id, name, addresses FROM partner_identity WHERE id = ANY($1)", partner_ids)
    found = {row["id"]: (row["name"], row["addresses"].get("delivery")) for row in rows}
    return {id_: (place["name"] or name, _address(place)) for id_, (name, place) in found.items() if place}


def gtin_of(packagings: Mapping[str, Any] | None) -> str:
    """Of a single unit, where a product has such a number."""
    single = [each["gtin"] for each in (packagings or {}).values() if each["numerator"] == each["denominator"]]
    return next((gtin for gtin in single if gtin), "")


def _party(row: Mapping[str, Any]) -> Party:
    siren, gln, email = row["siren"], row["gln"], row["email"]
    listed = row["e_address"] or siren
    scheme, e_address = next(
        ((scheme, value) for scheme, value in ((E_ADDRESS_SCHEME, listed), (GLN_SCHEME, gln), ("EM", email)) if value),
        ("", ""),
    )
    place = row["addresses"].get("billing") or row["addresses"].get("delivery")
    return Party(
        name=row["name"],
        address=_address(place) if place else Address(country="FR" if siren else row["vat_id"][:2]),
        siren=siren,
        siret=row["siret"],
        vat_id=row["vat_id"],
        gln=gln,
        e_address=e_address,
        e_address_scheme=scheme,
        email=email,
    )


def _address(stored: Mapping[str, str]) -> Address:
    lines = tuple(line for line in (stored["line1"], stored["line2"]) if line)
    return Address(lines, stored["postal_code"], stored["city"], stored["region"], stored["country"] or "FR")


async def not_looked_up(
    tx: ReadTransaction, partner_ids: Sequence[UUID], since: datetime
) -> dict[UUID, tuple[str, str]]:
    """SIREN and SIRET of those whose address nobody asked the directory for since then."""
    rows = await tx.fetch(
        "SELECT p.id, p.siren, p.siret FROM partner_identity p LEFT JOIN e_address e ON e.partner_id = p.id"
        " WHERE p.id = ANY($1) AND p.siren <> '' AND (e.looked_up_at IS NULL OR e.looked_up_at < $2)",
        partner_ids,
        since,
    )
    return {row["id"]: (row["siren"], row["siret"]) for row in rows}


async def keep_e_address(tx: Transaction, partner_id: UUID, address: str, now: datetime) -> None:
    await tx.execute(
        "INSERT INTO e_address (partner_id, address, looked_up_at) VALUES ($1, $2, $3) ON CONFLICT (partner_id)"
        " DO UPDATE SET address = excluded.address, looked_up_at = excluded.looked_up_at",
        partner_id,
        address,
        now,
    )
