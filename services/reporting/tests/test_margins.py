"""Revenue meets cost, in whatever order they come."""

from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest
from comptoir.reporting.v1.alert_pb2 import LowMarginSold
from comptoir.sales.v1.sales_order_pb2 import OrderConfirmed, OrderRevised, SalesOrderLine
from kit.testing.doors import assert_every_door_is_shut
from kit.testing.fuzz import fuzz
from kit.testing.services import ServiceUnderTest, received
from kit.wire import decimal_out

from services.reporting.tests import factories as make

INVOICES, VALUATIONS = "accounting.invoices.v1", "accounting.valuations.v1"
READ, ALERTS = "reporting.margins.read", "reporting.alerts.read"


async def margin_of(reporting: ServiceUnderTest, product_id: str) -> dict[str, Any]:
    async with reporting.client(READ) as client:
        lines = (await client.get("/margins/lines", params={"product_id": product_id})).json()["items"]
    return {"revenue": sum(float(x["revenue"]) for x in lines), "cost": [x["cost"] for x in lines]}


@pytest.mark.parametrize("order", list(permutations(range(3))))
async def test_line_cost_and_late_correction_come_in_any_order(
    reporting: ServiceUnderTest, order: tuple[int, ...]
) -> None:
    product, movement = make.text_id(), make.text_id()
    facts = [
        (INVOICES, make.invoice(make.line(movement, product_id=product, net="100"))),
        (VALUATIONS, make.issue(movement, product_id=product, cost="60")),
        (VALUATIONS, make.correction(movement, product_id=product, amount="5.50")),
    ]
    for position in order:
        await reporting.deliver(*facts[position])
    assert await margin_of(reporting, product) == {"revenue": 100.0, "cost": ["65.50"]}


@pytest.mark.parametrize("order", list(permutations(range(4))))
async def test_what_is_credited_and_comes_back_leaves_the_margin_in_any_order(
    reporting: ServiceUnderTest, order: tuple[int, ...]
) -> None:
    """Sold at 100 for 60; of it, 40 is credited in April, and goods worth 30 came back."""
    product, movement = make.text_id(), make.text_id()
    sold = make.invoice(make.line(movement, product_id=product, net="100"), tax="20")
    facts = [
        (INVOICES, sold),
        (VALUATIONS, make.issue(movement, product_id=product, cost="60")),
        (INVOICES, make.credit_note(sold, net="40", quantity="1", tax="8")),
        (VALUATIONS, make.came_back(movement, product_id=product, cost="30")),
    ]
    before = await summary_of(reporting)
    for position in order:
        await reporting.deliver(*facts[position], repeat=2)
    summary = await summary_of(reporting)
    async with reporting.client(READ) as client:
        lines = (await client.get("/margins/lines", params={"product_id": product})).json()["items"]
    found = {line["kind"]: (line["revenue"], line["cost"], line["quantity"], line["issued_on"]) for line in lines}
    assert found == {
        "sale": ("100", "60", "1", "2026-03-02"),
        "credit": ("-40", "0", "-1", "2026-04-01"),
        "return": ("0", "-30", "0", "2026-04-01"),
    }
    assert Decimal(summary["tax"]) - Decimal(before["tax"]) == 12


async def test_charges_are_revenue_of_the_customer_without_a_product(reporting: ServiceUnderTest) -> None:
    product, movement = make.text_id(), make.text_id()
    sold = make.invoice(make.line(movement, product_id=product, net="100"), tax="21")
    sold.charges.add(
        invoice_charge_id=make.text_id(), sales_order_charge_id=make.text_id(), net_amount=decimal_out(Decimal("5.50"))
    )
    before = await summary_of(reporting)
    await reporting.deliver(INVOICES, sold, repeat=2)
    after = await summary_of(reporting)
    assert Decimal(after["revenue"]) - Decimal(before["revenue"]) == Decimal("105.50")
    assert [after[name] - before[name] for name in ("invoice_lines", "unvalued_lines")] == [1, 1]
    async with reporting.client(READ) as client:
        found = (await client.get("/margins/lines", params={"customer_id": sold.customer_id})).json()["items"]
        products = (await client.get("/margins/cube", params={"by": "product", "sort": "revenue"})).json()["items"]
    (charged,) = [line for line in found if line["kind"] == "charge"]
    assert (charged["product_id"], charged["revenue"], charged["cost"]) == (None, "5.50", "0")
    assert [row["revenue"] for row in products if row["key"] == "charges"] == ["5.50"]


async def summary_of(reporting: ServiceUnderTest) -> dict[str, Any]:
    async with reporting.client(READ) as client:
        found: dict[str, Any] = (await client.get("/summary")).json()
    return found


async def test_a_credit_note_raises_no_alert(reporting: ServiceUnderTest) -> None:
    since = await reporting.outbox_position()
    product, movement = make.text_id(), make.text_id()
    sold = make.invoice(make.line(movement, product_id=product, net="100"))
    await reporting.deliver(INVOICES, sold, make.credit_note(sold, net="95"))
    await reporting.deliver(VALUATIONS, make.issue(movement, product_id=product, cost="60"))
    assert await reporting.published(LowMarginSold, since=since) == []


