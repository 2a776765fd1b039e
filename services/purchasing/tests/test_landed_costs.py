"""Landed costs: shared to the cent by value, quantity or weight; posted and reversed once."""

from decimal import Decimal
from itertools import pairwise
from typing import Any

from comptoir.purchasing.v1.landed_cost_pb2 import LandedCostPosted, LandedCostReversed
from hypothesis import given
from hypothesis import strategies as st
from kit.ids import new_id
from kit.testing.services import ServiceUnderTest
from kit.wire import decimal_in, decimal_out
from purchasing.domain.landed import Basis, Brought, allocate

from services.purchasing.tests import factories as make

WHO = (*make.BUYER, "purchasing.landed-costs.read", "purchasing.landed-costs.write")


async def landing(purchasing: ServiceUnderTest, *weights: str | None, **changes: Any) -> dict[str, Any]:
    """An amount for one receipt of 10 at 2.00 and 30 at 1.00."""
    measure = "volume_m3" if changes.get("basis") == "volume" else "weight_kg"
    products = [
        await make.product(purchasing, **({measure: decimal_out(Decimal(weight))} if weight else {}))
        for weight in (*weights, None, None)[:2]
    ]
    order = await make.placed(purchasing, make.line(products[0], "10", "2.00"), make.line(products[1], "30", "1.00"))
    receipt = make.receipt(order, "10", "30")
    await purchasing.deliver("inventory.receipts.v1", receipt)
    return {
        "kind": "freight",
        "supplier_id": await make.supplier(purchasing),
        "amount": "100.00",
        "receipt_ids": [receipt.receipt_id],
        **changes,
    }


async def shares(purchasing: ServiceUnderTest, body: dict[str, Any]) -> list[str]:
    answer = await make.posted(purchasing, "/landed-costs/preview", body, who=WHO)
    return [share["amount"] for share in answer["shares"]]


async def test_costs_are_shared_by_value_quantity_weight_or_volume(purchasing: ServiceUnderTest) -> None:
    assert await shares(purchasing, await landing(purchasing, basis="value")) == ["40.00", "60.00"]
    assert await shares(purchasing, await landing(purchasing, basis="quantity")) == ["25.00", "75.00"]
    by_weight = await landing(purchasing, "3", "0.5", basis="weight")
    assert await shares(purchasing, by_weight) == ["66.67", "33.33"]
    by_volume = await landing(purchasing, "0.03", "0.005", basis="volume")
    assert await shares(purchasing, by_volume) == ["66.67", "33.33"]


async def test_what_has_no_weight_is_named(purchasing: ServiceUnderTest) -> None:
    assert (
        "volume"
        in (
            await make.posted(purchasing, "/landed-costs", await landing(purchasing, "3", basis="volume"), 409, who=WHO)
        )["detail"]
    )
    body = await landing(purchasing, "3", basis="weight")
    since = await purchasing.outbox_position()
    refused = await make.posted(purchasing, "/landed-costs", body, 409, who=WHO)
    assert ("no-basis" in refused["type"], refused["field"], len(refused["skus"])) == (True, "basis", 1)
    assert not await purchasing.published(LandedCostPosted, since=since)


async def test_a_cost_is_posted_with_its_shares_and_reversed_once(purchasing: ServiceUnderTest) -> None:
    body = await landing(purchasing)
    since = await purchasing.outbox_position()
    posted = await make.posted(purchasing, "/landed-costs", body, 201, who=WHO)
    (event,) = await purchasing.published(LandedCostPosted, since=since)
    assert sum(decimal_in(share.amount) for share in event.shares) == 100
    path = f"/landed-costs/{posted['id']}/reverse"
    await make.posted(purchasing, path, {"reason": "Wrong receipt"}, who=WHO)
    again = await make.posted(purchasing, path, {"reason": "Wrong receipt"}, 409, who=WHO)
    assert "already-reversed" in again["type"]
    assert len(await purchasing.published(LandedCostReversed, since=since)) == 1
    async with purchasing.client(*WHO) as client:
        rows = (await client.get("/landed-costs")).json()["items"]
    assert {row["id"]: row["is_reversed"] for row in rows}[posted["id"]] is True


async def test_a_receipt_nobody_knows_is_refused(purchasing: ServiceUnderTest) -> None:
    body = await landing(purchasing, receipt_ids=[str(new_id())])
    refused = await make.posted(purchasing, "/landed-costs", body, 404, who=WHO)
    assert "receipt-unknown" in refused["type"]


LINES = st.builds(
    Brought,
    receipt_id=st.uuids(),
    receipt_line_id=st.uuids(),
    purchase_order_line_id=st.uuids(),
    product_id=st.uuids(),
    sku=st.just("A"),
    quantity=st.integers(1, 1000).map(Decimal),
    stock_unit_price=st.decimals("0.01", 100, places=2),
    weight_kg=st.decimals("0.001", 50, places=3),
    volume_m3=st.decimals("0.001", 50, places=3),
)


@given(
    st.decimals("0.01", 100_000, places=2),
    st.lists(LINES, min_size=1, max_size=12, unique_by=lambda line: line.receipt_line_id),
    st.sampled_from(Basis),
)
def test_shares_sum_to_the_cent_whatever_their_order_and_more_weighs_no_less(
    amount: Decimal, lines: list[Brought], basis: Basis
) -> None:
    shared = allocate(amount, lines, basis)
    assert sum(share.amount for share in shared) == amount
    assert shared == allocate(amount, list(reversed(lines)), basis)
    by_weight = sorted(shared, key=lambda share: share.weight)
    assert all(a.amount <= b.amount + Decimal("0.01") for a, b in pairwise(by_weight))
