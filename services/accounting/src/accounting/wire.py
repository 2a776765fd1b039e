"""Between protobuf and accounting's own types, both ways."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from comptoir.accounting.v1 import payment_pb2
from comptoir.accounting.v1.bill_pb2 import BillCancelled, BillPosted, CreditNoteLine, CreditNoteReceived
from comptoir.accounting.v1.bill_pb2 import BillLine as BillLineMessage
from comptoir.accounting.v1.exchange_rate_pb2 import ExchangeRateSet
from comptoir.accounting.v1.payment_pb2 import CashDiscountExpected, PaymentDirection, PaymentMatch, PaymentRecorded
from comptoir.accounting.v1.period_pb2 import PeriodSealed
from comptoir.accounting.v1.valuation_pb2 import CostShare, MovementValued, StockRevalued
from comptoir.catalog.v1.partner_pb2 import MonthEnd
from comptoir.catalog.v1.partner_pb2 import PaymentTerms as PaymentTermsMessage
from comptoir.inventory.v1.movement_pb2 import LocationKind, MovementPosted, MovementReason
from comptoir.purchasing.v1.landed_cost_pb2 import LandedCostPosted
from kit.errors import Invalid
from kit.events import OutgoingEvent
from kit.exchange import ExchangeRate
from kit.ids import parse_id
from kit.money import Money
from kit.wire import decimal_in, decimal_out, money_out, optional_decimal_in, time_in, time_out

from accounting.domain.bill import Bill
from accounting.domain.late_cost import LandedCost
from accounting.domain.matching import AdjustmentKind
from accounting.domain.movement import Direction, Movement, Reason
from accounting.domain.payment import Reversal, Settlement
from accounting.domain.payment_terms import PaymentTerms
from accounting.domain.taken_back import CreditedLine
from accounting.domain.valuation import Stock
from accounting.domain.valued import Valued

EXCHANGE_RATES = "accounting.exchange-rates.v1"
VALUATIONS = "accounting.valuations.v1"
INVOICES = "accounting.invoices.v1"
BILLS = "accounting.bills.v1"
PAYMENTS = "accounting.payments.v1"
PERIODS = "accounting.periods.v1"

_OWN = (LocationKind.LOCATION_KIND_INTERNAL, LocationKind.LOCATION_KIND_TRANSIT)
_REASONS = {
    MovementReason.MOVEMENT_REASON_OPENING: Reason.OPENING,
    MovementReason.MOVEMENT_REASON_RECEIPT: Reason.RECEIPT,
    MovementReason.MOVEMENT_REASON_SHIPMENT: Reason.SHIPMENT,
    MovementReason.MOVEMENT_REASON_TRANSFER: Reason.TRANSFER,
    MovementReason.MOVEMENT_REASON_ADJUSTMENT: Reason.ADJUSTMENT,
    MovementReason.MOVEMENT_REASON_CUSTOMER_RETURN: Reason.CUSTOMER_RETURN,
    MovementReason.MOVEMENT_REASON_SUPPLIER_RETURN: Reason.SUPPLIER_RETURN,
    MovementReason.MOVEMENT_REASON_SCRAP: Reason.SCRAP,
}


def movement(message: MovementPosted) -> Movement:
    """The fact behind a message.

    Raises:
        Invalid: an id is none, or the reason is unknown to us.
    """
    if message.reason not in _REASONS:
        raise Invalid(f"The movement reason {message.reason} is unknown to accounting.", field="reason")
    has_cost = message.HasField("opening_unit_cost")
    return Movement(
        id=parse_id(message.movement_id),
        product_id=parse_id(message.product_id),
        quantity=decimal_in(message.quantity),
        direction=_direction(message),
        reason=_REASONS[message.reason],
        document_id=parse_id(message.document_id),
        document_number=message.document_number,
        document_line_id=optional_id(message.document_line_id),
        order_id=optional_id(message.order_id),
        order_line_id=optional_id(message.order_line_id),
        reverses=optional_id(message.reverses_movement_id),
        returns=optional_id(message.returns_movement_id),
        passes_on=optional_id(message.passes_on_movement_id),
        occurred_at=time_in(message.occurred_at),
        opening_unit_cost=decimal_in(message.opening_unit_cost.amount) if has_cost else None,
        lot=message.lot,
        source=message.source_warehouse,
        destination=message.destination_warehouse,
    )


def landed_cost(message: LandedCostPosted) -> LandedCost:
    """The fact behind a message.

    Raises:
        Invalid: an id is none.
    """
    return LandedCost(
        id=parse_id(message.landed_cost_id),
        number=message.number,
        kind=message.kind,
        supplier_id=parse_id(message.supplier_id),
        shares=[(parse_id(share.receipt_line_id), decimal_in(share.amount)) for share in message.shares],
        occurred_at=time_in(message.occurred_at),
    )


def _direction(message: MovementPosted) -> Direction:
    leaves, enters = message.source_kind in _OWN, message.destination_kind in _OWN
    if leaves == enters:
        return Direction.INSIDE
    return Direction.INTO_STOCK if enters else Direction.OUT_OF_STOCK


def optional_id(text: str) -> UUID | None:
    """The id of a text that may be empty."""
    return parse_id(text) if text else None


@dataclass(frozen=True, slots=True)
class After:
    """A product right after a valuation."""

    quantity: Decimal
    value: Decimal
    unit_cost: Decimal

    @classmethod
    def of(cls, stock: Stock) -> "After":
        return cls(stock.quantity, stock.posted, stock.unit_cost)


def movement_valued(fact: Movement, valued: Valued, after: After, entry_number: str) -> OutgoingEvent:
    message = MovementValued(
        movement_id=str(fact.id),
        product_id=str(fact.product_id),
        quantity=decimal_out(valued.quantity),
        amount=decimal_out(valued.amount),
        order_id=str(fact.order_id or ""),
        order_line_id=str(fact.order_line_id or ""),
        document_id=str(fact.document_id),
        quantity_after=decimal_out(after.quantity),
        value_after=decimal_out(after.value),
        unit_cost_after=decimal_out(after.unit_cost),
        posted_on=valued.posted_on.isoformat(),
        entry_number=entry_number,
        occurred_at=time_out(fact.occurred_at),
        returns_movement_id=str(fact.returns or ""),
    )
    return OutgoingEvent(VALUATIONS, str(fact.product_id), message)


def stock_revalued(
    revaluation_id: UUID,
    product_id: UUID,
    *,
    to_stock: Decimal,
    to_cost_of_sales: Decimal,
    reason: str,
    document_id: UUID,
    after: After,
    posted_on: date,
    occurred_at: datetime,
    shares: Sequence[tuple[UUID, Decimal]] = (),
) -> OutgoingEvent:
    message = StockRevalued(
        revaluation_id=str(revaluation_id),
        product_id=str(product_id),
        amount_to_stock=decimal_out(to_stock),
        amount_to_cost_of_sales=decimal_out(to_cost_of_sales),
        reason=reason,
        document_id=str(document_id),
        quantity_after=decimal_out(after.quantity),
        value_after=decimal_out(after.value),
        unit_cost_after=decimal_out(after.unit_cost),
        posted_on=posted_on.isoformat(),
        occurred_at=time_out(occurred_at),
        shares=[CostShare(movement_id=str(issue_id), amount=decimal_out(amount)) for issue_id, amount in shares],
    )
    return OutgoingEvent(VALUATIONS, str(product_id), message)


def bill_posted(bill: Bill, number: str, occurred_at: datetime) -> OutgoingEvent:
    order_id = _order_of(bill)
    message = BillPosted(
        bill_id=str(bill.id),
        number=number,
        supplier_number=bill.supplier_number,
        supplier_id=str(bill.supplier_id),
        purchase_order_id=order_id,
        currency=bill.rate.currency,
        billed_on=bill.billed_on.isoformat(),
        net_amount=decimal_out(bill.net_amount),
        tax_amount=decimal_out(bill.tax_amount),
        gross_amount=decimal_out(bill.gross_amount),
        exchange_rate=decimal_out(bill.rate.rate),
        rate_on=bill.rate.on.isoformat(),
        lines=_bill_lines(bill),
        occurred_at=time_out(occurred_at),
    )
    return OutgoingEvent(BILLS, order_id or str(bill.id), message)


def _order_of(bill: Bill) -> str:
    """The first order that it is about; empty for a bill without goods."""
    return str(bill.lines[0].purchase_order_id) if bill.lines else ""


def _bill_lines(bill: Bill) -> list[BillLineMessage]:
    return [
        BillLineMessage(
            bill_line_id=str(line.id),
            purchase_order_line_id=str(line.purchase_order_line_id),
            purchase_order_id=str(line.purchase_order_id),
            receipt_line_id=str(line.receipt_line_id),
            product_id=str(line.product_id),
            quantity=decimal_out(line.quantity),
            net_amount=decimal_out(line.net_amount),
            company_amount=decimal_out(value),
        )
        for line, value in zip(bill.lines, bill.net_values(), strict=True)
    ]


def bill_cancelled(bill: Bill, number: str, reason: str, occurred_at: datetime) -> OutgoingEvent:
    order_id = _order_of(bill)
    message = BillCancelled(
        bill_id=str(bill.id),
        number=number,
        supplier_id=str(bill.supplier_id),
        purchase_order_id=order_id,
        reason=reason,
        lines=_bill_lines(bill),
        occurred_at=time_out(occurred_at),
    )
    return OutgoingEvent(BILLS, order_id or str(bill.id), message)


def credit_note_received(
    note_id: UUID,
    number: str,
    supplier_id: UUID,
    credited_on: date,
    lines: Sequence[CreditedLine],
    rate: ExchangeRate,
    orders: Mapping[UUID, UUID],
    occurred_at: datetime,
) -> OutgoingEvent:
    order_id = str(orders[lines[0].receipt_line_id])
    message = CreditNoteReceived(
        credit_note_id=str(note_id),
        number=number,
        supplier_id=str(supplier_id),
        purchase_order_id=order_id,
        credited_on=credited_on.isoformat(),
        lines=[
            CreditNoteLine(
                receipt_line_id=str(line.receipt_line_id),
                purchase_order_id=str(orders[line.receipt_line_id]),
                quantity=decimal_out(line.quantity),
                net_amount=decimal_out(line.net_amount),
                company_amount=decimal_out(rate.to_company(line.net_amount)),
            )
            for line in lines
        ],
        occurred_at=time_out(occurred_at),
    )
    return OutgoingEvent(BILLS, order_id, message)


def exchange_rate_set(rate: ExchangeRate, company_currency: str, source: str, at: datetime) -> OutgoingEvent:
    message = ExchangeRateSet(
        currency=rate.currency,
        rate=decimal_out(rate.rate),
        company_currency=company_currency,
        valid_on=rate.on.isoformat(),
        source=source,
        occurred_at=time_out(at),
    )
    return OutgoingEvent(EXCHANGE_RATES, rate.currency, message)


def period_sealed(month: date, seal: bytes, at: datetime) -> OutgoingEvent:
    name = f"{month:%Y-%m}"
    return OutgoingEvent(PERIODS, name, PeriodSealed(month=name, seal=seal.hex(), occurred_at=time_out(at)))


def payment_recorded(settlement: Settlement, number: str, occurred_at: datetime) -> OutgoingEvent:
    payment = settlement.payment
    received = payment.direction == "received"
    message = PaymentRecorded(
        payment_id=str(payment.id),
        number=number,
        direction=PaymentDirection.PAYMENT_DIRECTION_RECEIVED if received else PaymentDirection.PAYMENT_DIRECTION_PAID,
        partner_id=str(payment.partner_id),
        amount=money_out(Money(payment.amount, payment.currency)),
        paid_on=payment.paid_on.isoformat(),
        matches=[
            PaymentMatch(document_id=str(each.document_id), amount=decimal_out(each.amount))
            for each in settlement.settled
        ],
        company_amount=decimal_out(payment.value),
        exchange_difference=decimal_out(settlement.exchange_gain),
        adjustments=_adjustments((each.document_id, each.kind, each.amount) for each in settlement.adjusted),
        occurred_at=time_out(occurred_at),
    )
    return OutgoingEvent(PAYMENTS, str(payment.partner_id), message)


_ADJUSTMENTS = {
    AdjustmentKind.DISCOUNT: payment_pb2.AdjustmentKind.ADJUSTMENT_KIND_DISCOUNT,
    AdjustmentKind.WRITE_OFF: payment_pb2.AdjustmentKind.ADJUSTMENT_KIND_WRITE_OFF,
}


def _adjustments(told: Iterable[tuple[UUID, AdjustmentKind, Decimal]]) -> list[payment_pb2.PaymentAdjustment]:
    return [
        payment_pb2.PaymentAdjustment(document_id=str(id_), kind=_ADJUSTMENTS[kind], amount=decimal_out(amount))
        for id_, kind, amount in told
    ]


def payment_reversed(reversal: Reversal, occurred_at: datetime) -> OutgoingEvent:
    payment = reversal.payment
    received = payment.direction == "received"
    message = payment_pb2.PaymentReversed(
        reversal_id=str(reversal.entry_id),
        payment_id=str(payment.id),
        number=payment.number,
        direction=PaymentDirection.PAYMENT_DIRECTION_RECEIVED if received else PaymentDirection.PAYMENT_DIRECTION_PAID,
        partner_id=str(payment.partner_id),
        amount=money_out(Money(payment.amount, payment.currency)),
        reversed_on=reversal.on.isoformat(),
        matches=[
            PaymentMatch(document_id=str(each.document_id), amount=decimal_out(each.amount)) for each in payment.settled
        ],
        adjustments=_adjustments((each.document_id, each.kind, each.amount) for each in payment.adjusted),
        reason=reversal.reason,
        occurred_at=time_out(occurred_at),
    )
    return OutgoingEvent(PAYMENTS, str(payment.partner_id), message)


_MONTH_END = {MonthEnd.MONTH_END_BEFORE_DAYS: "before-days", MonthEnd.MONTH_END_AFTER_DAYS: "after-days"}


def terms_of(message: PaymentTermsMessage) -> PaymentTerms:
    """The terms of a message that has some."""
    return PaymentTerms(
        code=message.code,
        net_days=message.net_days,
        month_end=_MONTH_END.get(message.month_end, "none"),
        discount_rate=optional_decimal_in(message.discount_rate),
        discount_days=message.discount_days if message.HasField("discount_days") else None,
    )


def cash_discount_expected(partner_id: UUID, offered_rate: Decimal, share: Decimal, at: datetime) -> OutgoingEvent:
    message = CashDiscountExpected(
        partner_id=str(partner_id),
        offered_rate=decimal_out(offered_rate),
        expected_rate=decimal_out((offered_rate * share).quantize(Decimal("0.000001"))),
        share_taken=decimal_out(share),
        occurred_at=time_out(at),
    )
    return OutgoingEvent(PAYMENTS, str(partner_id), message)
