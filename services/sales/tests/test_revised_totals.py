"""Revisions of firm orders, judged and charged as the whole orders that they would be."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from comptoir.sales.v1.sales_order_pb2 import OrderRevised
from hypothesis import given
from hypothesis import strategies as st
from kit.ids import new_id
from sales.domain.revision import RevisedLine, RevisedTerms, Revision, agreed_part, earned_rate, revised

from services.sales.tests import factories as make
from services.sales.tests.factories import House, line, slug
from services.sales.tests.test_revisions import accept, change, proposed


async def strict(house: House, rate: str) -> str:
    """A customer whose orders must earn so much in total."""
    customer = await house.customer()
    house.world.pricing.totals[UUID(customer)] = Decimal(rate)
    return customer


async def approved(house: House, revision: dict[str, Any]) -> dict[str, Any]:
    return await house.decide((await house.request(revision["id"]))["id"], "approve")


# --- the rule ---


@given(st.integers(1, 50), st.integers(1, 50), st.sampled_from(["5", "9.50"]))
def test_only_what_grows_or_costs_otherwise_is_judged_again(before: int, after: int, price: str) -> None:
    order = make.order((new_id(), str(before)), (new_id(), "3"), price="10")
    order = make.firm(order)
    other = make.order((order.lines[0].product_id, str(after)), id_=order.id, price=price).lines[0]
    terms = RevisedTerms(customer_reference="new")
    revision = Revision(new_id(), order.id, 1, 0, "why", (RevisedLine(other),), terms, "seller")
    kept = agreed_part(order, revised(order, revision)).line_ids
    assert order.lines[1].id in kept
    assert (order.lines[0].id in kept) == (after <= before and Decimal(price) == 10)


def test_an_order_earns_what_its_lines_were_judged_at() -> None:
    assert earned_rate(make.order((new_id(), "5"), (new_id(), "1"), price="10", cost="6")) == Decimal("0.4000")
    assert earned_rate(make.order(cost=None)) is None


# --- margin of the total ---


async def test_a_thin_line_that_is_added_is_judged_with_the_whole(house: House) -> None:
    customer, thin = await strict(house, "0.30"), await house.product(cost="8.50")
    order = await house.place(line(await house.product(cost="6"), "5"), customer_id=customer)
    little = await proposed(house, order, added=[line(thin, "1")])
    assert little["verdict"] == "allowed"  # (50 + 10 - 30 - 8.50) / 60 is 35.8 %
    much = await proposed(house, order, added=[line(thin, "20")])
    assert much["verdict"] == "needs-approval"
    assert (await accept(house, much))["status"] == "awaiting-approval"
    request = await house.request(much["id"])
    assert [each["product_id"] for each in request["details"]["lines"]] == [thin]
    await approved(house, much)
    assert [each["quantity"] for each in (await house.order(order["id"]))["lines"]] == ["5", "20"]


async def test_giving_up_what_carries_the_order_is_no_way_around_its_total(house: House) -> None:
    customer = await strict(house, "0.30")
    good, thin = await house.product(cost="2"), await house.product(cost="8.50")
    order = await house.place(line(good, "5"), line(thin, "5"), customer_id=customer)
    path = f"/orders/{order['id']}/lines/{order['lines'][0]['id']}/cancel"
    answer = await house.post(path, {"reason": "Not wanted"})
    assert [each["quantity"] for each in answer["lines"]] == ["5", "5"]  # as it is, until somebody says yes
    (waiting,) = [
        each
        for each in (await house.get(f"/orders/{order['id']}/revisions"))["items"]
        if each["status"] == "awaiting-approval"
    ]
    request = await house.request(waiting["id"])
    assert [each["product_id"] for each in request["details"]["lines"]] == [thin]
    await approved(house, waiting)
    assert [each["quantity"] for each in (await house.order(order["id"]))["lines"]] == ["0", "5"]


async def test_a_cost_that_rose_is_no_blame_on_what_was_agreed(house: House) -> None:
    customer = await strict(house, "0.30")
    product, other = await house.product(cost="6"), await house.product(cost="6")
    order = await house.place(line(product, "5"), customer_id=customer)
    house.world.pricing.costs[UUID(product)] = Decimal("9.90")
    revision = await proposed(house, order, added=[line(other, "1")])
    assert (revision["verdict"], (await accept(house, revision))["status"]) == ("allowed", "accepted")
    order = await house.order(order["id"])
    assert order["lines"][0]["margin"]["margin_rate"] == "0.4000"  # as it was judged
    more = await proposed(house, order, changes=[change(order, quantity="6")])
    assert (await accept(house, more))["status"] == "awaiting-approval"  # more of it is a new sale


async def test_a_thin_order_that_gets_no_thinner_asks_nobody_again(house: House) -> None:
    customer = await strict(house, "0.30")
    product, good = await house.product(cost="8.50"), await house.product(cost="8")
    draft = await house.draft(line(product, "5"), customer_id=customer)
    await house.post(f"/orders/{draft['id']}/confirm", {}, sub="seller")
    await house.decide((await house.request(draft["id"]))["id"], "approve")
    order = await house.order(draft["id"])
    assert order["status"] == "confirmed"
    better = await proposed(house, order, added=[line(good, "1")])
    assert (await accept(house, better))["status"] == "accepted"
    order = await house.order(draft["id"])
    thinner = await proposed(house, order, added=[line(await house.product(cost="8.90"), "5")])
    assert (await accept(house, thinner))["status"] == "awaiting-approval"


# --- charges ---


async def test_a_revised_order_is_charged_as_the_whole_that_it_will_be(house: House) -> None:
    customer, product = await house.customer(), await house.product()
    house.charge(customer, "15", below="100")
    order = await house.place(line(product, "5"), customer_id=customer)
    since = await house.sales.outbox_position()
    grown = await proposed(house, order, added=[line(product, "5")])
    assert {(each["field"], each["before"], each["after"]) for each in grown["differences"]} >= {("charged", "15", "0")}
    assert (grown["net_before"], grown["net_after"], grown["credit"]["gross_after"]) == ("65.00", "100.00", "120.00")
    await accept(house, grown)
    (event,) = await house.sales.published(OrderRevised, since=since)
    assert not event.order.charges
    order = await house.order(order["id"])
    path = f"/orders/{order['id']}/lines/{order['lines'][1]['id']}/cancel"
    after = await house.post(path, {"reason": "Not wanted"})
    assert (after["net"], after["charged"], after["gross"]) == ("65.00", "15", "78.00")


async def test_what_goods_have_left_with_stays_charged(house: House) -> None:
    customer, product = await house.customer(), await house.product()
    house.charge(customer, "15", below="100")
    order = await house.place(line(product, "5"), customer_id=customer)
    await house.sales.deliver(make.SHIPMENTS, make.shipment(order, "2"))
    grown = await proposed(house, order, added=[line(product, "50")])
    assert grown["net_after"] == "565.00"
    refused = await house.post(
        f"/orders/{order['id']}/revisions",
        {"reason": "Goodwill", "waived_charges": [order["charges"][0]["id"]]},
        409,
        who=(*make.SELLER, "sales.charges.waive"),
    )
    assert slug(refused) == "charge-is-due"


async def test_a_charge_of_a_firm_order_is_let_go_by_a_revision_of_who_may(house: House) -> None:
    customer = await house.customer()
    house.charge(customer, "15")
    order = await house.place(line(await house.product()), customer_id=customer)
    body = {"reason": "We were late", "waived_charges": [order["charges"][0]["id"]]}
    path = f"/orders/{order['id']}/revisions"
    assert slug(await house.post(path, body, 403)) == "permission-missing"
    revision = await house.post(path, body, 201, who=(*make.SELLER, "sales.charges.waive"), sub="manager")
    await accept(house, revision)
    after = await house.order(order["id"])
    assert (after["net"], after["gross"], after["charges"][0]["waived_because"]) == ("50.00", "60.00", "We were late")
    again = await proposed(house, after, changes=[change(after, quantity="6")])
    assert again["net_after"] == "60.00"  # let go is let go


async def test_letting_a_charge_go_that_the_total_needs_is_approved(house: House) -> None:
    customer = await strict(house, "0.30")
    house.charge(customer, "15")
    order = await house.place(line(await house.product(cost="8.50")), customer_id=customer)
    assert order["status"] == "confirmed"  # (50 + 15 - 42.50) / 65 is 34.6 %
    body = {"reason": "We were late", "waived_charges": [order["charges"][0]["id"]]}
    revision = await house.post(
        f"/orders/{order['id']}/revisions", body, 201, who=(*make.SELLER, "sales.charges.waive"), sub="manager"
    )
    assert (await accept(house, revision))["status"] == "awaiting-approval"
    assert (await house.order(order["id"]))["charged"] == "15"
