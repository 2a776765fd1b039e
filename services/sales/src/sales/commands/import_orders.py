"""Take in a table of orders: looked at first, with everything that is wrong with it; then ordered, whole or order by order.

Orders of a table are drafts, and become firm as every draft does: there is no other door past margin, credit and stock.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from kit.audit import AuditEntry
from kit.auth import NotYours, Principal
from kit.db import Transaction
from kit.ids import new_id
from kit.money import ZERO
from kit.numbers import next_numbers

from kit import audit, clock
from sales.clients.desk import Desk
from sales.domain.basket import drafted
from sales.domain.errors import IntakeHasFaults
from sales.domain.intake import IntakeFault, IntakeStatus, IntakeTable, Mode
from sales.domain.order import SalesOrder
from sales.queries.price_basket import buyer_of, granter_of
from sales.queries.read_intake import PricedOrder, price_intake, read_intake
from sales.storage import intakes, orders
from sales.storage.intakes import Found, Intake

_AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class SentTable:
    """A table as it came, with the hash of its bytes."""

    file_hash: bytes
    name: str
    table: IntakeTable


@dataclass(frozen=True, slots=True)
class Checked:
    """Orders that could be placed so, and every fault."""

    orders: Sequence[SalesOrder]
    faults: Sequence[IntakeFault]

    @property
    def found(self) -> Found:
        return Found(len(self.orders), sum((order.value for order in self.orders), ZERO), self.faults)


async def check_table(desk: Desk, table: IntakeTable, caller: Principal) -> Checked:
    """Look at everything, prices too. Writes nothing.

    Raises:
        PeerAway: pricing does not answer in time.
    """
    async with desk.database.read() as tx:
        readable, faults = await read_intake(tx, table, caller)
    priced, unpriced = await price_intake(desk, readable, caller)
    everything = sorted([*faults, *unpriced], key=lambda fault: (fault.place, fault.column))
    return Checked([_drafted(order, caller) for order in priced], everything)


def _drafted(order: PricedOrder, caller: Principal) -> SalesOrder:
    return drafted(new_id(), "", order.basket, order.priced, granter_of(caller), buyer_of(caller))


async def keep_table(tx: Transaction, sent: SentTable, checked: Checked, caller: Principal) -> Intake:
    """Write a table and what was found; the same content again is the same table, looked at anew until it is ordered.

    Raises:
        NotYours: the same content was sent for somebody else.
    """
    id_ = await intakes.add(
        tx,
        new_id(),
        file_hash=sent.file_hash,
        name=sent.name,
        table=sent.table,
        customer_id=caller.customer_id,
        by=caller.subject,
    )
    kept = await intakes.lock(tx, id_)
    require_own(caller, kept)
    if kept.status is IntakeStatus.IMPORTED:
        return kept
    await intakes.set_found(tx, id_, checked.found)
    return await intakes.get(tx, id_)


def require_own(caller: Principal, intake: Intake) -> None:
    """Nothing, or a refusal: a portal user reaches what was sent for his customer.

    Raises:
        NotYours: it was not.
    """
    if caller.customer_id is not None and str(intake.customer_id) != caller.customer_id:
        raise NotYours("This was sent for another customer.")


async def order_each(desk: Desk, intake_id: UUID, checked: Checked, subject: str) -> None:
    """Write the orders without a fault, each by itself: what one attempt has written, the next passes over."""
    gate = asyncio.Semaphore(_AT_ONCE)

    async def write(order: SalesOrder) -> None:
        async with gate, desk.database.transaction() as tx:
            await _write(tx, intake_id, [order], subject)

    await asyncio.gather(*(write(order) for order in checked.orders))


async def import_table(tx: Transaction, intake_id: UUID, checked: Checked, mode: Mode, subject: str) -> Intake:
    """Write the orders (in the mode `EACH` they are written already), and that it is done. Done before, it stays so.

    Raises:
        NotFound: there is no such table.
        IntakeHasFaults: nothing is ordered, for not everything can be.
    """
    intake = await intakes.lock(tx, intake_id)
    if intake.status is IntakeStatus.IMPORTED:
        return intake
    if mode is Mode.ALL:
        if checked.faults:
            raise IntakeHasFaults(
                f"{len(checked.faults)} faults: correct them and send the table again, or import order by order.",
                errors=[
                    {"field": f"rows.{each.place}.{each.column}", "rule": each.rule, "detail": each.detail}
                    for each in checked.faults[:1000]
                ],
            )
        if await _write(tx, intake_id, checked.orders, subject) < len(checked.orders):
            raise IntakeHasFaults("Meanwhile another table brought some of these orders: check it again.")
        await intakes.set_found(tx, intake_id, checked.found)
    await intakes.set_imported(tx, intake_id, clock.now())
    return await intakes.get(tx, intake_id)


async def _write(tx: Transaction, intake_id: UUID, new: Sequence[SalesOrder], subject: str) -> int:
    """Write orders whose numbers nobody took in before; returns how many."""
    if not new:
        return 0
    claims = [(order.id, order.terms.customer_id, order.terms.customer_reference) for order in new]
    free = await intakes.claim(tx, intake_id, claims)
    ours = [order for order in new if order.id in free]
    numbers = await next_numbers(tx, "SO", clock.now().year, len(ours))
    numbered = [replace(order, number=number) for order, number in zip(ours, numbers, strict=True)]
    await orders.add_all(tx, numbered)
    trail = {"status": [None, "draft"], "comment": [None, "From a table."]}
    entries = [AuditEntry("sales_order", str(each.id), "created", trail, subject, each.version) for each in numbered]
    await audit.record(tx, *entries)
    return len(ours)
