"""After the sale: what may come back at which price and cost, what is credited, and what nobody gets twice."""

import asyncio
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from comptoir.accounting.v1.valuation_pb2 import CostShare, MovementValued, StockRevalued
from comptoir.inventory.v1.return_pb2 import CustomerReturnReceived, ReturnedLine
from comptoir.inventory.v1.shipment_pb2 import ShipmentPosted
from comptoir.sales.v1.return_pb2 import CreditNoteRequested, ReturnAuthorised, ReturnClosed
from hypothesis import given
from hypothesis import strategies as st
from kit.consumer import NotYet
from kit.ids import new_id
from sales.domain.delivered import DeliveredLine
from sales.domain.returns import ReturnAuthorisation, ReturnReason, ReturnRules, Wants, came_back, return_line

from services.sales.tests import factories as make
from services.sales.tests.factories import House

RETURNS, VALUATIONS = "inventory.returns.v1", "accounting.valuations.v1"
RULES = ("sales.return-rules.write", "sales.returns.read")


@dataclass
class Sold:
    """An order that was shipped whole."""

    order: dict[str, Any]
    shipment: ShipmentPosted

    def line(self, quantity: str, index: int = 0, reason: str = "not-wanted", **more: Any) -> dict[str, Any]:
        id_ = self.shipment.lines[index].shipment_line_id
        return {"shipment_line_id": id_, "quantity": quantity, "reason": reason, **more}

    def claim(self, price: str, index: int = 0) -> dict[str, Any]:
        return {"shipment_line_id": self.shipment.lines[index].shipment_line_id, "claimed_unit_price": price}


async def sold(house: House, *quantities: str, price: str = "10", is_billed: bool = True, **changes: Any) -> Sold:
    lines = [make.line(await house.product(price=price), quantity) for quantity in quantities]
    order = await house.place(*lines, **changes)
    shipment = make.shipment(order, *quantities)
    await house.sales.deliver(make.SHIPMENTS, shipment)
    if is_billed:
        await house.sales.deliver(make.INVOICES, make.billed(order, shipment))
    return Sold(order, shipment)


async def ask(
    house: House,
    found: Sold,
    *lines: dict[str, Any],
    status: int = 201,
    claims: dict[str, Any] | None = None,
    **more: Any,
) -> dict[str, Any]:
    body = {"order_id": found.order["id"], "lines": list(lines), **more}
    return await house.post("/returns", body, status, **(claims or {}))


def back(found: Sold, reference: str, quantity: str, index: int = 0) -> CustomerReturnReceived:
    line = found.shipment.lines[index]
    return CustomerReturnReceived(
        return_id=str(new_id()),
        order_id=found.order["id"],
        reference=reference,
        lines=[
            ReturnedLine(
                delivered_line_id=line.shipment_line_id,
                order_line_id=line.sales_order_line_id,
                quantity=make.number(quantity),
            )
        ],
        occurred_at=found.shipment.occurred_at,
    )


async def returnable(house: House, found: Sold) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = (await house.get(f"/orders/{found.order['id']}/returnable"))["lines"]
    return lines


async def rules(house: House, **body: Any) -> None:
    async with house.sales.client(*RULES) as client:
        version = (await client.get("/return-rules")).json()["version"]
        answer = await client.put("/return-rules", json=body, headers={"If-Match": str(version)})
        assert answer.status_code == 200, answer.text
        late = await client.put("/return-rules", json=body, headers={"If-Match": str(version)})
        assert make.slug(late.json()) == "stale"


