"""Placed orders that change, what suppliers confirm, how much may come, and agreements called off."""

import asyncio
from datetime import date
from decimal import Decimal
from typing import Any

from comptoir.inventory.v1.receipt_pb2 import ReceiptLine, ReceiptPosted, RestCancelled
from comptoir.purchasing.v1.purchase_order_pb2 import PurchaseOrderClosed, PurchaseOrderPlaced, PurchaseOrderRevised
from hypothesis import given
from hypothesis import strategies as st
from kit.exchange import ExchangeRate
from kit.ids import new_id
from kit.quantity import Factor
from kit.testing.services import ServiceUnderTest
from kit.wire import decimal_in, decimal_out
from purchasing.domain.errors import NothingChanges
from purchasing.domain.order import OrderLine, OrderStatus, PurchaseOrder, received
from purchasing.domain.revision import LineChange, Revision, Source, incoming_change, revised

from services.purchasing.tests import factories as make

RULES = (*make.BUYER, *make.RULES, "purchasing.approvals.read")


def slug(answer: dict[str, Any]) -> str:
    return str(answer["type"].rsplit("/", 1)[-1])


async def proposed(
    purchasing: ServiceUnderTest, order: dict[str, Any], status: int = 201, **body: Any
) -> dict[str, Any]:
    path = f"/purchase-orders/{order['id']}/revisions"
    return await make.posted(purchasing, path, {"reason": "More is needed", **body}, status)


async def submit(purchasing: ServiceUnderTest, revision: dict[str, Any], status: int = 200) -> dict[str, Any]:
    return await make.posted(purchasing, f"/revisions/{revision['id']}/submit", {}, status)


async def got(purchasing: ServiceUnderTest, path: str, **params: Any) -> dict[str, Any]:
    async with purchasing.client(*make.BUYER) as client:
        answer = await client.get(path, params=params)
    assert answer.status_code == 200, answer.text
    result: dict[str, Any] = answer.json()
    return result


async def test_a_revision_shows_what_it_changes_and_then_counts_for_everybody(purchasing: ServiceUnderTest) -> None:
    order = await make.placed(purchasing, make.line(await make.product(purchasing), expected_on="2027-01-10"))
    (line,) = order["lines"]
    other = await make.product(purchasing)
    change = {"line_id": line["id"], "quantity": "12", "unit_price": "2.40", "expected_on": "2027-01-20"}
    since = await purchasing.outbox_position()
    revision = await proposed(purchasing, order, changes=[change], added=[make.line(other, "3", "1.00")])
    shown = {(each["field"], each["before"], each["after"]) for each in revision["differences"]}
    assert shown == {
        ("quantity", "10", "12"), ("unit_price", "2.50", "2.40"), ("expected_on", "2027-01-10", "2027-01-20"),
        ("quantity", None, "3"), ("unit_price", None, "1.00"),
    }  # fmt: skip
    assert (revision["committed_before"], revision["committed_after"]) == ("25.00", "31.80")
    assert [each["change"] for each in revision["incoming"]] == ["2", "3"]
    assert not await purchasing.published(PurchaseOrderRevised, since=since)
    assert (await got(purchasing, f"/purchase-orders/{order['id']}"))["net"] == "25.00"
    assert (await submit(purchasing, revision))["status"] == "accepted"
    after = await got(purchasing, f"/purchase-orders/{order['id']}")
    assert (after["net"], after["revision"], [each["quantity"] for each in after["lines"]]) == ("31.80", 1, ["12", "3"])
    assert after["lines"][0]["first_promised_on"] == "2027-01-10"
    (told,) = await purchasing.published(PurchaseOrderRevised, since=since)
    assert [decimal_in(each.quantity) for each in told.lines] == [Decimal(12), Decimal(3)]
    assert slug(await submit(purchasing, revision, 409)) in {"wrong-status", "revision-stale"}


async def test_what_makes_no_sense_is_refused_and_changes_nothing(purchasing: ServiceUnderTest) -> None:
    order = await make.placed(purchasing)
    (line,) = order["lines"]
    await purchasing.deliver("inventory.receipts.v1", make.receipt(order, "6"))
    since = await purchasing.outbox_position()
    for body, status, expected in (
        ({"changes": [{"line_id": line["id"], "quantity": "5"}]}, 409, "below-received"),
        ({"changes": [{"line_id": str(new_id()), "quantity": "5"}]}, 422, "line-not-of-order"),
        ({"changes": [{"line_id": line["id"]}, {"line_id": line["id"]}]}, 422, "line-repeated"),
        ({"changes": [{"line_id": line["id"], "quantity": "10"}]}, 422, "nothing-changes"),
        ({"changes": []}, 422, "nothing-changes"),
        ({"added": [make.line(str(new_id()))]}, 404, "product-not-known"),
    ):
        assert slug(await proposed(purchasing, order, status, **body)) == expected
    draft = await make.posted(purchasing, "/purchase-orders", await make.order(purchasing), 201)
    change = {"line_id": draft["lines"][0]["id"], "quantity": "5"}
    assert slug(await proposed(purchasing, draft, 409, changes=[change])) == "wrong-status"
    assert not await purchasing.published(PurchaseOrderRevised, since=since)
    assert (await got(purchasing, f"/purchase-orders/{order['id']}/revisions"))["items"] == []


