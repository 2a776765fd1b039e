"""Inventory's facts as protobuf."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from comptoir.common.v1.decimal_pb2 import Money
from comptoir.inventory.v1 import (
    claim_pb2,
    count_pb2,
    inspection_pb2,
    movement_pb2,
    receipt_pb2,
    replenishment_pb2,
    reservation_pb2,
    return_pb2,
    shipment_pb2,
    transfer_pb2,
)
from kit.events import OutgoingEvent
from kit.money import ZERO
from kit.wire import decimal_out, optional_decimal_out, time_out

from inventory.domain.claim import Claim, Outcome
from inventory.domain.count import CountLine, StockCount
from inventory.domain.detective import Clue
from inventory.domain.document import Document
from inventory.domain.location import OUTSIDE, Location, LocationKind, StockState
from inventory.domain.lot import Lot
from inventory.domain.movement import Movement, Reason
from inventory.domain.package import Package
from inventory.domain.promise import Promise
from inventory.domain.quality import Inspection, Verdict
from inventory.domain.replenishment import Need
from inventory.domain.reservation import HeldLine
from inventory.domain.returns import Disposal, Return, ReturnLine
from inventory.domain.transfer import Transfer, TransferLine

MOVEMENTS = "inventory.stock-movements.v1"
RECEIPTS = "inventory.receipts.v1"
SHIPMENTS = "inventory.shipments.v1"
COUNTS = "inventory.counts.v1"
TRANSFERS = "inventory.transfers.v1"
CLAIMS = "inventory.claims.v1"
RETURNS = "inventory.returns.v1"
REPLENISHMENT = "inventory.replenishment.v1"

_LINES_OF_A_PART = 1000  # of a count: a message stays well below what the broker takes

_NO_ID = UUID(int=0)
_OUTSIDE_KINDS = {
    kind: movement_pb2.LocationKind.Value(f"LOCATION_KIND_{kind.name}") for kind in (place.kind for place in OUTSIDE)
}
_STATES = {state: movement_pb2.StockState.Value(f"STOCK_STATE_{state.name}") for state in StockState}
_REASONS = {reason: movement_pb2.MovementReason.Value(f"MOVEMENT_REASON_{reason.name}") for reason in Reason}


def movement_posted(movement: Movement, currency: str) -> OutgoingEvent:
    """`currency` is that of the opening cost."""
    cost = movement.opening_unit_cost
    message = movement_pb2.MovementPosted(
        movement_id=str(movement.id),
        product_id=str(movement.product_id),
        quantity=decimal_out(movement.quantity),
        source_location_id=str(movement.source.id),
        source_kind=_kind(movement.source),
        source_state=_state(movement.source),
        source_warehouse=movement.source.warehouse,
        destination_location_id=str(movement.destination.id),
        destination_kind=_kind(movement.destination),
        destination_state=_state(movement.destination),
        destination_warehouse=movement.destination.warehouse,
        lot=movement.lot.code if movement.lot else "",
        expires_on=movement.lot.expires_on.isoformat() if movement.lot and movement.lot.expires_on else "",
        reason=_REASONS[movement.reason],
        document_id=str(movement.document_id),
        document_number=movement.document_number,
        document_line_id=str(movement.document_line_id),
        order_id=_text(movement.order_id),
        order_line_id=_text(movement.order_line_id),
        reverses_movement_id=_text(movement.reverses),
        returns_movement_id=_text(movement.returns),
        passes_on_movement_id=_text(movement.passes_on),
        occurred_at=time_out(movement.occurred_at),
        posted_by=movement.posted_by,
        opening_unit_cost=None if cost is None else Money(amount=decimal_out(cost), currency=currency),
    )
    return OutgoingEvent(MOVEMENTS, str(movement.product_id), message)


def receipt_posted(receipt: Document) -> OutgoingEvent:
    message = receipt_pb2.ReceiptPosted(
        receipt_id=str(receipt.id),
        number=receipt.number,
        purchase_order_id=str(receipt.order_id),
        supplier_id=str(receipt.partner_id),
        warehouse=receipt.warehouse,
        lines=[
            receipt_pb2.ReceiptLine(
                receipt_line_id=str(line.id),
                purchase_order_line_id=str(line.order_line_id),
                product_id=str(line.product_id),
                quantity=decimal_out(line.quantity),
                movement_id=str(line.movement_id),
            )
            for line in receipt.lines
        ],
        occurred_at=time_out(receipt.occurred_at),
        posted_by=receipt.posted_by,
        supplier_reference=receipt.supplier_reference,
        rest_cancelled_lines=[
            receipt_pb2.RestCancelled(purchase_order_line_id=str(line_id), quantity=decimal_out(quantity))
            for line_id, quantity in receipt.rest_cancelled
        ],
    )
    return OutgoingEvent(RECEIPTS, str(receipt.order_id), message)


def shipment_posted(shipment: Document, packages: Sequence[Package] = ()) -> OutgoingEvent:
    message = shipment_pb2.ShipmentPosted(
        shipment_id=str(shipment.id),
        number=shipment.number,
        sales_order_id=str(shipment.order_id),
        customer_id=str(shipment.partner_id),
        warehouse=shipment.warehouse,
        lines=[
            shipment_pb2.ShipmentLine(
                shipment_line_id=str(line.id),
                sales_order_line_id=str(line.order_line_id),
                product_id=str(line.product_id),
                quantity=decimal_out(line.quantity),
                movement_id=str(line.movement_id),
            )
            for line in shipment.lines
        ],
        occurred_at=time_out(shipment.occurred_at),
        posted_by=shipment.posted_by,
        packages=[_shipped_package(each) for each in packages],
    )
    return OutgoingEvent(SHIPMENTS, str(shipment.order_id), message)


def _shipped_package(package: Package) -> shipment_pb2.ShippedPackage:
    return shipment_pb2.ShippedPackage(
        sscc=package.sscc,
        weight_kg=optional_decimal_out(package.weight_kg),
        lines=[
            shipment_pb2.PackedLine(
                sales_order_line_id=str(each.order_line_id),
                product_id=str(each.product_id),
                lot=each.lot.code if each.lot else "",
                quantity=decimal_out(each.quantity),
            )
            for each in package.content
        ],
    )


def reservation_changed(order_id: UUID, lines: Sequence[HeldLine]) -> OutgoingEvent:
    """Only the lines that changed; each is complete."""
    message = reservation_pb2.ReservationChanged(
        sales_order_id=str(order_id),
        lines=[
            reservation_pb2.ReservedLine(
                sales_order_line_id=str(line.order_line_id),
                quantity_reserved=decimal_out(line.reserved),
                quantity_backordered=decimal_out(line.backordered),
            )
            for line in lines
        ],
    )
    return OutgoingEvent(SHIPMENTS, str(order_id), message)


def promises_changed(order_id: UUID, promises: Mapping[UUID, Promise]) -> OutgoingEvent:
    message = reservation_pb2.PromisesChanged(
        sales_order_id=str(order_id),
        lines=[
            reservation_pb2.ExpectedLine(
                sales_order_line_id=str(id_),
                promised_on=promise.on.isoformat() if promise.on else "",
                document_number=promise.document_number,
                is_overdue=promise.is_overdue,
            )
            for id_, promise in promises.items()
        ],
    )
    return OutgoingEvent(SHIPMENTS, str(order_id), message)


def count_posted(
    count: StockCount,
    lines: Sequence[CountLine],
    places: Mapping[UUID, Location],
    lots: Mapping[UUID, Lot],
    *,
    likeliest: Mapping[UUID, Clue],
    posted_by: str,
    at: datetime,
) -> list[OutgoingEvent]:
    """A large count in parts; each has the sums of the whole. `likeliest` are clues by line."""
    by_id = {line.id: line for line in lines}

    def told(line: CountLine) -> count_pb2.CountedLine:
        message = _counted_line(line, places[line.location_id], lots.get(line.lot_id or _NO_ID))
        if clue := likeliest.get(line.id):
            message.MergeFrom(_clue(clue, by_id.get(clue.line_id or _NO_ID), places))
        return message

    parts = [lines[i : i + _LINES_OF_A_PART] for i in range(0, len(lines), _LINES_OF_A_PART)] or [[]]
    expected = sum((line.expected * line.unit_cost for line in lines), ZERO)
    differing = sum((line.value for line in lines), ZERO)
    return [
        OutgoingEvent(
            COUNTS,
            str(count.id),
            count_pb2.CountPosted(
                count_id=str(count.id),
                number=count.number,
                warehouse=count.warehouse,
                is_blind=count.is_blind,
                part=number,
                parts=len(parts),
                lines_counted=len(lines),
                lines_differing=sum(1 for line in lines if line.difference),
                value_expected=decimal_out(expected),
                value_differing=decimal_out(differing),
                lines=[told(line) for line in part],
                posted_by=posted_by,
                occurred_at=time_out(at),
            ),
        )
        for number, part in enumerate(parts, start=1)
    ]


def _counted_line(line: CountLine, place: Location, lot: Lot | None) -> count_pb2.CountedLine:
    return count_pb2.CountedLine(
        product_id=str(line.product_id),
        location_id=str(place.id),
        location=place.code,
        lot=lot.code if lot else "",
        expected=decimal_out(line.expected),
        counted=decimal_out(line.counted),
        unit_cost=decimal_out(line.unit_cost),
        cause=line.cause or "",
        counted_by=line.counted_by,
        first_counted_by=line.first_counted_by,
        count_line_id=str(line.id),
    )


def _clue(clue: Clue, other: CountLine | None, places: Mapping[UUID, Location]) -> count_pb2.CountedLine:
    """What a clue adds to a counted line; `other` is the line that it points to."""
    return count_pb2.CountedLine(
        probable_cause=clue.cause,
        probability=clue.weight,
        evidence=str(clue.evidence),
        evidence_document=clue.document_number,
        evidence_line_id=str(other.id) if other else "",
        evidence_product_id=str(other.product_id) if other else "",
        evidence_location=places[other.location_id].code if other else "",
        evidence_factor=decimal_out(Decimal(clue.factor.numerator) / clue.factor.denominator) if clue.factor else None,
    )


def inspection_decided(
    inspection: Inspection, given: Sequence[tuple[Verdict, Decimal, str]], *, by: str, at: datetime
) -> OutgoingEvent:
    """`given`: the verdicts of this decision, with quantity and reason."""
    message = inspection_pb2.InspectionDecided(
        inspection_id=str(inspection.id),
        receipt_line_id=str(inspection.receipt_line_id),
        purchase_order_id=str(inspection.purchase_order_id),
        purchase_order_line_id=str(inspection.purchase_order_line_id),
        supplier_id=str(inspection.supplier_id),
        warehouse=inspection.warehouse,
        product_id=str(inspection.product_id),
        quantity=decimal_out(inspection.quantity),
        verdicts=[
            inspection_pb2.InspectionVerdict(verdict=str(verdict), quantity=decimal_out(quantity), reason=reason)
            for verdict, quantity, reason in given
        ],
        accepted=decimal_out(inspection.accepted),
        rejected=decimal_out(inspection.rejected),
        reworked=decimal_out(inspection.reworked),
        decided_by=by,
        occurred_at=time_out(at),
    )
    return OutgoingEvent(RECEIPTS, str(inspection.purchase_order_id), message)


def transfer_shipped(
    transfer: Transfer, moved: Sequence[tuple[TransferLine, Lot | None, Decimal]], *, by: str, at: datetime
) -> OutgoingEvent:
    """`moved`: quantities by line and lot."""
    message = transfer_pb2.TransferShipped(
        transfer_id=str(transfer.id),
        number=transfer.number,
        source_warehouse=transfer.source,
        destination_warehouse=transfer.destination,
        expected_on=transfer.expected_on.isoformat() if transfer.expected_on else "",
        lines=[_transferred(*each) for each in moved],
        posted_by=by,
        occurred_at=time_out(at),
    )
    return OutgoingEvent(TRANSFERS, str(transfer.id), message)


def transfer_received(
    transfer: Transfer, moved: Sequence[tuple[TransferLine, Lot | None, Decimal]], *, by: str, at: datetime
) -> OutgoingEvent:
    """`moved`: quantities by line and lot."""
    message = transfer_pb2.TransferReceived(
        transfer_id=str(transfer.id),
        number=transfer.number,
        source_warehouse=transfer.source,
        destination_warehouse=transfer.destination,
        lines=[_transferred(*each) for each in moved],
        posted_by=by,
        occurred_at=time_out(at),
    )
    return OutgoingEvent(TRANSFERS, str(transfer.id), message)


def transfer_closed(transfer: Transfer, reason: str, at: datetime) -> OutgoingEvent:
    message = transfer_pb2.TransferClosed(
        transfer_id=str(transfer.id), number=transfer.number, reason=reason, occurred_at=time_out(at)
    )
    return OutgoingEvent(TRANSFERS, str(transfer.id), message)


def _transferred(line: TransferLine, lot: Lot | None, quantity: Decimal) -> transfer_pb2.TransferredLine:
    return transfer_pb2.TransferredLine(
        transfer_line_id=str(line.id),
        product_id=str(line.product_id),
        lot=lot.code if lot else "",
        quantity=decimal_out(quantity),
    )


def customer_return_received(returned: Return) -> OutgoingEvent:
    message = return_pb2.CustomerReturnReceived(
        return_id=str(returned.id),
        number=returned.number,
        order_id=str(returned.order_id),
        customer_id=str(returned.partner_id),
        warehouse=returned.warehouse,
        reference=returned.reference,
        lines=[_returned(line) for line in returned.lines],
        posted_by=returned.posted_by,
        occurred_at=time_out(returned.occurred_at),
    )
    return OutgoingEvent(RETURNS, str(returned.order_id), message)


def customer_return_inspected(
    returned: Return, given: Sequence[Disposal], *, is_complete: bool, by: str, at: datetime
) -> OutgoingEvent:
    products = {line.id: line.product_id for line in returned.lines}
    message = return_pb2.CustomerReturnInspected(
        return_id=str(returned.id),
        number=returned.number,
        order_id=str(returned.order_id),
        customer_id=str(returned.partner_id),
        dispositions=[
            return_pb2.Disposition(
                return_line_id=str(each.line_id),
                product_id=str(products[each.line_id]),
                quantity=decimal_out(each.quantity),
                disposition=str(each.disposition),
                reason=each.reason,
            )
            for each in given
        ],
        is_complete=is_complete,
        inspected_by=by,
        occurred_at=time_out(at),
    )
    return OutgoingEvent(RETURNS, str(returned.order_id), message)


def supplier_return_posted(returned: Return) -> OutgoingEvent:
    message = return_pb2.SupplierReturnPosted(
        return_id=str(returned.id),
        number=returned.number,
        order_id=str(returned.order_id),
        supplier_id=str(returned.partner_id),
        warehouse=returned.warehouse,
        wants=returned.reference,
        lines=[_returned(line) for line in returned.lines],
        posted_by=returned.posted_by,
        occurred_at=time_out(returned.occurred_at),
    )
    return OutgoingEvent(RETURNS, str(returned.order_id), message)


def _returned(line: ReturnLine) -> return_pb2.ReturnedLine:
    return return_pb2.ReturnedLine(
        return_line_id=str(line.id),
        delivered_line_id=str(line.delivered.line_id),
        order_line_id=str(line.delivered.order_line_id),
        product_id=str(line.product_id),
        lot=line.delivered.lot.code if line.delivered.lot else "",
        quantity=decimal_out(line.quantity),
        reason=line.reason,
        movement_id=str(line.movement_id),
    )


def claim_opened(claim: Claim) -> OutgoingEvent:
    message = claim_pb2.ClaimOpened(
        claim_id=str(claim.id),
        number=claim.number,
        kind=str(claim.kind),
        warehouse=claim.warehouse,
        product_id=str(claim.product_id),
        lot=claim.lot.code if claim.lot else "",
        quantity=decimal_out(claim.quantity),
        document_id=str(claim.document_id),
        document_number=claim.document_number,
        document_line_id=str(claim.document_line_id),
        owner=claim.owner,
        occurred_at=time_out(claim.opened_at),
        supplier_id=_text(claim.supplier_id),
        purchase_order_id=_text(claim.order_id),
    )
    return OutgoingEvent(CLAIMS, str(claim.id), message)


def claim_settled(claim: Claim, outcome: Outcome, note: str, *, by: str, at: datetime) -> OutgoingEvent:
    message = claim_pb2.ClaimSettled(
        claim_id=str(claim.id),
        number=claim.number,
        outcome=str(outcome),
        note=note,
        settled_by=by,
        occurred_at=time_out(at),
    )
    return OutgoingEvent(CLAIMS, str(claim.id), message)


def replenishment_needed(need: Need, *, by: str, at: datetime) -> OutgoingEvent:
    message = replenishment_pb2.ReplenishmentNeeded(
        need_id=str(need.id),
        product_id=str(need.product_id),
        warehouse=need.warehouse,
        quantity=decimal_out(need.quantity),
        needed_on=need.needed_on.isoformat(),
        supplier_id=_text(need.supplier_id),
        reason=need.method,
        run_id=str(need.run_id),
        accepted_by=by,
        occurred_at=time_out(at),
        sales_order_id=_text(need.sales_order_id),
        sales_order_line_id=_text(need.sales_order_line_id),
    )
    return OutgoingEvent(REPLENISHMENT, str(need.product_id), message)


def replenishment_withdrawn(need_id: UUID, product_id: UUID, reason: str, at: datetime) -> OutgoingEvent:
    message = replenishment_pb2.ReplenishmentWithdrawn(
        need_id=str(need_id), product_id=str(product_id), reason=reason, occurred_at=time_out(at)
    )
    return OutgoingEvent(REPLENISHMENT, str(product_id), message)


def _kind(place: Location) -> movement_pb2.LocationKind.ValueType:
    if place.kind is LocationKind.TRANSIT:
        return movement_pb2.LOCATION_KIND_TRANSIT
    return _OUTSIDE_KINDS.get(place.kind, movement_pb2.LOCATION_KIND_INTERNAL)


def _state(place: Location) -> movement_pb2.StockState.ValueType:
    return movement_pb2.STOCK_STATE_UNSPECIFIED if place.state is None else _STATES[place.state]


def _text(id_: UUID | None) -> str:
    return "" if id_ is None else str(id_)
