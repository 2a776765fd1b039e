"""Answers to offers: by the link, by the portal, by the house; once; and an order at the offered prices comes of it."""

import asyncio
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import httpx
import pytest
from comptoir.sales.v1.offer_pb2 import OfferClosed, OfferOutcome
from comptoir.sales.v1.sales_order_pb2 import OrderConfirmed
from kit.ids import new_id
from kit.link_answers import LinkLimits

from kit import clock
from services.sales.tests import factories as make
from services.sales.tests.factories import House, slug
from services.sales.tests.test_doors import secrets

TODAY = clock.now().date()
YES = {"edition": 1, "name": "A. Martin"}


async def by_link(house: House, offer: dict[str, Any], path: str = "", body: Any = None) -> httpx.Response:
    transport = httpx.ASGITransport(app=house.sales.app)
    headers = {"offer-token": offer["link"].partition("#")[2]}
    async with httpx.AsyncClient(transport=transport, base_url="http://test", headers=headers) as client:
        return await client.request("GET" if body is None else "POST", f"/offer{path}", json=body)


async def sent(house: House, *lines: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return await house.send(await house.offer(*lines, **changes))


async def approved(house: House, **changes: Any) -> tuple[dict[str, Any], str]:
    """An offer whose thin margin was approved, sent; and its product."""
    product = await house.product(price="10", cost="9.5")
    offer = await house.offer(make.line(product), **changes)
    await house.send(offer)
    await house.decide((await house.request_of_offer(offer))["id"], "approve")
    return await house.send(offer), product


# --- by the link ---


async def test_a_link_shows_the_offer_and_nothing_of_costs(house: House) -> None:
    offer = await sent(house, make.line(await house.product()), {"text": "Thank you."}, notes="Carriage paid.")
    seen = (await by_link(house, offer)).json()
    assert (seen["number"], seen["status"], seen["net"], seen["customer"]) == (
        offer["number"], "sent", "50.00", "Quincaillerie",
    )  # fmt: skip
    assert secrets(seen) == []
    assert seen["lines"][0]["steps"][0]["rule"] == "list-price"
    assert (await by_link(house, offer, "/paper")).content.startswith(b"%PDF")


async def test_an_acceptance_becomes_an_order_with_what_was_chosen(house: House) -> None:
    since = await house.sales.outbox_position()
    fixed, first, second, option = [
        make.line(await house.product(price=price), "1") for price in ("10", "20", "30", "7")
    ]
    offer = await sent(
        house,
        fixed,
        {**first, "choice": "alternative", "group": "a"},
        {**second, "choice": "alternative", "group": "a"},
        {**option, "choice": "option"},
    )
    ids = [line["id"] for line in offer["lines"]]
    unclear = await by_link(house, offer, "/accept", {**YES, "lines": [ids[1], ids[2]]})
    assert (unclear.status_code, slug(unclear.json())) == (422, "choice-missing")
    answer = await by_link(house, offer, "/accept", {**YES, "lines": [ids[2], ids[3]], "customer_reference": "PO 77"})
    assert answer.status_code == 201, answer.text
    assert answer.json()["net"] == "47.00"
    after = await house.get(f"/offers/{offer['offer_id']}", who=make.OFFERING)
    assert after["status"] == "accepted"
    order = await house.order(after["sales_order_id"])
    assert (order["number"], order["status"], order["customer_reference"], order["net"]) == (
        answer.json()["sales_order_number"], "draft", "PO 77", "47.00",
    )  # fmt: skip
    assert [line["product_id"] for line in order["lines"]] == [each["product_id"] for each in (fixed, second, option)]
    last = order["lines"][0]["steps"][-1]
    assert (last["rule"], last["label"]) == ("quoted-price", f"{offer['number']} v1")
    (closed,) = await house.sales.published(OfferClosed, since=since)
    assert (closed.outcome, closed.sales_order_id) == (OfferOutcome.OFFER_OUTCOME_ACCEPTED, order["id"])
    assert (closed.net_amount.value, closed.margin_amount.value) == ("47.00", "29.00")
    found = await house.get("/offers", who=make.OFFERING, sales_order_id=order["id"])
    assert [each["number"] for each in found["items"]] == [offer["number"]]


async def test_a_link_answers_so_often_an_hour_and_no_more_at_any_size(house: House) -> None:
    before = house.sales.app.state.link_limits
    house.sales.app.state.link_limits = LinkLimits(per_hour=2, in_all=5)
    try:
        offer, other = await sent(house), await sent(house)
        wrong = {**YES, "edition": 9}
        tries = [("/accept", wrong), ("/refuse", {**wrong, "reason": "No"}), ("/accept", YES)]
        answers = [await by_link(house, offer, path, body) for path, body in tries]
        assert 429 not in [each.status_code for each in answers[:2]]
        assert (answers[2].status_code, slug(answers[2].json())) == (429, "too-many-answers")
        assert 3590 <= int(answers[2].headers["Retry-After"]) <= 3600
        assert (await by_link(house, offer)).json()["status"] == "sent"
        large = await by_link(house, other, "/accept", {**YES, "name": "x" * 1024 * 1024})
        assert large.status_code == 413
        assert (await by_link(house, other, "/accept", YES)).status_code == 201
    finally:
        house.sales.app.state.link_limits = before


async def test_eight_acceptances_at_once_are_one_order(house: House) -> None:
    since = await house.sales.outbox_position()
    offer = await sent(house)
    bodies = [("/accept", YES), ("/refuse", {**YES, "reason": "No"})] * 4
    answers = await asyncio.gather(*(by_link(house, offer, path, body) for path, body in bodies))
    codes = sorted(answer.status_code for answer in answers)
    assert codes[0] in (200, 201)
    assert codes[1:] == [409] * 7
    assert len(await house.sales.published(OfferClosed, since=since)) == 1
    orders = await house.get("/orders", customer_id=offer["customer_id"])
    assert len(orders["items"]) == (codes[0] == 201)


async def test_a_refusal_has_its_reason_and_another_edition_may_follow(house: House) -> None:
    since = await house.sales.outbox_position()
    offer = await sent(house)
    assert (await by_link(house, offer, "/refuse", {**YES, "reason": "Too late"})).json()["status"] == "refused"
    (closed,) = await house.sales.published(OfferClosed, since=since)
    assert (closed.outcome, closed.reason) == (OfferOutcome.OFFER_OUTCOME_REFUSED, "Too late")
    body = await house.body(customer_id=offer["customer_id"])
    second = await house.post(f"/offers/{offer['offer_id']}/editions", body, 201, who=make.OFFERING)
    resent = await house.send(second)
    assert (await by_link(house, offer)).status_code == 404  # a new link voids the former
    assert (await by_link(house, resent, "/accept", {**YES, "edition": 2})).status_code == 201


async def test_nothing_is_accepted_after_the_last_day_nor_seen_long_after(house: House) -> None:
    since = await house.sales.outbox_position()
    offer = await sent(house, valid_until=TODAY.isoformat())
    await house.age(offer, days=1)
    late = await by_link(house, offer, "/accept", YES)
    assert (late.status_code, slug(late.json())) == (409, "offer-is-expired")
    assert slug((await by_link(house, offer, "/refuse", {**YES, "reason": "x"})).json()) == "offer-is-expired"
    assert (await by_link(house, offer)).json()["status"] == "expired"
    assert await house.sales.published(OfferClosed, since=since) == []
    async with house.sales.database.transaction() as tx:
        await tx.execute(
            "UPDATE offer_link SET expires_at = now() - interval '1 second' WHERE offer_id = $1",
            UUID(offer["offer_id"]),
        )
    assert (await by_link(house, offer)).status_code == 404


async def test_what_is_accepted_is_what_was_read(house: House) -> None:
    line = make.line(await house.product())
    offer = await sent(house, line)
    body = await house.body({**line, "unit_price": "12"}, customer_id=offer["customer_id"])
    second = await house.post(f"/offers/{offer['offer_id']}/editions", body, 201, who=make.OFFERING)
    resent = await house.send(second)
    wrong = await by_link(house, resent, "/accept", YES)
    assert (wrong.status_code, slug(wrong.json()), wrong.json()["edition"]) == (409, "offer-stands", 2)


async def test_an_edition_that_is_being_written_falls_when_the_one_before_is_accepted(house: House) -> None:
    offer = await sent(house)
    thin = make.line(await house.product(cost="9.5"))
    body = await house.body(thin, customer_id=offer["customer_id"])
    second = await house.post(f"/offers/{offer['offer_id']}/editions", body, 201, who=make.OFFERING)
    waiting = await house.send(second)
    request = await house.request_of_offer(waiting)
    assert (await by_link(house, offer, "/accept", YES)).status_code == 201
    listed = await house.get(f"/offers/{offer['offer_id']}/editions", who=make.OFFERING)
    assert [each["status"] for each in listed["items"]] == ["accepted"]
    assert slug(await house.decide(request["id"], "approve", 409)) == "already-decided"
    assert (
        slug(await house.post(f"/offers/{offer['offer_id']}/editions", body, 409, who=make.OFFERING)) == "offer-stands"
    )


@pytest.mark.parametrize(
    "change",
    [{"name": "x"}, {"edition": 0}, {"lines": [str(new_id())]}, {"accepted_on": "2999-01-01"}, {"price": "1"}],
)
async def test_an_answer_that_makes_no_sense_changes_nothing(house: House, change: dict[str, Any]) -> None:
    offer = await sent(house)
    assert (await by_link(house, offer, "/accept", {**YES, **change})).status_code == 422
    assert (await by_link(house, offer)).json()["status"] == "sent"


@pytest.mark.parametrize("token", ["", "short", "x" * 43, "é" * 30])
async def test_guessing_a_link_reaches_nothing(house: House, token: str) -> None:
    transport = httpx.ASGITransport(app=house.sales.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        answer = await client.get("/offer", headers=[(b"offer-token", token.encode())])
    assert answer.status_code in (404, 422)


# --- entered ---


async def test_a_portal_user_accepts_his_own_offer_and_the_house_enters_an_answer(house: House) -> None:
    customer = await house.customer()
    own = await sent(house, customer_id=customer)
    claims: dict[str, Any] = {"sub": "buyer", "customer_id": customer}
    who = ("sales.offers.answer", "sales.orders.confirm")
    accepted = await house.post(f"/offers/{own['offer_id']}/accept", YES, 201, who=who, **claims)
    assert (accepted["status"], secrets(accepted)) == ("accepted", [])
    firm = await house.post(f"/orders/{accepted['sales_order_id']}/confirm", {}, who=who, **claims)
    assert firm["status"] == "confirmed"
    other = await sent(house)
    body = {**YES, "reason": "By phone", "refused_on": (TODAY - timedelta(days=1)).isoformat()}
    refused = await house.post(f"/offers/{other['offer_id']}/refuse", body, who=make.OFFERING)
    assert refused["status"] == "refused"


async def test_a_draft_is_not_answered(house: House) -> None:
    draft = await house.offer()
    assert slug(await house.post(f"/offers/{draft['offer_id']}/accept", YES, 409, who=make.OFFERING)) == "offer-stands"


# --- the order ---


async def test_what_was_approved_for_the_offer_is_not_asked_again(house: House) -> None:
    since = await house.sales.outbox_position()
    offer, _ = await approved(house)
    accepted = await house.post(f"/offers/{offer['offer_id']}/accept", YES, 201, who=make.OFFERING)
    firm = await house.post(f"/orders/{accepted['sales_order_id']}/confirm", {})
    assert firm["status"] == "confirmed"
    (event,) = await house.sales.published(OrderConfirmed, since=since)
    assert event.lines[0].unit_price.value == "10"
    listed = await house.get("/approvals", who=make.MANAGER, document_id=firm["id"], status="approved")
    (carried,) = listed["items"]
    assert (carried["decided_by"], carried["comment"]) == ("manager", f"Approved with {offer['number']} v1. Seen.")


async def test_a_cost_that_rose_since_is_asked_again(house: House) -> None:
    offer, product = await approved(house)
    accepted = await house.post(f"/offers/{offer['offer_id']}/accept", YES, 201, who=make.OFFERING)
    house.world.pricing.costs[UUID(product)] = Decimal("9.9")
    waiting = await house.post(f"/orders/{accepted['sales_order_id']}/confirm", {})
    assert waiting["status"] == "awaiting-approval"
    await house.decide((await house.request(waiting["id"]))["id"], "approve")
    assert (await house.order(waiting["id"]))["status"] == "confirmed"


async def test_a_cost_that_fell_since_is_not(house: House) -> None:
    offer, product = await approved(house)
    accepted = await house.post(f"/offers/{offer['offer_id']}/accept", YES, 201, who=make.OFFERING)
    house.world.pricing.costs[UUID(product)] = Decimal("9.2")
    assert (await house.post(f"/orders/{accepted['sales_order_id']}/confirm", {}))["status"] == "confirmed"


async def test_an_allowed_offer_whose_cost_rose_is_asked_at_its_order(house: House) -> None:
    product = await house.product()
    offer = await sent(house, make.line(product))
    accepted = await house.post(f"/offers/{offer['offer_id']}/accept", YES, 201, who=make.OFFERING)
    house.world.pricing.costs[UUID(product)] = Decimal("9.5")
    waiting = await house.post(f"/orders/{accepted['sales_order_id']}/confirm", {})
    assert waiting["status"] == "awaiting-approval"


async def test_an_accepted_price_outlives_the_list_and_is_not_rewritten(house: House) -> None:
    product = await house.product(price="10")
    offer = await sent(house, make.line(product))
    house.world.pricing.prices[UUID(product)] = Decimal(99)
    accepted = await house.post(f"/offers/{offer['offer_id']}/accept", YES, 201, who=make.OFFERING)
    order = await house.order(accepted["sales_order_id"])
    async with house.sales.client(*make.SELLER) as client:
        body = await house.body(make.line(product), customer_id=offer["customer_id"])
        answer = await client.put(f"/orders/{order['id']}", json=body, headers={"If-Match": str(order["version"])})
    assert (answer.status_code, slug(answer.json())) == (409, "order-is-agreed")
    firm = await house.post(f"/orders/{order['id']}/confirm", {})
    assert (firm["status"], firm["lines"][0]["unit_price"]) == ("confirmed", "10")
