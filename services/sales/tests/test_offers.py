"""Offers: written, judged, approved, sent, revised by editions, expired; nothing changes what a customer has in hand."""

import asyncio
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from comptoir.sales.v1.offer_pb2 import OfferClosed, OfferOutcome, OfferSent
from kit.errors import DomainError
from kit.ids import new_id
from sales.commands.send_offer import expire_offers

from kit import clock
from services.sales.tests import factories as make
from services.sales.tests.factories import House, slug

TODAY = clock.now().date()


async def priced(
    house: House, price: str = "10", cost: str = "6", quantity: str = "5", **changes: Any
) -> dict[str, Any]:
    return make.line(await house.product(price=price, cost=cost), quantity, **changes)


async def changed(house: House, offer: dict[str, Any], body: dict[str, Any], status: int = 200) -> dict[str, Any]:
    async with house.sales.client(*make.OFFERING) as client:
        answer = await client.put(
            f"/offers/{offer['offer_id']}", json=body, headers={"If-Match": str(offer["version"])}
        )
    assert answer.status_code == status, answer.text
    result: dict[str, Any] = answer.json()
    return result


# --- written and priced ---


async def test_an_offer_is_priced_with_reasons_and_margin_line_by_line(house: House) -> None:
    fixed = await priced(house, "10", "6", "2", text="In blue")
    first = await priced(house, "20", "10", "1", choice="alternative", group="pump")
    second = await priced(house, "30", "10", "1", choice="alternative", group="pump")
    option = await priced(house, "7", "5", "1", choice="option", lead_time_days=4)
    offer = await house.offer(fixed, {"text": "A heading"}, first, second, option, notes="Carriage paid.")
    assert (offer["number"][:3], offer["edition"]) == ("QU-", 1)
    assert (offer["status"], offer["net"], offer["margin"]) == ("draft", "40.00", "18.00")
    assert offer["margin_rate"] == "0.4500"
    assert [line["kind"] for line in offer["lines"]] == ["item", "text", "item", "item", "item"]
    assert [line.get("is_counted") for line in offer["lines"]] == [True, None, True, False, False]
    assert offer["lines"][0]["margin"]["margin_rate"] == "0.4000"
    assert offer["lines"][0]["steps"][0]["rule"] == "list-price"
    assert offer["valid_until"] == (TODAY + timedelta(days=30)).isoformat()
    assert await house.get(f"/offers/{offer['offer_id']}", who=make.OFFERING) == offer


@pytest.mark.parametrize(
    ("change", "status", "problem"),
    [
        ({"valid_until": "2020-01-01"}, 409, "offer-is-expired"),
        ({"lines": []}, 422, "invalid-request"),
        ({"lines": [{"text": "Words alone"}]}, 422, "invalid-request"),
        ({"warehouse": "?"}, 422, "invalid-request"),
        ({"customer_id": str(new_id())}, 404, "customer-not-known"),
        ({"lines": [{"text": "x"}, {"product_id": str(new_id()), "quantity": "1"}]}, 404, "product-not-known"),
    ],
)
async def test_an_offer_that_makes_no_sense_is_not_written(
    house: House, change: dict[str, Any], status: int, problem: str
) -> None:
    id_ = str(new_id())
    refused = await house.post("/offers", {**await house.body(), "id": id_, **change}, status, who=make.OFFERING)
    assert slug(refused) == problem
    await house.get(f"/offers/{id_}", 404, who=make.OFFERING)


async def test_a_refused_line_is_named_as_the_client_counts_it(house: House) -> None:
    lines = [{"text": "x"}, await priced(house), {"text": "y"}, await priced(house, packaging_code="PALLET")]
    refused = await house.post("/offers", await house.body(*lines), 422, who=make.OFFERING)
    assert (slug(refused), refused["field"]) == ("packaging-not-known", "lines.3.packaging_code")


async def test_an_alternative_needs_another(house: House) -> None:
    lonely = await priced(house, choice="alternative", group="a")
    assert slug(await house.post("/offers", await house.body(lonely), 422, who=make.OFFERING)) == "lonely-alternative"


async def test_a_price_by_hand_needs_its_permission(house: House) -> None:
    body = await house.body(await priced(house, unit_price="9"))
    who = ("sales.offers.write", "sales.offers.read")
    assert slug(await house.post("/offers", body, 403, who=who)) == "permission-missing"


