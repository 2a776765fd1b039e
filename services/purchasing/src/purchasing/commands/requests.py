"""Purchase requests, and the shortest way from them to orders."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from kit.db import Transaction
from kit.errors import unknown
from kit.ids import new_id
from kit.numbers import next_number
from kit.quantity import check_precision

from kit import clock
from purchasing import wire
from purchasing.commands.write_order import WrittenLine, WrittenOrder, create_order
from purchasing.domain.errors import NoPrice, OrderTaken, ProductNotKnown, RequestLineNotOpen
from purchasing.domain.order import PurchaseOrder
from purchasing.domain.prices import Offer, best, offer
from purchasing.storage import masters, prices, requests
from purchasing.storage.masters import Product
from purchasing.storage.requests import RequestLine


async def request_purchase(
    tx: Transaction, id_: UUID, department: str, reason: str, lines: Sequence[RequestLine], *, by: str
) -> str:
    """Ask that products be bought; returns the number of the request.

    Raises:
        ProductNotKnown, NotBought, OverPreciseQuantity: it cannot be bought so.
        OrderTaken: a request with this id exists.
    """
    known = await masters.bought_products(tx, [line.product_id for line in lines])
    for i, line in enumerate(lines):
        check_precision(line.stock_quantity, known[line.product_id].quantity_decimals, field=f"lines.{i}.quantity")
    number = await next_number(tx, "PR", clock.now().year)
    if not await requests.add(tx, id_, number, department, reason, by, lines):
        raise OrderTaken(f"{id_} is another request already.", field="id")
    return number


async def order_requested(
    tx: Transaction, line_ids: Sequence[UUID], *, by: str, company_currency: str
) -> list[PurchaseOrder]:
    """Draft orders for lines, at the best price that holds today: one for each supplier and warehouse.

    Raises:
        NotFound: there is no such line.
        RequestLineNotOpen: a line is ordered or given up already.
        NoPrice: nobody has a price for a product (or not the supplier that the line names).
    """
    lines = await open_lines(tx, line_ids)
    today = clock.now().date()
    known = await masters.bought_products(tx, [line.product_id for line in lines])
    held = await prices.holding(tx, [line.product_id for line in lines], today)
    by_order: dict[tuple[UUID, str], list[tuple[RequestLine, Offer]]] = defaultdict(list)
    for i, line in enumerate(lines):
        offers = [
            offer(price, known[line.product_id].packagings[price.packaging_code], line.stock_quantity)
            for price in held[line.product_id]
            if line.supplier_id in (None, price.supplier_id)
            and price.packaging_code in known[line.product_id].packagings
        ]
        chosen = best(offers)
        if chosen is None:
            raise NoPrice(
                f"No supplier has a price for {known[line.product_id].sku} today: ask for quotes.",
                field=f"line_ids.{i}",
                product_id=str(line.product_id),
            )
        by_order[chosen.price.supplier_id, line.warehouse].append((line, chosen))
    orders = []
    for (supplier_id, warehouse), chosen_lines in by_order.items():
        written = WrittenOrder(
            supplier_id=supplier_id,
            currency=company_currency,
            warehouse=warehouse,
            ordered_on=today,
            supplier_reference="",
            over_receipt_rate=Decimal(0),
            lines=tuple(_merged(chosen_lines, known)),
        )
        order = await create_order(tx, new_id(), written, subject=by, company_currency=company_currency)
        await requests.close(tx, [line.id for line, _ in chosen_lines], "ordered", purchase_order_id=order.id)
        orders.append(order)
    return orders


async def cancel_lines(tx: Transaction, line_ids: Sequence[UUID]) -> None:
    """Give lines up.

    Raises:
        NotFound, RequestLineNotOpen: one is not there, or not open.
    """
    lines = await open_lines(tx, line_ids)
    await requests.close(tx, [line.id for line in lines], "cancelled")
    now = clock.now()
    tx.publish(*(wire.replenishment_refused(line.need_id, now) for line in lines if line.need_id))


async def request_needs(tx: Transaction, needs: Sequence[tuple[RequestLine, str]]) -> None:
    """What inventory needs, with who accepted it: one request for each of these, in which a need occurs once.

    Raises:
        ProductNotKnown: one was never heard of.
    """
    known = await requests.known_needs(tx, [line.need_id for line, _ in needs if line.need_id])
    by_person: dict[str, dict[UUID, RequestLine]] = defaultdict(dict)
    for line, by in needs:
        if line.need_id and line.need_id not in known:
            by_person[by][line.need_id] = line
    missing = {line.product_id for lines in by_person.values() for line in lines.values()}
    unknown_ids = missing - (await masters.some_products(tx, list(missing))).keys()
    if unknown_ids:
        raise ProductNotKnown(f"Purchasing does not know the product {min(unknown_ids)} yet.")
    for by, lines in by_person.items():
        number = await next_number(tx, "PR", clock.now().year)
        await requests.add(tx, new_id(), number, "", "replenishment", by, list(lines.values()))


async def open_lines(tx: Transaction, line_ids: Sequence[UUID]) -> list[RequestLine]:
    """These lines, held until the transaction ends.

    Raises:
        NotFound, RequestLineNotOpen: one is not there, or not open.
    """
    found = await requests.lock(tx, line_ids)
    lines = []
    for i, id_ in enumerate(dict.fromkeys(line_ids)):
        if id_ not in found:
            raise unknown("request line", id_, field=f"line_ids.{i}")
        if found[id_].status != "open":
            raise RequestLineNotOpen(
                f"This line is {found[id_].status} already.", field=f"line_ids.{i}", status=found[id_].status
            )
        lines.append(found[id_])
    return lines


def _merged(chosen: Sequence[tuple[RequestLine, Offer]], known: dict[UUID, Product]) -> list[WrittenLine]:
    """Lines of one product and price become one: what each alone would round up is rounded up once."""
    groups: dict[tuple[UUID, str], list[tuple[RequestLine, Offer]]] = defaultdict(list)
    for line, each in chosen:
        groups[line.product_id, each.price.packaging_code].append((line, each))
    merged = []
    for (product_id, packaging_code), members in groups.items():
        wanted = sum((line.stock_quantity for line, _ in members), Decimal(0))
        price = min((each.price for _, each in members), key=lambda price: price.unit_price)
        whole = offer(price, known[product_id].packagings[packaging_code], wanted)
        days = [line.needed_on for line, _ in members if line.needed_on]
        merged.append(
            WrittenLine(
                product_id=product_id,
                packaging_code=packaging_code,
                quantity=whole.packagings,
                unit_price=price.unit_price,
                expected_on=min(days, default=None),
            )
        )
    return merged
