"""Trees of locations, what their stock may be used for, and who may move goods where."""

from uuid import UUID

import pytest
from comptoir.inventory.v1 import movement_pb2 as pb
from kit.ids import new_id
from kit.testing.services import ServiceUnderTest

from services.inventory.tests import factories as make


@pytest.fixture(scope="session")
async def tree(inventory: ServiceUnderTest, warehouse: None) -> dict[str, UUID]:
    """Location ids by code."""
    locations = [
        {"code": "F", "kind": "zone"},
        {"code": "F-01", "kind": "zone", "parent": "F"},
        {"code": "F-01-1", "parent": "F-01", "walk_order": 10},
        {"code": "F-01-2", "parent": "F-01", "walk_order": 20},
        {"code": "DOCK", "kind": "receiving"},
    ]
    await make.posted(inventory, "/locations/bulk", {"warehouse": make.WAREHOUSE, "locations": locations})
    rows = await make.listed(inventory, "/locations", warehouse=make.WAREHOUSE)
    return {row["code"]: row["id"] for row in rows}


async def test_a_tree_is_listed_by_what_lies_in_a_zone(inventory: ServiceUnderTest, tree: dict[str, UUID]) -> None:
    inside = await make.listed(inventory, "/locations", warehouse=make.WAREHOUSE, inside="F", sort="walk_order")
    assert [row["path"] for row in inside] == ["F/F-01", "F/F-01/F-01-1", "F/F-01/F-01-2"]
    assert {"STOCK", "QUARANTINE", "DAMAGED", "TRANSIT"} <= set(tree)


async def test_a_tree_that_makes_no_sense_is_refused_whole(inventory: ServiceUnderTest, tree: dict[str, UUID]) -> None:
    for second, slug, status in (
        ({"code": "NEW-1"}, "line-repeated", 422),
        ({"code": "F-01-1"}, "code-taken", 409),
        ({"code": "NEW-2", "parent": "F-01-1"}, "parent-not-fit", 422),
        ({"code": "NEW-2", "parent": "NEW-9"}, "location-not-known", 404),
    ):
        body = {"warehouse": make.WAREHOUSE, "locations": [{"code": "NEW-1"}, second]}
        refused = await make.posted(inventory, "/locations/bulk", body, status=status)
        assert (refused["type"].rsplit("/", 1)[-1], refused["field"][:11]) == (slug, "locations.1")
    rows = await make.listed(inventory, "/locations", warehouse=make.WAREHOUSE)
    assert "NEW-1" not in {row["code"] for row in rows}


async def test_a_zone_holds_nothing_itself(inventory: ServiceUnderTest, tree: dict[str, UUID]) -> None:
    product = await make.product(inventory)
    line = {"product_id": str(product), "quantity_change": "1", "location": "F-01"}
    body = {"warehouse": make.WAREHOUSE, "reason": "Found", "lines": [line]}
    refused = await make.posted(inventory, "/adjustments", body, status=422)
    assert "holds-nothing" in refused["type"]
    assert await make.stock(inventory, product) == (0, 0, 0)


async def move(
    inventory: ServiceUnderTest, product: UUID, quantity: str, source: UUID, to: UUID, *, roles: str = "warehouse"
) -> int:
    """The status of a transfer."""
    body = {
        "from_location_id": str(source),
        "to_location_id": str(to),
        "lines": [{"product_id": str(product), "quantity": quantity}],
    }
    async with inventory.client(*make.ALL, roles=[roles]) as client:
        return (await client.post("/transfers", json=body)).status_code


async def test_what_is_on_hold_cannot_be_promised_and_keeps_its_value(
    inventory: ServiceUnderTest, tree: dict[str, UUID]
) -> None:
    product = await make.product(inventory, "10")
    await make.firm(inventory, (product, "8"))
    since = await inventory.outbox_position()
    assert await move(inventory, product, "5", tree["STOCK"], tree["QUARANTINE"]) == 201
    (row,) = await make.listed(inventory, "/stock", product_id=product)
    assert [row[name] for name in ("on_hand", "held", "reserved", "available")] == ["10", "5", "5", "0"]
    (event,) = await inventory.published(pb.MovementPosted, since=since)
    assert (event.source_kind, event.destination_kind) == (pb.LOCATION_KIND_INTERNAL, pb.LOCATION_KIND_INTERNAL)
    assert (event.source_state, event.destination_state) == (pb.STOCK_STATE_AVAILABLE, pb.STOCK_STATE_ON_HOLD)
    assert await move(inventory, product, "5", tree["QUARANTINE"], tree["STOCK"]) == 201
    assert await make.stock(inventory, product) == (10, 8, 0)


async def test_only_some_may_let_goods_out_of_quarantine(inventory: ServiceUnderTest, tree: dict[str, UUID]) -> None:
    product = await make.product(inventory, "10")
    assert await move(inventory, product, "5", tree["STOCK"], tree["QUARANTINE"], roles="sales") == 201
    since = await inventory.outbox_position()
    assert await move(inventory, product, "5", tree["QUARANTINE"], tree["STOCK"], roles="sales") == 409
    assert not await inventory.published(pb.MovementPosted, since=since)
    assert await move(inventory, product, "5", tree["QUARANTINE"], tree["STOCK"], roles="warehouse") == 201


async def test_the_rules_of_movement_are_data(inventory: ServiceUnderTest, tree: dict[str, UUID]) -> None:
    product = await make.product(inventory, "10")
    async with inventory.client(*make.ALL) as client:
        before = (await client.get("/movement-rules")).json()
        closed = [
            rule
            for rule in before["items"]
            if (rule["source_kind"], rule["destination_kind"]) != ("storage", "damaged")
        ]
        assert (await client.put("/movement-rules", json={"items": closed})).status_code == 200
        assert await move(inventory, product, "1", tree["STOCK"], tree["DAMAGED"]) == 409
        wrong = [{"source_kind": "attic", "destination_kind": "storage", "role": "*"}]
        assert (await client.put("/movement-rules", json={"items": wrong})).status_code == 422
        assert (await client.put("/movement-rules", json=before)).json() == before
    assert await move(inventory, product, "1", tree["STOCK"], tree["DAMAGED"]) == 201


async def test_goods_are_put_on_their_way_by_a_transfer_order_only(
    inventory: ServiceUnderTest, tree: dict[str, UUID]
) -> None:
    product = await make.product(inventory, "10")
    assert await move(inventory, product, "4", tree["STOCK"], tree["TRANSIT"]) == 422
    assert await make.stock(inventory, product) == (10, 0, 0)


async def test_a_location_of_another_service_or_nobody_is_unknown(
    inventory: ServiceUnderTest, tree: dict[str, UUID]
) -> None:
    product = await make.product(inventory, "1")
    assert await move(inventory, product, "1", tree["STOCK"], new_id()) == 404
