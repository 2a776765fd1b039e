"""Who is invoiced by delivery, week, month or order: once, of the right day, and all of it."""

import asyncio
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from accounting.domain.invoice import InvoiceCharge, Order, TaxRounding, Totals, parts_of
from accounting.domain.invoicing.policy import InvoicingPolicy, period_end
from accounting.domain.payment_terms import PaymentTerms
from comptoir.accounting.v1.credit_note_pb2 import CreditNoteIssued
from comptoir.accounting.v1.invoice_pb2 import InvoiceIssued
from comptoir.sales.v1.return_pb2 import CreditLine, CreditNoteRequested
from comptoir.sales.v1.sales_order_pb2 import OrderClosed
from hypothesis import given
from hypothesis import strategies as st
from kit.exchange import ExchangeRate
from kit.ids import new_id
from kit.testing.services import ServiceUnderTest

from services.accounting.tests.factories import House, broken, charge, number, text_id
from services.accounting.tests.test_documents import balances, changed

ALL = (
    "accounting.invoicing.read", "accounting.invoicing.write", "accounting.invoices.read", "accounting.credit.read",
    "accounting.payments.read",
)  # fmt: skip
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


# --- pure ---


@pytest.mark.parametrize(
    ("policy", "shipped_on", "end"),
    [
        (InvoicingPolicy.DELIVERY, date(2026, 3, 4), date(2026, 3, 4)),
        (InvoicingPolicy.WEEKLY, date(2026, 3, 4), date(2026, 3, 8)),
        (InvoicingPolicy.WEEKLY, date(2026, 3, 8), date(2026, 3, 8)),
        (InvoicingPolicy.WEEKLY, date(2026, 3, 30), date(2026, 3, 31)),  # the week runs into April
        (InvoicingPolicy.WEEKLY, date(2026, 4, 1), date(2026, 4, 5)),
        (InvoicingPolicy.MONTHLY, date(2026, 2, 1), date(2026, 2, 28)),
        (InvoicingPolicy.COMPLETION, date(2026, 2, 1), None),
    ],
)
def test_a_period_ends(policy: InvoicingPolicy, shipped_on: date, end: date | None) -> None:
    assert period_end(policy, shipped_on) == end


@given(DAYS, st.sampled_from([InvoicingPolicy.WEEKLY, InvoicingPolicy.MONTHLY]))
def test_a_period_never_runs_over_a_month_and_all_its_days_end_alike(day: date, policy: InvoicingPolicy) -> None:
    end = period_end(policy, day)
    assert end is not None
    assert (end.year, end.month) == (day.year, day.month)
    assert end >= day
    assert all(period_end(policy, day + timedelta(days=n)) == end for n in range((end - day).days + 1))


def order() -> Order:
    return Order(new_id(), "SO", new_id(), new_id(), "", "", "", "EUR", PaymentTerms("", 30))


@given(
    st.lists(st.lists(st.integers(1, 99_999), min_size=1, max_size=4), min_size=1, max_size=5),
    st.decimals("0.5", "200", places=4),
)
def test_the_orders_of_an_invoice_add_up_to_it_to_the_cent(cents: list[list[int]], rate: Decimal) -> None:
    def charged(each: int) -> InvoiceCharge:
        amount = Decimal(each).scaleb(-2)
        return InvoiceCharge(new_id(), new_id(), "freight", "", amount, "s", Decimal("0.055"), TaxRounding.DOCUMENT)

    exchange = ExchangeRate("USD", rate, date(2026, 3, 2))
    parts, total = parts_of([(order(), [], [charged(each) for each in group]) for group in cents], exchange)
    assert sum((part.value.net for part in parts), Decimal(0)) == exchange.to_company(total.net)
    assert sum((part.value.tax for part in parts), Decimal(0)) == exchange.to_company(total.tax)
    assert all(part.value.net == sum(each.value for each in part.charges) for part in parts)
    assert sum((part.totals.net for part in parts), Decimal(0)) == total.net
    assert sum((part.totals.tax for part in parts), Decimal(0)) == total.tax
    assert total == Totals(total.net, (total.net * Decimal("0.055")).quantize(Decimal("0.01"), "ROUND_HALF_UP"))


# --- policies ---


async def policy(house: House, name: str, *, version: int = 0) -> Any:
    async with house.accounting.client(*ALL) as client:
        return await client.put(
            f"/invoicing-policies/{house.customer_id}", json={"policy": name}, headers={"If-Match": str(version)}
        )


