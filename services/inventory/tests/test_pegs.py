"""Make-to-order: the peg from the sale to the purchase, through every edit of either."""

import random
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from comptoir.inventory.v1.replenishment_pb2 import ReplenishmentNeeded, ReplenishmentWithdrawn
from comptoir.purchasing.v1.purchase_order_pb2 import PurchaseOrderClosed, PurchaseOrderPlaced, ReplenishmentRefused
from comptoir.sales.v1.sales_order_pb2 import OrderCancelled
from hypothesis import given
from hypothesis import strategies as st
from inventory.domain.peg import AcceptedNeed, Peg, fill, given_of, no_longer_wanted, own, share_out_pegged
from inventory.domain.replenishment import Method, Rule
from inventory.domain.reservation import HeldLine, share_out
from kit.ids import new_id
from kit.testing.services import ServiceUnderTest
from kit.wire import decimal_in

from services.inventory.tests import factories as make

ZERO = Decimal(0)


async def to_order(inventory: ServiceUnderTest, product: UUID, **changes: Any) -> None:
    body = {"product_id": str(product), "warehouse": make.WAREHOUSE, "method": "make-to-order", **changes}
    async with inventory.client(*make.ALL) as client:
        answer = await client.put("/replenishment/rules", json={"items": [body]})
    assert answer.status_code == 200, answer.text


async def run(inventory: ServiceUnderTest, product: UUID) -> list[dict[str, Any]]:
    await make.posted(inventory, "/replenishment/runs", {"product_ids": [str(product)]})
    return await make.listed(inventory, "/replenishment/suggestions", product_id=product)


async def accept_all(inventory: ServiceUnderTest, product: UUID) -> list[ReplenishmentNeeded]:
    proposed = await run(inventory, product)
    if not proposed:
        return []
    since = await inventory.outbox_position()
    body = {"ids": [each["id"] for each in proposed]}
    await make.posted(inventory, "/replenishment/suggestions/accept", body, 200)
    return await inventory.published(ReplenishmentNeeded, since=since)


async def held(inventory: ServiceUnderTest, order_id: str) -> tuple[int, int]:
    (line,) = await make.listed(inventory, "/reservations", sales_order_id=order_id)
    return int(line["quantity_reserved"]), int(line["quantity_backordered"])


async def buy(inventory: ServiceUnderTest, product: UUID, *needs: ReplenishmentNeeded) -> PurchaseOrderPlaced:
    quantity = sum((decimal_in(need.quantity) for need in needs), ZERO)
    order = make.placed(product, str(quantity), need_ids=[need.need_id for need in needs])
    await inventory.deliver(make.PURCHASES, order, repeat=2)
    return order


async def test_what_is_bought_for_a_line_goes_to_it_whoever_waited_before(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory)
    first, pegged = await make.firm(inventory, (product, "10")), await make.firm(inventory, (product, "6"))
    await to_order(inventory, product)
    needs = await accept_all(inventory, product)
    by_line = {need.sales_order_line_id: need for need in needs}
    need = by_line[pegged.lines[0].order_line_id]
    assert (need.sales_order_id, need.reason) == (pegged.order_id, "make-to-order")
    assert decimal_in(need.quantity) == 6
    assert await run(inventory, product) == []
    order = await buy(inventory, product, need)
    assert await run(inventory, product) == []
    await make.posted(inventory, "/receipts", make.receipt(order, "4"))
    assert (await held(inventory, first.order_id), await held(inventory, pegged.order_id)) == ((0, 10), (4, 2))
    await make.posted(inventory, "/receipts", make.receipt(order, "2"))
    assert (await held(inventory, first.order_id), await held(inventory, pegged.order_id)) == ((0, 10), (6, 0))
    assert await run(inventory, product) == []


async def test_goods_in_quarantine_stay_those_of_their_line(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory)
    first, pegged = await make.firm(inventory, (product, "5")), await make.firm(inventory, (product, "5"))
    await to_order(inventory, product)
    needs = {need.sales_order_id: need for need in await accept_all(inventory, product)}
    plan = {"product_id": str(product), "kind": "all"}
    async with inventory.client(*make.ALL) as client:
        answer = await client.put("/quality-plans", json={"items": [plan]})
    assert answer.status_code == 200, answer.text
    order = await buy(inventory, product, needs[pegged.order_id])
    await make.posted(inventory, "/receipts", make.receipt(order, "5"))
    assert await held(inventory, pegged.order_id) == (0, 5)
    assert await run(inventory, product) == []  # it is here, and being inspected
    (inspection,) = [
        each for each in await make.listed(inventory, "/inspections") if each["product_id"] == str(product)
    ]
    body = {"judgements": [{"verdict": "accept", "quantity": "5"}]}
    async with inventory.client(*make.ALL, sub="inspector", roles=["warehouse"]) as client:
        answer = await client.post(f"/inspections/{inspection['id']}/judge", json=body)
    assert answer.status_code in (200, 201), answer.text
    assert (await held(inventory, first.order_id), await held(inventory, pegged.order_id)) == ((0, 5), (5, 0))


