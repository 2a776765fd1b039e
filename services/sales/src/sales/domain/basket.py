"""What a customer asks for, before it has prices."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sales.domain.charge import PricedBasket, charges_of
from sales.domain.fulfilment import Goods
from sales.domain.kit import KitPart
from sales.domain.margin import as_agreed
from sales.domain.order import NO_BUYER, Buyer, Granter, OrderLine, SalesOrder, Terms, line_id


@dataclass(frozen=True, slots=True)
class BasketLine:
    """So many stock units of a product; `manual_unit_price` is what the seller wants instead of the list's."""

    product_id: UUID
    sku: str
    description: str
    tax_class: str
    packaging_code: str | None
    packaging_quantity: Decimal
    quantity: Decimal
    manual_unit_price: Decimal | None
    kit: KitPart | None = None
    is_agreed: bool = False  # that price was judged when it was agreed on
    is_drop_shipped: bool = False


@dataclass(frozen=True, slots=True)
class Basket:
    """Lines and the conditions on which they are asked for."""

    terms: Terms
    lines: tuple[BasketLine, ...]


def drafted(
    id_: UUID, number: str, basket: Basket, priced: PricedBasket, granter: Granter, buyer: Buyer = NO_BUYER
) -> SalesOrder:
    """The order of a basket at these prices, of which `granter` set those by hand."""
    lines = tuple(
        OrderLine(
            id=line_id(id_, i),
            product_id=line.product_id,
            sku=line.sku,
            description=line.description,
            tax_class=line.tax_class,
            packaging_code=line.packaging_code,
            packaging_quantity=line.packaging_quantity,
            manual_unit_price=line.manual_unit_price,
            goods=Goods(line.quantity),
            steps=as_agreed(price.steps) if line.is_agreed else price.steps,
            decision=price.decision,
            kit=line.kit,
            is_drop_shipped=line.is_drop_shipped,
        )
        for i, (line, price) in enumerate(zip(basket.lines, priced.lines, strict=True))
    )
    charges = charges_of(id_, priced.charges, lines)
    return SalesOrder(id_, number, basket.terms, lines, granter=granter, charges=charges, buyer=buyer)


def asked_content(asked: Basket | SalesOrder) -> Mapping[str, object]:
    """What the client asked for: a repeat with the same id must ask for the same."""
    return {
        "customer": asked.terms.customer_id,
        "warehouse": asked.terms.warehouse,
        "customer_reference": asked.terms.customer_reference,
        "shortage": asked.terms.shortage,
        "deliver_to": asked.terms.deliver_to,
        "requested_on": asked.terms.requested_on,
        "delivery": asked.terms.delivery,
        "priority": asked.terms.priority,
        "lines": [
            (line.product_id, line.quantity, line.manual_unit_price, line.kit, line.is_drop_shipped)
            for line in asked.lines
        ],
    }