async def test_an_id_is_of_one_offer(house: House) -> None:
    body = {**await house.body(), "id": str(new_id())}
    await house.post("/offers", body, 201, who=make.OFFERING)
    assert slug(await house.post("/offers", body, 409, who=make.OFFERING)) == "offer-taken"


async def test_a_draft_changes_as_a_whole_and_only_in_the_version_that_was_seen(house: House) -> None:
    offer = await house.offer(await priced(house))
    body = await house.body(await priced(house, "8", "4", "10"), customer_id=offer["customer_id"])
    after = await changed(house, offer, body)
    assert (after["net"], after["edition"], after["version"]) == ("80.00", 1, 2)
    assert slug(await changed(house, offer, body, 412)) == "stale"


# --- sent ---


async def test_sending_tells_everything_once_and_gives_a_link(house: House) -> None:
    since = await house.sales.outbox_position()
    offer = await house.offer(await priced(house, "10", "6", "2"), customer_reference="Your request 7")
    sent = await house.send(offer)
    assert sent["status"] == "sent"
    assert sent["link"].startswith("/offer#")
    (event,) = await house.sales.published(OfferSent, since=since)
    assert (event.number, event.edition, event.salesperson, event.channel) == (offer["number"], 1, "S1", "field")
    assert (event.net_amount.value, event.margin_amount.value, len(event.lines)) == ("20.00", "8.00", 1)
    assert event.lines[0].unit_cost.value == "6"
    assert slug(await house.post(f"/offers/{offer['offer_id']}/send", {}, 409, who=make.OFFERING)) == "offer-stands"


async def test_what_was_sent_does_not_change_even_in_the_database(house: House) -> None:
    offer = await house.send(await house.offer())
    body = await house.body(customer_id=offer["customer_id"])
    assert slug(await changed(house, offer, body, 409)) == "offer-stands"
    id_ = UUID(offer["offer_id"])
    for statement in (
        "UPDATE offer SET net = 1 WHERE offer_id = $1",
        "UPDATE offer_line SET unit_price = 1 WHERE offer_id IN (SELECT id FROM offer WHERE offer_id = $1)",
        "DELETE FROM offer_line WHERE offer_id IN (SELECT id FROM offer WHERE offer_id = $1)",
    ):
        with pytest.raises(DomainError, match="does not change"):
            async with house.sales.database.transaction() as tx:
                await tx.execute(statement, id_)


async def test_a_margin_below_the_floor_cannot_be_offered(house: House) -> None:
    since = await house.sales.outbox_position()
    offer = await house.offer(await priced(house, "10", "20"))
    assert slug(await house.post(f"/offers/{offer['offer_id']}/send", {}, 409, who=make.OFFERING)) == "margin-blocked"
    assert (await house.get(f"/offers/{offer['offer_id']}", who=make.OFFERING))["status"] == "draft"
    assert await house.sales.published(OfferSent, since=since) == []


async def test_a_thin_margin_is_approved_before_it_is_sent(house: House) -> None:
    since = await house.sales.outbox_position()
    offer = await house.offer(await priced(house, "10", "9.5"))
    waiting = await house.send(offer)
    assert (waiting["status"], waiting["link"]) == ("awaiting-approval", None)
    request = await house.request_of_offer(waiting)
    assert (request["subject"], request["document_number"]) == ("offer-margin", f"{offer['number']} v1")
    assert request["details"]["offer_id"] == offer["offer_id"]  # of all editions: where it is read
    assert slug(await house.decide(request["id"], "approve", 403, sub="seller")) == "own-request"
    await house.decide(request["id"], "approve")
    assert await house.sales.published(OfferSent, since=since) == []
    assert (await house.send(offer))["status"] == "sent"
    assert len(await house.sales.published(OfferSent, since=since)) == 1


async def test_a_rejected_margin_leaves_a_draft(house: House) -> None:
    waiting = await house.send(await house.offer(await priced(house, "10", "9.5")))
    request = await house.request_of_offer(waiting)
    await house.decide(request["id"], "reject")
    assert (await house.get(f"/offers/{waiting['offer_id']}", who=make.OFFERING))["status"] == "draft"
    assert slug(await house.decide(request["id"], "approve", 409)) == "already-decided"