async def test_a_cancelled_sale_takes_back_what_is_not_ordered(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory)
    bought, waiting = await make.firm(inventory, (product, "3")), await make.firm(inventory, (product, "4"))
    await to_order(inventory, product)
    needs = {need.sales_order_id: need for need in await accept_all(inventory, product)}
    order = await buy(inventory, product, needs[bought.order_id])
    since = await inventory.outbox_position()
    cancelled = [OrderCancelled(sales_order_id=each.order_id, reason="Customer") for each in (bought, waiting)]
    await inventory.deliver(make.SALES, *cancelled, repeat=2)
    (withdrawn,) = await inventory.published(ReplenishmentWithdrawn, since=since)
    assert (withdrawn.need_id, withdrawn.product_id) == (needs[waiting.order_id].need_id, str(product))
    await make.posted(inventory, "/receipts", make.receipt(order, "3"))
    assert await make.stock(inventory, product) == (3, 0, 0)
    assert await run(inventory, product) == []


async def test_an_order_placed_for_a_need_withdrawn_too_late_counts(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory)
    await make.firm(inventory, (product, "3"))
    await to_order(inventory, product)
    (need,) = await accept_all(inventory, product)
    await inventory.deliver(make.PURCHASES, ReplenishmentRefused(need_id=need.need_id))
    await buy(inventory, product, need)
    assert await run(inventory, product) == []


async def test_a_cancelled_purchase_is_proposed_again_for_the_same_line(inventory: ServiceUnderTest) -> None:
    product = await make.product(inventory)
    sale = await make.firm(inventory, (product, "7"))
    await to_order(inventory, product, multiple="5")
    (need,) = await accept_all(inventory, product)
    order = await buy(inventory, product, need)
    await make.posted(inventory, "/receipts", make.receipt(order, "4"))
    closed = PurchaseOrderClosed(purchase_order_id=order.purchase_order_id, reason="cancelled")
    await inventory.deliver(make.PURCHASES, closed)
    (again,) = await run(inventory, product)
    assert (again["quantity"], again["sales_order_line_id"]) == ("5", sale.lines[0].order_line_id)


@pytest.mark.parametrize("seed", range(6))
async def test_the_peg_survives_every_edit(inventory: ServiceUnderTest, seed: int) -> None:
    """Whatever happens: once what is proposed is accepted, each line has exactly what it waits for on the way to it."""
    chance = random.Random(seed)
    product = await make.product(inventory)
    await to_order(inventory, product)
    sales: list[str] = []
    needs: list[ReplenishmentNeeded] = []
    orders: list[PurchaseOrderPlaced] = []
    for _ in range(14):
        match chance.choice(
            ["sell", "sell", "accept", "accept", "buy", "buy", "receive", "receive", "cancel", "close", "refuse"]
        ):
            case "sell":
                sales.append((await make.firm(inventory, (product, str(chance.randint(1, 9))))).order_id)
            case "accept":
                needs += await accept_all(inventory, product)
            case "buy" if needs:
                chosen = [needs.pop() for _ in range(chance.randint(1, len(needs)))]
                orders.append(await buy(inventory, product, *chosen))
            case "receive" if orders:
                order = chance.choice(orders)
                limit = int(decimal_in(order.lines[0].quantity))
                async with inventory.client(*make.ALL) as client:
                    answer = await client.post("/receipts", json=make.receipt(order, str(chance.randint(1, limit))))
                assert answer.status_code in (201, 409), answer.text
            case "cancel" if sales:
                gone = sales.pop(chance.randrange(len(sales)))
                await inventory.deliver(make.SALES, OrderCancelled(sales_order_id=gone, reason="Customer"))
            case "close" if orders:
                order = orders.pop(chance.randrange(len(orders)))
                done = PurchaseOrderClosed(purchase_order_id=order.purchase_order_id, reason="cancelled")
                await inventory.deliver(make.PURCHASES, done)
            case "refuse" if needs:
                await inventory.deliver(make.PURCHASES, ReplenishmentRefused(need_id=needs.pop().need_id))
            case _:
                pass
    await accept_all(inventory, product)
    assert await run(inventory, product) == []
    waiting = {order_id: (await held(inventory, order_id))[1] for order_id in sales}
    assert (
        await accepted_and_coming(inventory, product) >= {key: value for key, value in waiting.items() if value}.items()
    )


