"""Post what it cost to bring goods here, or take it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.exchange import ExchangeRate
from kit.exchange_rates import rate_on
from kit.numbers import next_number

from kit import clock
from purchasing import wire
from purchasing.domain.errors import AlreadyReversed, OrderTaken, ReceiptUnknown
from purchasing.domain.landed import Basis, LandedCost, LandedKind, Share, allocate
from purchasing.storage import landed, masters


@dataclass(frozen=True, slots=True)
class Landing:
    """An amount before tax, in its currency, for what these receipts brought."""

    kind: LandedKind
    supplier_id: UUID
    reference: str
    amount: Decimal
    currency: str
    basis: Basis
    receipt_ids: Sequence[UUID]


async def preview(tx: ReadTransaction, asked: Landing, company_currency: str) -> tuple[ExchangeRate, list[Share]]:
    """How it would fall on the received lines, in company currency at the rate of today.

    Raises:
        ReceiptUnknown: purchasing has not heard of a receipt.
        NoBasis: there is nothing to share by.
        RateMissing: nobody knows what its currency is worth.
    """
    lines = await landed.brought(tx, asked.receipt_ids)
    missing = set(asked.receipt_ids) - {line.receipt_id for line in lines}
    if missing:
        raise ReceiptUnknown(
            f"Purchasing does not know the receipt {min(missing)}. One just posted is known in a moment.",
            field="receipt_ids",
        )
    rate = await rate_on(tx, company_currency, asked.currency, clock.now().date(), field="currency")
    return rate, allocate(rate.to_company(asked.amount), lines, asked.basis)


async def post_landed_cost(
    tx: Transaction, id_: UUID, asked: Landing, *, company_currency: str, by: str
) -> tuple[LandedCost, list[Share]]:
    """Post it: accounting carries each share to where the goods are.

    Raises:
        SupplierNotKnown, NotASupplier: nobody will bill it.
        OrderTaken: a document with this id exists.
        And what `preview` raises.
    """
    await masters.check_supplier(tx, asked.supplier_id)
    rate, shares = await preview(tx, asked, company_currency)
    now = clock.now()
    document = LandedCost(
        id=id_,
        number=await next_number(tx, "LC", now.year),
        kind=asked.kind,
        supplier_id=asked.supplier_id,
        reference=asked.reference,
        amount=rate.to_company(asked.amount),
        currency_amount=asked.amount,
        rate=rate,
        basis=asked.basis,
        posted_by=by,
    )
    if not await landed.add(tx, document, shares):
        raise OrderTaken(f"{id_} is another landed cost already.", field="id")
    tx.publish(wire.landed_cost_posted(document, shares, now))
    return document, shares


async def reverse_landed_cost(tx: Transaction, id_: UUID, reason: str, *, by: str) -> LandedCost:
    """Take it back, once.

    Raises:
        NotFound: there is no such document.
        AlreadyReversed: it was taken back before.
    """
    document, is_reversed = await landed.lock(tx, id_)
    if is_reversed:
        raise AlreadyReversed(f"{document.number} was reversed before.", number=document.number)
    await landed.add_reversal(tx, id_, reason, by=by)
    tx.publish(wire.landed_cost_reversed(document, reason, by, clock.now()))
    return document
