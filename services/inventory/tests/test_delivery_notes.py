"""Delivery notes and what differs from them, packagings and serials, rests, samples, goods nobody ordered."""

import asyncio
from collections import defaultdict
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from comptoir.inventory.v1.claim_pb2 import ClaimOpened, ClaimSettled
from comptoir.inventory.v1.receipt_pb2 import ReceiptPosted
from hypothesis import given
from hypothesis import strategies as st
from inventory.domain.claim import ClaimKind
from inventory.domain.delivery_note import Parcel, differences
from inventory.domain.lot import Tracking
from inventory.domain.quality import PlanKind, QualityPlan
from kit.ids import new_id
from kit.testing.services import ServiceUnderTest
from kit.wire import decimal_in

from services.inventory.tests import factories as make
from services.inventory.tests.test_receiving import line, ordered, set_plans


async def claims(inventory: ServiceUnderTest, order: Any, **filters: Any) -> list[dict[str, Any]]:
    found = await make.listed(inventory, "/claims", supplier_id=order.supplier_id, **filters)
    return sorted(found, key=lambda each: each["number"])


def line_id(order: Any) -> str:
    return str(order.lines[0].purchase_order_line_id)


async def deliver(inventory: ServiceUnderTest, *lines: dict[str, Any], status: int = 201, **more: Any) -> Any:
    return await make.posted(inventory, "/deliveries", {"lines": list(lines), **more}, status=status)


async def test_what_differs_from_the_delivery_note_becomes_claims(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory)
    order = await ordered(inventory, product)
    since = await inventory.outbox_position()
    announced = [{"purchase_order_line_id": line_id(order), "quantity": "8"}]
    lines = [line(order, "5"), line(order, "1", is_damaged=True)]
    await deliver(inventory, *lines, announced=announced)
    damaged, short = await claims(inventory, order)
    assert [(each["kind"], each["quantity"]) for each in (damaged, short)] == [
        ("receipt-damaged", "1"), ("receipt-short", "2"),
    ]  # fmt: skip
    opened = await inventory.published(ClaimOpened, since=since)
    assert {each.supplier_id for each in opened} == {order.supplier_id}
    assert await make.stock(inventory, product) == (6, 0, 4)
    sent = await make.posted(inventory, f"/claims/{short['id']}/send-to-supplier", {"note": "Called"}, status=200)
    assert sent["with_supplier_since"] is not None
    body = {"note": "Credit note promised", "outcome": "settled"}
    settled = await make.posted(inventory, f"/claims/{short['id']}/settle", body, status=200)
    assert (settled["outcome"], settled["settled_by"]) == ("settled", "user-1")
    again = await make.posted(inventory, f"/claims/{short['id']}/settle", body, status=409)
    assert again["type"].endswith("/claim-is-settled")
    assert len(await inventory.published(ClaimSettled, since=since)) == 1


async def test_a_delivery_that_is_as_announced_raises_no_claim(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory, tracking=Tracking.LOT)
    order = await ordered(inventory, product)
    announced = [{"purchase_order_line_id": line_id(order), "quantity": "4", "lot": "A"}]
    await deliver(inventory, line(order, "4", lot="A"), announced=announced)
    assert not await claims(inventory, order)
    announced = [{"purchase_order_line_id": line_id(order), "quantity": "4", "lot": "A"}]
    await deliver(inventory, line(order, "4", lot="B"), announced=announced)
    (wrong,) = await claims(inventory, order)
    assert (wrong["kind"], wrong["lot"], wrong["quantity"]) == ("receipt-wrong-lot", "B", "4")