async def test_goods_come_back_at_the_price_and_cost_of_their_very_delivery(house: House) -> None:
    await rules(house, restocking={"not-wanted": "0.10"})
    found = await sold(house, "3", "2", price="9.99")
    movement = found.shipment.lines[0].movement_id
    costs = MovementValued(
        movement_id=movement, order_line_id=found.order["lines"][0]["id"], quantity=make.number("-3"),
        amount=make.number("-18.00"), posted_on="2026-03-02",
    )  # fmt: skip
    dearer = StockRevalued(shares=[CostShare(movement_id=movement, amount=make.number("1.50"))], posted_on="2026-03-03")
    await house.sales.deliver(VALUATIONS, costs, dearer, repeat=2)
    line = (await returnable(house, found))[0]
    assert (line["unit_price"], line["unit_cost"], line["returnable"]) == ("9.99", "6.500000", "3")
    since = await house.sales.outbox_position()
    asked = await ask(house, found, found.line("3"), found.line("1", 1, "damaged"), comment="Too many")
    assert (asked["status"], asked["number"][:4]) == ("authorised", "RMA-")
    assert [(each["worth"], each["restocking_rate"]) for each in asked["lines"]] == [("29.97", "0.10"), ("9.99", "0")]
    (told,) = await house.sales.published(ReturnAuthorised, since=since)
    assert (told.number, told.lines[0].unit_cost.value, told.lines[0].reason) == (
        asked["number"], "6.500000", "not-wanted",
    )  # fmt: skip
    for quantity in ("1", "1", "1"):
        await house.sales.deliver(RETURNS, back(found, asked["number"], quantity), repeat=2)
    credits_ = await house.sales.published(CreditNoteRequested, since=since)
    assert [(each.lines[0].price_amount.value, each.lines[0].restocking_fee.value) for each in credits_] == [
        ("9.99", "1.00"), ("9.99", "1.00"), ("9.99", "1.00"),
    ]  # fmt: skip
    assert len({each.credit_request_id for each in credits_}) == 3
    assert (credits_[0].net_amount.value, credits_[0].source_number) == ("8.99", asked["number"])
    assert (bool(credits_[0].lines[0].invoice_id), credits_[0].lines[0].tax_class) == (True, "standard")
    await house.sales.deliver(RETURNS, back(found, asked["number"], "1", 1))
    assert (await house.get(f"/returns/{asked['id']}"))["status"] == "received"
    assert [event.reason for event in await house.sales.published(ReturnClosed, since=since)] == [""]
    await rules(house)


async def test_never_more_comes_back_than_was_delivered(house: House) -> None:
    found = await sold(house, "5")
    other = await sold(house, "5")
    since = await house.sales.outbox_position()
    for lines, status, expected in (
        ([found.line("6")], 409, "over-return"),
        ([found.line("1"), found.line("1")], 422, "line-repeated"),
        ([other.line("1")], 422, "line-not-of-order"),
    ):
        assert make.slug(await ask(house, found, *lines, status=status)) == expected
    asked = await ask(house, found, found.line("2"))
    await house.sales.deliver(RETURNS, back(found, "", "1"))
    left = await ask(house, found, found.line("3"), status=409)
    assert left["returnable"] == "2"
    given_up = await house.post(f"/returns/{asked['id']}/give-up", {"reason": "Keeps them"})
    assert given_up["status"] == "cancelled"
    assert make.slug(await house.post(f"/returns/{asked['id']}/give-up", {"reason": "x"}, 409)) == "wrong-status"
    assert (await returnable(house, found))[0]["returnable"] == "4"
    await house.sales.deliver(RETURNS, back(found, asked["number"], "1"))
    assert (await returnable(house, found))[0]["returnable"] == "3"
    assert not await house.sales.published(CreditNoteRequested, since=since)
    listed = await house.get("/returns", order_id=found.order["id"])
    assert [each["status"] for each in listed["items"]] == ["cancelled"]


async def test_of_eight_who_ask_for_the_same_goods_only_what_there_is_may_come_back(house: House) -> None:
    found = await sold(house, "5")
    body = {"order_id": found.order["id"], "lines": [found.line("2")]}
    async with house.sales.client(*make.SELLER) as client:
        answers = await asyncio.gather(*(client.post("/returns", json=body) for _ in range(8)))
    assert Counter(answer.status_code for answer in answers) == {201: 2, 409: 6}
    assert (await returnable(house, found))[0]["returnable"] == "1"


async def test_what_comes_back_late_waits_for_somebody(house: House) -> None:
    await rules(house, window_days=30)
    found = await sold(house, "2")
    await age(house, found, days=30)
    assert (await ask(house, found, found.line("1")))["status"] == "authorised"
    await age(house, found, days=31)
    late = await ask(house, found, found.line("1"))
    assert late["status"] == "awaiting-approval"
    assert "longer ago" in (await house.request(late["id"]))["reason"]
    await rules(house)


async def age(house: House, found: Sold, *, days: int) -> None:
    """As if it had left so many days ago."""
    async with house.sales.database.transaction() as tx:
        await tx.execute(
            "UPDATE delivery SET shipped_at = now() - make_interval(days => $2) WHERE sales_order_id = $1",
            UUID(found.order["id"]),
            days,
        )


@pytest.mark.parametrize(
    ("window", "days", "is_late"), [(None, 9999, False), (30, 30, False), (30, 31, True), (0, 0, False), (0, 1, True)]
)
def test_the_last_day_of_the_window_is_a_part_of_it(window: int | None, days: int, is_late: bool) -> None:
    rules = ReturnRules(window_days=window)
    assert rules.is_late(date(2026, 3, 1), date(2026, 3, 1) + timedelta(days=days)) is is_late
    assert not rules.is_late(None, date(2026, 3, 1))