async def accepted_and_coming(inventory: ServiceUnderTest, product: UUID) -> Any:
    """(sales order, what is accepted or on the way for it), told by the tables and not by the query under test."""
    async with inventory.database.read() as tx:
        needs = await tx.fetch(
            "SELECT sales_order_id, status, quantity - received AS missing, purchase_order_id FROM suggestion"
            " WHERE product_id = $1 AND status IN ('accepted', 'ordered') ORDER BY id",
            product,
        )
        owed = await tx.fetch(
            "SELECT purchase_order_id, quantity - received AS q FROM purchase_order_line WHERE product_id = $1 AND is_open",
            product,
        )
    left = {row["purchase_order_id"]: row["q"] for row in owed}
    found: dict[str, int] = {}
    for need in needs:
        part = need["missing"]
        if need["status"] == "ordered":
            part = min(part, left.get(need["purchase_order_id"], ZERO))
            left[need["purchase_order_id"]] = left.get(need["purchase_order_id"], ZERO) - part
        found[str(need["sales_order_id"])] = found.get(str(need["sales_order_id"]), 0) + int(part)
    return found.items()


# --- the rules of sharing ---

SMALL = st.integers(0, 20).map(Decimal)


@st.composite
def queues(draw: st.DrawFn) -> tuple[list[HeldLine], list[Peg]]:
    lines = []
    for _ in range(draw(st.integers(1, 6))):
        reserved, waits = draw(SMALL), draw(SMALL)
        lines.append(HeldLine(uuid4(), uuid4(), reserved + waits, reserved))
    pegs = []
    for _ in range(draw(st.integers(0, 5))):
        given, received, more = draw(SMALL), draw(SMALL), draw(SMALL)
        line = draw(st.sampled_from(lines))
        pegs.append(Peg(new_id(), line.order_line_id, given + received + more, given + received, given))
    return lines, pegs


@given(queues(), SMALL)
def test_a_line_gets_its_own_first_and_nothing_is_lost(state: tuple[list[HeldLine], list[Peg]], free: Decimal) -> None:
    lines, pegs = state
    changes = {line.order_line_id: change for line, change in share_out_pegged(free, lines, own(pegs))}
    assert sum(changes.values(), ZERO) == min(free, sum((line.backordered for line in lines), ZERO))
    assert all(0 < changes[line.order_line_id] <= line.backordered for line in lines if line.order_line_id in changes)
    wanted = {line.order_line_id: min(own(pegs).get(line.order_line_id, ZERO), line.backordered) for line in lines}
    if sum(wanted.values(), ZERO) <= free:
        assert all(changes.get(id_, ZERO) >= quantity for id_, quantity in wanted.items())
    told = given_of(changes, pegs)
    assert all(0 < told[peg.need_id] <= peg.received - peg.given for peg in pegs if peg.need_id in told)


@given(queues(), st.integers(-20, 20).map(Decimal))
def test_without_pegs_all_is_as_it_was(state: tuple[list[HeldLine], list[Peg]], free: Decimal) -> None:
    assert share_out_pegged(free, state[0], {}) == share_out(free, state[0])


@given(queues(), SMALL)
def test_what_comes_in_fills_the_oldest_needs(state: tuple[list[HeldLine], list[Peg]], came: Decimal) -> None:
    pegs = state[1]
    taken = fill(came, pegs)
    assert sum(taken.values(), ZERO) == min(came, sum((peg.quantity - peg.received for peg in pegs), ZERO))
    short = [peg for peg in pegs if taken.get(peg.need_id, ZERO) < peg.quantity - peg.received]
    after = pegs[pegs.index(short[0]) + 1 :] if short else []
    assert all(peg.need_id not in taken for peg in after)


@given(SMALL, SMALL, st.lists(st.integers(1, 20).map(Decimal)), st.sampled_from([Decimal(1), Decimal(6)]))
def test_no_more_is_kept_than_the_line_waits_for(
    waiting: Decimal, coming: Decimal, quantities: list[Decimal], multiple: Decimal
) -> None:
    rule = Rule(uuid4(), "LYON", Method.MAKE_TO_ORDER, multiple=multiple)
    needs = [AcceptedNeed(new_id(), quantity) for quantity in quantities]
    gone = no_longer_wanted(rule, waiting=waiting, coming=coming, needs=needs)
    kept = sum((need.quantity for need in needs if need.id not in gone), ZERO)
    assert coming + kept < max(waiting, coming) + multiple