async def test_an_approval_covers_no_other_content_and_no_thinner_margin(house: House) -> None:
    line = await priced(house, "10", "9.5")
    offer = await house.offer(line)
    await house.decide((await house.request_of_offer(await house.send(offer)))["id"], "approve")
    house.world.pricing.costs[UUID(line["product_id"])] = Decimal("9.9")
    assert (await house.send(offer))["status"] == "awaiting-approval"
    await house.decide((await house.request_of_offer(offer))["id"], "approve")
    approved = await house.get(f"/offers/{offer['offer_id']}", who=make.OFFERING)
    body = await house.body({**line, "quantity": "6"}, customer_id=offer["customer_id"])
    assert (await changed(house, approved, body))["status"] == "draft"
    assert (await house.send(offer))["status"] == "awaiting-approval"


async def test_deciders_at_once_decide_an_offer_once(house: House) -> None:
    waiting = await house.send(await house.offer(await priced(house, "10", "9.5")))
    request = await house.request_of_offer(waiting)
    async with house.sales.client(*make.MANAGER, sub="manager") as client:
        answers = await asyncio.gather(
            *(client.post(f"/approvals/{request['id']}/{what}", json={}) for what in ("approve", "reject") * 4)
        )
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 7


# --- editions ---


async def test_the_next_edition_counts_once_it_is_sent(house: House) -> None:
    since = await house.sales.outbox_position()
    line = await priced(house, "10", "6", "5")
    offer = await house.send(await house.offer(line, {"text": "Thank you."}))
    other = await priced(house, "3", "1", "1")
    body = await house.body({**line, "quantity": "8", "unit_price": "9"}, other, customer_id=offer["customer_id"])
    second = await house.post(f"/offers/{offer['offer_id']}/editions", body, 201, who=make.OFFERING)
    assert (second["edition"], second["status"], second["number"]) == (2, "draft", offer["number"])
    again = await house.post(f"/offers/{offer['offer_id']}/editions", body, 409, who=make.OFFERING)
    assert slug(again) == "offer-stands"
    listed = await house.get(f"/offers/{offer['offer_id']}/editions", who=make.OFFERING)
    assert [each["status"] for each in listed["items"]] == ["sent", "draft"]
    await house.send(second)
    listed = await house.get(f"/offers/{offer['offer_id']}/editions", who=make.OFFERING)
    assert [each["status"] for each in listed["items"]] == ["superseded", "sent"]
    (closed,) = await house.sales.published(OfferClosed, since=since)
    assert (closed.edition, closed.outcome) == (1, OfferOutcome.OFFER_OUTCOME_SUPERSEDED)
    first = await house.get(f"/offers/{offer['offer_id']}/editions/1", who=make.OFFERING)
    assert first["lines"] == offer["lines"]
    changes = await house.get(f"/offers/{offer['offer_id']}/editions/2/changes", who=make.OFFERING)
    assert (changes["before"]["net"], changes["after"]["net"]) == ("50.00", "75.00")
    assert (changes["before"]["margin"], changes["after"]["margin"]) == ("20.00", "26.00")
    (repriced, added) = changes["lines"]
    assert (repriced["before"]["unit_price"], repriced["after"]["unit_price"]) == ("10", "9")
    assert (repriced["before"]["margin_rate"], repriced["after"]["margin_rate"]) == ("0.4000", "0.3333")
    assert (added["before"], added["after"]["quantity"]) == (None, "1")


async def test_editions_written_at_once_are_one(house: House) -> None:
    offer = await house.send(await house.offer())
    body = await house.body(customer_id=offer["customer_id"])
    async with house.sales.client(*make.OFFERING) as client:
        path = f"/offers/{offer['offer_id']}/editions"
        answers = await asyncio.gather(*(client.post(path, json=body) for _ in range(8)))
    codes = sorted(answer.status_code for answer in answers)
    assert codes[0] == 201
    assert set(codes[1:]) <= {409, 412}


async def test_sending_at_once_sends_once(house: House) -> None:
    since = await house.sales.outbox_position()
    offer = await house.offer()
    async with house.sales.client(*make.OFFERING) as client:
        answers = await asyncio.gather(*(client.post(f"/offers/{offer['offer_id']}/send", json={}) for _ in range(8)))
    assert sum(answer.status_code == 200 for answer in answers) == 1
    assert len(await house.sales.published(OfferSent, since=since)) == 1


# --- over ---


