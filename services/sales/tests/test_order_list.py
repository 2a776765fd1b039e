"""Lists of orders: narrowed, counted, summed up, exported; a customer sees his own and no margin."""

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from kit.ids import new_id

from services.sales.tests import factories as make
from services.sales.tests.factories import House, line, slug

TODAY = datetime.now(UTC).date()


async def trade(house: House) -> dict[str, Any]:
    """Of two customers of one salesperson: a firm order, one that waits for stock, a draft in dollars."""
    seller = f"S-{new_id()}"[:40]
    await house.rate("USD", "1.2500")
    own = await house.customer(salesperson=seller, name=f"Dupont {seller}")
    abroad = await house.customer(salesperson=seller, currency="USD", channel="edi")
    product, scarce = await house.product(cost="6"), await house.product(cost="5", free="2")
    firm = await house.place(line(product), customer_id=own, customer_reference="PO-1")
    short = await house.place(line(scarce), customer_id=own, shortage="backorder", requested_on=TODAY.isoformat())
    draft = await house.draft(line(product, "10"), customer_id=abroad)
    return {"seller": seller, "own": own, "product": product, "firm": firm, "short": short, "draft": draft}


async def found(house: House, there: dict[str, Any], **asked: Any) -> list[str]:
    listed = await house.get("/orders", salesperson=there["seller"], **asked)
    names = {there[name]["id"]: name for name in ("firm", "short", "draft")}
    return sorted(names[each["id"]] for each in listed["items"])


async def test_a_list_is_narrowed_by_all_that_screens_ask(house: House) -> None:
    there = await trade(house)
    tomorrow = (TODAY + timedelta(days=1)).isoformat()
    cases: list[tuple[dict[str, Any], list[str]]] = [
        ({}, ["draft", "firm", "short"]),
        ({"status": ["confirmed", "shipped"]}, ["firm", "short"]),
        ({"channel": "edi"}, ["draft"]),
        ({"currency": "EUR"}, ["firm", "short"]),
        ({"is_short": True}, ["short"]),
        ({"wanted_until": tomorrow}, ["short"]),
        ({"product_id": there["product"]}, ["draft", "firm"]),
        ({"ordered_from": tomorrow}, []),
        ({"ordered_until": TODAY.isoformat()}, ["draft", "firm", "short"]),
        ({"q": "dupont " + there["seller"][:6]}, ["firm", "short"]),
        ({"q": "PO-1"}, ["firm"]),
        ({"q": there["draft"]["number"].lower()}, ["draft"]),
        ({"warehouse": "LYON", "on_hold": True}, []),
        ({"q": "%"}, []),
    ]
    for asked, expected in cases:
        assert await found(house, there, **asked) == expected, asked
    (short,) = (await house.get("/orders", salesperson=there["seller"], is_short=True))["items"]
    assert (short["is_short"], short["margin"], short["value"]) == (True, "25.00", "50.00")
    listed = await house.get("/orders", salesperson=there["seller"], sort="-net")
    assert listed["items"][0]["id"] == there["draft"]["id"]


async def test_totals_are_of_the_whole_list_in_company_currency(house: House) -> None:
    there = await trade(house)
    totals = await house.get("/orders/totals", salesperson=there["seller"])
    # 50 and 50 euros, 100 dollars; margins of 20, 25 and 40 dollars
    assert (totals["orders"], totals["value"], totals["margin"], totals["currency"]) == (3, "180.00", "77.00", "EUR")
    facets = {
        name: [(each["key"], each["orders"], each["value"]) for each in of] for name, of in totals["facets"].items()
    }
    assert facets["status"] == [("confirmed", 2, "100.00"), ("draft", 1, "80.00")]
    assert facets["channel"] == [("field", 2, "100.00"), ("edi", 1, "80.00")]
    assert facets["currency"] == [("EUR", 2, "100.00"), ("USD", 1, "80.00")]
    assert facets["hold_cause"] == [(None, 3, "180.00")]
    assert (totals["short"]["orders"], totals["short"]["value"], totals["late"]["orders"]) == (1, "50.00", 0)
    nothing = await house.get("/orders/totals", salesperson=there["seller"], channel="nobody")
    assert (nothing["orders"], nothing["value"], nothing["facets"]["status"]) == (0, "0", [])
    assert (nothing["short"]["orders"], nothing["late"]["value"]) == (0, "0")


async def test_an_order_is_late_from_the_day_after_it_was_wanted_until_nothing_is_owed(house: House) -> None:
    today, customer = datetime.now(UTC).date(), await house.customer()
    days = {"yesterday": today - timedelta(days=1), "today": today}
    product = await house.product()
    late, _ = [
        await house.place(line(product), customer_id=customer, requested_on=str(wanted)) for wanted in days.values()
    ]
    draft = await house.draft(line(product), customer_id=customer, requested_on=str(days["yesterday"]))
    listed = await house.get("/orders", customer_id=customer, is_late="true")
    totals = await house.get("/orders/totals", customer_id=customer)
    assert [each["id"] for each in listed["items"]] == [late["id"]]
    assert (draft["status"], totals["orders"], totals["late"]["orders"]) == ("draft", 3, 1)


async def test_a_table_of_orders_runs_nothing_in_a_spreadsheet(house: House) -> None:
    evil = "=HYPERLINK(1)"
    customer = await house.customer(name=evil)
    order = await house.place(line(await house.product()), customer_id=customer, customer_reference="+1")
    async with house.sales.client(*make.SELLER) as client:
        answer = await client.get("/orders/export.csv", params={"customer_id": customer})
    assert answer.headers["content-type"].startswith("text/csv")
    (row,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
    assert (row["customer_name"], row["customer_reference"]) == (f"'{evil}", "'+1")
    assert (row["number"], row["net"], row["margin"], row["currency"]) == (order["number"], "50.00", "20.00", "EUR")


async def test_a_customer_finds_and_exports_his_own_without_margins(house: House) -> None:
    there = await trade(house)
    claims = {"sub": "buyer", "customer_id": there["own"]}
    async with house.sales.client("sales.orders.read", **claims) as client:
        listed = (await client.get("/orders")).json()["items"]
        totals = (await client.get("/orders/totals")).json()
        table = (await client.get("/orders/export.csv")).content.decode("utf-8-sig")
        others = await client.get("/orders/totals", params={"customer_id": str(new_id())})
    assert {each["id"] for each in listed} == {there["firm"]["id"], there["short"]["id"]}
    assert [each["margin"] for each in listed] == [None, None]
    assert (totals["orders"], totals["margin"]) == (2, None)
    assert "margin" not in table.splitlines()[0]
    assert (others.status_code, slug(others.json())) == (403, "not-yours")


async def test_the_margin_of_a_list_follows_what_was_judged(house: House) -> None:
    order = await house.place(line(await house.product(cost="6")))
    body = {"reason": "More", "added": [line(await house.product(cost=None), "1")]}
    revision = await house.post(f"/orders/{order['id']}/revisions", body, 201)
    assert revision["verdict"] == "needs-approval"
    async with house.sales.database.read() as tx:
        margin = await tx.fetchval("SELECT margin FROM sales_order WHERE id = $1", UUID(order["id"]))
    assert str(margin) == "20.00"
