"""One small house whose KPIs are known by hand."""

import io
import zipfile
from collections.abc import AsyncIterator, Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from comptoir.inventory.v1.count_pb2 import CountedLine, CountPosted
from comptoir.inventory.v1.receipt_pb2 import ReceiptLine, ReceiptPosted
from comptoir.inventory.v1.shipment_pb2 import ShipmentLine, ShipmentPosted
from comptoir.purchasing.v1.purchase_order_pb2 import PurchaseOrderLine, PurchaseOrderPlaced
from comptoir.sales.v1.sales_order_pb2 import OrderConfirmed, OrderRevised, SalesOrderLine
from hypothesis import given
from hypothesis import strategies as st
from kit.paper import Row
from kit.testing.services import ServiceUnderTest, service_under_test
from kit.wire import decimal_out, time_out
from reporting.domain.baseline import compare
from reporting.domain.kpi import KPIS
from reporting.domain.margin import Margin
from reporting.domain.review import Review, ReviewedKpi, month_after, month_before
from reporting.queries import kpis
from reporting.queries.review_paper import Company, review_paper
from reporting.wiring import MIGRATIONS, build

from kit import clock
from services.reporting.tests import factories as make

INVOICES, VALUATIONS, SHIPMENTS = "accounting.invoices.v1", "accounting.valuations.v1", "inventory.shipments.v1"
MARCH = {"from": "2020-03-01", "until": "2020-04-01"}


def number(text: str) -> Any:
    return decimal_out(Decimal(text))


def at_noon(day: date) -> Any:
    return time_out(datetime.combine(day, time(12), UTC))


def order_line(promised_on: str, quantity: str, *, by_hand: bool = False) -> SalesOrderLine:
    return SalesOrderLine(
        sales_order_line_id=make.text_id(), product_id=make.text_id(), quantity=number(quantity), unit_price=number("1"),
        promised_on=promised_on, set_by_hand=by_hand,
    )  # fmt: skip


def order(ordered_on: str, *lines: SalesOrderLine) -> OrderConfirmed:
    return OrderConfirmed(
        sales_order_id=make.text_id(), number="SO-K", customer_id=make.text_id(), ordered_on=ordered_on, lines=lines
    )


def shipment(order_id: str, line: SalesOrderLine, shipped_on: date) -> ShipmentPosted:
    left = ShipmentLine(
        shipment_line_id=make.text_id(), sales_order_line_id=line.sales_order_line_id, product_id=line.product_id,
        quantity=line.quantity,
    )  # fmt: skip
    return ShipmentPosted(
        shipment_id=make.text_id(), sales_order_id=order_id, lines=[left], occurred_at=at_noon(shipped_on)
    )


@pytest.fixture(scope="module")
async def house(new_database: Callable[[str], str]) -> AsyncIterator[ServiceUnderTest]:
    """March 2020, and the stock and sales of the last weeks."""
    async with service_under_test(build, MIGRATIONS, new_database("reporting_kpis")) as service:
        await _sell(service)
        await _buy_and_count(service)
        await _stock_of_today(service)
        yield service


async def _sell(service: ServiceUnderTest) -> None:
    on_time, late, other = (
        order_line("2020-03-04", "10"), order_line("2020-03-05", "4", by_hand=True), order_line("2020-03-12", "5"),
    )  # fmt: skip
    first, second = order("2020-03-02", on_time, late), order("2020-03-10", other)
    await service.deliver("sales.orders.v1", first, second, repeat=2)
    revised = OrderRevised(order=first)  # a later promise does not make it punctual
    revised.order.lines[1].promised_on = "2020-03-31"
    await service.deliver("sales.orders.v1", revised)
    await service.deliver(
        SHIPMENTS,
        shipment(first.sales_order_id, on_time, date(2020, 3, 3)),
        shipment(first.sales_order_id, late, date(2020, 3, 6)),
        shipment(second.sales_order_id, other, date(2020, 3, 12)),
        repeat=2,
    )
    movement, product = make.text_id(), make.text_id()
    await service.deliver(
        INVOICES, make.invoice(make.line(movement, product_id=product, net="100"), issued_on="2020-03-15")
    )
    issue = make.issue(movement, product_id=product, cost="60")
    issue.posted_on = "2020-03-15"
    await service.deliver(VALUATIONS, issue)


