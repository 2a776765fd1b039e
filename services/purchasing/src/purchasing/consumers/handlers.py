"""The table of what purchasing listens to."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from comptoir.catalog.v1.partner_pb2 import PartnerChanged
from comptoir.catalog.v1.product_pb2 import ProductChanged, ProductStatus
from comptoir.inventory.v1.receipt_pb2 import ReceiptPosted
from kit.consumer import Handlers
from kit.db import Transaction
from kit.events import ReceivedEvent
from kit.money import ZERO
from kit.quantity import Factor
from kit.wire import decimal_in

from purchasing.commands.receive import receive
from purchasing.storage import masters
from purchasing.storage.masters import Product


async def keep_products(tx: Transaction, events: Sequence[ReceivedEvent[ProductChanged]]) -> None:
    last = {event.message.product_id: event.message for event in events}
    await masters.keep_products(
        tx,
        [
            Product(
                id=UUID(m.product_id),
                version=m.version,
                sku=m.sku,
                name=m.name_fr or m.name_en,
                is_bought=m.status == ProductStatus.PRODUCT_STATUS_ACTIVE,
                quantity_decimals=m.quantity_decimals,
                packagings={each.code: Factor(each.numerator, each.denominator) for each in m.packagings},
            )
            for m in last.values()
        ],
    )


async def keep_partners(tx: Transaction, events: Sequence[ReceivedEvent[PartnerChanged]]) -> None:
    last = {event.message.partner_id: event.message for event in events}
    await masters.keep_partners(
        tx, [(UUID(m.partner_id), m.version, m.code, m.name, m.is_supplier and m.is_active) for m in last.values()]
    )


async def goods_came(tx: Transaction, events: Sequence[ReceivedEvent[ReceiptPosted]]) -> None:
    quantities: dict[UUID, dict[UUID, Decimal]] = {}
    for event in events:
        for line in event.message.lines:
            order = quantities.setdefault(UUID(event.message.purchase_order_id), {})
            line_id = UUID(line.purchase_order_line_id)
            order[line_id] = order.get(line_id, ZERO) + decimal_in(line.quantity)
    await receive(tx, quantities)


HANDLERS: Handlers = {
    "catalog.products.v1": {ProductChanged: keep_products},
    "catalog.partners.v1": {PartnerChanged: keep_partners},
    "inventory.receipts.v1": {ReceiptPosted: goods_came},
}
