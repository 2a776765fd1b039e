"""Transfers between sites: parts, losses, surpluses, and what they become."""

import asyncio
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import httpx
import pytest
from comptoir.inventory.v1.claim_pb2 import ClaimOpened, ClaimSettled
from comptoir.inventory.v1.movement_pb2 import MovementPosted
from comptoir.inventory.v1.reservation_pb2 import ReservationChanged
from comptoir.inventory.v1.transfer_pb2 import TransferClosed, TransferReceived, TransferShipped
from hypothesis import given
from hypothesis import strategies as st
from inventory.domain.lot import Tracking
from inventory.queries.invariants import INVARIANTS
from kit.ids import new_id
from kit.testing.properties import on_a_database
from kit.testing.services import ServiceUnderTest

from kit import clock
from services.inventory.tests import factories as make

THERE = "NANTES"


@pytest.fixture(scope="session", autouse=True)
async def there(inventory: ServiceUnderTest, warehouse: None) -> None:
    await make.posted(inventory, "/warehouses", {"code": THERE, "name": "Entrepôt de Nantes"})


async def order(inventory: ServiceUnderTest, *lines: tuple[UUID, str], **more: Any) -> dict[str, Any]:
    """A released transfer from Lyon to Nantes."""
    body = {
        "source": make.WAREHOUSE,
        "destination": THERE,
        "lines": [{"product_id": str(product), "quantity": quantity} for product, quantity in lines],
        **more,
    }
    created = await make.posted(inventory, "/transfer-orders", body)
    return await act(inventory, created, "release")


async def act(
    inventory: ServiceUnderTest, transfer: dict[str, Any], verb: str, *, status: int = 200, **body: Any
) -> dict[str, Any]:
    return await make.posted(inventory, f"/transfer-orders/{transfer['id']}/{verb}", body, status=status)


def part(transfer: dict[str, Any], quantity: str, **more: Any) -> dict[str, Any]:
    return {"transfer_line_id": transfer["lines"][0]["id"], "quantity": quantity, **more}


async def sums(inventory: ServiceUnderTest, product: UUID) -> dict[str, tuple[int, int, int]]:
    """(on hand, reserved, in transit) by warehouse."""
    rows = await make.listed(inventory, "/stock", product_id=product)
    return {row["warehouse"]: tuple(int(row[name]) for name in ("on_hand", "reserved", "in_transit")) for row in rows}  # type: ignore[misc]


async def test_goods_leave_one_site_and_arrive_at_the_other_in_parts(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory, "10")
    since = await inventory.outbox_position()
    transfer = await order(inventory, (product, "8"))
    assert (transfer["status"], transfer["lines"][0]["reserved"]) == ("released", "8")
    assert await sums(inventory, product) == {make.WAREHOUSE: (10, 8, 0)}
    await act(inventory, transfer, "ship", lines=[part(transfer, "5")])
    assert await sums(inventory, product) == {make.WAREHOUSE: (5, 3, 0), THERE: (0, 0, 5)}
    await act(inventory, transfer, "ship")
    await act(inventory, transfer, "receive", lines=[part(transfer, "2")])
    done = await act(inventory, transfer, "receive", lines=[part(transfer, "6")])
    assert done["status"] == "closed"
    assert await sums(inventory, product) == {make.WAREHOUSE: (2, 0, 0), THERE: (8, 0, 0)}
    for kind, times in ((TransferShipped, 2), (TransferReceived, 2), (TransferClosed, 1), (ReservationChanged, 0)):
        assert len(await inventory.published(kind, since=since)) == times, kind


async def test_what_is_not_there_waits_for_stock_and_sales_hears_nothing_of_it(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory, "3")
    transfer = await order(inventory, (product, "5"))
    assert transfer["lines"][0]["reserved"] == "3"
    since = await inventory.outbox_position()
    line = {"product_id": str(product), "quantity_change": "4"}
    await make.posted(inventory, "/adjustments", {"warehouse": make.WAREHOUSE, "reason": "Found", "lines": [line]})
    assert await sums(inventory, product) == {make.WAREHOUSE: (7, 5, 0)}
    assert not await inventory.published(ReservationChanged, since=since)
    refused = await make.posted(inventory, "/shipments", {"sales_order_id": transfer["id"]}, status=404)
    assert "order-not-known" in refused["type"]