async def _buy_and_count(service: ServiceUnderTest) -> None:
    bought = PurchaseOrderLine(
        purchase_order_line_id=make.text_id(), product_id=make.text_id(), quantity=number("12"), cancelled=number("2")
    )
    placed = PurchaseOrderPlaced(
        purchase_order_id=make.text_id(), supplier_id=make.text_id(), ordered_on="2020-03-01", lines=[bought]
    )
    receipts = [
        ReceiptPosted(
            receipt_id=make.text_id(), purchase_order_id=placed.purchase_order_id, occurred_at=at_noon(date(2020, 3, day)),
            lines=[
                ReceiptLine(
                    receipt_line_id=make.text_id(), purchase_order_line_id=bought.purchase_order_line_id,
                    product_id=bought.product_id, quantity=number(quantity),
                )
            ],
        )
        for day, quantity in ((11, "6"), (21, "4"))
    ]  # fmt: skip
    await service.deliver("inventory.receipts.v1", *receipts, repeat=2)
    await service.deliver("purchasing.orders.v1", placed, repeat=2)
    counted = [
        CountedLine(product_id=make.text_id(), expected=number(e), counted=number(c), unit_cost=number(u))
        for e, c, u in (("100", "98", "2"), ("10", "10", "5"))
    ]
    count = CountPosted(count_id=make.text_id(), part=1, parts=1, lines=counted, occurred_at=at_noon(date(2020, 3, 31)))
    await service.deliver("inventory.counts.v1", count, repeat=2)


async def _stock_of_today(service: ServiceUnderTest) -> None:
    today = clock.now().date()
    last_month = today.replace(day=1) - timedelta(days=1)
    moving = order_line("", "1")
    sold = make.invoice(
        make.line(movement := make.text_id(), product_id=moving.product_id, net="80"), issued_on=last_month.isoformat()
    )
    await service.deliver(INVOICES, sold)
    issue = make.issue(movement, product_id=moving.product_id, cost="50", left="5", value="25")
    issue.posted_on = last_month.isoformat()
    await service.deliver(
        VALUATIONS, issue, make.issue(make.text_id(), product_id=make.text_id(), cost="1", value="100")
    )
    await service.deliver(SHIPMENTS, shipment(make.text_id(), moving, today - timedelta(days=1)))


@pytest.mark.parametrize(
    ("kpi_id", "value", "is_on_target"),
    [
        ("inventory-discrepancy-lines", "0.5000", False),
        ("inventory-discrepancy-value", "0.0160", False),
        ("sales-cycle-time", "3.0000", True),  # 4 days and 2
        ("purchase-cycle-time", "20.0000", True),
        ("delivery-lead-time", "2.3333", False),  # 1, 4 and 2 days
        ("on-time-rate", "0.6667", False),
        ("gross-margin-rate", "0.4000", True),
        ("adoption", "0.5000", False),
    ],
)
async def test_a_kpi_of_march_is_what_one_reckons_by_hand(
    house: ServiceUnderTest, kpi_id: str, value: str, is_on_target: bool
) -> None:
    async with house.client("reporting.margins.read") as client:
        page = (await client.get(f"/kpis/{kpi_id}/values", params=MARCH)).json()
    assert [(each["month"], each["value"], each["is_on_target"]) for each in page["items"]] == [
        ("2020-03-01", value, is_on_target)
    ]


@pytest.mark.parametrize(("kpi_id", "value"), [("slow-moving-stock", "0.8000"), ("stock-turnover", "0.4000")])
async def test_a_kpi_of_stock_is_as_of_today(house: ServiceUnderTest, kpi_id: str, value: str) -> None:
    async with house.client("reporting.margins.read") as client:
        page = (await client.get(f"/kpis/{kpi_id}/values")).json()
    assert [each["value"] for each in page["items"]] == [value]


async def test_all_kpis_are_listed_with_their_definition_and_last_month(house: ServiceUnderTest) -> None:
    async with house.client("reporting.margins.read") as client:
        shown = (await client.get("/kpis")).json()["items"]
    assert {kpi["id"] for kpi in shown} == set(KPIS)
    assert all(kpi["formula"] and kpi["name_fr"] and kpi["last"] for kpi in shown)


async def test_an_unknown_kpi_is_not_found(house: ServiceUnderTest) -> None:
    async with house.client("reporting.margins.read") as client:
        answer = await client.get("/kpis/happiness/values")
    assert answer.status_code == 404


def test_every_kpi_has_its_query() -> None:
    for kpi_id in KPIS:
        asked = kpis.months(kpi_id, today=date(2026, 1, 1), effective_from=None, effective_until=None)
        assert set(asked.selected_columns.keys()) == {"month", "numerator", "denominator"}


@given(st.sampled_from(sorted(KPIS)), st.decimals(-100, 100, places=4))
def test_what_is_better_than_a_value_on_target_is_on_target(kpi_id: str, value: Decimal) -> None:
    kpi = KPIS[kpi_id]
    better = value + (1 if kpi.direction == "up" else -1)
    assert kpi.is_on_target(kpi.target) is True
    assert not kpi.is_on_target(value) or kpi.is_on_target(better)


BASELINE = """kpi;month;value
on-time-rate;2019-12;0,50
on-time-rate;2020-01;0,60
delivery-lead-time;2020-01;9
"""


