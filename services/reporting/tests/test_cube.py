"""The margin cube: the same total by every axis, from totals or from entries, then and now."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import permutations, product
from typing import Any

import pytest
from comptoir.catalog.v1.partner_pb2 import PartnerChanged
from comptoir.catalog.v1.product_pb2 import ProductChanged, SupplierReference
from comptoir.sales.v1.sales_order_pb2 import OrderConfirmed
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kit.testing.services import ServiceUnderTest
from kit.wire import decimal_out
from reporting.domain.cube import Basis, CubeAxis, Grain, Question
from reporting.queries.cube import totals_of
from reporting.storage.tables_cube import margin_customer, margin_product, margin_product_year
from sqlalchemy import Table

from services.reporting.tests import factories as make

INVOICES, VALUATIONS, ORDERS = "accounting.invoices.v1", "accounting.valuations.v1", "sales.orders.v1"
AXES = [str(axis) for axis in CubeAxis]
MEASURES = ("revenue", "cost", "margin", "quantity", "discount", "sold", "credited", "landed_cost", "returned_cost")


async def ask(reporting: ServiceUnderTest, **params: str) -> dict[str, Any]:
    async with reporting.client("reporting.margins.read") as client:
        answer = await client.get("/margins/cube", params=params)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def figures(row: dict[str, Any]) -> dict[str, Decimal]:
    return {name: Decimal(row[name]) for name in MEASURES}


def landed(movement: str, *, product_id: str, amount: str, posted_on: str) -> Any:
    message = make.correction(movement, product_id=product_id, amount=amount)
    message.reason, message.posted_on = "landed-cost", posted_on
    return message


def confirmed(order_id: str, *, team: str, site: str) -> OrderConfirmed:
    return OrderConfirmed(
        sales_order_id=order_id,
        number="SO-1",
        customer_id=make.text_id(),
        ordered_on="2027-03-01",
        team=team,
        warehouse=site,
    )


@pytest.mark.parametrize("order", [each for n, each in enumerate(permutations(range(6))) if n % 13 == 0])
async def test_a_sale_its_order_late_cost_credit_and_return_come_in_any_order(
    reporting: ServiceUnderTest, order: tuple[int, ...]
) -> None:
    """Sold in March for 100 at a cost of 60; freight of 5 is told in April; in May 40 is credited and 30 came back."""
    item, movement, site = make.text_id(), make.text_id(), make.text_id()
    sold = make.invoice(make.line(movement, product_id=item, net="100"), issued_on="2027-03-02")
    sold.lines[0].list_price.CopyFrom(decimal_out(Decimal(125)))
    facts = [
        (INVOICES, sold),
        (VALUATIONS, make.issue(movement, product_id=item, cost="60")),
        (VALUATIONS, landed(movement, product_id=item, amount="5", posted_on="2027-04-03")),
        (INVOICES, make.credit_note(sold, net="40", quantity="1", credited_on="2027-05-01")),
        (VALUATIONS, make.came_back(movement, product_id=item, cost="30", posted_on="2027-05-02")),
        (ORDERS, confirmed(sold.sales_order_id, team="north", site=site)),
    ]
    for position in order:
        await reporting.deliver(*facts[position], repeat=2)
    now = await ask(reporting, by="month", site=site)
    then = await ask(reporting, by="month", site=site, basis="known")
    april = await ask(reporting, by="team", site=site, known_until="2027-05-01")
    assert [(r["key"], r["revenue"], r["cost"]) for r in now["items"]] == [("2027-03", "60", "35")]
    assert [(r["key"], r["revenue"], r["cost"]) for r in then["items"]] == [
        ("2027-03", "100", "60"), ("2027-04", "0", "5"), ("2027-05", "-40", "-30"),
    ]  # fmt: skip
    assert [(r["key"], r["margin"], r["landed_cost"]) for r in april["items"]] == [("north", "35", "5")]
    assert figures(now["total"]) == figures(then["total"])
    assert (now["total"]["discount"], now["total"]["rate"]) == ("25.00", "0.4167")


async def test_family_supplier_and_customer_have_their_codes_and_names(reporting: ServiceUnderTest) -> None:
    item, supplier, customer = make.text_id(), make.text_id(), make.text_id()
    await reporting.deliver(
        "catalog.products.v1",
        ProductChanged(
            product_id=item, version=1, sku="CUBE-1", name_en="A cube", family_code="cubes", family_name="Cubes",
            suppliers=[SupplierReference(supplier_id=supplier)],
        ),
    )  # fmt: skip
    for id_, code in ((supplier, "S-CUBE"), (customer, "C-CUBE")):
        await reporting.deliver("catalog.partners.v1", PartnerChanged(partner_id=id_, version=1, code=code, name=code))
    sold = make.invoice(make.line(make.text_id(), product_id=item, net="9"), customer_id=customer)
    await reporting.deliver(INVOICES, sold)
    found = await ask(reporting, by="family", across="supplier", customer="C-CUBE")
    (row,) = found["items"]
    assert (row["key"], row["name"], row["across_key"], row["revenue"]) == ("cubes", "Cubes", "S-CUBE", "9")
    assert [r["key"] for r in (await ask(reporting, by="product", family="cubes"))["items"]] == ["CUBE-1"]


amounts = st.decimals(1, 500, places=2)
sales = st.tuples(
    amounts,
    amounts,
    st.sampled_from(["a", "b"]),
    st.sampled_from(["x", "y"]),
    st.sampled_from([1, 2, 3]),
    st.booleans(),
)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(sales, min_size=1, max_size=6))
async def test_every_axis_and_pair_adds_up_to_the_same_from_totals_and_from_entries(
    reporting: ServiceUnderTest, drawn: list[tuple[Decimal, Decimal, str, str, int, bool]]
) -> None:
    for net, cost, segment, channel, month, is_late in drawn:
        item, movement = make.text_id(), make.text_id()
        sold = make.invoice(make.line(movement, product_id=item, net=str(net)), issued_on=f"2028-0{month}-15")
        sold.segment, sold.channel = segment, channel
        await reporting.deliver(INVOICES, sold)
        await reporting.deliver(VALUATIONS, make.issue(movement, product_id=item, cost=str(cost)))
        if is_late:
            await reporting.deliver(
                VALUATIONS, landed(movement, product_id=item, amount="1.5", posted_on=f"2028-0{month + 1}-02")
            )
    period = {"from": "2028-01-01", "until": "2028-06-01"}
    totals = [figures((await ask(reporting, by=axis, **period))["total"]) for axis in AXES]
    totals += [
        figures((await ask(reporting, by=by, across=across, **period))["total"])
        for by, across in product(("segment", "product", "month"), ("channel", "customer", "quarter"))
    ]
    totals.append(figures((await ask(reporting, by="segment", known_until="2100-01-02", **period))["total"]))
    totals += [
        figures((await ask(reporting, by=by, **{"from": "2027-12-31", "until": "2028-05-31"}))["total"])
        for by in ("segment", "product", "family")
    ]
    totals.append(
        figures((await ask(reporting, by="supplier", **{"from": "2028-01-01", "until": "2029-01-01"}))["total"])
    )
    shown = await ask(reporting, by="segment", across="channel", **period)
    totals.append({name: sum((Decimal(row[name]) for row in shown["items"]), Decimal(0)) for name in MEASURES})
    assert all(total == totals[0] for total in totals)


@pytest.mark.parametrize(
    ("axes", "totals"),
    [
        ({CubeAxis.FAMILY, CubeAxis.SUPPLIER}, [margin_product_year, margin_product]),
        ({CubeAxis.PRODUCT, CubeAxis.YEAR}, [margin_product_year, margin_product]),
        ({CubeAxis.PRODUCT, CubeAxis.QUARTER}, [margin_product]),
        ({CubeAxis.CUSTOMER, CubeAxis.MONTH}, [margin_customer]),
        ({CubeAxis.CUSTOMER, CubeAxis.SEGMENT}, [margin_customer]),
        ({CubeAxis.MONTH}, [margin_customer]),
        ({CubeAxis.TEAM, CubeAxis.FAMILY}, []),
    ],
)
def test_products_and_customers_have_their_totals_and_both_at_once_have_none(
    axes: set[CubeAxis], totals: list[Table]
) -> None:
    assert list(totals_of(axes).values()) == totals


days = st.none() | st.dates(date(2024, 10, 1), date(2027, 3, 31))


@given(
    sold_on=st.dates(date(2024, 10, 1), date(2027, 3, 31)),
    late=st.integers(0, 500),
    since=days,
    until=days,
    known_until=days,
    basis=st.sampled_from(Basis),
    grains=st.sampled_from([[], [Grain.MONTH], [Grain.YEAR, Grain.MONTH]]),
)
def test_each_posting_of_the_period_is_in_one_part_and_no_other_is(
    sold_on: date,
    late: int,
    since: date | None,
    until: date | None,
    known_until: date | None,
    basis: Basis,
    grains: list[Grain],
) -> None:
    known_on = sold_on + timedelta(days=late)
    day = sold_on if basis is Basis.SOLD else known_on
    question = Question(CubeAxis.MONTH, None, basis, since, until, known_until)

    def covers(low: date | None, high: date | None, day: date) -> bool:
        return (low is None or low <= day) and (high is None or day < high)

    asked = covers(since, until, day) and covers(None, known_until, known_on)
    parts = [
        part
        for part in question.whole.cut(grains)
        if covers(part.effective_from, part.effective_until, part.grain.begins(day))
        and covers(part.known_from, part.known_until, part.grain.begins(known_on))
    ]
    assert len(parts) == (1 if asked else 0)


@pytest.mark.parametrize("issued_on", ["1999-12-31", "2031-02-28", "2999-12-31"])
async def test_months_far_away_have_their_partitions_too(reporting: ServiceUnderTest, issued_on: str) -> None:
    """Told twice, and costed before and after: once in the figures."""
    item, movement, site = make.text_id(), make.text_id(), make.text_id()
    sold = make.invoice(make.line(movement, product_id=item, net="10"), issued_on=issued_on)
    await reporting.deliver(ORDERS, confirmed(sold.sales_order_id, team="north", site=site))
    await reporting.deliver(INVOICES, sold)
    await reporting.deliver(INVOICES, sold)  # another event of the same invoice
    await reporting.deliver(VALUATIONS, make.issue(movement, product_id=item, cost="4"), repeat=2)
    (row,) = (await ask(reporting, by="month", site=site))["items"]
    assert (row["key"], row["revenue"], row["cost"]) == (issued_on[:7], "10", "4")


async def test_a_cost_faces_one_invoice_though_another_of_an_earlier_month_comes_later(
    reporting: ServiceUnderTest,
) -> None:
    item, movement, site = make.text_id(), make.text_id(), make.text_id()
    for issued_on in ("2026-05-02", "2026-04-02"):
        sold = make.invoice(make.line(movement, product_id=item, net="10"), issued_on=issued_on)
        await reporting.deliver(ORDERS, confirmed(sold.sales_order_id, team="north", site=site))
        await reporting.deliver(INVOICES, sold)
        await reporting.deliver(VALUATIONS, make.issue(movement, product_id=item, cost="4"))
    months = (await ask(reporting, by="month", site=site, sort="key"))["items"]
    assert [(row["key"], row["cost"]) for row in months] == [("2026-04", "0"), ("2026-05", "4")]


async def test_the_entries_of_a_figure_add_up_to_it_and_say_where_they_come_from(reporting: ServiceUnderTest) -> None:
    item, movement, site = make.text_id(), make.text_id(), make.text_id()
    sold = make.invoice(make.line(movement, product_id=item, net="80"))
    issue = make.issue(movement, product_id=item, cost="60")
    issue.entry_number = "VT-2026-000007"
    await reporting.deliver(ORDERS, confirmed(sold.sales_order_id, team="north", site=site))
    await reporting.deliver(INVOICES, sold)
    await reporting.deliver(VALUATIONS, issue)
    async with reporting.client("reporting.margins.read") as client:
        page = (await client.get("/margins/cube/entries", params={"site": site, "limit": 1})).json()
        rest = (
            await client.get("/margins/cube/entries", params={"site": site, "limit": 1, "cursor": page["next_cursor"]})
        ).json()
    entries = {entry["kind"]: entry for entry in page["items"] + rest["items"]}
    assert (entries["sale"]["revenue"], entries["cost"]["cost"], rest["next_cursor"]) == ("80", "60", None)
    assert entries["sale"]["links"]["document"].endswith(sold.invoice_id)
    assert entries["cost"]["entry_number"] == "VT-2026-000007"
    assert {entry["invoice_line_id"] for entry in entries.values()} == {sold.lines[0].invoice_line_id}


async def test_rows_come_in_pages_by_any_measure(reporting: ServiceUnderTest) -> None:
    site = make.text_id()
    for net in ("10", "30", "20"):
        sold = make.invoice(make.line(make.text_id(), product_id=make.text_id(), net=net))
        await reporting.deliver(ORDERS, confirmed(sold.sales_order_id, team=net, site=site))
        await reporting.deliver(INVOICES, sold)
    first = await ask(reporting, by="team", site=site, sort="-revenue", limit="2")
    second = await ask(reporting, by="team", site=site, sort="-revenue", limit="2", cursor=first["next_cursor"])
    assert [row["key"] for row in first["items"] + second["items"]] == ["30", "20", "10"]
    assert first["total"]["revenue"] == second["total"]["revenue"] == "60"


async def test_an_axis_across_itself_is_refused(reporting: ServiceUnderTest) -> None:
    async with reporting.client("reporting.margins.read") as client:
        refused = await client.get("/margins/cube", params={"by": "team", "across": "team"})
    assert (refused.status_code, refused.json()["field"]) == (422, "across")
