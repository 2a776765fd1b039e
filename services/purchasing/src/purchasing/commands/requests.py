"""Purchase requests, and the shortest way from them to orders."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from kit.db import Transaction
from kit.errors import Fault, Invalid, InvalidRecords, unknown
from kit.exchange import needed
from kit.exchange_rates import rates_on
from kit.ids import new_id
from kit.numbers import next_number
from kit.quantity import check_precision, to_stock

from kit import clock
from purchasing.commands.write_order import WrittenLine, WrittenOrder, create_order
from purchasing.domain.drop_shipment import SoldLine
from purchasing.domain.errors import (
    NoPrice,
    OrderTaken,
    PackagingNotKnown,
    ProductMissing,
    ProductNotKnown,
    RequestLineNotOpen,
)
from purchasing.domain.order import PurchaseOrder
from purchasing.domain.prices import Offer, best, offer
from purchasing.storage import masters, prices, requests, sold_lines
from purchasing.storage.masters import Product
from purchasing.storage.requests import RequestLine


@dataclass(frozen=True, slots=True)
class WishedLine:
    """What somebody wants: so many packagings of a product, or of what he describes (then in units of his own)."""

    product_id: UUID | None
    description: str
    packaging_code: str | None  # None: stock units
    quantity: Decimal
    warehouse: str
    needed_on: date | None
    supplier_id: UUID | None


async def request_purchase(
    tx: Transaction,
    id_: UUID,
    department: str,
    reason: str,
    wished: Sequence[WishedLine],
    *,
    is_draft: bool,
    by: str,
) -> str:
    """Ask that something be bought; returns the number of the request. Nobody acts on a draft before it is submitted.

    Raises:
        InvalidRecords: with every line that cannot be bought so.
        OrderTaken: a request with this id exists.
    """
    known = await masters.some_products(tx, [line.product_id for line in wished if line.product_id])
    suppliers = await masters.active_suppliers(tx, [line.supplier_id for line in wished if line.supplier_id])
    status = "draft" if is_draft else "open"
    lines, faults = [], list[Fault]()
    for i, line in enumerate(wished):
        product = known.get(line.product_id) if line.product_id else None
        if line.supplier_id not in (None, *suppliers):
            faults.append(Fault(f"lines.{i}.supplier_id", f"{line.supplier_id} is no active supplier."))
        try:
            quantity = _stock_quantity(line, product)
        except Invalid as fault:
            faults.append(Fault(f"lines.{i}.{fault.field}", fault.detail))
        else:
            lines.append(
                RequestLine(
                    id=new_id(),
                    product_id=line.product_id,
                    stock_quantity=quantity,
                    warehouse=line.warehouse,
                    needed_on=line.needed_on,
                    supplier_id=line.supplier_id,
                    status=status,
                    description=line.description,
                )
            )
    if faults:
        raise InvalidRecords(faults)
    number = await next_number(tx, "PR", clock.now().year)
    if not await requests.add(tx, id_, number, department, reason, by, lines):
        raise OrderTaken(f"{id_} is another request already.", field="id")
    return number


def _stock_quantity(line: WishedLine, product: Product | None) -> Decimal:
    if line.product_id is None:
        return line.quantity
    if product is None:
        raise Invalid(f"Purchasing does not know the product {line.product_id}.", field="product_id")
    if not product.is_bought:
        raise Invalid(f"{product.sku} is blocked or discontinued: it is not bought.", field="product_id")
    if line.packaging_code is None:
        return check_precision(line.quantity, product.quantity_decimals, field="quantity")
    if line.packaging_code not in product.packagings:
        raise PackagingNotKnown(
            f"{product.sku} has no packaging {line.packaging_code!r}: it has {', '.join(product.packagings)}.",
            field="packaging_code",
        )
    return to_stock(line.quantity, product.packagings[line.packaging_code], product.quantity_decimals, field="quantity")


async def order_requested(
    tx: Transaction, line_ids: Sequence[UUID], *, by: str, company_currency: str
) -> list[PurchaseOrder]:
    """Draft orders for lines, at the best price that holds today: one for each supplier, warehouse, department and currency,
    and for each sales order whose customer gets the goods from the supplier himself.

    Raises:
        NotFound: there is no such line.
        RequestLineNotOpen: a line is ordered or given up already.
        ProductMissing: a line says in words only what is wanted.
        NoPrice: nobody has a price for a product (or not the supplier that the line names).
        RateMissing: nobody knows what the currency of a price is worth.
    """
    lines = await open_lines(tx, line_ids)
    products = [_product_of(line, i) for i, line in enumerate(lines)]
    today = clock.now().date()
    known = await masters.bought_products(tx, products)
    held = await prices.holding(tx, products, today)
    rates = await rates_on(tx, company_currency, [(each.currency, today) for some in held.values() for each in some])
    sold = await sold_lines.some(tx, [line.sales_order_line_id for line in lines if line.sales_order_line_id])
    by_order: dict[_Order, list[tuple[list[RequestLine], Offer]]] = defaultdict(list)
    for wish, wished in _together(lines, products).items():
        offers = [
            offer(
                price,
                known[wish.product_id].packagings[price.packaging_code],
                _sum(wished),
                needed(rates, price.currency, today),
            )
            for price in held[wish.product_id]
            if wish.supplier_id in (None, price.supplier_id)
            and price.packaging_code in known[wish.product_id].packagings
        ]
        chosen = best(offers)
        if chosen is None:
            raise NoPrice(
                f"No supplier has a price for {known[wish.product_id].sku} today: ask for quotes.",
                field=f"line_ids.{lines.index(wished[0])}",
                product_id=str(wish.product_id),
            )
        price = chosen.price
        sale = sold[wish.sales_order_line_id] if wish.sales_order_line_id else None
        by_order[_Order(price.supplier_id, wish.warehouse, wish.department, price.currency, _place(sale))].append(
            (wished, chosen)
        )
    orders = []
    for each, chosen_lines in by_order.items():
        written = WrittenOrder(
            supplier_id=each.supplier_id,
            currency=each.currency,
            warehouse=each.warehouse,
            ordered_on=today,
            supplier_reference="",
            over_receipt_rate=Decimal(0),
            lines=tuple(_written(wished, chosen, today) for wished, chosen in chosen_lines),
            department=each.department,
            deliver_to=each.place[1] if each.place else "",
        )
        order = await create_order(tx, new_id(), written, subject=by, company_currency=company_currency)
        served = [line.id for wished, _ in chosen_lines for line in wished]
        await requests.close(tx, served, "ordered", purchase_order_id=order.id)
        orders.append(order)
    return orders


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
    missing = {line.product_id for lines in by_person.values() for line in lines.values() if line.product_id}
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
                f"This line is {found[id_].status}, not open.", field=f"line_ids.{i}", status=found[id_].status
            )
        lines.append(found[id_])
    return lines


@dataclass(frozen=True, slots=True)
class _Wish:
    """What lines have in common that can be bought together: their sum reaches breaks that none reaches alone."""

    product_id: UUID
    warehouse: str
    department: str
    supplier_id: UUID | None
    sales_order_line_id: UUID | None


_Place = tuple[UUID, str]  # the sales order whose customer gets the goods, and where


@dataclass(frozen=True, slots=True)
class _Order:
    """What lines of one order have in common."""

    supplier_id: UUID
    warehouse: str
    department: str
    currency: str
    place: _Place | None  # None: the warehouse


def _place(sale: SoldLine | None) -> _Place | None:
    return (sale.sales_order_id, sale.deliver_to) if sale else None


def _product_of(line: RequestLine, place: int) -> UUID:
    if line.product_id is None:
        raise ProductMissing(
            f"{line.description!r} is no product yet: say which one it is, or ask for quotes.",
            field=f"line_ids.{place}",
        )
    return line.product_id


def _together(lines: Sequence[RequestLine], products: Sequence[UUID]) -> dict[_Wish, list[RequestLine]]:
    found: dict[_Wish, list[RequestLine]] = defaultdict(list)
    for line, product_id in zip(lines, products, strict=True):
        wish = _Wish(product_id, line.warehouse, line.department, line.supplier_id, line.sales_order_line_id)
        found[wish].append(line)
    return found


def _sum(lines: Sequence[RequestLine]) -> Decimal:
    return sum((line.stock_quantity for line in lines), Decimal(0))


def _written(wished: Sequence[RequestLine], chosen: Offer, today: date) -> WrittenLine:
    """What goes straight to a customer is promised to him by the supplier's lead time."""
    needed_on = min((line.needed_on for line in wished if line.needed_on), default=None)
    sold = wished[0].sales_order_line_id
    soonest = today + timedelta(days=chosen.price.lead_time_days)
    return WrittenLine(
        product_id=chosen.price.product_id,
        packaging_code=chosen.price.packaging_code,
        quantity=chosen.packagings,
        unit_price=chosen.price.unit_price,
        expected_on=max(soonest, needed_on or soonest) if sold else needed_on,
        sales_order_line_id=sold,
    )
