"""Each statement between services holds for a house in order, and each disorder is caught and named."""

from dataclasses import replace
from decimal import Decimal
from io import StringIO

import pytest
from rich.console import Console
from stack.invariants.checks import Facts, Invoice, Position, Stocked, Valued, compare, quietness
from stack.invariants.run import show

D = Decimal

IN_ORDER = Facts(
    stock={"lamp": Stocked(D(8), D(2)), "rope": Stocked(D(0), D(0))},
    valuation={"lamp": Valued(D(8), D("40.00"))},
    balances={"37": D("40.00"), "4081": D("-15.00"), "411": D("36.00"), "44571": D("-6.00"), "x": D("-55.00")},
    unbilled={"line 1": D("15.00"), "line 2": D(0)},
    chain_breaks=(),
    shipments={"shipment": "order"},
    shipped_lines={"movement": D(3)},
    invoices=(Invoice("shipment", "order", D("30.00"), D("6.00")),),
    invoiced_lines=(("movement", D(3)),),
    sales_orders={"order": "invoiced", "draft": "draft", "gone": "cancelled", "next": "confirmed"},
    held_orders=frozenset({"order", "next", "gone"}),
    reported_revenue=D("30.00"),
    reported_tax=D("6.00"),
    reported_lines=1,
    reported_stock_value=D("40.00"),
)


def test_a_house_in_order_passes() -> None:
    assert [check.name for check in compare(IN_ORDER) if not check.holds] == []


@pytest.mark.parametrize(
    ("disorder", "statement", "named"),
    [
        pytest.param(
            {"stock": {"lamp": Stocked(D(7), D(2))}}, "on-hand is the quantity", "lamp", id="a unit is missing"
        ),
        pytest.param({"stock": {"lamp": Stocked(D(8), D(9))}}, "no more is reserved", "lamp", id="promised twice"),
        pytest.param(
            {"balances": {"37": D("39.99"), "4081": D(-15), "x": D("-24.99")}}, "the stock account", "37", id="a cent"
        ),
        pytest.param({"unbilled": {"line 1": D("14.99")}}, "goods received and not billed", "4081", id="GR/IR"),
        pytest.param(
            {"balances": {**IN_ORDER.balances, "x": D(-54)}}, "debits equal credits", "all accounts", id="balance"
        ),
        pytest.param({"chain_breaks": ("ST-2026-000002",)}, "the hash chain", "ST-2026-000002", id="chain"),
        pytest.param({"invoices": ()}, "every shipment is invoiced exactly once", "shipment", id="not invoiced"),
        pytest.param(
            {"invoices": IN_ORDER.invoices * 2}, "every shipment is invoiced exactly once", "shipment", id="twice"
        ),
        pytest.param({"invoiced_lines": ()}, "every shipped line is invoiced", "movement", id="line not invoiced"),
        pytest.param({"invoiced_lines": (("movement", D(3)),) * 2}, "every shipped line", "movement", id="line twice"),
        pytest.param(
            {"invoiced_lines": (("movement", D(2)),)}, "at the quantity that was shipped", "movement", id="short"
        ),
        pytest.param(
            {"shipments": {"shipment": "another"}}, "for the order that was shipped", "shipment", id="wrong order"
        ),
        pytest.param({"held_orders": frozenset({"order"})}, "inventory knows exactly", "next", id="order not heard of"),
        pytest.param(
            {"held_orders": frozenset({"order", "next", "draft"})}, "inventory knows", "draft", id="orphan hold"
        ),
        pytest.param({"reported_revenue": D("29.99")}, "reporting has every invoice", "revenue", id="revenue"),
        pytest.param({"reported_lines": 2}, "reporting has every invoice", "lines", id="lines"),
        pytest.param({"reported_stock_value": D(41)}, "reporting has the stock value", "stock value", id="stock value"),
    ],
)
def test_each_disorder_is_caught_and_its_row_is_named(disorder: dict[str, object], statement: str, named: str) -> None:
    broken = [check for check in compare(replace(IN_ORDER, **disorder)) if not check.holds]  # type: ignore[arg-type]  # fields of Facts
    (found,) = [check for check in broken if check.name.startswith(statement) or statement in check.name]
    assert named in {value for row in found.differences for value in row.values()}


def test_what_is_still_on_its_way_is_told() -> None:
    positions = [Position("sales", "t.v1", 0, 5, 5), Position("sales", "t.v1", 1, 4, 5)]
    behind, outbox, parked = quietness(positions, {"sales": 0, "pricing": 2}, {"sales": 1})
    assert behind.differences == ({"service": "sales", "topic": "t.v1", "partition": "1", "applied": "4", "end": "5"},)
    assert outbox.differences == ({"service": "pricing", "waiting": "2"},)
    assert parked.differences == ({"service": "sales", "parked": "1"},)


def test_the_table_names_what_does_not_hold() -> None:
    console = Console(file=StringIO(), width=200)
    show(console, compare(replace(IN_ORDER, reported_lines=2)))
    assert isinstance(console.file, StringIO)
    text = console.file.getvalue()
    assert "✗ accounting · reporting: reporting has every invoice" in text
    assert "row lines, accounting 1, reporting 2" in text
    assert text.rstrip().endswith("✗ 1 of 13 do not hold.")
