"""Let a charge of a draft go. Its margin is judged without it when the draft is confirmed, or sent."""

from dataclasses import replace
from uuid import UUID

from kit.db import Transaction
from kit.errors import stale

from sales.commands.confirm_order import record as record_order
from sales.commands.write_offer import record as record_offer
from sales.domain.charge import Waiver, waived
from sales.domain.errors import WrongStatus
from sales.domain.fulfilment import OrderStatus
from sales.domain.offer import Offer, OfferStatus, check_changeable
from sales.domain.order import SalesOrder
from sales.storage import offers, orders


async def waive_charge_of_order(
    tx: Transaction, order_id: UUID, charge_id: UUID, waiver: Waiver, *, version: int
) -> SalesOrder:
    """The draft without the charge.

    Raises:
        NotFound, Stale, WrongStatus: there is no draft in this version.
        ChargeNotOnDocument, ChargeIsWaived: there is nothing to let go.
    """
    before = await orders.lock(tx, order_id)
    if before.version != version:
        raise stale("sales order", sent=version, current=before.version)
    if before.status is not OrderStatus.DRAFT:
        raise WrongStatus(
            f"{before.number} is {before.status}: charges are let go while it is a draft, or by a revision.",
            status=str(before.status),
        )
    after = replace(before, charges=waived(before.charges, charge_id, waiver), version=version + 1)
    await orders.set_state(tx, after)
    await record_order(tx, before, after, "charge-waived", waiver.by, waiver.reason)
    return after


async def waive_charge_of_offer(
    tx: Transaction, offer_id: UUID, charge_id: UUID, waiver: Waiver, *, version: int
) -> Offer:
    """The edition without the charge: a draft, for an approval covers what it was.

    Raises:
        NotFound, Stale, OfferStands: there is no edition that can be changed in this version.
        ChargeNotOnDocument, ChargeIsWaived: there is nothing to let go.
    """
    before = (await offers.lock(tx, offer_id))[-1]
    if before.version != version:
        raise stale("offer", sent=version, current=before.version)
    check_changeable(before)
    charges = waived(before.charges, charge_id, waiver)
    after = replace(before, charges=charges, status=OfferStatus.DRAFT, approval_id=None, version=version + 1)
    await offers.set_state(tx, after)
    await record_offer(tx, before, after, "charge-waived", waiver.by, waiver.reason)
    return after