async def test_goods_nobody_ordered_are_set_aside_and_are_no_stock(inventory: ServiceUnderTest) -> None:
    product, wanted = await make.product(inventory), await make.product(inventory)
    order = await ordered(inventory, wanted)
    body = {
        "warehouse": make.WAREHOUSE,
        "supplier_id": order.supplier_id,
        "delivery_note": "BL 12",
        "lines": [
            {"product_id": str(product), "quantity": "3"},
            {"product_id": str(product), "quantity": "2", "instead_of": line_id(order)},
        ],
    }
    answer = await make.posted(inventory, "/unexpected-goods", body)
    assert [each["kind"] for each in answer["items"]] == ["receipt-unannounced", "receipt-wrong-product"]
    assert await make.stock(inventory, product) == (0, 0, 0)
    since = await inventory.outbox_position()
    for wrong, status in (
        ({"warehouse": "NOWHERE"}, 404),
        ({"lines": [{"product_id": str(uuid4()), "quantity": "1"}]}, 404),
    ):
        await make.posted(inventory, "/unexpected-goods", {**body, **wrong}, status=status)
    assert not await inventory.published(ClaimOpened, since=since)


async def test_a_claim_without_a_supplier_is_not_sent_to_one(inventory: ServiceUnderTest) -> None:
    lines = [{"product_id": str(await make.product(inventory)), "quantity": "1"}]
    body = {"warehouse": make.WAREHOUSE, "delivery_note": "?", "lines": lines}
    (found,) = (await make.posted(inventory, "/unexpected-goods", body))["items"]
    refused = await make.posted(inventory, f"/claims/{found['id']}/send-to-supplier", {}, status=409)
    assert refused["type"].endswith("/no-supplier-concerned")


async def test_packagings_and_serials_are_brought_into_stock_units(inventory: ServiceUnderTest) -> None:
    packed = await make.product(inventory)
    order = await ordered(inventory, packed, "24")
    await deliver(inventory, line(order, "1.5", packaging="BOX12"))
    await deliver(inventory, line(order, "6"))
    assert await make.stock(inventory, packed) == (24, 0, 0)
    refused = await deliver(inventory, line(order, "1", packaging="BOX"), status=422)
    assert (refused["type"].rsplit("/", 1)[-1], refused["field"]) == ("packaging-not-known", "lines.0.packaging")

    serial = await make.product(inventory, tracking=Tracking.SERIAL)
    order = await ordered(inventory, serial, "3")
    wrong = await deliver(inventory, line(order, "3", serials=["S1", "S2", "S2"]), status=422)
    assert wrong["type"].endswith("/serials-do-not-fit")
    await deliver(inventory, line(order, "3", serials=[f"S{i}-{order.number}" for i in range(3)]))
    assert await make.stock(inventory, serial) == (3, 0, 0)


async def test_all_faults_of_all_lines_are_told_at_once(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory)
    first, second = await ordered(inventory, product), await ordered(inventory, product)
    since = await inventory.outbox_position()
    refused = await deliver(inventory, line(first, "12"), line(second, "1", packaging="BOX"), status=409)
    assert [each["field"] for each in refused["errors"]] == ["lines.0.quantity", "lines.1.packaging"]
    assert not await inventory.published(ReceiptPosted, since=since)


async def test_the_rest_is_given_up_with_the_receipt(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory)
    order = await ordered(inventory, product)
    since = await inventory.outbox_position()
    other = await deliver(inventory, line(order, "6"), close_rest=[str(uuid4())], status=422)
    assert other["type"].endswith("/line-not-of-order")
    await deliver(inventory, line(order, "6"), close_rest=[line_id(order)])
    (receipt,) = await inventory.published(ReceiptPosted, since=since)
    assert [decimal_in(each.quantity) for each in receipt.rest_cancelled_lines] == [Decimal(4)]
    assert await make.stock(inventory, product) == (6, 0, 0)
    assert not await make.listed(inventory, "/expected-receipts", purchase_order_id=order.purchase_order_id)
    late = await deliver(inventory, line(order, "4"), status=409)
    assert (late["type"].rsplit("/", 1)[-1], late["ordered"]) == ("over-receipt", "6")


