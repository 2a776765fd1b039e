"""Customers without credit: orders that wait or are held, who lets them go on, and how far."""

import asyncio
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from comptoir.accounting.v1.payment_pb2 import PaymentRecorded
from comptoir.sales.v1.sales_order_pb2 import OrderConfirmed, OrderHeld, OrderReleased
from hypothesis import given
from hypothesis import strategies as st
from kit.ids import new_id
from kit.rpc import PeerAway
from sales.clients.desk import Desk
from sales.commands.watch_credit import judge_doubted, watch_credit
from sales.domain.credit import CreditAnswer, ReleaseLevel, release_of, release_steps
from sales.storage import credit_holds

from kit import clock
from services.sales.tests import factories as make
from services.sales.tests.factories import House

ASK: dict[str, Any] = {"without_credit": "ask-release"}
NOW = datetime(2026, 3, 1, tzinfo=UTC)
LEVELS = [ReleaseLevel(Decimal(0), "a"), ReleaseLevel(Decimal(100), "b"), ReleaseLevel(Decimal(1000), "a")]


@given(st.decimals(0, 5000, places=2), st.decimals(0, 5000, places=2))
def test_a_larger_order_needs_no_fewer_people(one: Decimal, other: Decimal) -> None:
    small, large = sorted((one, other))
    assert release_steps(LEVELS, large)[: len(release_steps(LEVELS, small))] == release_steps(LEVELS, small)
    assert release_steps(LEVELS, Decimal(0)) == ["a"]
    assert release_steps(list(reversed(LEVELS)), Decimal("100.01")) == ["a", "b"]


def test_a_release_covers_no_larger_order_and_no_later_day() -> None:
    held = CreditAnswer(Decimal(60), Decimal(100), Decimal(7), Decimal(120), "credit-hold")
    release = release_of(held, Decimal(60), now=NOW, days=7)
    assert (release.exposure, release.overdue, release.despite_hold) == (Decimal(160), Decimal(7), True)
    assert release.is_in_force(Decimal(60), NOW + timedelta(days=7, seconds=-1))
    assert not release.is_in_force(Decimal(60), NOW + timedelta(days=7))
    assert not release.is_in_force(Decimal("60.01"), NOW)


def desk(house: House) -> Desk:
    found: Desk = house.sales.app.state.desk
    return found


async def waiting(house: House, *lines: dict[str, Any], **customer: Any) -> dict[str, Any]:
    """An order of 60.00 that waits, for its customer's limit is 50.00."""
    payer = await house.customer(limit="50", **customer)
    return await house.place(*lines, customer_id=payer, **ASK)


async def test_without_credit_an_order_is_refused_with_what_would_pass_and_leaves_nothing(house: House) -> None:
    since = await house.sales.outbox_position()
    customer = await house.customer(limit="50")
    refused = await house.place(customer_id=customer, status=409)
    assert make.slug(refused) == "credit-limit-exceeded"
    assert (refused["amount"], refused["limit"], refused["passing_amount"], refused["payment_needed"]) == (
        "60.00", "50", "50", "10.00",
    )  # fmt: skip
    house.world.credit.overdue[UUID(customer)] = Decimal(5)
    late = await house.place(customer_id=customer, status=409)
    assert (make.slug(late), late["oldest_overdue"]) == (
        "credit-overdue", {"number": "F-1", "due_on": "2026-03-01"},
    )  # fmt: skip
    assert (await house.get("/orders", customer_id=customer))["items"] == []
    assert await house.sales.published(OrderConfirmed, OrderHeld, since=since) == []


