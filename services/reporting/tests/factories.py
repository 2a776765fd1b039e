"""Facts with sensible defaults; a test states only what it is about."""

from datetime import UTC, datetime
from decimal import Decimal

from comptoir.accounting.v1.credit_note_pb2 import CreditedLine, CreditNoteIssued
from comptoir.accounting.v1.invoice_pb2 import InvoiceIssued, InvoiceLine
from comptoir.accounting.v1.valuation_pb2 import CostShare, MovementValued, StockRevalued
from kit.ids import new_id
from kit.wire import decimal_out, time_out

WHEN = time_out(datetime(2026, 3, 2, 12, tzinfo=UTC))


def text_id() -> str:
    return str(new_id())


def line(movement_id: str, *, product_id: str, net: str, quantity: str = "1") -> InvoiceLine:
    return InvoiceLine(
        invoice_line_id=text_id(),
        sales_order_line_id=text_id(),
        shipment_line_id=text_id(),
        movement_id=movement_id,
        product_id=product_id,
        quantity=decimal_out(Decimal(quantity)),
        net_amount=decimal_out(Decimal(net)),
    )


def invoice(
    *lines: InvoiceLine, customer_id: str | None = None, issued_on: str = "2026-03-02", tax: str = "0"
) -> InvoiceIssued:
    return InvoiceIssued(
        invoice_id=text_id(),
        number="FA-2026-000001",
        sales_order_id=text_id(),
        customer_id=customer_id or text_id(),
        segment="shop",
        salesperson="S1",
        channel="field",
        issued_on=issued_on,
        tax_amount=decimal_out(Decimal(tax)),
        lines=lines,
        occurred_at=WHEN,
    )


def issue(movement_id: str, *, product_id: str, cost: str, left: str = "0", value: str = "0") -> MovementValued:
    return MovementValued(
        movement_id=movement_id,
        product_id=product_id,
        quantity=decimal_out(Decimal(-1)),
        amount=decimal_out(-Decimal(cost)),
        quantity_after=decimal_out(Decimal(left)),
        value_after=decimal_out(Decimal(value)),
        occurred_at=WHEN,
    )


def credit_note(
    sold: InvoiceIssued, *, net: str, quantity: str = "0", tax: str = "0", credited_on: str = "2026-04-01"
) -> CreditNoteIssued:
    """Of the first line of an invoice."""
    line = sold.lines[0]
    return CreditNoteIssued(
        credit_note_id=text_id(),
        number="AV-2026-000001",
        sales_order_id=sold.sales_order_id,
        customer_id=sold.customer_id,
        segment=sold.segment,
        salesperson=sold.salesperson,
        channel=sold.channel,
        credited_on=credited_on,
        tax_amount=decimal_out(Decimal(tax)),
        lines=[
            CreditedLine(
                credit_note_line_id=text_id(),
                invoice_id=sold.invoice_id,
                invoice_line_id=line.invoice_line_id,
                movement_id=line.movement_id,
                product_id=line.product_id,
                quantity=decimal_out(Decimal(quantity)),
                net_amount=decimal_out(Decimal(net)),
            )
        ],
        occurred_at=WHEN,
    )


def came_back(issue_id: str, *, product_id: str, cost: str, posted_on: str = "2026-04-01") -> MovementValued:
    return MovementValued(
        movement_id=text_id(),
        returns_movement_id=issue_id,
        product_id=product_id,
        quantity=decimal_out(Decimal(1)),
        amount=decimal_out(Decimal(cost)),
        quantity_after=decimal_out(Decimal(1)),
        value_after=decimal_out(Decimal(cost)),
        posted_on=posted_on,
        occurred_at=WHEN,
    )


def correction(movement_id: str, *, product_id: str, amount: str) -> StockRevalued:
    share = CostShare(movement_id=movement_id, amount=decimal_out(Decimal(amount)))
    zero = decimal_out(Decimal(0))
    return StockRevalued(
        revaluation_id=text_id(),
        product_id=product_id,
        quantity_after=zero,
        value_after=zero,
        shares=[share],
        occurred_at=WHEN,
    )
