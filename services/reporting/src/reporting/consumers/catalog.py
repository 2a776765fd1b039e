"""Names of products and partners: the last version wins."""

from collections.abc import Sequence
from uuid import UUID

from comptoir.catalog.v1.partner_pb2 import PartnerChanged
from comptoir.catalog.v1.product_pb2 import ProductChanged
from kit.db import Transaction
from kit.events import ReceivedEvent


async def keep_products(tx: Transaction, events: Sequence[ReceivedEvent[ProductChanged]]) -> None:
    last = {event.message.product_id: event.message for event in events}
    await tx.execute(
        "INSERT INTO product AS p (id, version, sku, name, family_code, family_name)"
        " SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[])"
        " ON CONFLICT (id) DO UPDATE SET version = excluded.version, sku = excluded.sku, name = excluded.name,"
        " family_code = excluded.family_code, family_name = excluded.family_name WHERE p.version < excluded.version",
        [UUID(id_) for id_ in last],
        [message.version for message in last.values()],
        [message.sku for message in last.values()],
        [message.name_en or message.name_fr for message in last.values()],
        [message.family_code for message in last.values()],
        [message.family_name or message.family_code for message in last.values()],
    )


async def keep_partners(tx: Transaction, events: Sequence[ReceivedEvent[PartnerChanged]]) -> None:
    last = {event.message.partner_id: event.message for event in events}
    await tx.execute(
        "INSERT INTO partner AS p (id, version, code, name) SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[])"
        " ON CONFLICT (id) DO UPDATE SET version = excluded.version, code = excluded.code, name = excluded.name"
        " WHERE p.version < excluded.version",
        [UUID(id_) for id_ in last],
        [message.version for message in last.values()],
        [message.code for message in last.values()],
        [message.name for message in last.values()],
    )