async def test_an_order_waits_for_its_release_and_is_firm_by_it(house: House) -> None:
    since = await house.sales.outbox_position()
    order = await waiting(house)
    assert (order["status"], order["hold_cause"], house.world.holds(order["id"])) == (
        "awaiting-approval", "credit-limit", (False, False),
    )  # fmt: skip
    assert (order["hold"]["amount"], order["hold"]["limit"], order["hold"]["payment_needed"]) == (
        "60.00",
        "50",
        "10.00",
    )
    assert (await house.place(customer_id=order["customer_id"], id=order["id"], status=409))["type"].endswith(
        "order-taken"
    )
    request = await house.request(order["id"])
    assert (request["subject"], request["permission"], request["amount"]) == ("credit", "sales.credit.release", "60.00")
    assert make.slug(await house.decide(request["id"], "approve", 403)) == "permission-missing"
    own = await house.decide(request["id"], "approve", 403, who=make.FINANCE, sub="user-1")
    assert make.slug(own) == "own-request"
    poor = await house.decide(
        request["id"], "approve", 403, who=make.FINANCE, approval_limits={"sales.credit.release": "59.99"}
    )
    assert make.slug(poor) == "limit-exceeded"
    assert await house.sales.published(OrderConfirmed, since=since) == []
    approved = await house.decide(request["id"], "approve", who=make.FINANCE)
    firm = await house.order(order["id"])
    assert (approved["status"], firm["status"], firm["hold"], house.world.holds(order["id"])) == (
        "approved", "confirmed", None, (True, True),
    )  # fmt: skip
    assert datetime.fromisoformat(firm["released_until"]) > datetime.now(UTC) + timedelta(days=6)
    assert len(await house.sales.published(OrderConfirmed, since=since)) == 1


async def test_a_rejected_order_is_a_draft_again(house: House) -> None:
    order = await waiting(house)
    await house.decide((await house.request(order["id"]))["id"], "reject", who=make.FINANCE)
    draft = await house.order(order["id"])
    assert (draft["status"], draft["hold"], house.world.holds(order["id"])) == ("draft", None, (False, False))


async def test_a_release_goes_no_further_than_its_approver_was_shown(house: House) -> None:
    order = await waiting(house)
    request = await house.request(order["id"])
    house.world.credit.overdue[UUID(order["customer_id"])] = Decimal("0.01")
    refused = await house.decide(request["id"], "approve", 409, who=make.FINANCE)
    assert (make.slug(refused), refused["refusal"]) == ("credit-worsened", "credit-overdue")
    assert (await house.order(order["id"]))["status"] == "awaiting-approval"
    assert house.world.holds(order["id"]) == (False, False)
    again = await house.post(f"/orders/{order['id']}/confirm", ASK)
    other = await house.request(order["id"])
    assert (again["hold_cause"], other["id"] != request["id"]) == ("credit-overdue", True)
    assert make.slug(await house.decide(request["id"], "approve", 409, who=make.FINANCE)) == "already-decided"
    await house.decide(other["id"], "approve", who=make.FINANCE)
    assert (await house.order(order["id"]))["status"] == "confirmed"


async def test_asking_twice_is_one_question_and_paying_answers_it(house: House) -> None:
    order = await waiting(house)
    request = await house.request(order["id"])
    await house.post(f"/orders/{order['id']}/confirm", ASK)
    assert (await house.request(order["id"]))["id"] == request["id"]
    assert make.slug(await house.post(f"/orders/{order['id']}/confirm", {}, 409)) == "credit-limit-exceeded"
    house.world.credit.limits[UUID(order["customer_id"])] = Decimal(60)
    firm = await house.post(f"/orders/{order['id']}/confirm", {})
    assert (firm["status"], firm["hold"], firm["released_until"]) == ("confirmed", None, None)
    assert make.slug(await house.decide(request["id"], "approve", 409, who=make.FINANCE)) == "already-decided"


