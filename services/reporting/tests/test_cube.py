"""The margin cube: the same total by every axis, from totals or from entries, then and now."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import permutations, product
from typing import Any
from uuid import NAMESPACE_OID, uuid5

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
from reporting.storage.tables_cube import (
    margin_customer,
    margin_family,
    margin_family_day,
    margin_pair,
    margin_pair_year,
    margin_product,
    margin_product_year,
    margin_team,
    margin_team_day,
)
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


def told(item: str, version: int, family: str, supplier: str = "") -> ProductChanged:
    suppliers = [SupplierReference(supplier_id=supplier)] if supplier else []
    return ProductChanged(
        product_id=item,
        version=version,
        sku=f"M-{item[-8:]}",
        family_code=family,
        family_name=family,
        suppliers=suppliers,
    )


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    families=st.lists(st.sampled_from(["fam-a", "fam-b", "fam-c"]), min_size=1, max_size=4),
    sold_after=st.integers(0, 4),
    is_stale_last=st.booleans(),
)
async def test_sums_follow_a_product_into_its_family_by_month_by_day_and_line_by_line(
    reporting: ServiceUnderTest, families: list[str], sold_after: int, is_stale_last: bool
) -> None:
    """Sold before it is known or after, moved as often as one likes, an old version told once more: it is where it is now."""
    item, movement, supplier = make.text_id(), make.text_id(), make.text_id()
    sold = make.invoice(make.line(movement, product_id=item, net="50"), issued_on="2033-04-20")
    facts: list[tuple[str, Any]] = [
        ("catalog.products.v1", told(item, version, family, supplier if version % 2 else ""))
        for version, family in enumerate(families, start=1)
    ]
    facts.insert(min(sold_after, len(facts)), (INVOICES, sold))
    facts.append((VALUATIONS, make.issue(movement, product_id=item, cost="20")))
    if is_stale_last:
        facts.append(("catalog.products.v1", told(item, 1, families[0])))
    for topic, message in facts:
        await reporting.deliver(topic, message, repeat=2)
    async with reporting.database.read() as tx:
        for total in ("margin_family", "margin_family_day"):
            held = await tx.fetch(
                "SELECT coalesce(t.family_code, 'charges') AS key, sum(t.sold) AS sold, sum(t.purchase_cost) AS cost"
                f" FROM {total} t GROUP BY 1 ORDER BY 1"
            )
            entered = await tx.fetch(
                "SELECT CASE WHEN e.product_id IS NULL THEN 'charges' ELSE coalesce(p.family_code, '?') END AS key,"
                " sum(e.revenue) FILTER (WHERE e.kind IN ('sale', 'charge')) AS sold,"
                " coalesce(sum(e.cost) FILTER (WHERE e.kind = 'cost'), 0) AS cost"
                " FROM margin_entry e LEFT JOIN product p ON p.id = e.product_id GROUP BY 1 ORDER BY 1"
            )
            nothing = (Decimal(0), Decimal(0))
            assert [tuple(row) for row in held if tuple(row)[1:] != nothing] == [tuple(row) for row in entered]
    by_month = await ask(reporting, by="family", across="product", product=f"M-{item[-8:]}")
    assert [(row["key"], row["revenue"], row["cost"]) for row in by_month["items"]] == [(families[-1], "50", "20")]


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


PAIRS = [
    ("product", "customer"), ("product", "salesperson"), ("customer", "supplier"), ("family", "channel"),
    ("segment", "product"), ("supplier", "month"), ("product", "site"), ("year", "customer"),
]  # fmt: skip
PERIODS: list[dict[str, str]] = [
    {},
    {"from": "2034-02-10", "until": "2035-11-20"},
    {"from": "2034-01-01", "until": "2036-01-01", "known_until": "2035-02-17"},
    {"from": "2034-03-05", "until": "2035-03-01", "basis": "known"},
]
OF_2034 = {"channel": "of-2034"}  # of the sales of this test alone


async def pairs_of_lines(reporting: ServiceUnderTest, pair: tuple[str, str], asked: dict[str, str]) -> Any:
    """Revenue, cost and quantity of each pair of keys, added up here from the entries one by one."""
    async with reporting.database.read() as tx:
        entries = await tx.fetch(
            "SELECT e.*, p.sku AS product, p.family_code AS family, s.code AS supplier, c.code AS customer,"
            " to_char(e.sold_on, 'YYYY-MM') AS sold_month, to_char(e.known_on, 'YYYY-MM') AS known_month"
            " FROM margin_entry e JOIN product p ON p.id = e.product_id JOIN partner s ON s.id = p.supplier_id"
            " JOIN partner c ON c.id = e.customer_id WHERE e.channel = $1",
            OF_2034["channel"],
        )
    basis, since, until = asked.get("basis", "sold"), asked.get("from", ""), asked.get("until", "9999")
    found: dict[tuple[str, str], list[Decimal]] = {}
    for row in entries:
        entry = {**dict(row), "month": row[f"{basis}_month"], "year": row[f"{basis}_month"][:4]}
        day, known_on = str(row[f"{basis}_on"]), str(row["known_on"])
        if not since <= day < until or known_on >= asked.get("known_until", "9999"):
            continue
        if any(entry[axis] != asked[axis] for axis in AXES if axis in asked):
            continue
        sums = found.setdefault((entry[pair[0]], entry[pair[1]]), [Decimal(0)] * 3)
        for n, name in enumerate(("revenue", "cost", "quantity")):
            sums[n] += row[name]
    return {keys: sums for keys, sums in found.items() if any(sums)}


traded = st.tuples(
    amounts,
    amounts,
    st.integers(0, 2),
    st.integers(0, 1),
    st.dates(date(2034, 1, 1), date(2035, 12, 31)),
    st.booleans(),
)


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    drawn=st.lists(traded, min_size=2, max_size=6),
    only=st.sampled_from([{}, {"product": "P34-1"}, {"customer": "C34-0"}, {"family": "f34-0"}, {"salesperson": "S1"}]),
)
async def test_a_pair_of_axes_adds_up_to_its_lines_over_any_period_and_filter(
    reporting: ServiceUnderTest, drawn: list[tuple[Decimal, Decimal, int, int, date, bool]], only: dict[str, str]
) -> None:
    def known(kind: str, number: int) -> str:
        return str(uuid5(NAMESPACE_OID, f"{kind}-{number}-of-2034"))

    for n in range(3):
        item = told(known("item", n), 1, f"f34-{n % 2}", known("partner", n))
        item.sku = f"P34-{n}"
        await reporting.deliver("catalog.products.v1", item)
        partner = PartnerChanged(partner_id=known("partner", n), version=1, code=f"C34-{n}", name=f"C34-{n}")
        await reporting.deliver("catalog.partners.v1", partner)
    for net, cost, item_number, customer, sold_on, is_late in drawn:
        product_id, movement = known("item", item_number), make.text_id()
        line = make.line(movement, product_id=product_id, net=str(net))
        sold = make.invoice(line, issued_on=str(sold_on), customer_id=known("partner", customer))
        sold.channel = OF_2034["channel"]
        await reporting.deliver(INVOICES, sold)
        await reporting.deliver(VALUATIONS, make.issue(movement, product_id=product_id, cost=str(cost)))
        if is_late:
            late = landed(movement, product_id=product_id, amount="1.5", posted_on=str(sold_on + timedelta(days=40)))
            await reporting.deliver(VALUATIONS, late)
    for number, pair in enumerate(PAIRS * 2):
        asked = {**PERIODS[(number + number // len(PAIRS)) % len(PERIODS)], **only, **OF_2034}
        answer = await ask(reporting, by=pair[0], across=pair[1], limit="200", sort="-margin", **asked)
        shown = {
            (row["key"], row["across_key"]): [Decimal(row[name]) for name in ("revenue", "cost", "quantity")]
            for row in answer["items"]
        }
        assert shown == await pairs_of_lines(reporting, pair, asked), (pair, asked)
        first = await ask(reporting, by=pair[0], across=pair[1], limit="1", sort="-margin", **asked)
        assert first["items"] == answer["items"][:1]
        whole = [figures(row) for row in [*first["items"], first["rest"]]]
        assert {name: sum(row[name] for row in whole) for name in MEASURES} == figures(answer["total"])


@pytest.mark.parametrize(
    ("axes", "totals"),
    [
        ({CubeAxis.FAMILY, CubeAxis.SUPPLIER}, [margin_family, margin_family_day]),
        ({CubeAxis.FAMILY, CubeAxis.PRODUCT}, [margin_product_year, margin_product]),
        ({CubeAxis.PRODUCT, CubeAxis.YEAR}, [margin_product_year, margin_product]),
        ({CubeAxis.PRODUCT, CubeAxis.QUARTER}, [margin_product]),
        ({CubeAxis.CUSTOMER, CubeAxis.MONTH}, [margin_customer]),
        ({CubeAxis.CUSTOMER, CubeAxis.SEGMENT}, [margin_customer]),
        ({CubeAxis.SEGMENT, CubeAxis.MONTH}, [margin_team, margin_team_day]),
        ({CubeAxis.MONTH}, [margin_team, margin_team_day]),
        ({CubeAxis.TEAM, CubeAxis.FAMILY}, [margin_pair_year, margin_pair]),
        ({CubeAxis.PRODUCT, CubeAxis.CUSTOMER, CubeAxis.SITE}, [margin_pair_year, margin_pair]),
        ({CubeAxis.PRODUCT, CubeAxis.CUSTOMER, CubeAxis.MONTH}, [margin_pair]),
    ],
)
def test_products_and_customers_have_their_totals_and_so_have_both_at_once(
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
def test_each_posting_of_the_period_counts_once_and_no_other_does(
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
    counted = sum(
        part.sign
        for part in question.whole.cut(grains)
        if covers(part.effective_from, part.effective_until, part.grain.begins(day))
        and covers(part.known_from, part.known_until, part.grain.begins(known_on))
    )
    assert counted == (1 if asked else 0)


@given(st.dates(date(2024, 10, 1), date(2027, 3, 31)), st.integers(1, 900))
def test_a_period_of_any_days_reads_the_days_of_one_month_at_most(since: date, days: int) -> None:
    question = Question(CubeAxis.MONTH, None, Basis.SOLD, since, since + timedelta(days=days))
    read = [
        (part.effective_until or date.max) - (part.effective_from or date.min)
        for part in question.whole.cut([Grain.YEAR, Grain.MONTH])
        if part.grain is Grain.DAY
    ]
    assert sum(read, timedelta()) <= timedelta(days=32)


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


async def test_a_pair_of_axes_is_refused_where_it_is_about_too_many_lines(
    reporting: ServiceUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reporting.api.cube.LINES_MAX", 1)
    for _ in range(2):
        await reporting.deliver(
            INVOICES,
            make.invoice(make.line(make.text_id(), product_id=make.text_id(), net="1"), issued_on="2049-02-03"),
        )
    period = {"from": "2049-02-01", "until": "2049-03-01"}
    async with reporting.client("reporting.margins.read") as client:
        refused = await client.get("/margins/cube", params={"by": "family", "across": "segment", **period})
    assert (refused.status_code, refused.json()["type"].split("/")[-1]) == (422, "too-many-lines")
    assert (refused.json()["field"], refused.json()["lines"]) == ("across", "2")
    assert (await ask(reporting, by="family", **period))["total"]["lines"] == 2