async def test_of_two_revisions_the_second_has_to_be_written_anew(purchasing: ServiceUnderTest) -> None:
    order = await make.placed(purchasing)
    (line,) = order["lines"]
    first = await proposed(purchasing, order, changes=[{"line_id": line["id"], "quantity": "11"}])
    second = await proposed(purchasing, order, changes=[{"line_id": line["id"], "quantity": "12"}])
    await submit(purchasing, first)
    assert slug(await submit(purchasing, second, 409)) == "revision-stale"
    path = f"/revisions/{second['id']}/reject"
    assert (await make.posted(purchasing, path, {"reason": "Old"}))["status"] == "rejected"


async def test_the_rest_of_a_line_and_of_the_order_can_be_taken_back(purchasing: ServiceUnderTest) -> None:
    order = await make.placed(purchasing)
    (line,) = order["lines"]
    await purchasing.deliver("inventory.receipts.v1", make.receipt(order, "6"))
    since = await purchasing.outbox_position()
    revision = await proposed(purchasing, order, changes=[{"line_id": line["id"], "cancel_rest": True}])
    assert [each["change"] for each in revision["incoming"]] == ["-4"]
    await submit(purchasing, revision)
    after = await got(purchasing, f"/purchase-orders/{order['id']}")
    assert (after["status"], after["lines"][0]["cancelled"], after["lines"][0]["outstanding"]) == ("closed", "4", "0")
    assert len(await purchasing.published(PurchaseOrderClosed, since=since)) == 1


async def test_dearer_revisions_are_approved_and_any_other_change_voids_that(purchasing: ServiceUnderTest) -> None:
    product, department = await make.product(purchasing), f"D-{str(new_id())[-6:]}"
    async with purchasing.client(*RULES) as client:
        before = (await client.get("/approval-rules")).json()["items"]
        rule = {"above": "1000.00", "department": department}
        assert (await client.put("/approval-rules", json={"items": [rule]})).status_code == 200
    try:
        body = await make.order(purchasing, make.line(product, "10", "50.00"), department=department)
        draft = await make.posted(purchasing, "/purchase-orders", body, 201)
        order = await make.posted(purchasing, f"/purchase-orders/{draft['id']}/submit", {})
        assert order["status"] == "placed"
        change = {"line_id": order["lines"][0]["id"], "quantity": "30"}
        since = await purchasing.outbox_position()
        waiting = await submit(purchasing, await proposed(purchasing, order, changes=[change]))
        assert waiting["status"] == "awaiting-approval"
        assert not await purchasing.published(PurchaseOrderRevised, since=since)
        async with purchasing.client("purchasing.orders.approve", "purchasing.approvals.read", sub="chief") as chief:
            found = (await chief.get("/approvals", params={"document_id": waiting["id"]})).json()["items"]
            other = await proposed(purchasing, order, changes=[{**change, "quantity": "11"}])
            await submit(purchasing, {**other})
            refused = await chief.post(f"/approvals/{found[0]['id']}/approve", json={})
        assert slug(refused.json()) in {"wrong-status", "revision-stale"}
    finally:
        async with purchasing.client(*RULES) as client:
            await client.put("/approval-rules", json={"items": before})