async def test_dear_returns_and_those_of_customers_wait_for_somebody(house: House) -> None:
    await rules(house, approval_above="40.00")
    customer = await house.customer()
    found = await sold(house, "10", customer_id=customer)
    since = await house.sales.outbox_position()
    dear = await ask(house, found, found.line("5"))
    claims = {"sub": "buyer", "customer_id": customer}
    own = await ask(house, found, found.line("1", restocking_rate="0.00"), claims=claims)
    assert (dear["status"], own["status"]) == ("awaiting-approval", "awaiting-approval")
    assert own["lines"][0]["unit_cost"] is None
    assert not await house.sales.published(ReturnAuthorised, since=since)
    request = await house.request(dear["id"])
    assert make.slug(await house.decide(request["id"], "approve", 403, sub="user-1")) == "own-request"
    await house.decide(request["id"], "approve")
    await house.decide((await house.request(own["id"]))["id"], "reject")
    assert (await house.get(f"/returns/{own['id']}"))["status"] == "rejected"
    assert [event.return_id for event in await house.sales.published(ReturnAuthorised, since=since)] == [dear["id"]]
    assert (await returnable(house, found))[0]["returnable"] == "5"
    await rules(house)


async def test_goods_are_replaced_by_one_order_at_the_price_they_were_sold_at(house: House) -> None:
    found = await sold(house, "5", price="10")
    product = UUID(found.order["lines"][0]["product_id"])
    asked = await ask(house, found, found.line("2", reason="defective"), wants="replacement")
    house.world.pricing.prices[product] = Decimal(15)
    first = await house.post(f"/returns/{asked['id']}/replace", {}, 201)
    assert (first["net"], first["customer_reference"], first["status"]) == ("20.00", asked["number"], "confirmed")
    assert (await house.post(f"/returns/{asked['id']}/replace", {}, 201))["id"] == first["id"]
    assert (await house.get(f"/returns/{asked['id']}"))["replacement_id"] == first["id"]
    credit = await ask(house, found, found.line("1"))
    assert make.slug(await house.post(f"/returns/{credit['id']}/replace", {}, 409)) == "wrong-status"


async def test_a_price_is_settled_with_a_credit_never_above_what_was_billed(house: House) -> None:
    found = await sold(house, "10")
    since = await house.sales.outbox_position()
    body = {"order_id": found.order["id"], "reason": "The offer said 9.50", "lines": [found.claim("10")]}
    assert make.slug(await house.post("/price-disputes", body, 422)) == "no-difference"
    dispute = await house.post("/price-disputes", {**body, "lines": [found.claim("9.50")]}, 201)
    assert (dispute["status"], dispute["lines"][0]["claimed"]) == ("open", "5.00")
    path = f"/price-disputes/{dispute['id']}"
    line = {"shipment_line_id": found.shipment.lines[0].shipment_line_id}
    over = await house.post(f"{path}/settle", {"lines": [{**line, "amount": "100.01"}]}, 409)
    assert (make.slug(over), over["creditable"]) == ("over-credit", "100.00")
    settled = await house.post(f"{path}/settle", {})
    assert (settled["status"], settled["lines"][0]["credit"]) == ("settled", "5.00")
    assert make.slug(await house.post(f"{path}/settle", {}, 409)) == "wrong-status"
    (credit,) = await house.sales.published(CreditNoteRequested, since=since)
    assert (credit.source, credit.net_amount.value, credit.lines[0].quantity.value) == ("price-dispute", "5.00", "0")
    asked = await ask(house, found, found.line("10"))
    assert asked["lines"][0]["worth"] == "95.00"
    again = await house.post("/price-disputes", {**body, "lines": [found.claim("9")]}, 201)
    left = await house.post(f"/price-disputes/{again['id']}/settle", {}, 409)
    assert left["creditable"] == "0.00"
    no = await house.post(f"/price-disputes/{again['id']}/reject", {"reason": "Comes back"})
    assert no["status"] == "rejected"
    listed = await house.get("/price-disputes", order_id=found.order["id"])
    assert Counter(each["status"] for each in listed["items"]) == {"settled": 1, "rejected": 1}