async def test_a_withdrawn_offer_is_over(house: House) -> None:
    since = await house.sales.outbox_position()
    offer = await house.send(await house.offer())
    path = f"/offers/{offer['offer_id']}"
    await house.post(f"{path}/editions", await house.body(customer_id=offer["customer_id"]), 201, who=make.OFFERING)
    await house.post(f"{path}/withdraw", {"reason": "No longer made"}, who=make.OFFERING)
    listed = await house.get(f"{path}/editions", who=make.OFFERING)
    assert [each["status"] for each in listed["items"]] == ["withdrawn", "withdrawn"]
    (closed,) = await house.sales.published(OfferClosed, since=since)
    assert (closed.outcome, closed.reason) == (OfferOutcome.OFFER_OUTCOME_WITHDRAWN, "No longer made")
    assert slug(await house.post(f"{path}/withdraw", {"reason": "x"}, 409, who=make.OFFERING)) == "offer-stands"
    assert slug(await house.post(f"{path}/link", {}, 409, who=make.OFFERING)) == "offer-stands"


async def test_an_offer_expires_by_the_clock_of_the_database_and_is_told_once(house: House) -> None:
    offer = await house.offer(valid_until=TODAY.isoformat())
    assert (await house.send(offer))["status"] == "sent"
    await house.age(offer, days=1)
    since = await house.sales.outbox_position()
    assert (await house.get(f"/offers/{offer['offer_id']}", who=make.OFFERING))["status"] == "expired"
    params = {"customer_id": offer["customer_id"]}
    assert (await house.get("/offers", who=make.OFFERING, status="sent", **params))["items"] == []
    assert len((await house.get("/offers", who=make.OFFERING, status="expired", **params))["items"]) == 1
    for _ in range(2):
        async with house.sales.database.transaction() as tx:
            await expire_offers(tx)
    told = await house.sales.published(OfferClosed, since=since)
    assert [each.outcome for each in told if each.offer_id == offer["offer_id"]] == [OfferOutcome.OFFER_OUTCOME_EXPIRED]
    assert (await house.get("/offers", who=make.OFFERING, status="expired", **params))["items"][0]["version"] == 3


# --- found ---


async def test_offers_are_found_by_what_people_know_of_them(house: House) -> None:
    customer = await house.customer(name="Au Clou d'Or")
    line = await priced(house)
    made = [
        await house.offer(line, customer_id=customer, salesperson=f"V{i}", channel="field", customer_reference=f"R{i}")
        for i in range(3)
    ]

    async def found(**params: Any) -> list[str]:
        listed = await house.get("/offers", who=make.OFFERING, customer_id=customer, sort="number", **params)
        return [item["number"] for item in listed["items"]]

    numbers = [offer["number"] for offer in made]
    assert await found() == numbers
    assert await found(salesperson="V1") == numbers[1:2]
    assert await found(q="R2") == numbers[2:]
    assert await found(q=numbers[0]) == numbers[:1]
    assert await found(status="sent") == []
    assert await found(channel="portal") == []
    assert await found(valid_from=(TODAY + timedelta(days=31)).isoformat()) == []
    page = await house.get("/offers", who=make.OFFERING, customer_id=customer, limit=2)
    rest = await house.get("/offers", who=make.OFFERING, customer_id=customer, limit=2, cursor=page["next_cursor"])
    assert [item["number"] for item in (*page["items"], *rest["items"])] == numbers
    assert page["items"][0]["customer_name"] == "Au Clou d'Or"


async def test_a_customer_sees_his_own_offers_once_they_were_sent_and_no_margin(house: House) -> None:
    customer = await house.customer()
    draft = await house.offer(customer_id=customer)
    sent = await house.send(await house.offer(customer_id=customer))
    await house.offer()
    async with house.sales.client("sales.offers.read", sub="buyer", customer_id=customer) as client:
        listed = (await client.get("/offers")).json()["items"]
        seen = await client.get(f"/offers/{sent['offer_id']}")
        assert (await client.get(f"/offers/{draft['offer_id']}")).status_code == 404
    assert [each["number"] for each in listed] == [sent["number"]]
    assert (listed[0]["margin"], seen.json()["margin"], seen.json()["verdict"]) == (None, None, None)
    assert "unit_cost" not in seen.text
    async with house.sales.client("sales.offers.read", sub="buyer", customer_id=str(new_id())) as client:
        assert (await client.get(f"/offers/{sent['offer_id']}")).status_code == 403
        assert (await client.get("/offers", params={"customer_id": customer})).status_code == 403
