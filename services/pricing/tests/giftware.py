"""A month of a real wholesaler, and the price list that its sales must have come from."""

import csv
import lzma
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "uk_giftware_2010_12.csv.xz"
_PRODUCT = re.compile(r"\d{5}[A-Z]{0,2}")  # other codes are postage, samples and bank charges


@dataclass(frozen=True, slots=True)
class Line:
    """A sale to a customer who is known."""

    invoice: str
    product: str
    customer: str
    quantity: Decimal
    unit_price: Decimal
    invoiced_at: datetime


def sold_lines() -> list[Line]:
    """Sales of products; no cancellations, write-offs, gifts, nor sales over the counter, which have prices of their own."""
    with lzma.open(_FILE, "rt", encoding="utf-8", newline="") as file:
        lines = [
            Line(
                row["InvoiceNo"],
                row["StockCode"].upper(),
                row["CustomerID"],
                Decimal(row["Quantity"]),
                Decimal(row["UnitPrice"]),
                datetime.strptime(row["InvoiceDate"], "%m/%d/%y %H:%M").replace(tzinfo=UTC),
            )
            for row in csv.DictReader(file)
        ]
    return [
        line
        for line in lines
        if line.invoice.isdigit()
        and line.customer
        and line.quantity > 0
        and line.unit_price > 0
        and _PRODUCT.fullmatch(line.product)
    ]


def derived_list(lines: Sequence[Line]) -> Mapping[str, list[tuple[Decimal, Decimal]]]:
    """By product: (from quantity, price), cheaper with each break.

    The list price is what was paid most often for the smallest quarter of quantities. A break begins at a quantity for
    which most paid a lower price, if most of those who took more paid no more than that.
    """
    by_product = defaultdict(list)
    for line in lines:
        by_product[line.product].append((line.quantity, line.unit_price))
    return {product: _tiers(sorted(sales)) for product, sales in by_product.items()}


def _tiers(sales: Sequence[tuple[Decimal, Decimal]]) -> list[tuple[Decimal, Decimal]]:
    smallest = sales[len(sales) // 4][0]
    tiers = [(Decimal(0), _usual([price for quantity, price in sales if quantity <= smallest]))]
    by_quantity = defaultdict(list)
    for quantity, price in sales:
        by_quantity[quantity].append(price)
    for quantity, prices in sorted(by_quantity.items()):
        price = _usual(prices)
        more = [paid for taken, paid in sales if taken >= quantity]
        is_most = prices.count(price) * 2 > len(prices) and sum(paid <= price for paid in more) * 2 > len(more)
        if quantity > smallest and price < tiers[-1][1] and is_most:
            tiers.append((quantity, price))
    return tiers


def _usual(prices: Sequence[Decimal]) -> Decimal:
    """The most frequent; of equals the highest."""
    times = Counter(prices)
    return max(times, key=lambda price: (times[price], price))


def list_price(tiers: Sequence[tuple[Decimal, Decimal]], quantity: Decimal) -> Decimal:
    return next(price for from_quantity, price in reversed(tiers) if from_quantity <= quantity)