async def test_of_eight_who_settle_one_credits(house: House) -> None:
    found = await sold(house, "10")
    body = {"order_id": found.order["id"], "reason": "x", "lines": [found.claim("4")]}
    since = await house.sales.outbox_position()
    async with house.sales.client(*make.SELLER) as client:
        disputes = [(await client.post("/price-disputes", json=body)).json()["id"] for _ in range(4)]
        answers = await asyncio.gather(
            *(client.post(f"/price-disputes/{id_}/settle", json={}) for id_ in disputes for _ in range(2))
        )
    assert Counter(answer.status_code for answer in answers) == {200: 1, 409: 7}
    assert len(await house.sales.published(CreditNoteRequested, since=since)) == 1


async def test_a_large_credit_is_approved_as_it_was_seen(house: House) -> None:
    await rules(house, approval_above="20.00")
    found = await sold(house, "10")
    body = {"order_id": found.order["id"], "reason": "x", "lines": [found.claim("7")]}
    dispute = await house.post("/price-disputes", body, 201)
    since = await house.sales.outbox_position()
    assert (await house.post(f"/price-disputes/{dispute['id']}/settle", {}))["status"] == "awaiting-approval"
    request = await house.request(dispute["id"])
    assert make.slug(await house.decide(request["id"], "approve", 403, sub="user-1")) == "own-request"
    await house.decide(request["id"], "reject")
    assert not await house.sales.published(CreditNoteRequested, since=since)
    await house.post(f"/price-disputes/{dispute['id']}/settle", {})
    await house.decide((await house.request(dispute["id"]))["id"], "approve")
    assert (await house.get(f"/price-disputes/{dispute['id']}"))["status"] == "settled"
    assert len(await house.sales.published(CreditNoteRequested, since=since)) == 1
    await rules(house)


async def test_facts_about_returns_wait_for_what_they_refer_to(house: House) -> None:
    found = await sold(house, "5", is_billed=False)
    early = make.shipment(found.order, "5")
    unknown = Sold({"id": str(new_id())}, found.shipment)
    for fact in (back(unknown, "", "1"), back(Sold(found.order, early), "", "1")):
        with pytest.raises(NotYet):
            await house.sales.deliver(RETURNS, fact)
    asked = await ask(house, found, found.line("2"))
    since = await house.sales.outbox_position()
    await house.sales.deliver(RETURNS, back(found, asked["number"], "2"))
    (credit,) = await house.sales.published(CreditNoteRequested, since=since)
    assert (credit.lines[0].invoice_id, credit.net_amount.value) == ("", "20.00")


# --- the rules themselves ---

prices = st.decimals(min_value=Decimal("0.01"), max_value=Decimal(500), places=4)


def _delivered(quantity: int, price: Decimal, credited: Decimal = Decimal(0)) -> DeliveredLine:
    line = DeliveredLine(new_id(), new_id(), new_id(), "SKU", "standard", Decimal(quantity), price, None, None, None)
    return replace(line, credited=min(credited, line.net).quantize(Decimal("0.01")))


@given(st.integers(1, 50), prices, prices, st.data())
def test_whatever_comes_back_in_parts_is_credited_as_if_it_came_at_once(
    quantity: int, price: Decimal, credited: Decimal, data: st.DataObject
) -> None:
    line = _delivered(quantity, price, credited)
    asked = ReturnAuthorisation(
        new_id(), "RMA-1", new_id(), new_id(), Wants.CREDIT, "",
        (return_line(line, line.quantity, ReturnReason.OTHER, Decimal("0.07")),), "u",
    )  # fmt: skip
    whole = came_back(asked, {line.shipment_line_id: line.quantity})[1][0]
    left, total, fees = quantity, Decimal(0), Decimal(0)
    while left:
        part = data.draw(st.integers(1, left))
        asked, due, excess = came_back(asked, {line.shipment_line_id: Decimal(part)})
        assert not excess
        total += due[0].price_amount
        fees += due[0].restocking_fee
        left -= part
    assert (total, fees) == (whole.price_amount, whole.restocking_fee)
    assert total == line.net - line.credited


@given(st.integers(1, 50), prices, st.data())
def test_credits_on_price_and_for_returns_never_exceed_what_was_billed(
    quantity: int, price: Decimal, data: st.DataObject
) -> None:
    line = _delivered(quantity, price)
    promised = Decimal(0)
    for _ in range(4):
        if data.draw(st.booleans()):
            credit = data.draw(st.decimals(min_value=0, max_value=line.creditable, places=2))
            line = replace(line, credited=line.credited + credit)
        else:
            part = Decimal(data.draw(st.integers(0, int(line.returnable))))
            if part:
                worth = return_line(line, part, ReturnReason.OTHER, Decimal(0)).worth
                promised += worth
                line = replace(line, authorised=line.authorised + part, promised=line.promised + worth)
        assert promised + line.credited <= line.net