async def test_what_did_not_arrive_is_claimed_and_leaves_the_books_when_settled(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory, "10")
    transfer = await order(inventory, (product, "10"))
    await act(inventory, transfer, "ship")
    since = await inventory.outbox_position()
    state = await act(inventory, transfer, "receive", lines=[part(transfer, "7")], nothing_more=True)
    assert state["status"] == "in-transit"
    (claim,) = await make.listed(inventory, "/claims", document_id=transfer["id"])
    assert (claim["kind"], claim["quantity"], claim["owner"]) == ("transfer-loss", "3", "user-1")
    assert await sums(inventory, product) == {make.WAREHOUSE: (0, 0, 0), THERE: (7, 0, 3)}
    again = await act(inventory, transfer, "receive", lines=[], nothing_more=True)
    assert again["status"] == "in-transit"
    await make.posted(inventory, f"/claims/{claim['id']}/hand-over", {"owner": "anne", "note": "asks the carrier"}, 200)
    settled = await make.posted(inventory, f"/claims/{claim['id']}/settle", {"note": "lost"}, status=200)
    assert (settled["outcome"], settled["owner"]) == ("written-off", "anne")
    assert await sums(inventory, product) == {make.WAREHOUSE: (0, 0, 0), THERE: (7, 0, 0)}
    await make.posted(inventory, f"/claims/{claim['id']}/settle", {"note": "lost"}, status=409)
    assert len(await inventory.published(ClaimOpened, since=since)) == 1
    assert len(await inventory.published(ClaimSettled, since=since)) == 1
    assert len(await inventory.published(TransferClosed, since=since)) == 1


async def test_what_was_claimed_and_comes_after_all_settles_its_claim(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory, "10")
    transfer = await order(inventory, (product, "10"))
    await act(inventory, transfer, "ship")
    await act(inventory, transfer, "receive", lines=[part(transfer, "6")], nothing_more=True)
    await act(inventory, transfer, "receive", lines=[part(transfer, "1")])
    (claim,) = await make.listed(inventory, "/claims", document_id=transfer["id"])
    assert claim["quantity"] == "3"
    done = await act(inventory, transfer, "receive", lines=[part(transfer, "3")])
    (claim,) = await make.listed(inventory, "/claims", document_id=transfer["id"], is_open=False)
    assert (done["status"], claim["outcome"]) == ("closed", "arrived")


async def test_a_surplus_is_refused_or_becomes_a_claim(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory, "10")
    transfer = await order(inventory, (product, "5"))
    await act(inventory, transfer, "ship")
    since = await inventory.outbox_position()
    refused = await act(inventory, transfer, "receive", lines=[part(transfer, "6")], status=409)
    assert (refused["field"], refused["in_transit"]) == ("lines.0.quantity", "5")
    assert not await inventory.published(MovementPosted, since=since)
    await act(inventory, transfer, "receive", lines=[part(transfer, "6")], accept_surplus=True)
    (claim,) = await make.listed(inventory, "/claims", document_id=transfer["id"])
    assert (claim["kind"], claim["quantity"]) == ("transfer-surplus", "1")
    assert await sums(inventory, product) == {make.WAREHOUSE: (5, 0, 0), THERE: (6, 0, 0)}


