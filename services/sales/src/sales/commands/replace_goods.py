"""Send other goods for those that come back: an order like any other, at the prices at which they were sold."""

from dataclasses import replace
from uuid import UUID, uuid5

from kit.auth import Principal
from kit.db import Transaction

from kit import clock
from sales.clients.desk import Desk
from sales.commands.authorise_return import record
from sales.commands.confirm_order import Attempt, attempt_new, settle
from sales.domain.errors import WrongStatus
from sales.domain.order import SalesOrder
from sales.domain.returns import ReturnAuthorisation, ReturnStatus, Wants
from sales.queries.read_basket import WrittenLine, WrittenOrder
from sales.storage import orders, returns


async def attempt_replacement(desk: Desk, return_id: UUID, caller: Principal) -> Attempt:
    """The order that replaces what a return brings back; its id follows from the return's, so that there is one.

    Raises:
        NotFound: there is no such return.
        WrongStatus: nothing is to be replaced.
        And what `attempt_new` raises.
    """
    async with desk.database.read() as tx:
        asked = await returns.find(tx, return_id)
        before = await orders.get(tx, asked.order_id)
    check_replaceable(asked)
    terms = before.terms
    written = WrittenOrder(
        customer_id=terms.customer_id,
        warehouse=terms.warehouse,
        ordered_on=clock.now().date(),
        channel=terms.channel,
        salesperson=terms.salesperson,
        customer_reference=asked.number,
        shortage=terms.shortage,
        lines=tuple(
            WrittenLine(line.product_id, line.quantity, None, line.unit_price, is_agreed=True) for line in asked.lines
        ),
        deliver_to=terms.deliver_to,
        delivery=terms.delivery,
        priority=terms.priority,
    )
    attempt = await attempt_new(desk, uuid5(return_id, "replacement"), written, caller)
    return replace(attempt, order=replace(attempt.order, charges=())) if attempt.is_new else attempt


async def settle_replacement(
    tx: Transaction, return_id: UUID, attempt: Attempt, order: SalesOrder, subject: str
) -> SalesOrder:
    """Write the order, and which it is.

    Raises:
        WrongStatus: nothing is to be replaced any more.
        And what `settle` raises.
    """
    before = await returns.find(tx, return_id)
    await orders.lock(tx, before.order_id)
    before = await returns.find(tx, return_id)
    check_replaceable(before)
    settled = await settle(tx, attempt, order, subject)
    if before.replacement_id is None:
        after = replace(before, replacement_id=settled.id, version=before.version + 1)
        await returns.write(tx, after)
        await record(tx, before, after, "replaced", subject, settled.number)
    return settled


def check_replaceable(asked: ReturnAuthorisation) -> None:
    """Nothing when other goods are to be sent.

    Raises:
        WrongStatus: the customer wants a credit, or the return was not authorised.
    """
    if asked.wants is not Wants.REPLACEMENT or asked.status not in (ReturnStatus.AUTHORISED, ReturnStatus.RECEIVED):
        raise WrongStatus(
            f"{asked.number} is {asked.status} and wants a {asked.wants}: there is nothing to replace.",
            status=str(asked.status),
        )