async def test_a_large_order_needs_two_people(house: House) -> None:
    order = await waiting(house, make.line(await house.product(price="20000", cost="1"), "3"))
    request = await house.request(order["id"])
    assert (request["permission"], request["next_permissions"]) == (
        "sales.credit.release", ["sales.large-credit.release"],
    )  # fmt: skip
    first = await house.decide(request["id"], "approve", who=make.FINANCE, sub="finance")
    assert (first["status"], first["approved_by"]) == ("pending", ["finance"])
    assert (await house.order(order["id"]))["status"] == "awaiting-approval"
    assert house.world.holds(order["id"]) == (False, False)
    both = (*make.FINANCE, *make.HEAD_OF_FINANCE)
    assert make.slug(await house.decide(request["id"], "approve", 403, who=both, sub="finance")) == "same-approver"
    await house.decide(request["id"], "approve", who=make.HEAD_OF_FINANCE, sub="head")
    assert (await house.order(order["id"]))["status"] == "confirmed"


async def test_two_who_take_the_first_step_at_once_do_not_skip_the_second(house: House) -> None:
    order = await waiting(house, make.line(await house.product(price="20000", cost="1"), "3"))
    request = await house.request(order["id"])

    async def approve(n: int) -> int:
        async with house.sales.client(*make.FINANCE, sub=f"finance-{n}") as client:
            return (await client.post(f"/approvals/{request['id']}/approve", json={})).status_code

    codes = await asyncio.gather(*(approve(n) for n in range(8)))
    assert codes.count(200) == 1
    assert (await house.order(order["id"]))["status"] == "awaiting-approval"


async def test_margin_first_then_credit_each_by_who_may(house: House) -> None:
    order = await waiting(house, make.line(await house.product(price="10", cost="9.5"), "6"))
    margin = await house.request(order["id"])
    assert (margin["subject"], order["hold_cause"]) == ("margin", None)
    approved = await house.decide(margin["id"], "approve")
    credit = await house.request(order["id"])
    assert (approved["status"], credit["subject"], credit["requested_by"]) == ("approved", "credit", "user-1")
    assert (await house.order(order["id"]))["hold_cause"] == "credit-limit"
    await house.decide(credit["id"], "approve", who=make.FINANCE)
    assert (await house.order(order["id"]))["status"] == "confirmed"


# --- firm orders ------------------------------------------------------------------------------------------------------


async def firm(house: House, **changes: Any) -> dict[str, Any]:
    return await house.place(customer_id=await house.customer(), **changes)


async def test_a_firm_order_is_held_when_its_customer_falls_behind_and_let_go_when_he_pays(house: House) -> None:
    since = await house.sales.outbox_position()
    order = await firm(house)
    payer = UUID(order["customer_id"])
    house.world.credit.overdue[payer] = Decimal(20)
    for _ in range(2):
        await watch_credit(desk(house))
    held = await house.order(order["id"])
    request = await house.request(order["id"])
    assert (held["status"], held["hold_cause"], request["requested_by"]) == ("confirmed", "credit-overdue", "system")
    listed = await house.get("/orders", on_hold=True, customer_id=order["customer_id"])
    assert [each["id"] for each in listed["items"]] == [order["id"]]
    house.world.credit.overdue.pop(payer)
    for _ in range(2):
        await watch_credit(desk(house))
    told = await house.sales.published(OrderHeld, OrderReleased, since=since)
    assert [type(each) for each in told] == [OrderHeld, OrderReleased]
    assert (told[0].cause, told[0].number, told[1].released_by) == ("credit-overdue", order["number"], "")
    assert (await house.order(order["id"]))["hold"] is None
    assert make.slug(await house.decide(request["id"], "approve", 409, who=make.FINANCE)) == "already-decided"


