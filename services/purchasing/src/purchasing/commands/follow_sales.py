"""Drop-shipped lines of sales orders are requested, and what is not wanted any more is withdrawn."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from kit.db import Transaction
from kit.ids import new_id
from kit.money import ZERO
from kit.numbers import next_number

from kit import clock
from purchasing.domain.drop_shipment import SoldLine, follow
from purchasing.domain.errors import ProductNotKnown
from purchasing.storage import masters, requests, sold_lines
from purchasing.storage.requests import RequestLine
from purchasing.storage.sold_lines import Standing

REQUESTER = "sales"  # who asks, where a sale does


@dataclass(frozen=True, slots=True)
class Sale:
    """A firm sales order as it now stands: (product, quantity in stock units) of its drop-shipped lines."""

    order_id: UUID
    number: str
    customer_id: UUID
    deliver_to: str  # empty: the customer's own address
    warehouse: str
    needed_on: date | None
    lines: Mapping[UUID, tuple[UUID, Decimal]]


async def follow_sale(tx: Transaction, sale: Sale) -> None:
    """Ask for what the sale wants more of, and withdraw open requests for what it does not want any more.

    One request for what is asked for at one time; the same sale again asks for nothing.

    Raises:
        ProductNotKnown, CustomerNotKnown: one was never heard of.
    """
    before = (await sold_lines.lock(tx, [sale.order_id])).get(sale.order_id, {})
    if not sale.lines and not before:
        return
    await _check_products(tx, sale)
    deliver_to = sale.deliver_to or await masters.address_of(tx, sale.customer_id)
    after = {
        id_: SoldLine(id_, sale.order_id, sale.number, product_id, quantity, deliver_to)
        for id_, (product_id, quantity) in sale.lines.items()
    }
    gone = {id_: replace(line, quantity=ZERO) for id_, line in before.items() if id_ not in after}
    asked = await _follow(tx, before, after | gone)
    if not asked:
        return
    lines = [
        RequestLine(
            id=new_id(),
            product_id=after[id_].product_id,
            stock_quantity=quantity,
            warehouse=sale.warehouse,
            needed_on=sale.needed_on,
            supplier_id=None,
            sales_order_line_id=id_,
        )
        for id_, quantity in asked.items()
    ]
    number = await next_number(tx, "PR", clock.now().year)
    reason = f"{sale.number}: the supplier delivers to the customer"
    await requests.add(tx, new_id(), number, "", reason, REQUESTER, lines)


async def end_sales(tx: Transaction, shipped: Mapping[UUID, Mapping[UUID, Decimal]]) -> None:
    """Sales orders, by id, of which nothing but what was shipped of their lines is wanted any more."""
    for before in (await sold_lines.lock(tx, shipped)).values():
        after = {
            id_: replace(line, quantity=shipped[line.sales_order_id].get(id_, ZERO)) for id_, line in before.items()
        }
        await _follow(tx, before, after)


async def _follow(
    tx: Transaction, before: Mapping[UUID, SoldLine], after: Mapping[UUID, SoldLine]
) -> dict[UUID, Decimal]:
    """Write sold lines as they now stand, and withdraw what is not wanted; returns what is to be asked for."""
    standings: Mapping[UUID, Standing] = await sold_lines.lock_standings(tx, after.keys())
    await sold_lines.keep(tx, list(after.values()))
    asked, changed = {}, dict[UUID, Decimal]()
    for id_, line in after.items():
        was = before[id_].quantity if id_ in before else ZERO
        steps = follow(was, line.quantity, standings[id_].open_lines, standings[id_].bought)
        changed |= steps.open_quantities
        if steps.asked:
            asked[id_] = steps.asked
    await _withdraw(tx, changed, {line.sales_order_number for line in after.values()})
    return asked


async def _withdraw(tx: Transaction, quantities: Mapping[UUID, Decimal], numbers: Collection[str]) -> None:
    lowered = {id_: quantity for id_, quantity in quantities.items() if quantity}
    await requests.set_quantities(tx, lowered)
    withdrawn: Sequence[UUID] = [id_ for id_, quantity in quantities.items() if not quantity]
    if withdrawn:
        reason = f"{', '.join(sorted(numbers))}: not wanted any more"
        await requests.close(tx, withdrawn, "cancelled", reason=reason)


async def _check_products(tx: Transaction, sale: Sale) -> None:
    asked = {product_id for product_id, _ in sale.lines.values()}
    if missing := asked - (await masters.some_products(tx, list(asked))).keys():
        raise ProductNotKnown(f"Purchasing does not know the product {min(missing)} yet.")
