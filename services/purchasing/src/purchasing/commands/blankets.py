"""Agree on a quantity, and call it off by orders."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from kit.audit import AuditEntry
from kit.db import Transaction
from kit.exchange_rates import rate_on
from kit.ids import new_id
from kit.money import ZERO
from kit.numbers import next_number

from kit import audit, clock
from purchasing.commands.place_order import submit_order
from purchasing.commands.write_order import WrittenLine, WrittenOrder, checked_lines, create_order
from purchasing.domain.blanket import BlanketLine, BlanketOrder, CallOff, check_call_offs
from purchasing.domain.errors import NotAgreed
from purchasing.domain.order import PurchaseOrder
from purchasing.storage import blankets


@dataclass(frozen=True, slots=True)
class AgreedLine:
    """So many packagings at a price; `least` of one call-off."""

    product_id: UUID
    packaging_code: str
    quantity: Decimal
    unit_price: Decimal
    least: Decimal


@dataclass(frozen=True, slots=True)
class Agreement:
    supplier_id: UUID
    currency: str
    department: str
    reference: str
    starts_on: date
    ends_on: date
    lines: Sequence[AgreedLine]


async def agree(tx: Transaction, agreed: Agreement, *, by: str, company_currency: str) -> BlanketOrder:
    """A new blanket order. Money is bound by call-offs: each is an order, with its approval and its budget.

    Raises:
        NotAgreed: it would end before it starts. RateMissing: nobody knows what its currency is worth.
        And what `create_order` raises of the lines.
    """
    await rate_on(tx, company_currency, agreed.currency, clock.now().date(), field="currency")
    if agreed.ends_on <= agreed.starts_on:
        raise NotAgreed("It ends (the first day without it) after it starts.", field="ends_on")
    written = [
        WrittenLine(line.product_id, line.packaging_code, line.quantity, line.unit_price, None) for line in agreed.lines
    ]
    checked = await checked_lines(tx, agreed.supplier_id, written)
    blanket = BlanketOrder(
        id=new_id(),
        number=await next_number(tx, "BO", agreed.starts_on.year),
        supplier_id=agreed.supplier_id,
        currency=agreed.currency,
        department=agreed.department,
        reference=agreed.reference,
        starts_on=agreed.starts_on,
        ends_on=agreed.ends_on,
        lines=tuple(
            BlanketLine(
                new_id(),
                line.product_id,
                line.packaging_code,
                line.factor,
                line.quantity,
                line.unit_price,
                agreed_on.least,
            )
            for line, agreed_on in zip(checked, agreed.lines, strict=True)
        ),
    )
    await blankets.add(tx, blanket, by=by)
    await audit.record(
        tx, AuditEntry("blanket_order", str(blanket.id), "created", {"number": [None, blanket.number]}, by, 1)
    )
    return blanket


async def call_off(
    tx: Transaction,
    blanket_id: UUID,
    order_id: UUID,
    asked: Sequence[CallOff],
    *,
    warehouse: str,
    on: date,
    by: str,
    company_currency: str,
) -> PurchaseOrder:
    """An order at the agreed prices, submitted at once: placed, or waiting for approval as any order.

    Raises:
        NotFound, NotAgreed: there is no agreement on that day.
        LineNotOfOrder, OverCall, BelowCallOff: a line cannot be called off so.
        And what `create_order` and `submit_order` raise.
    """
    blanket = await blankets.lock(tx, blanket_id)
    lines = check_call_offs(blanket, asked, on)
    written = WrittenOrder(
        supplier_id=blanket.supplier_id,
        currency=blanket.currency,
        warehouse=warehouse,
        ordered_on=on,
        supplier_reference=blanket.reference,
        over_receipt_rate=ZERO,
        lines=tuple(
            WrittenLine(
                line.product_id,
                line.packaging_code,
                each.quantity,
                line.unit_price,
                each.expected_on,
                blanket_line_id=line.id,
            )
            for line, each in zip(lines, asked, strict=True)
        ),
        department=blanket.department,
    )
    order = await create_order(tx, order_id, written, subject=by, company_currency=company_currency)
    called: dict[UUID, Decimal] = defaultdict(lambda: ZERO)
    for each in asked:
        called[each.line_id] += each.quantity
    await blankets.call(tx, called)
    return await submit_order(tx, order.id, subject=by, company_currency=company_currency)


async def end_blanket(tx: Transaction, blanket_id: UUID, *, by: str, now: datetime) -> BlanketOrder:
    """Nothing more is called off; orders that were go on.

    Raises:
        NotFound, NotAgreed: there is none, or it was ended.
    """
    blanket = await blankets.lock(tx, blanket_id)
    if blanket.is_ended:
        raise NotAgreed(f"{blanket.number} was ended already.", number=blanket.number)
    await blankets.end(tx, blanket_id, now)
    await audit.record(tx, AuditEntry("blanket_order", str(blanket_id), "ended", {}, by, blanket.version + 1))
    return await blankets.get(tx, blanket_id)