async def test_a_sample_is_looked_at_and_what_expires_soon_is_inspected(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory, tracking=Tracking.LOT)
    order = await ordered(inventory, product, "100")
    plan = {"product_id": str(product), "supplier_id": order.supplier_id}
    await set_plans(inventory, {**plan, "kind": "sample", "sample_rate": "0.05"})
    await deliver(inventory, line(order, "30", lot="A", expires_on="2099-01-01"))
    (waiting,) = await make.listed(inventory, "/inspections", supplier_id=order.supplier_id)
    assert (waiting["quantity"], waiting["sample"]) == ("30", "2")
    await set_plans(inventory, {**plan, "kind": "none", "minimum_days": 30})
    await deliver(inventory, line(order, "10", lot="B", expires_on="2099-01-01"))
    await deliver(inventory, line(order, "10", lot="C", expires_on="2026-12-01"))
    found = await make.listed(inventory, "/inspections", supplier_id=order.supplier_id)
    assert sorted(each["lot"] for each in found) == ["A", "C"]
    await set_plans(inventory)


async def test_a_reject_is_claimed_from_the_supplier(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory)
    order = await ordered(inventory, product)
    await set_plans(inventory, {"supplier_id": order.supplier_id, "kind": "all"})
    await deliver(inventory, line(order, "10"))
    (found,) = await make.listed(inventory, "/inspections", supplier_id=order.supplier_id)
    verdicts = {"judgements": [{"verdict": "reject", "quantity": "3", "reason": "Rust"}]}
    async with inventory.client(*make.ALL, sub="inspector", roles=["warehouse"]) as inspector:
        answer = await inspector.post(f"/inspections/{found['id']}/judge", json=verdicts)
    assert answer.status_code == 200, answer.text
    (claim,) = await claims(inventory, order)
    assert (claim["kind"], claim["quantity"], claim["owner"]) == ("receipt-rejected", "3", "inspector")
    await set_plans(inventory)


async def test_receipts_at_once_never_pass_the_tolerance(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory)
    order = await ordered(inventory, product, "100")
    body = {"lines": [line(order, "20")]}
    async with inventory.client(*make.ALL, roles=["warehouse"]) as client:
        answers = await asyncio.gather(*(client.post("/deliveries", json=body) for _ in range(8)))
    assert sorted(answer.status_code for answer in answers) == [201] * 5 + [409] * 3  # 110 is the limit
    assert await make.stock(inventory, product) == (100, 0, 0)


# --- the rules ---

_LINES = [new_id() for _ in range(2)]
_parcels = st.lists(
    st.builds(Parcel, st.sampled_from(_LINES), st.sampled_from(["A", "B", "C"]), st.integers(0, 9).map(Decimal)),
    max_size=8,
)
_SIGN = {ClaimKind.RECEIPT_SHORT: -1, ClaimKind.RECEIPT_OVER: 1}


@given(_parcels, _parcels)
def test_the_note_and_its_differences_are_what_came(announced: list[Parcel], came: list[Parcel]) -> None:
    noted, there = _sums(announced), _sums(came)
    for each in differences(announced, came):
        assert each.quantity > 0
        noted[each.order_line_id] += _SIGN.get(each.kind, 0) * each.quantity
    assert {id_: noted[id_] for id_ in _LINES} == {id_: there[id_] for id_ in _LINES}


@given(_parcels)
def test_what_is_as_announced_does_not_differ(parcels: list[Parcel]) -> None:
    assert differences(parcels, list(reversed(parcels))) == []


def _sums(parcels: list[Parcel]) -> dict[UUID, Decimal]:
    sums: dict[UUID, Decimal] = defaultdict(Decimal)
    for each in parcels:
        sums[each.order_line_id] += each.quantity
    return sums


@pytest.mark.parametrize(("rate", "decimals", "sample"), [("0.05", 0, "2"), ("0.05", 1, "1.5"), ("1", 0, "30")])
def test_a_sample_is_never_less_than_its_share(rate: str, decimals: int, sample: str) -> None:
    plan = QualityPlan(new_id(), None, None, PlanKind.SAMPLE, sample_rate=Decimal(rate))
    assert plan.sample_of(Decimal(30), decimals) == Decimal(sample)