async def bring(house: ServiceUnderTest, table: str, go_live: str = "2020-03-02") -> Any:
    async with house.client("reporting.kpis.write") as client:
        return await client.put(
            "/kpi-baselines", params={"go_live": go_live}, content=table.encode(), headers={"content-type": "text/csv"}
        )


async def test_a_baseline_stands_beside_what_is_measured_since_the_go_live(house: ServiceUnderTest) -> None:
    for _ in range(2):
        answer = await bring(house, BASELINE)
        assert (answer.status_code, answer.json()) == (200, {"go_live": "2020-03-02", "months": 3}), answer.text
    async with house.client("reporting.margins.read") as client:
        shown = {kpi["id"]: kpi for kpi in (await client.get("/kpis")).json()["items"]}
        months = (await client.get("/kpi-baselines", params={"kpi_id": "on-time-rate"})).json()["items"]
    on_time, lead = shown["on-time-rate"], shown["delivery-lead-time"]
    assert (on_time["before"], on_time["after"], on_time["is_better"]) == ("0.5500", "0.6667", True)
    assert lead["before"] == "9.0000"
    assert (shown["stock-turnover"]["before"], shown["stock-turnover"]["is_better"]) == (None, None)
    assert [(month["month"], month["value"]) for month in months] == [("2019-12-01", "0.50"), ("2020-01-01", "0.60")]


async def test_a_wrong_baseline_is_refused_whole_with_all_that_is_wrong(house: ServiceUnderTest) -> None:
    table = (
        "kpi;month;value\nhappiness;2020-01;1\non-time-rate;2020-03;1\non-time-rate;2020-01;x\n"
        "adoption;2020-01;1\nadoption;2020-01;1\n"
    )
    refused = await bring(house, table)
    fields = {each["field"] for each in refused.json()["errors"]}
    assert refused.status_code == 422
    assert fields == {"lines.0.kpi", "lines.1.month", "lines.2.value", "lines.4.month"}


@given(st.sampled_from(sorted(KPIS)), st.lists(st.decimals(0, 100, places=2), min_size=1, max_size=6))
def test_what_did_not_move_is_neither_better_nor_worse(kpi_id: str, values: list[Decimal]) -> None:
    kpi = KPIS[kpi_id]
    same = compare(kpi, [values[0]] * 3, [(values[0], Decimal(1))] * 2)
    moved = compare(kpi, values, [(sum(values, Decimal(0)) + 1, Decimal(len(values)))])
    assert (same.change, same.is_better(kpi.direction)) == (Decimal(0), None)
    assert moved.is_better(kpi.direction) is (kpi.direction == "up")


async def test_the_review_of_a_month_is_a_document_and_a_table(house: ServiceUnderTest) -> None:
    async with house.client("reporting.margins.read") as client:
        papers = [await client.get("/reviews/2020-03/paper", params={"language": lang}) for lang in ("fr", "en")]
        table = await client.get("/reviews/2020-03/table")
        refused = await client.get("/reviews/2020-13/paper")
    assert [paper.content[:5] for paper in papers] == [b"%PDF-", b"%PDF-"]
    with zipfile.ZipFile(io.BytesIO(table.content)) as workbook:
        sheet = workbook.read("xl/worksheets/sheet1.xml").decode()
    assert "Livraisons à l'heure" in sheet
    assert "<v>0.6667</v>" in sheet
    assert refused.status_code == 422


def test_a_review_says_what_was_met_and_missed_in_both_languages() -> None:
    reviewed = (
        ReviewedKpi("on-time-rate", Decimal("0.6667"), None, Decimal("0.95")),
        ReviewedKpi("delivery-lead-time", Decimal("1.5"), Decimal(2), Decimal(2)),
    )
    shown = Review(date(2020, 3, 1), Margin(Decimal(100), Decimal(60)), Margin(Decimal(0), Decimal(0)), reviewed)
    company = Company("House", ("Street",), "SAS", "EUR")
    french = review_paper(shown, company, "fr", date(2020, 4, 1))
    english = review_paper(shown, company, "en", date(2020, 4, 1))
    assert [row.cells for row in french.rows if isinstance(row, Row)] == [
        ("Livraisons à l'heure", "66,7 %", "-", "≥ 95 %", "manqué"),
        ("Délai de livraison", "1,5 j", "2 j", "≤ 2 j", "atteint"),
    ]
    assert dict(english.facts)["Gross margin"] == "€40.00 (was €0.00)"
    assert dict(english.facts)["Month"] == "March\u00a02020"


@given(st.dates(date(1970, 1, 1), date(2999, 1, 1)))
def test_months_follow_each_other(day: date) -> None:
    month = day.replace(day=1)
    assert month_before(month_after(month)) == month == month_after(month_before(month))