async def run(house: House, through: str, **more: Any) -> dict[str, Any]:
    async with house.accounting.client(*ALL) as client:
        body = {"through": through, "bill_to_ids": [house.customer_id], **more}
        answer = await client.post("/invoice-runs", json=body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def invoiceable(house: House) -> list[dict[str, Any]]:
    async with house.accounting.client(*ALL) as client:
        found: list[dict[str, Any]] = (
            await client.get("/invoiceable", params={"bill_to_id": house.customer_id, "sort": "shipped_at"})
        ).json()["items"]
    return found


async def invoices(house: House, since: int) -> list[InvoiceIssued]:
    found: list[InvoiceIssued] = await house.accounting.published(InvoiceIssued, since=since)
    return [each for each in found if each.customer_id == house.customer_id]


async def opened(accounting: ServiceUnderTest, name: str) -> House:
    house = await House(accounting).open(credit_limit="10000")
    assert (await policy(house, name)).status_code == 200
    await house.receive("100", "6")
    return house


async def test_a_month_of_deliveries_of_several_orders_is_one_invoice(accounting: ServiceUnderTest) -> None:
    house = await opened(accounting, "monthly")
    since, before = await accounting.outbox_position(), await balances(accounting)
    for day, quantity in (("2026-03-02", "1"), ("2026-03-17", "2"), ("2026-03-31", "3"), ("2026-04-01", "4")):
        order_id, _ = await house.sell(quantity, "9.99", day=day, charges=[charge("5.00")])
        await accounting.deliver("sales.orders.v1", OrderClosed(sales_order_id=order_id))
    assert await invoices(house, since) == []
    assert await exposure(house) == "143.88"  # what has left is held until it is invoiced
    waiting = await invoiceable(house)
    assert [(each["shipped_on"], each["net_amount"], each["invoiced_from"]) for each in waiting] == [
        ("2026-03-02", "9.99", "2026-03-31"),
        ("2026-03-17", "19.98", "2026-03-31"),
        ("2026-03-31", "29.97", "2026-03-31"),
        ("2026-04-01", "39.96", "2026-04-30"),
    ]
    assert (await run(house, "2026-03-30"))["invoices"] == 0  # the month is not over
    shown = await run(house, "2026-03-31", dry_run=True)
    done = await run(house, "2026-03-31")
    again = await run(house, "2026-04-15")
    (item,) = done["items"]
    assert (item["orders"], item["shipments"], item["issued_on"], item["due_on"]) == (3, 3, "2026-03-31", "2026-04-30")
    assert (item["net_amount"], item["tax_amount"], item["gross_amount"]) == ("74.94", "14.99", "89.93")
    assert [shown["items"][0] | {"id": item["id"], "number": item["number"]}] == [item]
    assert (again["invoices"], shown["gross_amounts"]) == (0, {"EUR": "89.93"})
    posted = changed(before, await balances(accounting))
    assert (posted["411"], posted["707"], posted["7085"], posted["44571"]) == ("89.93", "-59.94", "-15.00", "-14.99")
    told = await invoices(house, since)
    assert len({each.sales_order_id for each in told}) == 3
    assert {(each.invoice_id, each.invoice_gross_amount.value) for each in told} == {(item["id"], "89.93")}
    assert sum(Decimal(each.gross_amount.value) for each in told) == Decimal("89.93")
    async with accounting.client(*ALL) as client:
        found = (await client.get(f"/invoices/{item['id']}")).json()
        by_order = (await client.get("/invoices", params={"sales_order_id": told[0].sales_order_id})).json()["items"]
        runs = (await client.get("/invoice-runs")).json()["items"]
    assert (found["sales_order_id"], found["shipment_id"], len(found["lines"])) == (None, None, 3)
    assert [each["id"] for each in by_order] == [item["id"]]
    assert await exposure(house) == "143.88"
    assert done["id"] in {each["id"] for each in runs}
    assert await broken(accounting) == []


async def exposure(house: House) -> str:
    async with house.accounting.client(*ALL) as client:
        found: str = (await client.get(f"/credit/{house.customer_id}")).json()["exposure"]
    return found


async def test_a_week_ends_on_sunday_or_with_its_month(accounting: ServiceUnderTest) -> None:
    house = await opened(accounting, "weekly")
    for day in ("2026-03-29", "2026-03-30", "2026-03-31", "2026-04-01", "2026-04-05"):
        await house.sell("1", "10", day=day)
    done = await run(house, "2026-04-05")
    dates = [(each["issued_on"], each["shipments"]) for each in done["items"]]
    assert dates == [("2026-03-29", 1), ("2026-03-31", 2), ("2026-04-05", 2)]
    assert await broken(accounting) == []


async def test_an_order_is_invoiced_once_it_is_complete(accounting: ServiceUnderTest) -> None:
    house = await opened(accounting, "completion")
    since = await accounting.outbox_position()
    order_id, _ = await house.sell("3", "10")
    (waiting,) = await invoiceable(house)
    line = (await order_line(house, order_id))[0]
    await accounting.deliver("inventory.shipments.v1", house.shipment(order_id, line, "2", day="2026-03-20"))
    assert (await run(house, "2026-12-31"))["invoices"] == 0
    assert (waiting["invoiced_from"], await invoices(house, since)) == (None, [])
    await accounting.deliver("sales.orders.v1", OrderClosed(sales_order_id=order_id), repeat=2)
    (told,) = await invoices(house, since)
    assert (told.net_amount.value, told.issued_on, len(told.lines)) == ("50.00", "2026-03-20", 2)
    late = house.shipment(order_id, line, "1", day="2026-03-22")  # told after the order was closed
    await accounting.deliver("inventory.shipments.v1", late)
    assert [each.net_amount.value for each in await invoices(house, since)] == ["50.00", "10.00"]
    assert await broken(accounting) == []


async def order_line(house: House, order_id: str) -> list[str]:
    async with house.accounting.database.read() as tx:
        rows = await tx.fetch("SELECT id FROM sales_order_line WHERE sales_order_id = $1", order_id)
    return [str(row["id"]) for row in rows]


async def test_everything_is_invoiced_when_somebody_wants_it(accounting: ServiceUnderTest) -> None:
    house = await opened(accounting, "monthly")
    for day in ("2026-03-20", "2026-04-02", "2026-04-03"):
        await house.sell("1", "10", day=day)
    done = await run(house, "2026-04-02", everything=True)
    assert [(each["issued_on"], each["net_amount"]) for each in done["items"]] == [
        ("2026-03-31", "10.00"),
        ("2026-04-02", "10.00"),
    ]
    assert len(await invoiceable(house)) == 1


async def test_another_policy_holds_for_what_waits(accounting: ServiceUnderTest) -> None:
    house = await opened(accounting, "monthly")
    await house.sell("1", "10", day="2026-03-20")
    stale = await policy(house, "delivery", version=7)
    changed_ = await policy(house, "delivery", version=1)
    assert (stale.status_code, changed_.json()["version"]) == (412, 2)
    assert (await run(house, "2026-03-20"))["items"][0]["issued_on"] == "2026-03-20"
    async with accounting.client(*ALL) as client:
        unknown = await client.put(
            f"/invoicing-policies/{text_id()}", json={"policy": "weekly"}, headers={"If-Match": "0"}
        )
        listed = (await client.get("/invoicing-policies", params={"limit": 200})).json()["items"]
    assert unknown.status_code == 404
    assert [each["policy"] for each in listed if each["partner_id"] == house.customer_id] == ["delivery"]


async def test_other_terms_are_another_invoice(accounting: ServiceUnderTest) -> None:
    from comptoir.catalog.v1.partner_pb2 import PaymentTerms as Terms  # beside the domain's

    house = await opened(accounting, "monthly")
    await house.sell("1", "10", day="2026-03-20")
    await house.sell("1", "10", day="2026-03-21", payment_terms=Terms(code="60", net_days=60))
    assert (await run(house, "2026-03-31"))["invoices"] == 2


async def test_runs_at_once_invoice_nothing_twice(accounting: ServiceUnderTest) -> None:
    house = await opened(accounting, "monthly")
    since = await accounting.outbox_position()
    for _ in range(4):
        await house.sell("1", "10", day="2026-03-20")
    answers: Sequence[dict[str, Any]] = await asyncio.gather(*(run(house, "2026-03-31") for _ in range(5)))
    assert sum(each["invoices"] for each in answers) == 1
    assert len(await invoices(house, since)) == 4
    assert await broken(accounting) == []


async def test_a_credit_note_on_a_summary_invoice_is_told_order_by_order(accounting: ServiceUnderTest) -> None:
    house = await opened(accounting, "monthly")
    since = await accounting.outbox_position()
    for _ in range(2):
        await house.sell("1", "10", day="2026-03-20")
    async with accounting.database.read() as tx:
        rows = await tx.fetch(
            "SELECT s.sales_order_id, l.id FROM shipment s JOIN shipment_line l ON l.shipment_id = s.id"
            " JOIN sales_order o ON o.id = s.sales_order_id WHERE o.bill_to_id = $1",
            house.customer_id,
        )
    row = rows[0]
    asked = CreditNoteRequested(
        credit_request_id=text_id(), sales_order_id=str(row["sales_order_id"]), customer_id=house.customer_id,
        bill_to_id=house.customer_id, currency="EUR", source="return", source_id=text_id(), source_number="RMA",
        lines=[CreditLine(shipment_line_id=str(row["id"]), quantity=number("1"), net_amount=number("10.00"))],
    )  # fmt: skip
    await accounting.deliver("sales.returns.v1", asked)
    assert await accounting.published(CreditNoteIssued, since=since) == []
    await run(house, "2026-03-31")
    (told,) = await accounting.published(CreditNoteIssued, since=since)
    assert (told.sales_order_id, told.gross_amount.value) == (str(row["sales_order_id"]), "12.00")
    assert await broken(accounting) == []
