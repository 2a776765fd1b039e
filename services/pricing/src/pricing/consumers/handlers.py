"""The table of what pricing listens to."""

from collections.abc import Sequence
from uuid import UUID

from comptoir.accounting.v1.valuation_pb2 import MovementValued, StockRevalued
from comptoir.catalog.v1.partner_pb2 import PartnerChanged
from comptoir.catalog.v1.product_pb2 import ProductChanged
from kit.consumer import Handlers
from kit.db import Transaction
from kit.events import ReceivedEvent
from kit.wire import decimal_in

from kit import clock, copies
from pricing.storage import costs

_PARTNER = {"id": "uuid", "version": "bigint", "code": "text", "segment": "text"}


async def keep_products(tx: Transaction, events: Sequence[ReceivedEvent[ProductChanged]]) -> None:
    last = {event.message.product_id: event.message for event in events}
    # A row of arrays cannot be unnested, so the path travels as one text; no code has a line feed.
    await tx.execute(
        "INSERT INTO product AS copy (id, version, sku, name, family_path)"
        " SELECT i, v, s, n, string_to_array(f, chr(10)) FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::text[])"
        " AS x (i, v, s, n, f) ON CONFLICT (id) DO UPDATE SET version = excluded.version, sku = excluded.sku,"
        " name = excluded.name, family_path = excluded.family_path WHERE copy.version < excluded.version",
        [UUID(id_) for id_ in last],
        [m.version for m in last.values()],
        [m.sku for m in last.values()],
        [m.name_fr or m.name_en for m in last.values()],
        ["\n".join(m.family_path or [m.family_code]) for m in last.values()],
    )


async def keep_partners(tx: Transaction, events: Sequence[ReceivedEvent[PartnerChanged]]) -> None:
    last = {event.message.partner_id: event.message for event in events}
    rows = [(UUID(m.partner_id), m.version, m.code, m.segment) for m in last.values()]
    await copies.keep(tx, "partner", _PARTNER, rows)


async def keep_costs(tx: Transaction, events: Sequence[ReceivedEvent[MovementValued | StockRevalued]]) -> None:
    last = {UUID(event.message.product_id): decimal_in(event.message.unit_cost_after) for event in events}
    await costs.keep(tx, last, clock.now())


HANDLERS: Handlers = {
    "catalog.products.v1": {ProductChanged: keep_products},
    "catalog.partners.v1": {PartnerChanged: keep_partners},
    "accounting.valuations.v1": {MovementValued: keep_costs, StockRevalued: keep_costs},
}