async def test_what_the_supplier_confirms_otherwise_is_proposed_to_the_buyer(purchasing: ServiceUnderTest) -> None:
    order = await make.placed(purchasing)
    (line,) = order["lines"]
    waiting = await got(purchasing, "/purchase-orders", supplier_id=order["supplier_id"], is_acknowledged="false")
    assert [each["id"] for each in waiting["items"]] == [order["id"]]
    path = f"/purchase-orders/{order['id']}/acknowledgements"
    said = {"reference": "AC-1", "lines": [{"line_id": line["id"], "expected_on": "2027-02-01", "unit_price": "2.50"}]}
    answer = await make.posted(purchasing, path, said, 201)
    assert answer["order"]["acknowledged_at"] is not None
    assert answer["order"]["lines"][0]["first_promised_on"] == "2027-02-01"
    assert [each["field"] for each in answer["revision"]["differences"]] == ["expected_on"]
    assert answer["revision"]["source"] == "supplier"
    await submit(purchasing, answer["revision"])
    again = await make.posted(purchasing, path, {"reference": "AC-1"}, 201)
    assert again["revision"] is None
    later = {"lines": [{"line_id": line["id"], "expected_on": "2027-03-01"}]}
    delayed = await make.posted(purchasing, path, later, 201)
    assert delayed["order"]["lines"][0]["first_promised_on"] == "2027-02-01"
    wrong = await make.posted(purchasing, path, {"lines": [{"line_id": str(new_id())}]}, 422)
    assert slug(wrong) == "line-not-of-order"


async def test_late_lines_are_listed_until_they_come(purchasing: ServiceUnderTest) -> None:
    order = await make.placed(purchasing, make.line(await make.product(purchasing), expected_on="2026-01-10"))
    late = await got(purchasing, "/overdue-lines", supplier_id=order["supplier_id"], on="2026-01-15")
    assert [(each["days_late"], each["outstanding"]) for each in late["items"]] == [(5, "10")]
    await purchasing.deliver("inventory.receipts.v1", make.receipt(order, "10"))
    assert (await got(purchasing, "/overdue-lines", supplier_id=order["supplier_id"], on="2026-01-15"))["items"] == []


async def test_the_most_particular_tolerance_counts(purchasing: ServiceUnderTest) -> None:
    supplier, product, plain = (
        await make.supplier(purchasing), await make.product(purchasing), await make.product(purchasing),
    )  # fmt: skip
    items = [
        {"supplier_id": supplier, "over_rate": "0.1", "under_rate": "0.05"},
        {"supplier_id": supplier, "product_id": product, "over_rate": "0.02", "under_rate": "0"},
    ]
    async with purchasing.client(*RULES) as client:
        for wrong in ([{"over_rate": "0.1"}], [items[0], items[0]]):
            assert (await client.put("/receipt-tolerances", json={"items": wrong})).status_code == 422
        nobody = [{"supplier_id": str(new_id())}]
        assert (await client.put("/receipt-tolerances", json={"items": nobody})).status_code == 404
        assert (await client.put("/receipt-tolerances", json={"items": items})).status_code == 200
    since = await purchasing.outbox_position()
    lines = [make.line(product), make.line(plain), make.line(plain, over_receipt_rate="0.5")]
    body = await make.order(purchasing, *lines, supplier_id=supplier)
    draft = await make.posted(purchasing, "/purchase-orders", body, 201)
    await make.posted(purchasing, f"/purchase-orders/{draft['id']}/submit", {})
    (told,) = await purchasing.published(PurchaseOrderPlaced, since=since)
    rates = [(decimal_in(each.over_receipt_rate), decimal_in(each.under_receipt_rate)) for each in told.lines]
    assert rates == [
        (Decimal("0.02"), Decimal(0)), (Decimal("0.1"), Decimal("0.05")), (Decimal("0.5"), Decimal("0.05")),
    ]  # fmt: skip


async def test_a_rest_that_is_given_up_at_receipt_closes_the_order(purchasing: ServiceUnderTest) -> None:
    order = await make.placed(purchasing)
    (line,) = order["lines"]
    since = await purchasing.outbox_position()
    receipt = ReceiptPosted(
        receipt_id=str(new_id()),
        number="RE-2",
        purchase_order_id=order["id"],
        supplier_id=order["supplier_id"],
        warehouse="LYON",
        lines=[
            ReceiptLine(
                receipt_line_id=str(new_id()),
                purchase_order_line_id=line["id"],
                product_id=line["product_id"],
                quantity=decimal_out(Decimal(9)),
            )
        ],
        rest_cancelled_lines=[RestCancelled(purchase_order_line_id=line["id"], quantity=decimal_out(Decimal(1)))],
    )
    receipt.occurred_at.GetCurrentTime()
    await purchasing.deliver("inventory.receipts.v1", receipt)
    after = await got(purchasing, f"/purchase-orders/{order['id']}")
    assert (after["status"], after["lines"][0]["given_up"]) == ("closed", "1")
    assert len(await purchasing.published(PurchaseOrderClosed, since=since)) == 1