async def test_lots_keep_their_names_on_the_way(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory, tracking=Tracking.LOT)
    lines = [
        {"product_id": str(product), "quantity": "4", "unit_cost": "1", "lot": lot, "expires_on": day}
        for lot, day in (("SOON", "2027-01-01"), ("LATE", "2028-01-01"))
    ]
    await make.posted(inventory, "/opening-stock", {"warehouse": make.WAREHOUSE, "lines": lines})
    transfer = await order(inventory, (product, "6"))
    await act(inventory, transfer, "ship")
    wrong = await act(inventory, transfer, "receive", lines=[part(transfer, "3", lot="LATE")], status=409)
    assert "over-arrival" in wrong["type"]
    await act(inventory, transfer, "receive", lines=[part(transfer, "2", lot="LATE")], nothing_more=True)
    (claim,) = await make.listed(inventory, "/claims", document_id=transfer["id"])
    assert (claim["lot"], claim["quantity"]) == ("SOON", "4")
    done = await act(inventory, transfer, "receive", lines=[part(transfer, "4", location="QUARANTINE")])
    assert done["status"] == "closed"
    async with inventory.client(*make.ALL) as client:
        rows = (await client.get("/stock/by-location", params={"product_id": str(product)})).json()
    places = {(row["warehouse"], row["location"], row["lot"]): row["quantity"] for row in rows}
    assert places == {
        (make.WAREHOUSE, "STOCK", "LATE"): "2",
        (THERE, "STOCK", "LATE"): "2",
        (THERE, "QUARANTINE", "SOON"): "4",
    }


async def test_a_transfer_is_given_up_at_each_stage(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory, "10")
    released = await order(inventory, (product, "4"))
    assert (await act(inventory, released, "cancel"))["status"] == "cancelled"
    assert await sums(inventory, product) == {make.WAREHOUSE: (10, 0, 0)}
    await act(inventory, released, "ship", status=409)
    partly = await order(inventory, (product, "6"))
    await act(inventory, partly, "ship", lines=[part(partly, "2")])
    rest = await act(inventory, partly, "cancel")
    assert (rest["status"], rest["lines"][0]["quantity"]) == ("in-transit", "2")
    assert await sums(inventory, product) == {make.WAREHOUSE: (8, 0, 0), THERE: (0, 0, 2)}
    assert (await act(inventory, partly, "receive", lines=[part(partly, "2")]))["status"] == "closed"


async def test_a_draft_is_changed_in_its_version_only(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory, "10")
    body = {
        "source": make.WAREHOUSE,
        "destination": THERE,
        "lines": [{"product_id": str(product), "quantity": "1"}],
    }
    draft = await make.posted(inventory, "/transfer-orders", body)
    async with inventory.client(*make.ALL) as client:
        path = f"/transfer-orders/{draft['id']}"
        changed = await client.put(path, json={**body, "priority": 5}, headers={"If-Match": '"1"'})
        assert (changed.status_code, changed.json()["priority"], changed.json()["version"]) == (200, 5, 2)
        assert (await client.put(path, json=body, headers={"If-Match": '"1"'})).status_code == 412
    await act(inventory, draft, "release")
    async with inventory.client(*make.ALL) as client:
        assert (await client.put(path, json=body, headers={"If-Match": '"3"'})).status_code == 409


@pytest.mark.parametrize(
    ("change", "slug"),
    [
        ({"destination": make.WAREHOUSE}, "same-warehouse"),
        ({"destination": "ATLANTIS"}, "warehouse-not-known"),
        ({"lines": [{"product_id": str(new_id()), "quantity": "1"}]}, "product-not-known"),
    ],
)
async def test_a_transfer_that_makes_no_sense_is_refused(
    inventory: ServiceUnderTest, change: dict[str, Any], slug: str
) -> None:
    product = await make.product(inventory, "10")
    lines = [{"product_id": str(product), "quantity": "1"}]
    body = {"source": make.WAREHOUSE, "destination": THERE, "lines": lines, **change}
    async with inventory.client(*make.ALL) as client:
        answer = await client.post("/transfer-orders", json=body)
    assert answer.json()["type"].endswith(slug)


