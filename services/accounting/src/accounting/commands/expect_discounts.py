"""What discounts for early payment are going to cost: for pricing, whose margins are after them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from kit.db import Transaction

from accounting import wire
from accounting.domain.payment_terms import share_taken
from accounting.storage import cash_discounts

_REMEMBERED = timedelta(days=365)
_SHARE = Decimal("0.0001")


async def expect_all_discounts(tx: Transaction, now: datetime) -> None:
    """Of every customer to whom one is offered: days go by, and invoices are paid."""
    await expect_discounts(tx, await cash_discounts.offered_to(tx), now)


async def expect_discounts(tx: Transaction, partner_ids: Sequence[UUID], now: datetime) -> None:
    """Judge by the record of a year how much these customers take, and tell what has changed since the last time."""
    today = now.date()
    offers = await cash_discounts.offers(tx, partner_ids)
    record = await cash_discounts.record(tx, list(offers), since=today - _REMEMBERED, today=today)
    found = {id_: (rate, share_taken(record.get(id_, ())).quantize(_SHARE)) for id_, rate in offers.items()}
    for partner_id, rate, share in await cash_discounts.keep(tx, found):
        tx.publish(wire.cash_discount_expected(partner_id, rate, share, now))
