"""Names of products and partners."""

from collections.abc import Sequence
from uuid import UUID

from comptoir.catalog.v1.partner_pb2 import PartnerChanged
from comptoir.catalog.v1.product_pb2 import ProductChanged
from kit.db import Transaction
from kit.events import ReceivedEvent

from kit import copies
from reporting.storage import entries, facts

_PRODUCT = {
    "id": "uuid", "version": "bigint", "sku": "text", "name": "text", "family_code": "text", "family_name": "text",
    "supplier_id": "uuid",
}  # fmt: skip
_PARTNER = {"id": "uuid", "version": "bigint", "code": "text", "name": "text"}


async def keep_products(tx: Transaction, events: Sequence[ReceivedEvent[ProductChanged]]) -> None:
    last = {event.message.product_id: event.message for event in events}
    rows = [
        (
            UUID(m.product_id), m.version, m.sku, m.name_en or m.name_fr, m.family_code, m.family_name or m.family_code,
            UUID(m.suppliers[0].supplier_id) if m.suppliers else None,
        )
        for m in last.values()
    ]  # fmt: skip
    async with entries.regrouping(tx, await facts.regrouped(tx, {row[0]: (row[1], row[4], row[6]) for row in rows})):
        await copies.keep(tx, "product", _PRODUCT, rows)


async def keep_partners(tx: Transaction, events: Sequence[ReceivedEvent[PartnerChanged]]) -> None:
    last = {event.message.partner_id: event.message for event in events}
    await copies.keep(tx, "partner", _PARTNER, [(UUID(m.partner_id), m.version, m.code, m.name) for m in last.values()])