async def test_a_payment_lets_go_at_once_and_looks_at_nobody_else(house: House) -> None:
    order, other = await firm(house), await firm(house)
    for each in (order, other):
        house.world.credit.overdue[UUID(each["customer_id"])] = Decimal(20)
    invoiced = make.invoice(order, "5")
    invoiced.bill_to_id = order["customer_id"]
    await house.sales.deliver("accounting.invoices.v1", invoiced)
    await judge_doubted(desk(house))
    assert (await house.order(order["id"]))["hold_cause"] == "credit-overdue"
    assert (await house.order(other["id"]))["hold_cause"] is None  # nobody told anything of him
    house.world.credit.overdue.pop(UUID(order["customer_id"]))
    await judge_doubted(desk(house))
    assert (await house.order(order["id"]))["hold_cause"] == "credit-overdue"
    paid = PaymentRecorded(payment_id=str(new_id()), partner_id=order["customer_id"], paid_on="2026-03-02")
    await house.sales.deliver("accounting.payments.v1", paid, repeat=2)
    await judge_doubted(desk(house))
    assert (await house.order(order["id"]))["hold_cause"] is None


async def test_what_is_told_while_accounting_is_away_or_is_judged_is_not_forgotten(house: House) -> None:
    order = await firm(house)
    payer = UUID(order["customer_id"])
    house.world.credit.overdue[payer] = Decimal(20)
    paid = PaymentRecorded(payment_id=str(new_id()), partner_id=order["customer_id"], paid_on="2026-03-02")
    await house.sales.deliver("accounting.payments.v1", paid)
    house.world.credit.faults.before = True
    with pytest.raises(PeerAway):
        await judge_doubted(desk(house))
    house.world.credit.faults.before = False
    async with house.sales.database.transaction() as tx:
        doubts = await credit_holds.doubted(tx, clock.now(), 100)
        assert payer in doubts
        await credit_holds.doubt(tx, [payer], due_at=clock.now())  # told again, while it is being judged
        await credit_holds.forget_doubts(tx, doubts)
        assert payer in await credit_holds.doubted(tx, clock.now(), 100)
    await judge_doubted(desk(house))
    assert (await house.order(order["id"]))["hold_cause"] == "credit-overdue"
    async with house.sales.database.read() as tx:
        assert payer not in await credit_holds.doubted(tx, clock.now(), 100)


async def test_what_accounting_hears_when_we_do_is_judged_a_moment_later(house: House) -> None:
    order, nobody = await firm(house), await house.customer()
    payer = UUID(order["customer_id"])
    second = await house.place(customer_id=order["customer_id"])
    await house.post(f"/orders/{second['id']}/cancel", {"reason": "x"})
    async with house.sales.database.read() as tx:
        assert payer not in await credit_holds.doubted(tx, clock.now(), 1000)
        later = await credit_holds.doubted(tx, clock.now() + timedelta(seconds=6), 1000)
    assert payer in later
    assert UUID(nobody) not in later  # he has no order under way


async def test_a_held_order_goes_on_by_approval_until_the_release_is_over(house: House) -> None:
    since = await house.sales.outbox_position()
    order = await firm(house)
    payer = UUID(order["customer_id"])
    house.world.credit.on_hold.add(payer)
    await watch_credit(desk(house))
    await house.decide((await house.request(order["id"]))["id"], "approve", who=make.FINANCE)
    await watch_credit(desk(house))
    assert (await house.order(order["id"]))["hold"] is None
    released = (await house.sales.published(OrderReleased, since=since))[-1]
    assert (released.sales_order_id, released.released_by) == (order["id"], "manager")
    async with house.sales.database.transaction() as tx:
        await tx.execute(
            "UPDATE sales_order SET release = jsonb_set(release, '{until}', '\"2026-01-01T00:00:00+00:00\"') WHERE id = $1",
            UUID(order["id"]),
        )
    await watch_credit(desk(house))
    again = await house.order(order["id"])
    assert (again["hold_cause"], again["released_until"]) == ("credit-hold", None)


