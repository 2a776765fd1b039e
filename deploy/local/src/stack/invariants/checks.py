"""The statements that must hold between services, as comparisons of what they say."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

ZERO = Decimal(0)

Row = Mapping[str, str]  # names → figures, as a person reads them


@dataclass(frozen=True, slots=True)
class Check:
    """One statement: who says it, how much was looked at, and every row that breaks it."""

    where: str
    name: str
    detail: str
    differences: tuple[Row, ...] = ()

    @property
    def holds(self) -> bool:
        return not self.differences


@dataclass(frozen=True, slots=True)
class Stocked:
    """A product as inventory has it, over all warehouses; goods on their way between them are on hand."""

    on_hand: Decimal
    reserved: Decimal


@dataclass(frozen=True, slots=True)
class Valued:
    """A product as accounting has it."""

    quantity: Decimal
    value: Decimal


@dataclass(frozen=True, slots=True)
class Invoice:
    """The head of an invoice."""

    shipment_id: str
    sales_order_id: str
    net: Decimal
    tax: Decimal


@dataclass(frozen=True, slots=True)
class Facts:
    """What the services say, read at one quiet moment."""

    stock: Mapping[str, Stocked]  # by product
    valuation: Mapping[str, Valued]  # by product
    balances: Mapping[str, Decimal]  # by account, debit less credit
    unbilled: Mapping[str, Decimal]  # by received line: value received and not billed
    chain_breaks: tuple[str, ...]
    shipments: Mapping[str, str]  # shipment → sales order
    shipped_lines: Mapping[str, Decimal]  # by movement
    invoices: tuple[Invoice, ...]
    invoiced_lines: tuple[tuple[str, Decimal], ...]  # movement, quantity
    sales_orders: Mapping[str, str]  # order → status
    held_orders: frozenset[str]  # orders that inventory holds or held stock for
    reported_revenue: Decimal
    reported_tax: Decimal
    reported_lines: int
    reported_stock_value: Decimal


STOCK, GOODS_RECEIVED = "37", "4081"
_FIRM = frozenset({"confirmed", "partially-shipped", "shipped", "invoiced", "closed"})


def compare(facts: Facts) -> list[Check]:
    """Every statement between services."""
    invoiced_lines = Counter(movement for movement, _ in facts.invoiced_lines)
    invoices = Counter(invoice.shipment_id for invoice in facts.invoices)
    return [
        _same("on-hand is the quantity of the cost layers, product by product", "inventory", "accounting",
              {product: row.on_hand for product, row in facts.stock.items()},
              {product: row.quantity for product, row in facts.valuation.items()}),
        _all("no more is reserved than is on hand", facts.stock, lambda row: row.reserved <= row.on_hand),
        _same("the stock account is the sum of the cost layers", "ledger", "layers",
              {STOCK: facts.balances.get(STOCK, ZERO)},
              {STOCK: sum((row.value for row in facts.valuation.values()), ZERO)}),
        _same("goods received and not billed are explained line by line", "ledger", "lines",
              {GOODS_RECEIVED: -facts.balances.get(GOODS_RECEIVED, ZERO)},
              {GOODS_RECEIVED: sum(facts.unbilled.values(), ZERO)}),
        _same("debits equal credits", "debit less credit", "must be",
              {"all accounts": sum(facts.balances.values(), ZERO)}, {"all accounts": ZERO}),
        Check("accounting", "the hash chain of the ledger is whole", f"{len(facts.chain_breaks)} breaks",
              tuple({"entry": entry} for entry in facts.chain_breaks)),
        _same("every shipment is invoiced exactly once", "shipped", "invoices",
              dict.fromkeys(facts.shipments, 1), invoices),
        _same("every shipped line is invoiced exactly once", "shipped", "invoiced",
              dict.fromkeys(facts.shipped_lines, 1), invoiced_lines),
        _same("every line is invoiced at the quantity that was shipped", "shipped", "invoiced",
              facts.shipped_lines, dict(facts.invoiced_lines)),
        _same("an invoice is for the order that was shipped", "shipped", "invoiced", facts.shipments,
              {invoice.shipment_id: invoice.sales_order_id for invoice in facts.invoices}),
        _same("inventory knows exactly the orders that are firm in sales", "sales", "inventory",
              {order: "firm" for order, status in facts.sales_orders.items() if status in _FIRM},
              {order: "firm" for order in facts.held_orders if facts.sales_orders.get(order) != "cancelled"}),
        _same("reporting has every invoice", "accounting", "reporting",
              {"revenue": sum((i.net for i in facts.invoices), ZERO), "tax": sum((i.tax for i in facts.invoices), ZERO),
               "lines": Decimal(len(facts.shipped_lines))},
              {"revenue": facts.reported_revenue, "tax": facts.reported_tax, "lines": Decimal(facts.reported_lines)}),
        _same("reporting has the stock value", "accounting", "reporting",
              {"stock value": sum((row.value for row in facts.valuation.values()), ZERO)},
              {"stock value": facts.reported_stock_value}),
    ]  # fmt: skip


def _same(name: str, left: str, right: str, here: Mapping[str, object], there: Mapping[str, object]) -> Check:
    """Both have the same rows with the same figures; a figure of zero may be missing."""
    keys = sorted(here.keys() | there.keys())
    differences = tuple(
        {"row": key, left: _shown(here.get(key)), right: _shown(there.get(key))}
        for key in keys
        if (here.get(key) or ZERO) != (there.get(key) or ZERO)
    )
    return Check(f"{left} · {right}", name, f"{len(keys)} compared", differences)


def _all(name: str, rows: Mapping[str, Stocked], holds: Callable[[Stocked], bool]) -> Check:
    broken = tuple(
        {"product": product, "on hand": str(row.on_hand), "reserved": str(row.reserved)}
        for product, row in rows.items()
        if not holds(row)
    )
    return Check("inventory", name, f"{len(rows)} checked", broken)


def _shown(figure: object) -> str:
    return "missing" if figure is None else str(figure)


@dataclass(frozen=True, slots=True)
class Position:
    """How far a service has applied a partition, and where the partition ends."""

    service: str
    topic: str
    partition: int
    next_offset: int
    end: int


def quietness(positions: Iterable[Position], outbox_rows: Mapping[str, int], parked: Mapping[str, int]) -> list[Check]:
    """Everything written is published, everything published is applied, and nothing stands aside."""
    positions = list(positions)
    behind = tuple(
        {
            "service": p.service,
            "topic": p.topic,
            "partition": str(p.partition),
            "applied": str(p.next_offset),
            "end": str(p.end),
        }
        for p in positions
        if p.next_offset != p.end
    )
    waiting = tuple({"service": name, "waiting": str(rows)} for name, rows in outbox_rows.items() if rows)
    aside = tuple({"service": name, "parked": str(rows)} for name, rows in parked.items() if rows)
    return [
        Check("all", "every service has applied its topics to their ends", f"{len(positions)} partitions", behind),
        Check("all", "every event is published", f"{len(outbox_rows)} services", waiting),
        Check("all", "no message is parked", f"{len(parked)} services", aside),
    ]
