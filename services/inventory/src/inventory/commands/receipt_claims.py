"""Claims about goods that suppliers sent, or did not send."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from kit.db import Transaction
from kit.ids import new_id
from kit.quantity import check_precision

from inventory.commands.claims import Difference, open_claims, settle
from inventory.domain.claim import Claim, ClaimKind, Outcome, check_open, check_with_supplier
from inventory.domain.delivery_note import NoteDifference
from inventory.domain.document import Document
from inventory.domain.errors import NoSupplierConcerned
from inventory.domain.lot import Lot
from inventory.storage import claims, locations, products
from inventory.storage.purchase_orders import PurchaseOrder


@dataclass(frozen=True, slots=True)
class SetAside:
    """Goods that nobody ordered, or that came instead of an order's line. Stock units."""

    product_id: UUID
    quantity: Decimal
    instead_of: UUID | None = None


async def claim_differences(
    tx: Transaction,
    found: Sequence[NoteDifference],
    *,
    orders: Sequence[PurchaseOrder],
    receipts: Mapping[UUID, Document],
    lots: Mapping[tuple[UUID, str], Lot],
    owner: str,
    now: datetime,
) -> list[Claim]:
    """A claim for each difference of a delivery, by the receipt of its order (or the order, if nothing of it came)."""
    opened: list[Claim] = []
    for order in orders:
        by_id = {line.id: line.product_id for line in order.lines}
        receipt = receipts.get(order.id)
        first_lines = {line.order_line_id: line.id for line in reversed(receipt.lines)} if receipt else {}
        opened += await open_claims(
            tx,
            [
                Difference(
                    each.kind,
                    by_id[each.order_line_id],
                    lots.get((by_id[each.order_line_id], each.lot)) if each.lot else None,
                    each.quantity,
                    first_lines.get(each.order_line_id, each.order_line_id),
                )
                for each in found
                if each.order_line_id in by_id
            ],
            warehouse=receipt.warehouse if receipt else order.warehouse,
            document=(receipt.id, receipt.number) if receipt else (order.id, order.number),
            owner=owner,
            now=now,
            supplier_id=order.supplier_id,
            order_id=order.id,
        )
    return opened


async def set_aside(
    tx: Transaction,
    goods: Sequence[SetAside],
    *,
    warehouse: str,
    supplier_id: UUID | None,
    delivery_note: str,
    owner: str,
    now: datetime,
) -> list[Claim]:
    """Goods nobody ordered: the supplier's until somebody takes them over by an order, so no stock; each has its claim.

    Raises:
        WarehouseNotKnown, ProductNotKnown: they cannot be told.
    """
    await locations.check_warehouse(tx, warehouse)
    known = await products.known(tx, [each.product_id for each in goods])
    for i, each in enumerate(goods):
        check_precision(each.quantity, known[each.product_id].decimals, field=f"lines.{i}.quantity")
    return await open_claims(
        tx,
        [
            Difference(
                ClaimKind.RECEIPT_WRONG_PRODUCT if each.instead_of else ClaimKind.RECEIPT_UNANNOUNCED,
                each.product_id,
                None,
                each.quantity,
                each.instead_of or new_id(),
            )
            for each in goods
        ],
        warehouse=warehouse,
        document=(new_id(), delivery_note),
        owner=owner,
        now=now,
        supplier_id=supplier_id,
    )


async def send_to_supplier(tx: Transaction, claim_id: UUID, note: str, *, now: datetime) -> None:
    """The supplier has to answer.

    Raises:
        NotFound, ClaimIsSettled, NoSupplierConcerned: he cannot.
    """
    claim = await claims.lock(tx, claim_id)
    check_with_supplier(claim)
    await claims.send_to_supplier(tx, claim.id, note, now=now)


async def settle_receipt_claim(
    tx: Transaction, claim_id: UUID, outcome: Outcome, note: str, *, by: str, now: datetime
) -> None:
    """The supplier made it good, or nobody expects that any more. Goods move by returns, scrap or receipts of their own.

    Raises:
        NotFound, ClaimIsSettled: there is none, or nobody has to act.
        NoSupplierConcerned: it is about a transfer.
    """
    claim = await claims.lock(tx, claim_id)
    check_open(claim)
    if claim.kind.is_of_transfer:
        raise NoSupplierConcerned(f"{claim.number} is about a transfer: it is written off or explained.")
    await settle(tx, claim, outcome, note, by=by, now=now)