async def test_a_rejected_hold_stays_and_may_be_asked_about_again(house: House) -> None:
    order = await firm(house)
    house.world.credit.on_hold.add(UUID(order["customer_id"]))
    await watch_credit(desk(house))
    await house.decide((await house.request(order["id"]))["id"], "reject", who=make.FINANCE)
    await watch_credit(desk(house))
    assert (await house.get("/approvals", who=make.FINANCE, document_id=order["id"]))["items"] == []
    asked = await house.post(f"/orders/{order['id']}/check-credit", {})
    assert (asked["status"], asked["hold_cause"]) == ("confirmed", "credit-hold")
    assert (await house.request(order["id"]))["requested_by"] == "user-1"


async def test_a_held_order_worse_than_shown_is_not_released(house: House) -> None:
    order = await firm(house)
    payer = UUID(order["customer_id"])
    house.world.credit.overdue[payer] = Decimal(20)
    checked = await house.post(f"/orders/{order['id']}/check-credit", {})
    assert checked["hold_cause"] == "credit-overdue"
    request = await house.request(order["id"])
    house.world.credit.overdue[payer] = Decimal(21)
    refused = await house.decide(request["id"], "approve", 409, who=make.FINANCE)
    assert make.slug(refused) == "credit-worsened"
    house.world.credit.overdue.pop(payer)
    await house.decide(request["id"], "approve", who=make.FINANCE)
    free = await house.order(order["id"])
    assert (free["hold"], free["released_until"]) == (None, None)


async def test_orders_that_are_not_firm_or_over_are_not_judged(house: House) -> None:
    draft = await house.draft()
    refused = await house.post(f"/orders/{draft['id']}/check-credit", {}, 409)
    assert make.slug(refused) == "wrong-status"
    order = await firm(house)
    house.world.credit.taken.pop(UUID(order["id"]))
    await house.post(f"/orders/{order['id']}/check-credit", {}, 404)
    await watch_credit(desk(house))
    assert (await house.order(order["id"]))["hold"] is None


async def test_a_held_order_that_is_cancelled_or_shipped_whole_is_held_no_more(house: House) -> None:
    cancelled, shipped = await firm(house), await firm(house)
    for order in (cancelled, shipped):
        house.world.credit.on_hold.add(UUID(order["customer_id"]))
    await watch_credit(desk(house))
    await house.post(f"/orders/{cancelled['id']}/cancel", {"reason": "x"})
    await house.sales.deliver(make.SHIPMENTS, make.shipment(shipped, "5"))
    await watch_credit(desk(house))
    for order in (cancelled, shipped):
        assert (await house.order(order["id"]))["hold"] is None
        assert (await house.get("/approvals", who=make.FINANCE, document_id=order["id"]))["items"] == []


async def test_while_accounting_is_away_held_stays_held(house: House) -> None:
    order = await firm(house)
    payer = UUID(order["customer_id"])
    house.world.credit.on_hold.add(payer)
    await watch_credit(desk(house))
    house.world.credit.on_hold.remove(payer)
    house.world.credit.faults.before = True
    try:
        assert make.slug(await house.post(f"/orders/{order['id']}/check-credit", {}, 503)) == "peer-away"
    finally:
        house.world.credit.faults.before = False
    assert (await house.order(order["id"]))["hold_cause"] == "credit-hold"
    await watch_credit(desk(house))


async def test_watching_and_releasing_at_once_leaves_one_answer(house: House) -> None:
    since = await house.sales.outbox_position()
    order = await firm(house)
    house.world.credit.on_hold.add(UUID(order["customer_id"]))
    await asyncio.gather(*(watch_credit(desk(house)) for _ in range(8)))
    request = await house.request(order["id"])
    await asyncio.gather(
        house.decide(request["id"], "approve", who=make.FINANCE), *(watch_credit(desk(house)) for _ in range(4))
    )
    await watch_credit(desk(house))
    told = [
        each
        for each in await house.sales.published(OrderHeld, OrderReleased, since=since)
        if each.sales_order_id == order["id"]
    ]
    assert [type(each) for each in told] == [OrderHeld, OrderReleased]
    assert (await house.order(order["id"]))["hold"] is None


