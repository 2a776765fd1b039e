"""Posting schemes: which accounts each kind of stock fact moves. See the design, §4, and the PCG.

French perpetual stock is continental: purchases go through class 6 and stock is its counterpart (603).
"""

from decimal import Decimal
from enum import StrEnum

from accounting.domain.entry import JournalLine, debit, transfer

STOCK = "37"
STOCK_CHANGE = "6037"
PURCHASES = "607"
GOODS_RECEIVED = "4081"
LANDED_ACCRUED = "40812"
LANDED = "608"
OPENING = "890"


class SchemeName(StrEnum):
    CONTINENTAL = "continental"
    ANGLO_SAXON = "anglo-saxon"


class Cause(StrEnum):
    """Why the value of stock changed."""

    PURCHASE = "purchase"  # receipt, or its reversal, or a return to the supplier (then below zero)
    OPENING = "opening"
    COST_OF_SALES = "cost-of-sales"  # shipments, customer returns, counts, scrap, corrections


def stock_lines(
    scheme: SchemeName, cause: Cause, amount: Decimal, *, purchased: Decimal | None = None
) -> tuple[JournalLine, ...]:
    """The lines of a change of stock value by `amount` (below zero: stock falls); none for zero.

    `purchased` is what the supplier gets for it, when that is another amount: the gap stays in cost of sales.
    """
    if cause is Cause.OPENING:
        return transfer(STOCK, OPENING, amount)
    if cause is Cause.COST_OF_SALES:
        return transfer(STOCK, STOCK_CHANGE if scheme is SchemeName.CONTINENTAL else PURCHASES, amount)
    purchased = amount if purchased is None else purchased
    if scheme is SchemeName.CONTINENTAL:
        return transfer(STOCK, STOCK_CHANGE, amount) + transfer(PURCHASES, GOODS_RECEIVED, purchased)
    return transfer(STOCK, GOODS_RECEIVED, purchased) + transfer(STOCK, PURCHASES, amount - purchased)


def price_difference_lines(
    scheme: SchemeName, *, difference: Decimal, to_stock: Decimal
) -> tuple[tuple[JournalLine, ...], tuple[JournalLine, ...]]:
    """A bill's difference to the receipt: (debits inside the bill entry, the entry that carries a part to stock).

    The part of what is gone stays in cost of sales (607 in both schemes).
    """
    if scheme is SchemeName.ANGLO_SAXON:
        return tuple(_debits((PURCHASES, difference - to_stock), (STOCK, to_stock))), ()
    return tuple(_debits((PURCHASES, difference))), transfer(STOCK, STOCK_CHANGE, to_stock)


def landed_cost_lines(
    scheme: SchemeName, *, amount: Decimal, to_stock: Decimal
) -> tuple[tuple[JournalLine, ...], tuple[JournalLine, ...]]:
    """What a landed cost owes, and the entry that carries a part to stock. Below zero when it is taken back.

    Continental: the cost is one of the year (608), stock takes its part by 6037.
    """
    if scheme is SchemeName.ANGLO_SAXON:
        return transfer(STOCK, LANDED_ACCRUED, to_stock) + transfer(PURCHASES, LANDED_ACCRUED, amount - to_stock), ()
    return transfer(LANDED, LANDED_ACCRUED, amount), transfer(STOCK, STOCK_CHANGE, to_stock)


def _debits(*amounts: tuple[str, Decimal]) -> list[JournalLine]:
    return [debit(account, amount) for account, amount in amounts if amount]
