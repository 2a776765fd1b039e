"""Lots, serial numbers and expiry dates."""

import asyncio
from uuid import UUID

from comptoir.inventory.v1.movement_pb2 import MovementPosted
from inventory.domain.lot import Tracking
from kit.testing.services import ServiceUnderTest

from services.inventory.tests import factories as make


async def load(
    inventory: ServiceUnderTest, product: UUID, *lots: tuple[str, str, str | None], status: int = 201
) -> dict[str, object]:
    """Opening stock of (quantity, lot, expiry)."""
    lines = [
        {"product_id": str(product), "quantity": quantity, "unit_cost": "1", "lot": lot, "expires_on": expires_on}
        for quantity, lot, expires_on in lots
    ]
    return await make.posted(inventory, "/opening-stock", {"warehouse": make.WAREHOUSE, "lines": lines}, status=status)


async def lying(inventory: ServiceUnderTest, product: UUID) -> dict[str, str]:
    """Quantities by lot."""
    async with inventory.client(*make.ALL) as client:
        rows = (await client.get("/stock/by-location", params={"product_id": str(product)})).json()
    return {row["lot"]: row["quantity"] for row in rows}


async def test_what_expires_first_leaves_first_and_events_name_the_lot(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory, tracking=Tracking.LOT)
    await load(inventory, product, ("5", "LATE", "2027-06-01"), ("5", "SOON", "2026-12-31"), ("5", "NEVER", None))
    order = await make.firm(inventory, (product, "7"))
    since = await inventory.outbox_position()
    shipment = await make.posted(inventory, "/shipments", {"sales_order_id": order.order_id})
    assert [line["quantity"] for line in shipment["lines"]] == ["5", "2"]
    events = await inventory.published(MovementPosted, since=since)
    assert [(event.lot, event.expires_on) for event in events] == [("SOON", "2026-12-31"), ("LATE", "2027-06-01")]
    assert await lying(inventory, product) == {"LATE": "3", "NEVER": "5"}


async def test_a_tracked_product_needs_its_lot_and_an_untracked_has_none(inventory: ServiceUnderTest) -> None:
    tracked = await make.product(inventory, tracking=Tracking.LOT)
    plain = await make.product(inventory)
    since = await inventory.outbox_position()
    for product, lot, slug in ((tracked, None, "lot-required"), (plain, "L1", "lot-not-tracked")):
        line = {"product_id": str(product), "quantity": "1", "unit_cost": "1", "lot": lot}
        body = {"warehouse": make.WAREHOUSE, "lines": [line]}
        refused = await make.posted(inventory, "/opening-stock", body, status=422)
        assert (refused["field"], refused["type"].rsplit("/", 1)[-1]) == ("lines.0.lot", slug)
    assert not await inventory.published(MovementPosted, since=since)


async def test_a_lot_has_one_expiry_date(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory, tracking=Tracking.LOT)
    await load(inventory, product, ("5", "L1", "2027-06-01"))
    refused = await load(inventory, product, ("5", "L1", "2027-07-01"), status=409)
    assert (refused["field"], refused["expires_on"]) == ("expires_on", "2027-06-01")
    await load(inventory, product, ("5", "L1", None))
    assert await lying(inventory, product) == {"L1": "10"}


async def test_a_piece_is_in_stock_once(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory, tracking=Tracking.SERIAL)
    await load(inventory, product, ("2", "S1", None), status=422)
    await load(inventory, product, ("1", "S1", None))
    refused = await load(inventory, product, ("1", "S2", None), ("1", "S1", None), status=409)
    assert (refused["lot"], await lying(inventory, product)) == ("S1", {"S1": "1"})
    order = await make.firm(inventory, (product, "1"))
    await make.posted(inventory, "/shipments", {"sales_order_id": order.order_id})
    await load(inventory, product, ("1", "S1", None))


async def test_of_many_who_book_the_same_piece_one_wins(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory, tracking=Tracking.SERIAL)
    line = {"product_id": str(product), "quantity": "1", "unit_cost": "1", "lot": "S9"}
    async with inventory.client(*make.ALL) as client:
        answers = await asyncio.gather(
            *(client.post("/opening-stock", json={"warehouse": make.WAREHOUSE, "lines": [line]}) for _ in range(8))
        )
    assert sorted(answer.status_code for answer in answers) == [201, *[409] * 7]
    assert await make.stock(inventory, product) == (1, 0, 0)


async def test_a_lot_is_received_moved_and_lost_by_its_name(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory, tracking=Tracking.LOT)
    order = make.placed(product, "10")
    await inventory.deliver(make.PURCHASES, order)
    body = make.receipt(order, "10")
    body["lines"][0] |= {"lot": "L7", "expires_on": "2027-01-31", "location": "A-01"}
    await make.posted(inventory, "/receipts", body)
    loss = {"product_id": str(product), "quantity_change": "-1", "location": "A-01", "lot": "L8"}
    document = {"warehouse": make.WAREHOUSE, "reason": "Broken"}
    unknown = await make.posted(inventory, "/adjustments", {**document, "lines": [loss]}, status=404)
    assert unknown["lot"] == "L8"
    await load(inventory, product, ("3", "L8", None))  # in STOCK, not in A-01
    short = await make.posted(inventory, "/adjustments", {**document, "lines": [loss]}, status=409)
    assert (short["location"], short["on_hand"]) == ("A-01", "0")
    await make.posted(inventory, "/adjustments", {**document, "lines": [{**loss, "lot": "L7"}]})
    assert await lying(inventory, product) == {"L7": "9", "L8": "3"}