async def test_a_blanket_order_is_called_off_and_never_beyond_what_was_agreed(purchasing: ServiceUnderTest) -> None:
    product = await make.product(purchasing)
    agreed = {
        "supplier_id": await make.supplier(purchasing),
        "currency": "EUR",
        "starts_on": "2026-01-01",
        "ends_on": "2099-01-01",
        "lines": [
            {"product_id": product, "packaging_code": "BOX12", "quantity": "10", "unit_price": "20", "least": "2"}
        ],
    }
    backwards = await make.posted(purchasing, "/blanket-orders", {**agreed, "ends_on": "2026-01-01"}, 409)
    assert slug(backwards) == "not-agreed"
    blanket = await make.posted(purchasing, "/blanket-orders", agreed, 201)
    (line,) = blanket["lines"]
    path = f"/blanket-orders/{blanket['id']}/call-offs"

    def call(quantity: str, **more: Any) -> dict[str, Any]:
        return {"warehouse": "LYON", "lines": [{"line_id": line["id"], "quantity": quantity}], **more}

    assert slug(await make.posted(purchasing, path, call("1"), 409)) == "below-call-off"
    assert slug(await make.posted(purchasing, path, call("11"), 409)) == "over-call"
    assert slug(await make.posted(purchasing, path, call("2", ordered_on="2025-12-31"), 409)) == "not-agreed"
    order = await make.posted(purchasing, path, call("4"), 201)
    assert (order["status"], order["lines"][0]["unit_price"], order["lines"][0]["stock_quantity"]) == (
        "placed",
        "20",
        "48",
    )
    await purchasing.deliver("inventory.receipts.v1", make.receipt(order, "12"))
    seen = (await got(purchasing, f"/blanket-orders/{blanket['id']}"))["lines"][0]
    assert (seen["called"], seen["left"], seen["ordered"], seen["received"]) == ("4", "6", "48", "12")
    async with purchasing.client(*make.BUYER) as client:
        answers = await asyncio.gather(*(client.post(path, json=call("3")) for _ in range(8)))
    assert sorted(answer.status_code for answer in answers) == [201] * 2 + [409] * 6
    given_up = next(answer.json() for answer in answers if answer.status_code == 201)
    await make.posted(purchasing, f"/purchase-orders/{given_up['id']}/cancel", {"reason": "Too early"})
    assert (await got(purchasing, f"/blanket-orders/{blanket['id']}"))["lines"][0]["left"] == "3"
    ended = await make.posted(purchasing, f"/blanket-orders/{blanket['id']}/end", {})
    assert ended["is_ended"]
    assert slug(await make.posted(purchasing, path, call("2"), 409)) == "not-agreed"


# --- the rules ---

_quantities = st.lists(st.integers(1, 9), min_size=1, max_size=3)


@given(_quantities, st.data())
def test_whatever_comes_and_changes_ordered_is_received_outstanding_and_given_up(
    ordered: list[int], data: st.DataObject
) -> None:
    """Receipts, rests and revisions in any order: no line ever expects less than nothing, and sums hold."""
    lines = tuple(
        OrderLine(new_id(), new_id(), "EACH", Factor(1, 1), Decimal(q), Decimal(q), Decimal(1)) for q in ordered
    )
    order = PurchaseOrder(
        new_id(), "PO-1", new_id(), "EUR", "LYON", date(2026, 1, 1), "", Decimal(0), lines,
        ExchangeRate.own("EUR", date(2026, 1, 1)), OrderStatus.PLACED,
    )  # fmt: skip
    decimals = {line.product_id: 0 for line in lines}
    for _ in range(data.draw(st.integers(0, 6))):
        if order.status is not OrderStatus.PLACED:
            break
        line = data.draw(st.sampled_from(order.lines))
        match data.draw(st.sampled_from(["receive", "rest", "revise"])):
            case "receive":
                order = received(order, {line.id: Decimal(data.draw(st.integers(1, 3)))})
            case "rest":
                order = received(order, {}, {line.id: line.outstanding})
            case _:
                wanted = line.received + data.draw(st.integers(1, 9))
                change = LineChange(line.id, quantity=wanted, cancel_rest=data.draw(st.booleans()))
                asked = Revision(new_id(), order.id, 1, order.revision, Source.BUYER, "", (change,), (), "anna")
                try:
                    after = revised(order, asked, decimals)
                except NothingChanges:
                    continue
                moved = incoming_change(order, after).get(line.product_id, Decimal(0))
                assert moved == sum(each.outstanding for each in after.lines) - sum(x.outstanding for x in order.lines)
                order = after
        for each in order.lines:
            assert each.outstanding >= 0
            assert each.received + each.outstanding >= each.stock_quantity - each.cancelled - each.given_up
            assert each.cancelled <= each.stock_quantity
    is_open = any(each.outstanding for each in order.lines)
    assert is_open == (order.status is OrderStatus.PLACED)
