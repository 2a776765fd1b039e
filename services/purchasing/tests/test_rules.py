"""Who must approve what: amounts, departments, families, exceptions, budgets; and no way around."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from comptoir.accounting.v1.bill_pb2 import BillCancelled, BillLine, BillPosted
from comptoir.purchasing.v1.purchase_order_pb2 import PurchaseOrderPlaced
from hypothesis import given
from hypothesis import strategies as st
from kit.exchange import ExchangeRate
from kit.ids import new_id
from kit.quantity import Factor
from kit.testing.services import ServiceUnderTest
from kit.wire import decimal_out
from purchasing.domain.order import OrderLine, PurchaseOrder
from purchasing.domain.rules import ApprovalRule, ExceptionKind, Facts, Sibling, fired, split_suspicion

from kit import clock
from services.purchasing.tests import factories as make

TODAY = clock.now().date()


@pytest.fixture(autouse=True)
async def rules(purchasing: ServiceUnderTest) -> AsyncIterator[None]:
    """Tests of rules leave them as they were."""
    async with purchasing.client(*make.RULES) as client:
        before = (await client.get("/approval-rules")).json()["items"]
        yield
        await client.put("/approval-rules", json={"items": before})


async def set_rules(purchasing: ServiceUnderTest, *items: dict[str, Any]) -> None:
    async with purchasing.client(*make.RULES) as client:
        answer = await client.put("/approval-rules", json={"items": list(items)})
    assert answer.status_code == 200, answer.text


async def set_budget(purchasing: ServiceUnderTest, department: str, amount: str, mode: str = "ask") -> None:
    body = {
        "department": department,
        "period": "now",
        "starts_on": (TODAY - timedelta(days=30)).isoformat(),
        "ends_on": (TODAY + timedelta(days=30)).isoformat(),
        "amount": amount,
        "mode": mode,
    }
    async with purchasing.client(*make.RULES) as client:
        answer = await client.put("/budgets", json={"items": [body]})
    assert answer.status_code == 200, answer.text


async def left(purchasing: ServiceUnderTest, department: str) -> Decimal:
    async with purchasing.client(*make.RULES) as client:
        items = (await client.get("/budgets")).json()["items"]
    (found,) = [Decimal(each["left"]) for each in items if each["department"] == department]
    return found


async def draft(purchasing: ServiceUnderTest, amount: str, **changes: Any) -> dict[str, Any]:
    line = make.line(await make.product(purchasing), "1", amount)
    return await make.posted(purchasing, "/purchase-orders", await make.order(purchasing, line, **changes), 201)


async def submit(purchasing: ServiceUnderTest, order: dict[str, Any], status: int = 200) -> dict[str, Any]:
    return await make.posted(purchasing, f"/purchase-orders/{order['id']}/submit", {}, status)


async def reason_of(purchasing: ServiceUnderTest, order: dict[str, Any]) -> str:
    async with purchasing.client(*make.FINANCE) as client:
        (request,) = (await client.get("/approvals", params={"document_id": order["id"]})).json()["items"]
    return str(request["reason"])


async def test_a_rule_asks_only_for_what_it_names(purchasing: ServiceUnderTest) -> None:
    supplier = await make.supplier(purchasing)
    await set_rules(
        purchasing,
        {"above": "100", "department": "IT"},
        {"above": "500", "supplier_id": supplier},
        {"above": "0", "family": "TOOLS"},
    )
    assert (await submit(purchasing, await draft(purchasing, "101", department="IT")))["status"] == "awaiting-approval"
    assert (await submit(purchasing, await draft(purchasing, "101", department="HR")))["status"] == "placed"
    assert (await submit(purchasing, await draft(purchasing, "501", supplier_id=supplier)))["status"] != "placed"
    product = await make.product(purchasing, family_path=["HARDWARE", "TOOLS", "SAWS"], family_code="SAWS")
    body = await make.order(purchasing, make.line(product, "1", "1"))
    order = await make.posted(purchasing, "/purchase-orders", body, 201)
    explained = await make.posted(
        purchasing, f"/purchase-orders/{order['id']}/explain-approval", {}, who=("purchasing.rules.read",)
    )
    assert [each["rule"]["family"] for each in explained["fired"]] == ["TOOLS"]
    assert "family TOOLS" in explained["fired"][0]["reason"]


async def test_what_is_unusual_is_told_to_who_decides(purchasing: ServiceUnderTest) -> None:
    kinds = ("price-above-list", "new-supplier", "over-receipt")
    await set_rules(purchasing, *({"above": "0", "exception": kind} for kind in kinds))
    supplier, product = await make.supplier(purchasing), await make.product(purchasing)
    listed = {
        "supplier_id": supplier,
        "effective_from": TODAY.isoformat(),
        "lines": [{"product_id": product, "unit_price": "2"}],
    }
    prices = await make.posted(purchasing, "/price-files", listed, 201, who=make.SOURCING)
    await make.posted(purchasing, f"/price-files/{prices['id']}/apply", {}, who=make.SOURCING)
    body = await make.order(purchasing, make.line(product, "5", "2.10"), supplier_id=supplier, over_receipt_rate="0.1")
    order = await submit(purchasing, await make.posted(purchasing, "/purchase-orders", body, 201))
    reason = await reason_of(purchasing, order)
    assert all(part in reason for part in ("Dearer than the supplier's list", "Nothing was ever", "10.00% more in"))


async def test_a_purchase_in_parts_is_seen_as_one(purchasing: ServiceUnderTest) -> None:
    await set_rules(purchasing, {"above": "1000"}, {"above": "0", "exception": "split"})
    supplier = await make.supplier(purchasing)
    first = await submit(purchasing, await draft(purchasing, "600", supplier_id=supplier))
    second = await submit(purchasing, await draft(purchasing, "600", supplier_id=supplier))
    assert (first["status"], second["status"]) == ("placed", "awaiting-approval")
    assert first["number"] in await reason_of(purchasing, second)
    other = await submit(purchasing, await draft(purchasing, "600"))
    assert other["status"] == "placed"  # another supplier


async def test_above_its_budget_a_department_asks(purchasing: ServiceUnderTest) -> None:
    await set_rules(purchasing, {"above": "0", "exception": "over-budget"})
    await set_budget(purchasing, "MARKETING", "1000")
    placed = await submit(purchasing, await draft(purchasing, "700", department="MARKETING"))
    assert (placed["status"], await left(purchasing, "MARKETING")) == ("placed", Decimal(300))
    waiting = await submit(purchasing, await draft(purchasing, "301", department="MARKETING"))
    assert waiting["status"] == "awaiting-approval"
    assert "300 of 1000" in (await reason_of(purchasing, waiting)).replace(".00", "")
    assert await left(purchasing, "MARKETING") == 300  # nothing is bound before somebody agrees
    await make.posted(purchasing, f"/purchase-orders/{placed['id']}/cancel", {"reason": "No need"})
    assert await left(purchasing, "MARKETING") == 1000


async def test_a_budget_that_blocks_lets_nothing_through_and_nothing_is_half_done(purchasing: ServiceUnderTest) -> None:
    await set_rules(purchasing)
    await set_budget(purchasing, "TRAVEL", "100", "block")
    order = await draft(purchasing, "101", department="TRAVEL")
    since = await purchasing.outbox_position()
    refused = await submit(purchasing, order, 409)
    assert ("over-budget" in refused["type"], refused["left"]) == (True, "100")
    async with purchasing.client(*make.BUYER) as client:
        assert (await client.get(f"/purchase-orders/{order['id']}")).json()["status"] == "draft"
    assert not await purchasing.published(PurchaseOrderPlaced, since=since)


async def test_of_many_who_want_the_last_of_a_budget_one_gets_it(purchasing: ServiceUnderTest) -> None:
    await set_rules(purchasing)
    await set_budget(purchasing, "RACE", "150", "block")
    orders = [await draft(purchasing, "100", department="RACE") for _ in range(8)]
    async with purchasing.client(*make.BUYER) as client:
        answers = await asyncio.gather(
            *(client.post(f"/purchase-orders/{order['id']}/submit", json={}) for order in orders)
        )
    assert sorted(answer.status_code for answer in answers) == [200, *[409] * 7]
    assert await left(purchasing, "RACE") == 50


@pytest.mark.parametrize("bill_first", [False, True])
async def test_what_was_billed_counts_where_it_is_more_than_what_was_committed(
    purchasing: ServiceUnderTest, bill_first: bool
) -> None:
    department = f"BILLED-{bill_first}"
    await set_rules(purchasing)
    await set_budget(purchasing, department, "1000")
    order = await draft(purchasing, "400", department=department)
    bills = [
        BillPosted(
            bill_id=str(new_id()),
            purchase_order_id=order["id"],
            lines=[BillLine(net_amount=decimal_out(Decimal(amount)))],
        )
        for amount in ("300", "150")
    ]
    if bill_first:
        await purchasing.deliver("accounting.bills.v1", *bills, repeat=2)
    await submit(purchasing, order)
    if not bill_first:
        assert await left(purchasing, department) == 600
        await purchasing.deliver("accounting.bills.v1", *bills, repeat=2)
    assert await left(purchasing, department) == 550
    back = BillCancelled(
        bill_id=str(new_id()), purchase_order_id=order["id"], lines=[BillLine(net_amount=decimal_out(Decimal(300)))]
    )
    await purchasing.deliver("accounting.bills.v1", back, repeat=2)
    assert await left(purchasing, department) == 600


async def test_budgets_of_a_department_do_not_overlap(purchasing: ServiceUnderTest) -> None:
    await set_budget(purchasing, "OVERLAP", "1")
    body = {
        "department": "OVERLAP",
        "period": "later",
        "starts_on": TODAY.isoformat(),
        "ends_on": (TODAY + timedelta(days=300)).isoformat(),
        "amount": "5",
    }
    async with purchasing.client(*make.RULES) as client:
        assert (await client.put("/budgets", json={"items": [body]})).status_code == 409
        wrong = {**body, "ends_on": body["starts_on"]}
        assert (await client.put("/budgets", json={"items": [wrong]})).status_code == 422


AMOUNTS = st.integers(1, 2000).map(Decimal)


def order_of(amount: Decimal) -> PurchaseOrder:
    line = OrderLine(new_id(), new_id(), "EACH", Factor(1), Decimal(1), Decimal(1), amount)
    day = date(2026, 1, 1)
    own = ExchangeRate.own("EUR", day)
    return PurchaseOrder(new_id(), "PO", uuid4(), "EUR", "LYON", day, "", Decimal(0), (line,), own)


@given(st.lists(AMOUNTS, min_size=2, max_size=5), st.lists(AMOUNTS, min_size=1, max_size=3))
def test_however_an_amount_is_split_its_last_part_needs_what_the_whole_needs(
    parts: list[Decimal], thresholds: list[Decimal]
) -> None:
    rules = [ApprovalRule(UUID(int=i), above) for i, above in enumerate(thresholds)]
    rules.append(ApprovalRule(UUID(int=99), Decimal(0), exception=ExceptionKind.SPLIT))
    nothing = Facts(frozenset(), {})
    whole = fired(order_of(sum(parts, Decimal(0))), rules, nothing)
    last = order_of(parts[-1])
    before = [Sibling(f"PO-{i}", part) for i, part in enumerate(parts[:-1])]
    suspicion = split_suspicion(last.net, before, rules)
    facts = replace(nothing, exceptions={ExceptionKind.SPLIT: suspicion} if suspicion else {})
    assert bool(fired(last, rules, facts)) >= bool(whole)
