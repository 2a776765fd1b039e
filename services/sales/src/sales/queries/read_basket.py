"""What the client wrote, looked up: a basket that can be priced."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction
from kit.exchange_rates import rate_on
from kit.quantity import check_precision, to_stock

from sales.domain.basket import Basket, BasketLine
from sales.domain.delivery import DeliveryPolicy, consolidate_until
from sales.domain.errors import PackagingNotKnown
from sales.domain.kit import KitPart
from sales.domain.order import Shortage, Terms
from sales.queries.shop import site_of
from sales.storage import buyers, kits, masters


@dataclass(frozen=True, slots=True)
class WrittenLine:
    product_id: UUID
    quantity: Decimal
    packaging_code: str | None
    unit_price: Decimal | None
    is_agreed: bool = False  # the price was judged when it was agreed on
    is_drop_shipped: bool = False


@dataclass(frozen=True, slots=True)
class WrittenOrder:
    """What the client wrote; what he left out is the customer's usual."""

    customer_id: UUID
    warehouse: str | None  # None: the site that serves the customer
    ordered_on: date
    channel: str | None
    salesperson: str | None
    customer_reference: str
    shortage: Shortage
    lines: tuple[WrittenLine, ...]
    deliver_to: str = ""
    requested_on: date | None = None
    delivery: DeliveryPolicy | None = None
    consolidate_until: date | None = None
    priority: int | None = None


async def read_basket(tx: ReadTransaction, written: WrittenOrder, company_currency: str) -> Basket:
    """The basket in stock units, on the customer's terms.

    Raises:
        CustomerNotKnown, NotACustomer: the customer cannot order.
        NoShop: no site is named, and no order says which serves him.
        RateMissing: nobody knows what his currency is worth on that day.
        ProductNotKnown, NotSold, PackagingNotKnown, OverPreciseQuantity, InexactConversion: a line cannot be ordered so.
    """
    buyer = await buyers.buyer(tx, written.customer_id, written.salesperson)
    customer, usual = buyer.customer, buyer.delivery
    currency = customer.currency or company_currency
    rate = await rate_on(tx, company_currency, currency, written.ordered_on, field="customer_id")
    delivery = written.delivery or usual.policy
    terms = Terms(
        customer_id=customer.id,
        bill_to_id=customer.bill_to_id,
        salesperson=buyer.salesperson,
        channel=customer.channel if written.channel is None else written.channel,
        segment=customer.segment,
        payment_days=customer.payment_days,
        payment_terms=customer.payment_terms,
        currency=currency,
        rate=None if rate.is_own else rate,
        warehouse=await site_of(tx, customer.id) if written.warehouse is None else written.warehouse,
        ordered_on=written.ordered_on,
        customer_reference=written.customer_reference,
        shortage=written.shortage,
        deliver_to=written.deliver_to,
        requested_on=written.requested_on,
        delivery=delivery,
        consolidate_until=consolidate_until(
            delivery,
            written.consolidate_until,
            ordered_on=written.ordered_on,
            requested_on=written.requested_on,
            usual=usual,
        ),
        priority=usual.priority if written.priority is None else written.priority,
        team=buyer.team,
    )
    return Basket(terms, await basket_lines(tx, written.lines, customer.language, field="lines"))


async def basket_lines(
    tx: ReadTransaction, written: Sequence[WrittenLine], language: str, *, field: str, first: int = 0
) -> tuple[BasketLine, ...]:
    """Lines in stock units, kits as their components; `field` is the list in the request, `first` the position of its first.

    Raises:
        ProductNotKnown, NotSold, PackagingNotKnown, OverPreciseQuantity, InexactConversion: one cannot be ordered so.
    """
    products = await masters.sold_products(tx, [line.product_id for line in written], field=field)
    lines = [
        basket_line(line, products[line.product_id], language, field=f"{field}.{i}") for i, line in enumerate(written)
    ]
    ids = [product.id for product in products.values() if product.is_kit]
    if not ids:
        return tuple(lines)
    made_of = await kits.components_of(tx, ids)
    parts = await masters.sold_products(tx, [each.product_id for kit in made_of.values() for each in kit], field=field)
    found: list[BasketLine] = []
    for i, line in enumerate(lines, first):
        if line.product_id not in made_of:
            found.append(line)
            continue
        part = KitPart(line.product_id, line.sku, line.quantity, i, line.manual_unit_price, line.description)
        for each in made_of[line.product_id]:
            written_part = WrittenLine(
                each.product_id,
                each.quantity * line.quantity,
                None,
                None,
                is_drop_shipped=line.is_drop_shipped,
            )
            of_kit = basket_line(written_part, parts[each.product_id], language, field=f"{field}.{i - first}")
            found.append(replace(of_kit, kit=part))
    return tuple(found)


def basket_line(line: WrittenLine, product: masters.Product, language: str, *, field: str) -> BasketLine:
    """A line in stock units; `field` names it in the request.

    Raises:
        PackagingNotKnown, OverPreciseQuantity, InexactConversion: it cannot be ordered so.
    """
    return BasketLine(
        product_id=product.id,
        sku=product.sku,
        description=product.description(language),
        tax_class=product.tax_class,
        packaging_code=line.packaging_code,
        packaging_quantity=line.quantity,
        quantity=stock_quantity(line.quantity, line.packaging_code, product, field=field),
        manual_unit_price=line.unit_price,
        is_agreed=line.is_agreed,
        is_drop_shipped=line.is_drop_shipped,
    )


def stock_quantity(quantity: Decimal, packaging_code: str | None, product: masters.Product, *, field: str) -> Decimal:
    """So many packagings in stock units.

    Raises:
        PackagingNotKnown, OverPreciseQuantity, InexactConversion: there is no such quantity.
    """
    if packaging_code is None:
        return check_precision(quantity, product.quantity_decimals, field=f"{field}.quantity")
    factor = product.packagings.get(packaging_code)
    if factor is None:
        raise PackagingNotKnown(
            f"{product.sku} has no packaging {packaging_code!r}: it has {', '.join(product.packagings) or 'none'}.",
            field=f"{field}.packaging_code",
        )
    return to_stock(quantity, factor, product.quantity_decimals, field=f"{field}.quantity")