async def test_levels_are_data_and_contradict_nothing(house: House) -> None:
    admin = ("sales.release-levels.read", "sales.release-levels.write")
    async with house.sales.client(*admin) as client:
        before = (await client.get("/release-levels")).json()
        twice = {"items": [{"above": "5", "permission": "sales.credit.release"}] * 2}
        unknown = {"items": [{"above": "0", "permission": "sales.orders.write"}]}
        bodies: list[dict[str, Any]] = [twice, {"items": []}, unknown]
        codes = [(await client.put("/release-levels", json=body)).status_code for body in bodies]
        after = (await client.get("/release-levels")).json()
    assert codes == [422, 422, 422]
    assert before == after == {
        "items": [
            {"above": "0.00", "permission": "sales.credit.release"},
            {"above": "50000.00", "permission": "sales.large-credit.release"},
        ]
    }  # fmt: skip


async def test_a_held_order_that_is_revised_is_asked_about_as_it_now_is(house: House) -> None:
    order = await firm(house)
    payer = UUID(order["customer_id"])
    house.world.credit.on_hold.add(payer)
    await watch_credit(desk(house))
    request = await house.request(order["id"])
    line = order["lines"][0]["id"]
    more = {"reason": "x", "changes": [{"line_id": line, "quantity": "6"}]}
    revision = await house.post(f"/orders/{order['id']}/revisions", more, 201)
    path = f"/orders/{order['id']}/revisions/{revision['id']}/accept"
    async with house.sales.client(*make.SELLER) as client:
        refused = await client.post(path, json={}, headers={"If-Match": str(revision["order_version"])})
    assert make.slug(refused.json()) == "credit-on-hold"
    less = {"reason": "x", "changes": [{"line_id": line, "quantity": "3"}]}
    revision = await house.post(f"/orders/{order['id']}/revisions", less, 201)
    path = f"/orders/{order['id']}/revisions/{revision['id']}/accept"
    async with house.sales.client(*make.SELLER) as client:
        answer = await client.post(path, json={}, headers={"If-Match": str(revision["order_version"])})
    assert answer.status_code == 200, answer.text
    held = await house.order(order["id"])
    anew = await house.request(order["id"])
    assert (held["hold_cause"], held["hold"]["amount"], held["gross"]) == ("credit-hold", "36.00", "36.00")
    assert (anew["id"] != request["id"], anew["amount"]) == (True, "36.00")
    assert make.slug(await house.decide(request["id"], "approve", 409, who=make.FINANCE)) == "already-decided"
    await house.decide(anew["id"], "approve", who=make.FINANCE)
    assert (await house.order(order["id"]))["hold"] is None


async def test_a_release_covers_no_revision_that_makes_the_order_larger(house: House) -> None:
    order = await waiting(house)
    await house.decide((await house.request(order["id"]))["id"], "approve", who=make.FINANCE)
    more = {"reason": "x", "changes": [{"line_id": order["lines"][0]["id"], "quantity": "6"}]}
    revision = await house.post(f"/orders/{order['id']}/revisions", more, 201)
    path = f"/orders/{order['id']}/revisions/{revision['id']}/accept"
    headers = {"If-Match": str(revision["order_version"])}
    async with house.sales.client(*make.SELLER) as client:
        refused = await client.post(path, json={}, headers=headers)
        house.world.credit.limits[UUID(order["customer_id"])] = Decimal(72)
        accepted = await client.post(path, json={}, headers=headers)
    assert (make.slug(refused.json()), accepted.status_code) == ("credit-limit-exceeded", 200)
    house.world.credit.taken[UUID(order["id"])] = UUID(order["customer_id"]), Decimal(72)
    house.world.credit.limits[UUID(order["customer_id"])] = Decimal(60)
    await watch_credit(desk(house))
    assert (await house.order(order["id"]))["hold_cause"] == "credit-limit"
