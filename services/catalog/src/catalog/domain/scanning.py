"""From what a code says to a product and a quantity in its stock unit."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from kit.uom import factor_between

from catalog.domain.conversion import Measure, OverPrecise, convert
from catalog.domain.gs1 import Scan, Unreadable
from catalog.domain.product import Packaging, Product, Tracking


@dataclass(frozen=True, slots=True)
class Identified:
    """A product, how it is packed, and how many stock units the code stands for."""

    product: Product
    packaging: Packaging
    quantity: Decimal


def identified(scan: Scan, product: Product, packaging: Packaging) -> Identified:
    """What was scanned: so many packagings, or what the net measure says.

    Raises:
        Unreadable: the quantity is none of the product, or a serial number stands for several pieces.
    """
    stock = Measure(product.stock_uom, Fraction(1), product.quantity_decimals)
    in_net_unit = factor_between(scan.net[1], product.stock_uom) if scan.net else None
    if scan.net is not None and in_net_unit is not None:
        source = Measure(scan.net[1], in_net_unit, 6)
        quantity = convert(scan.net[0], source, stock)  # of the whole, however many pieces (30) or (37) count
    else:
        factor = Fraction(packaging.numerator, packaging.denominator)
        quantity = convert(Decimal(scan.count or 1), Measure(packaging.code, factor, 0), stock)
    if isinstance(quantity, OverPrecise):
        raise Unreadable("quantity", quantity.detail)
    if scan.serial is not None and product.tracking is Tracking.SERIAL and quantity != 1:
        raise Unreadable("ambiguous", f"The serial number {scan.serial} stands for one piece, the code for {quantity}.")
    return Identified(product, packaging, quantity)
