"""Reckon the base of commissions from invoices, payments and costs: whichever comes last completes it."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from kit.db import Transaction
from kit.ids import new_id

from kit import clock
from sales import wire
from sales.domain.commission import Cause, Entry, SoldInvoice, to_enter
from sales.storage import commissions

Days = Mapping[UUID, date]  # by invoice: of the fact that may change its base


async def invoices_issued(
    tx: Transaction, heads: Sequence[tuple[object, ...]], lines: Sequence[tuple[UUID, UUID, UUID, UUID]], days: Days
) -> None:
    """Invoices, which may have been paid, and their goods valued, before we hear of them."""
    await commissions.take_turn(tx)
    await commissions.add_invoices(tx, heads, lines)
    await _reckon(tx, days, Cause.COLLECTED)


async def payments_received(tx: Transaction, payments: Mapping[tuple[UUID, UUID], tuple[Decimal, date]]) -> None:
    """By (invoice, payment)."""
    if not payments:
        return
    await commissions.take_turn(tx)
    await commissions.add_payments(tx, payments)
    days: dict[UUID, date] = {}
    for (invoice_id, _), (_, on) in payments.items():
        days[invoice_id] = max(on, days.get(invoice_id, on))
    await _reckon(tx, days, Cause.COLLECTED)


async def invoices_credited(
    tx: Transaction, taken_off: Mapping[tuple[UUID, UUID, UUID], tuple[Decimal, Decimal]], days: Days
) -> None:
    """By (invoice, order, credit note): net and gross amount that it takes off."""
    await commissions.take_turn(tx)
    await commissions.add_credits(tx, taken_off)
    await _reckon(tx, days, Cause.CREDITED)


async def goods_returned(tx: Transaction, returned: Mapping[UUID, tuple[UUID, Decimal]], days: Days) -> None:
    """By movement: the issue whose goods came back, and at what cost; `days` by issue."""
    if not returned:
        return
    await commissions.take_turn(tx)
    await commissions.add_returned(tx, returned)
    await costs_told(tx, days)


async def costs_told(tx: Transaction, days: Days) -> None:
    """What movements cost became known, or was corrected; `days` by movement."""
    if not days:
        return
    await commissions.take_turn(tx)
    told: dict[UUID, date] = {}
    for movement_id, invoice_ids in (await commissions.sold_by(tx, days)).items():
        for id_ in invoice_ids:
            told[id_] = max(days[movement_id], told.get(id_, days[movement_id]))
    await _reckon(tx, told, Cause.COSTED)


async def _reckon(tx: Transaction, days: Days, cause: Cause) -> None:
    """Enter the differences. An entry is of the day of the fact, but never before the invoice and the money."""
    found = await commissions.invoices(tx, days)
    entries = [
        Entry(new_id(), invoice, amount, cause, _day(invoice, days[invoice.invoice_id]))
        for invoice in found
        if (amount := to_enter(invoice))
    ]
    await commissions.add_entries(tx, entries)
    now = clock.now()
    tx.publish(*(wire.commission_entered(entry, now) for entry in entries))


def _day(invoice: SoldInvoice, on: date) -> date:
    return max(on, invoice.issued_on, invoice.paid_on or on)
