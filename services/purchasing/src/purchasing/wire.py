"""Purchasing's facts as protobuf."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from comptoir.purchasing.v1 import landed_cost_pb2
from comptoir.purchasing.v1 import purchase_order_pb2 as pb
from comptoir.purchasing.v1.supplier_price_pb2 import SupplierPriceChanged, SupplierPriceEnded
from kit.events import OutgoingEvent
from kit.wire import decimal_out, optional_decimal_out, time_out

from purchasing.domain.landed import LandedCost, Share
from purchasing.domain.order import OrderLine, PurchaseOrder
from purchasing.domain.prices import SupplierPrice

ORDERS = "purchasing.orders.v1"
LANDED_COSTS = "purchasing.landed-costs.v1"
SUPPLIER_PRICES = "purchasing.supplier-prices.v1"


def placed(order: PurchaseOrder, at: datetime, need_ids: Sequence[UUID] = ()) -> OutgoingEvent:
    """`need_ids`: needs of inventory that the order serves."""
    message = pb.PurchaseOrderPlaced(
        purchase_order_id=str(order.id),
        number=order.number,
        version=order.version,
        supplier_id=str(order.supplier_id),
        currency=order.currency,
        warehouse=order.warehouse,
        ordered_on=order.ordered_on.isoformat(),
        lines=[_line(line) for line in order.lines],
        over_receipt_rate=decimal_out(order.over_receipt_rate),
        occurred_at=time_out(at),
        need_ids=[str(id_) for id_ in need_ids],
        deliver_to=order.deliver_to,
    )
    return OutgoingEvent(ORDERS, str(order.id), message)


def revised(order: PurchaseOrder, at: datetime) -> OutgoingEvent:
    message = pb.PurchaseOrderRevised(
        purchase_order_id=str(order.id),
        number=order.number,
        version=order.version,
        revision=order.revision,
        supplier_id=str(order.supplier_id),
        currency=order.currency,
        warehouse=order.warehouse,
        ordered_on=order.ordered_on.isoformat(),
        lines=[_line(line) for line in order.lines],
        over_receipt_rate=decimal_out(order.over_receipt_rate),
        occurred_at=time_out(at),
    )
    return OutgoingEvent(ORDERS, str(order.id), message)


def _line(line: OrderLine) -> pb.PurchaseOrderLine:
    return pb.PurchaseOrderLine(
        purchase_order_line_id=str(line.id),
        product_id=str(line.product_id),
        quantity=decimal_out(line.stock_quantity),
        unit_price=decimal_out(line.stock_unit_price),
        packaging_code=line.packaging_code,
        packaging_quantity=decimal_out(line.quantity),
        expected_on=line.expected_on.isoformat() if line.expected_on else "",
        line_amount=decimal_out(line.amount),
        over_receipt_rate=optional_decimal_out(line.over_receipt_rate),
        under_receipt_rate=decimal_out(line.under_receipt_rate),
        cancelled=decimal_out(line.cancelled),
        sales_order_line_id=str(line.sales_order_line_id or ""),
    )


def replenishment_refused(need_id: UUID, at: datetime) -> OutgoingEvent:
    message = pb.ReplenishmentRefused(need_id=str(need_id), occurred_at=time_out(at))
    return OutgoingEvent(ORDERS, str(need_id), message)


def closed(order: PurchaseOrder, reason: str, at: datetime) -> OutgoingEvent:
    message = pb.PurchaseOrderClosed(purchase_order_id=str(order.id), reason=reason, occurred_at=time_out(at))
    return OutgoingEvent(ORDERS, str(order.id), message)


def supplier_price_changed(price: SupplierPrice, at: datetime) -> OutgoingEvent:
    message = SupplierPriceChanged(
        supplier_id=str(price.supplier_id),
        product_id=str(price.product_id),
        packaging_code=price.packaging_code,
        from_quantity=decimal_out(price.from_quantity),
        unit_price=decimal_out(price.unit_price),
        minimum=decimal_out(price.minimum),
        multiple=decimal_out(price.multiple),
        lead_time_days=price.lead_time_days,
        effective_from=price.effective_from.isoformat(),
        effective_until=price.effective_until.isoformat() if price.effective_until else "",
        supplier_sku=price.supplier_sku,
        currency=price.currency,
        occurred_at=time_out(at),
    )
    return OutgoingEvent(SUPPLIER_PRICES, str(price.product_id), message)


def supplier_price_ended(price: SupplierPrice, until: date, at: datetime) -> OutgoingEvent:
    message = SupplierPriceEnded(
        supplier_id=str(price.supplier_id),
        product_id=str(price.product_id),
        packaging_code=price.packaging_code,
        from_quantity=decimal_out(price.from_quantity),
        effective_until=until.isoformat(),
        occurred_at=time_out(at),
    )
    return OutgoingEvent(SUPPLIER_PRICES, str(price.product_id), message)


def landed_cost_posted(document: LandedCost, shares: Sequence[Share], at: datetime) -> OutgoingEvent:
    message = landed_cost_pb2.LandedCostPosted(
        landed_cost_id=str(document.id),
        number=document.number,
        kind=str(document.kind),
        supplier_id=str(document.supplier_id),
        reference=document.reference,
        amount=decimal_out(document.amount),
        shares=[
            landed_cost_pb2.LandedShare(
                receipt_id=str(share.line.receipt_id),
                receipt_line_id=str(share.line.receipt_line_id),
                purchase_order_line_id=str(share.line.purchase_order_line_id),
                product_id=str(share.line.product_id),
                amount=decimal_out(share.amount),
            )
            for share in shares
        ],
        posted_by=document.posted_by,
        occurred_at=time_out(at),
        currency=document.rate.currency,
        currency_amount=decimal_out(document.currency_amount),
        exchange_rate=decimal_out(document.rate.rate),
    )
    return OutgoingEvent(LANDED_COSTS, str(document.id), message)


def landed_cost_reversed(document: LandedCost, reason: str, by: str, at: datetime) -> OutgoingEvent:
    message = landed_cost_pb2.LandedCostReversed(
        landed_cost_id=str(document.id),
        number=document.number,
        reason=reason,
        posted_by=by,
        occurred_at=time_out(at),
    )
    return OutgoingEvent(LANDED_COSTS, str(document.id), message)