async def test_events_twice_count_once(reporting: ServiceUnderTest) -> None:
    product, movement = make.text_id(), make.text_id()
    await reporting.deliver(INVOICES, make.invoice(make.line(movement, product_id=product, net="10")), repeat=2)
    await reporting.deliver(VALUATIONS, make.issue(movement, product_id=product, cost="4"), repeat=3)
    assert await margin_of(reporting, product) == {"revenue": 10.0, "cost": ["4"]}


async def test_a_line_below_the_threshold_raises_one_alert_once_its_cost_is_known(reporting: ServiceUnderTest) -> None:
    since = await reporting.outbox_position()
    product, low, good = make.text_id(), make.text_id(), make.text_id()
    bill = make.invoice(make.line(low, product_id=product, net="100"), make.line(good, product_id=product, net="100"))
    await reporting.deliver(INVOICES, bill)
    assert await reporting.published(LowMarginSold, since=since) == []
    for movement, cost in ((low, "95"), (good, "90")):
        await reporting.deliver(VALUATIONS, make.issue(movement, product_id=product, cost=cost))
    await reporting.deliver(VALUATIONS, make.correction(low, product_id=product, amount="1"))
    (alert,) = await reporting.published(LowMarginSold, since=since)
    assert (alert.cost_amount.value, alert.margin_rate.value) == ("95", "0.0500")
    async with reporting.client(ALERTS) as client:
        shown = (await client.get("/alerts", params={"sort": "-raised_at"})).json()["items"][0]
    assert (shown["invoice_line_id"], shown["rate"]) == (bill.lines[0].invoice_line_id, "0.0400")


async def test_a_period_is_half_open_and_an_empty_one_is_refused(reporting: ServiceUnderTest) -> None:
    product = make.text_id()
    for day in ("2031-01-31", "2031-02-01"):
        bill = make.invoice(make.line(make.text_id(), product_id=product, net="1"), issued_on=day)
        await reporting.deliver(INVOICES, bill)
    async with reporting.client(READ) as client:
        january = (await client.get("/summary", params={"from": "2031-01-01", "until": "2031-02-01"})).json()
        refused = await client.get("/summary", params={"from": "2031-02-01", "until": "2031-01-01"})
    assert (january["invoice_lines"], january["revenue"]) == (1, "1")
    assert (refused.status_code, refused.json()["field"]) == (422, "until")


async def test_the_threshold_can_be_set_and_holds(reporting: ServiceUnderTest) -> None:
    async with reporting.client(ALERTS, "reporting.alerts.write") as client:
        before = (await client.get("/margin-threshold")).json()
        assert (await client.put("/margin-threshold", json={"rate": "0.2"})).json() == {"rate": "0.2"}
        assert (await client.put("/margin-threshold", json={"rate": "1.5"})).status_code == 422
        await client.put("/margin-threshold", json=before)


async def test_a_rebuild_from_the_same_events_gives_the_same_figures(reporting: ServiceUnderTest) -> None:
    product, movement = make.text_id(), make.text_id()
    facts = [
        received(INVOICES, make.invoice(make.line(movement, product_id=product, net="50"))),
        received(VALUATIONS, make.issue(movement, product_id=product, cost="20", left="3", value="60")),
    ]
    await reporting.deliver_events(facts)
    first = await margin_of(reporting, product)
    assert reporting.service.forget is not None
    async with reporting.database.transaction() as tx:
        await reporting.service.forget(tx)
        await tx.execute("TRUNCATE inbox")
    await reporting.deliver_events(facts)
    assert await margin_of(reporting, product) == first


async def test_invariants_hold_and_say_so(reporting: ServiceUnderTest) -> None:
    async with reporting.client("reporting.invariants.read") as client:
        checks = (await client.get("/invariants")).json()["checks"]
    # The tests of this database tell what products are worth without all that made them so; test_ledger.py tells all.
    untold = "products are worth what the ledger posted to stock"
    assert [check["name"] for check in checks if not check["ok"] and check["name"] != untold] == []


async def test_every_door_is_shut(reporting: ServiceUnderTest) -> None:
    assert await assert_every_door_is_shut(reporting) == 42


async def test_no_generated_input_ends_in_a_fault_of_ours(reporting: ServiceUnderTest) -> None:
    assert await fuzz(reporting) == 41


def number(text: str) -> Any:
    return decimal_out(Decimal(text))


async def test_a_revised_order_counts_as_it_now_stands(reporting: ServiceUnderTest) -> None:
    order = OrderConfirmed(
        sales_order_id=make.text_id(), number="SO-R", customer_id=make.text_id(), ordered_on="2026-03-02",
        lines=[
            SalesOrderLine(
                sales_order_line_id=make.text_id(), product_id=make.text_id(), quantity=number("2"), unit_price=number("10")
            )
        ],
    )  # fmt: skip
    revised = OrderRevised(order=order)
    revised.order.lines.add(
        sales_order_line_id=make.text_id(), product_id=make.text_id(), quantity=number("1"), unit_price=number("5.50")
    )
    await reporting.deliver("sales.orders.v1", order, revised, repeat=2)
    async with reporting.database.read() as tx:
        row = await tx.fetchrow("SELECT line_count, amount FROM sales_order WHERE id = $1", order.sales_order_id)
    assert row is not None
    assert (row["line_count"], str(row["amount"])) == (2, "25.50")