async def test_what_is_on_its_way_is_promised_at_the_destination_on_the_day_it_arrives(
    inventory: ServiceUnderTest,
) -> None:
    product = await make.product(inventory, "10")
    lane = {"source": make.WAREHOUSE, "destination": THERE, "days": 3}
    async with inventory.client(*make.ALL) as client:
        assert (await client.put("/transfer-lanes", json={"items": [lane]})).status_code == 200
        transfer = await order(inventory, (product, "6"))
        await act(inventory, transfer, "ship")
        line = {"product_id": str(product), "warehouse": THERE, "quantity": "6"}
        (promise,) = (await client.post("/stock/promises", json={"lines": [line]})).json()["items"]
    assert promise["on"] == (clock.now().date() + timedelta(days=3)).isoformat()
    assert promise["document_number"] == transfer["number"]


async def test_goods_move_within_a_warehouse_many_lines_at_once(inventory: ServiceUnderTest) -> None:
    products = [await make.product(inventory, "5") for _ in range(3)]
    lines = [
        {"product_id": str(product), "quantity": "2", "source": "STOCK", "destination": "A-01"} for product in products
    ]
    await make.posted(inventory, "/moves", {"warehouse": make.WAREHOUSE, "lines": lines})
    lines[1]["quantity"] = "4"
    refused = await make.posted(inventory, "/moves", {"warehouse": make.WAREHOUSE, "lines": lines}, status=409)
    assert (refused["product_id"], refused["on_hand"]) == (str(products[1]), "3")
    lines[1]["destination"] = "STOCK"
    refused = await make.posted(inventory, "/moves", {"warehouse": make.WAREHOUSE, "lines": lines}, status=422)
    assert "same-place" in refused["type"]


async def test_two_who_receive_the_same_get_no_more_than_there_is(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory, "10")
    transfer = await order(inventory, (product, "10"))

    async def race(client: httpx.AsyncClient, verb: str, quantity: str) -> int:
        body = {"lines": [part(transfer, quantity)]}
        return (await client.post(f"/transfer-orders/{transfer['id']}/{verb}", json=body)).status_code

    async with inventory.client(*make.ALL) as client:
        assert sorted(await asyncio.gather(*(race(client, "ship", "3") for _ in range(6)))) == [200] * 3 + [409] * 3
        assert sorted(await asyncio.gather(*(race(client, "receive", "4") for _ in range(6)))) == [200] * 2 + [409] * 4
    assert await sums(inventory, product) == {make.WAREHOUSE: (1, 1, 0), THERE: (8, 0, 1)}


@on_a_database
@given(
    st.lists(
        st.tuples(st.sampled_from(["ship", "receive", "lose", "settle", "cancel", "surplus"]), st.integers(1, 6)),
        max_size=10,
    )
)
async def test_nothing_is_made_or_lost_on_the_way_whatever_happens(
    inventory: ServiceUnderTest, steps: list[tuple[str, int]]
) -> None:
    product = await make.product(inventory, "20")
    transfer = await order(inventory, (product, "12"))
    balance = Decimal(20)
    async with inventory.client(*make.ALL) as client:
        for verb, quantity in steps:
            path, body = f"/transfer-orders/{transfer['id']}", {"lines": [part(transfer, str(quantity))]}
            match verb:
                case "lose":
                    await client.post(f"{path}/receive", json={"lines": [], "nothing_more": True})
                case "settle":
                    for claim in await make.listed(inventory, "/claims", document_id=transfer["id"]):
                        answer = await client.post(f"/claims/{claim['id']}/settle", json={"note": "x"})
                        assert answer.status_code == 200
                        balance -= Decimal(claim["quantity"]) if claim["kind"] == "transfer-loss" else 0
                case "surplus":
                    before = await sums(inventory, product)
                    in_transit = before.get(THERE, (0, 0, 0))[2]
                    answer = await client.post(f"{path}/receive", json={**body, "accept_surplus": True})
                    if answer.status_code == 200:
                        balance += max(quantity - in_transit, 0)
                case _:
                    answer = await client.post(f"{path}/{verb}", json={} if verb == "cancel" else body)
                    assert answer.status_code in (200, 409), answer.text
            now = await sums(inventory, product)
            assert sum(on_hand + in_transit for on_hand, _, in_transit in now.values()) == balance
    async with inventory.database.read() as tx:
        for invariant in INVARIANTS:
            assert not await tx.fetch(invariant.differences), invariant.name
