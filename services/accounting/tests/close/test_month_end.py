"""A month-end as an accountant does it: looked at, closed with what was shown, reopened, closed again."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from comptoir.sales.v1.sales_order_pb2 import OrderConfirmed, SalesOrderLine
from kit.testing.services import ServiceUnderTest

from services.accounting.tests.factories import House, broken, number, text_id

WHO = (
    "accounting.ledger.read", "accounting.entries.write", "accounting.periods.write", "accounting.periods.reopen",
    "accounting.approvals.read", "accounting.rates.write", "accounting.bills.write", "accounting.payments.write",
)  # fmt: skip


async def ask(
    accounting: ServiceUnderTest, method: str, path: str, body: Any = None, status: int = 200, *, who: str = "first"
) -> Any:
    async with accounting.client(*WHO, sub=who) as client:
        answer = await client.request(method, path, json=body)
    assert answer.status_code == status, answer.text
    return answer.json()


def slug(problem: Any) -> str:
    return str(problem["type"]).rsplit("/", 1)[-1]


async def receive(house: House, quantity: str, price: str, day: str) -> str:
    line = await house.order(price, quantity)
    movement = house.movement("receipt", quantity, line_id=line, day=day)
    await house.accounting.deliver("inventory.stock-movements.v1", movement)
    return str(movement.document_id)


async def ship(
    house: House, quantity: str, price: str, day: str, *, currency: str = "EUR", exchange_rate: str = ""
) -> None:
    """Goods leave, and their invoice does not come."""
    order_id, line_id = text_id(), text_id()
    line = SalesOrderLine(
        sales_order_line_id=line_id, product_id=house.product_id, quantity=number(quantity), unit_price=number(price),
        tax_class="standard", description="Article",
    )  # fmt: skip
    confirmed = OrderConfirmed(
        sales_order_id=order_id, number="SO-1", version=1, customer_id=house.customer_id, bill_to_id=house.customer_id,
        currency=currency, ordered_on=day, payment_days=30, lines=[line],
        exchange_rate=number(exchange_rate) if exchange_rate else None,
    )  # fmt: skip
    await house.accounting.deliver("sales.orders.v1", confirmed)
    await house.move("shipment", quantity, line_id=line_id, day=day)


def lines(closing: Any) -> dict[str, dict[str, str]]:
    return {
        accrual["kind"]: {
            line["account"]: str(Decimal(line["debit"]) - Decimal(line["credit"])) for line in accrual["lines"]
        }
        for accrual in closing["accruals"]
    }


def blocking(closing: Any) -> list[str]:
    return [blocker["kind"] for blocker in closing["blockers"] if blocker["blocks"]]


async def balances(accounting: ServiceUnderTest, on: str) -> dict[str, Decimal]:
    accounts = (await ask(accounting, "GET", f"/trial-balance?on={on}"))["accounts"]
    return {row["account"]: Decimal(row["balance"]) for row in accounts if Decimal(row["balance"])}


async def test_a_month_is_closed_with_what_was_shown(accounting: ServiceUnderTest) -> None:
    house = await House(accounting).open()
    await receive(house, "10", "6", "2026-06-10")
    receipt = await receive(house, "1", "6", "2026-06-11")
    await ship(house, "3", "9.99", "2026-06-20")
    await receive(house, "5", "6", "2026-07-02")  # the next month's
    insurance = {
        "label": "insurance", "account": "616", "amount": "1200", "starts_on": "2026-06-01", "ends_on": "2027-05-31",
        "posted_on": "2026-06-01",
    }  # fmt: skip
    paid = [{"account": "616", "debit": "1200"}, {"account": "512", "credit": "1200"}]
    await ask(accounting, "POST", "/entries", {"posted_on": "2026-06-01", "label": "insurance", "lines": paid}, 201)
    await ask(accounting, "POST", "/deferrals", insurance, 201)
    body = {"supplier_id": house.supplier_id, "supplier_number": "F1", "billed_on": "2026-07-03", "receipt_id": receipt}
    await ask(accounting, "POST", "/bills", body, 201)  # came in July: on the last of June it had not
    before = await balances(accounting, "2026-06-30")

    shown = await ask(accounting, "GET", "/periods/2026-06/closing")
    assert lines(shown) == {
        "bills-to-come": {"4081": "-13.20", "44586": "13.20"},
        "invoices-to-issue": {"4181": "35.96", "44587": "-5.99", "707": "-29.97"},
        "deferrals": {"486": "1101.37", "616": "-1101.37"},
    }
    kinds = {blocker["kind"]: (blocker["owner"], blocker["count"], blocker["amount"]) for blocker in shown["blockers"]}
    assert kinds["receipts-not-billed"] == ("finance", 1, "60.00")
    assert kinds["shipped-not-invoiced"] == ("finance", 1, None)
    assert blocking(shown) == []
    assert await ask(accounting, "GET", "/periods/2026-06/closing") == shown
    assert await balances(accounting, "2026-06-30") == before

    await receive(house, "1", "1", "2026-06-30")
    request = {"content_hash": shown["content_hash"], "reason": "June"}
    assert slug(await ask(accounting, "POST", "/periods/2026-06/closing", request, 409)) == "closing-moved"
    before = await balances(accounting, "2026-06-30")
    shown = await ask(accounting, "GET", "/periods/2026-06/closing")
    request["content_hash"] = shown["content_hash"]
    assert await ask(accounting, "POST", "/periods/2026-06/closing", request, 201) == shown

    after = await balances(accounting, "2026-06-30")
    posted = {code: after.get(code, Decimal(0)) - before.get(code, Decimal(0)) for code in {*before, *after}}
    wanted: dict[str, Decimal] = {}
    for kind in lines(shown).values():
        for account, amount in kind.items():
            wanted[account] = wanted.get(account, Decimal(0)) + Decimal(amount)
    assert {code: amount for code, amount in posted.items() if amount} == wanted
    opened = await balances(accounting, "2026-07-01")
    assert {code: opened.get(code) for code in ("4181", "44587", "44586", "486")} == dict.fromkeys(
        ("4181", "44587", "44586", "486")
    )
    assert (await ask(accounting, "GET", "/periods/2026-06/closing"))["accruals"] == []
    assert slug(await ask(accounting, "POST", "/periods/2026-06/closing", request, 409)) == "closing-moved"
    (closed,) = (await ask(accounting, "GET", "/closings"))["items"]
    assert (closed["entries"], closed["closed_by"], closed["reason"]) == (6, "first", "June")
    assert closed["hours_after_end"] > 0
    assert await broken(accounting) == []


async def test_a_reopened_month_is_closed_again_by_the_difference(accounting: ServiceUnderTest) -> None:
    house = await House(accounting).open()
    asked = await ask(accounting, "POST", "/periods/2026-06/reopen", {"reason": "a receipt came late"}, 202)
    await ask(accounting, "POST", f"/approvals/{asked['approval_id']}/approve", {}, who="second")
    await receive(house, "10", "2", "2026-06-30")
    shown = await ask(accounting, "GET", "/periods/2026-06/closing")
    assert lines(shown) == {"bills-to-come": {"4081": "-4.00", "44586": "4.00"}}
    before = await balances(accounting, "2026-06-30")
    request = {"content_hash": shown["content_hash"], "reason": "June again"}
    await ask(accounting, "POST", "/periods/2026-06/closing", request, 201)
    after = await balances(accounting, "2026-06-30")
    assert after["44586"] - before["44586"] == 4
    assert "44586" not in await balances(accounting, "2026-07-01")
    assert [each["entries"] for each in (await ask(accounting, "GET", "/closings"))["items"]] == [6, 2]
    assert await broken(accounting) == []


async def test_what_blocks_is_settled_or_accepted_and_kept(accounting: ServiceUnderTest) -> None:
    suspense = [{"account": "471", "debit": "12"}, {"account": "512", "credit": "12"}]
    await ask(accounting, "POST", "/entries", {"posted_on": "2026-07-10", "label": "?", "lines": suspense}, 201)
    large = [{"account": "627", "debit": "20000"}, {"account": "512", "credit": "20000"}]
    await ask(accounting, "POST", "/entries", {"posted_on": "2026-07-11", "label": "fee", "lines": large}, 201)
    shown = await ask(accounting, "GET", "/periods/2026-07/closing")
    assert blocking(shown) == ["entries-waiting", "suspense-not-empty"]
    request = {"content_hash": shown["content_hash"], "reason": "July"}
    refused = await ask(accounting, "POST", "/periods/2026-07/closing", request, 409)
    assert (slug(refused), refused["blockers"]) == ("closing-blocked", ["entries-waiting", "suspense-not-empty"])
    assert len((await ask(accounting, "GET", "/closings"))["items"]) == 2
    await ask(accounting, "POST", "/periods/2026-07/closing", {**request, "accepts_blockers": True}, 201)
    closed = (await ask(accounting, "GET", "/closings?sort=-month"))["items"][0]
    assert (closed["accepted_blockers"], len(closed["blockers"])) == (True, len(shown["blockers"]))


async def test_documents_in_another_currency_are_revalued_at_the_last_days_rate(accounting: ServiceUnderTest) -> None:
    rates = [("2026-08-10", "1.10"), ("2026-08-31", "1.00"), ("2026-09-30", "1.25")]
    body = [{"currency": "USD", "rate": rate, "valid_on": day} for day, rate in rates]
    await ask(accounting, "PUT", "/exchange-rates", {"rates": body})
    house = await House(accounting).open()
    line = await house.order("11", "10", "USD")
    movement = house.movement("receipt", "10", line_id=line, day="2026-08-10")
    await accounting.deliver("inventory.stock-movements.v1", movement)
    bill = {
        "supplier_id": house.supplier_id, "supplier_number": "US-1", "billed_on": "2026-08-10", "currency": "USD",
        "tax_class": "zero", "lines": [{"purchase_order_line_id": line, "quantity": "10", "net_amount": "110.00"}],
    }  # fmt: skip
    posted = await ask(accounting, "POST", "/supplier-bills", bill, 201)
    half = {
        "partner_id": house.supplier_id, "direction": "paid", "amount": "55.00", "currency": "USD",
        "bank_amount": "44.00", "paid_on": "2026-09-30", "matches": [{"document_id": posted["id"], "amount": "55.00"}],
    }  # fmt: skip
    await ask(accounting, "POST", "/payments", half, 201)
    august = lines(await ask(accounting, "GET", "/periods/2026-08/closing"))["revaluation"]
    assert august == {"401": "-10.00", "476": "10.00", "6815": "10.00", "1515": "-10.00"}
    september = lines(await ask(accounting, "GET", "/periods/2026-09/closing"))["revaluation"]
    assert september == {"401": "6.00", "477": "-6.00"}
    shown = await ask(accounting, "GET", "/periods/2026-10/closing")
    assert "rates-missing" in blocking(shown)


async def test_a_month_that_is_not_over_is_only_looked_at(accounting: ServiceUnderTest) -> None:
    today = date.today().replace(day=1)  # noqa: DTZ011  # any month that has not passed
    shown = await ask(accounting, "GET", f"/periods/{today:%Y-%m}/closing")
    request = {"content_hash": shown["content_hash"], "reason": "early", "accepts_blockers": True}
    refused = await ask(accounting, "POST", f"/periods/{today:%Y-%m}/closing", request, 409)
    assert slug(refused) == "month-not-over"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"ends_on": "2026-05-31"}, "deferral-wrong"),
        ({"account": "607"}, ""),
        ({"account": "6999"}, "unknown-account"),
    ],
)
async def test_what_is_put_off_is_a_cost_or_an_income(
    accounting: ServiceUnderTest, change: dict[str, str], expected: str
) -> None:
    body = {
        "label": "x", "account": "613", "amount": "300", "starts_on": "2026-09-01", "ends_on": "2026-09-30",
        "posted_on": "2026-09-01",
    }  # fmt: skip
    answer = await ask(accounting, "POST", "/deferrals", {**body, **change}, 422 if expected else 201)
    assert slug(answer) == expected if expected else answer["account"] == "607"
    assert [row["account"] for row in (await ask(accounting, "GET", "/deferrals"))["items"]].count("6999") == 0
