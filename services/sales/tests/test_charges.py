"""What orders and offers are charged with on top of their lines, and what is let go of it."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from comptoir.sales.v1.offer_pb2 import OfferSent
from comptoir.sales.v1.sales_order_pb2 import OrderConfirmed
from hypothesis import given
from hypothesis import strategies as st
from kit.ids import new_id
from sales.domain.charge import QuotedCharge, charged, charges_of, main_tax_class, renewed, spared, waived
from sales.domain.charge import Waiver as Let
from sales.domain.errors import ChargeIsWaived, ChargeNotOnDocument

from services.sales.tests import factories as make
from services.sales.tests.factories import House, line

WAIVER = ("sales.charges.waive", "sales.orders.read")
AMOUNTS = st.decimals(min_value="0.01", max_value="1000", places=2)


def quoted(amount: Decimal | str = "15", missing: str | None = None, rule: str = "freight") -> QuotedCharge:
    return QuotedCharge(rule, "1", "Carriage", "Port", Decimal(amount), None if missing is None else Decimal(missing))


# --- the rule ---


@given(st.lists(AMOUNTS, max_size=5), st.data())
def test_what_is_let_go_is_taken_off_and_nothing_else(amounts: list[Decimal], data: st.DataObject) -> None:
    order = make.order()
    asked = [quoted(amount, rule=f"rule-{i}") for i, amount in enumerate(amounts)]
    order = replace(order, charges=charges_of(order.id, asked, order.lines))
    assert order.net == order.goods_net + sum(amounts)
    if order.charges:
        chosen = data.draw(st.sampled_from(order.charges))
        after = replace(order, charges=waived(order.charges, chosen.id, Let("manager", "Our fault")))
        assert after.net == order.net - chosen.quoted.amount
        assert [charge.quoted for charge in after.charges] == asked


def test_a_charge_bears_the_tax_of_most_of_the_goods() -> None:
    order = make.order((new_id(), "2"), (new_id(), "3"), (new_id(), "1"))
    classes = ("reduced", "standard", "reduced")
    lines = [replace(each, tax_class=name) for each, name in zip(order.lines, classes, strict=True)]
    assert main_tax_class(lines) == "reduced"  # of equals, the first by name
    assert main_tax_class(lines[1:]) == "standard"


def test_a_charge_has_the_same_id_whenever_it_is_asked_and_is_let_go_once() -> None:
    order = make.order()
    first = charges_of(order.id, [quoted()], order.lines)
    again = charges_of(order.id, [quoted("12"), quoted(rule="minimum-order")], order.lines)
    assert first[0].id == again[0].id != again[1].id
    free = waived(first, first[0].id, Let("manager", "Our fault"))
    with pytest.raises(ChargeIsWaived):
        waived(free, first[0].id, Let("manager", "Again"))
    with pytest.raises(ChargeNotOnDocument):
        waived(free, new_id(), Let("manager", "Another"))


def test_what_was_let_go_stays_so_while_it_is_not_dearer() -> None:
    order = make.order()
    free = waived(first := charges_of(order.id, [quoted("15")], order.lines), first[0].id, Let("m", "Fault"))
    assert charged(renewed(free, charges_of(order.id, [quoted("12")], order.lines))) == 0
    assert charged(renewed(free, charges_of(order.id, [quoted("16")], order.lines))) == 16


def test_a_larger_order_is_spared_what_small_ones_pay() -> None:
    order = make.order()
    charges = charges_of(order.id, [quoted("15", missing="50"), quoted("3", rule="order-surcharge")], order.lines)
    assert charged(spared(charges, Decimal("49.99"))) == 18
    assert charged(spared(charges, Decimal(50))) == 3


# --- orders ---


async def confirmed(house: House, order: dict[str, Any]) -> OrderConfirmed:
    event: OrderConfirmed
    (event,) = [each for each in await house.sales.published(OrderConfirmed) if each.sales_order_id == order["id"]]
    return event


async def test_a_firm_order_is_charged_in_its_net_its_event_and_the_credit_it_asks(house: House) -> None:
    customer = await house.customer()
    house.charge(customer, "15", below="100")
    order = await house.place(line(await house.product()), customer_id=customer)
    assert (order["net"], order["charged"], order["gross"]) == ("65.00", "15", "78.00")
    (charge,) = order["charges"]
    assert (charge["rule"], charge["amount"], charge["tax_class"]) == ("freight", "15", "standard")
    (told,) = (await confirmed(house, order)).charges
    assert (told.sales_order_charge_id, told.amount.value, told.tax_class) == (charge["id"], "15", "standard")
    assert (told.rule, told.label) == ("freight", "Port")
    listed = await house.get("/orders", customer_id=customer)
    assert (listed["items"][0]["net"], listed["items"][0]["charged"]) == ("65.00", "15")
    large = await house.place(line(await house.product(), "10"), customer_id=customer)
    assert (large["net"], large["charges"]) == ("100.00", [])


async def test_a_quote_says_how_much_more_would_spare_the_charge(house: House) -> None:
    customer = await house.customer()
    house.charge(customer, "15", below="100")
    body = await house.body(line(await house.product()), customer_id=customer)
    quote = await house.post("/orders/quote", body)
    assert (quote["net"], quote["charges"][0]["amount"], quote["charges"][0]["missing_amount"]) == (
        "65.00",
        "15",
        "50",
    )


async def charged_draft(house: House) -> dict[str, Any]:
    customer = await house.customer()
    house.charge(customer, "15")
    return await house.draft(line(await house.product()), customer_id=customer)


async def waive(house: House, document: dict[str, Any], path: str, status: int = 200, **changes: Any) -> dict[str, Any]:
    asked = {"charge": document["charges"][0]["id"], "version": document["version"], "who": WAIVER} | changes
    async with house.sales.client(*asked["who"], sub="manager") as client:
        answer = await client.post(
            f"{path}/charges/{asked['charge']}/waive",
            json={"reason": "We delivered late."},
            headers={"If-Match": f'"{asked["version"]}"'},
        )
    assert answer.status_code == status, answer.text
    result: dict[str, Any] = answer.json()
    return result


async def test_a_charge_is_let_go_with_a_reason_and_is_not_in_the_firm_order(house: House) -> None:
    draft = await charged_draft(house)
    after = await waive(house, draft, f"/orders/{draft['id']}")
    assert (after["net"], after["charged"]) == ("50.00", "0")
    assert after["charges"][0] | {"is_waived": True, "waived_by": "manager"} == after["charges"][0]
    firm = await house.post(f"/orders/{draft['id']}/confirm", {})
    assert (firm["status"], firm["gross"]) == ("confirmed", "60.00")
    assert not (await confirmed(house, draft)).charges
    entry = next(each for each in (await house.order(draft["id"]))["history"] if each["action"] == "charge-waived")
    assert (entry["by"], entry["comment"]) == ("manager", "We delivered late.")


async def test_a_charge_is_not_let_go_by_whom_it_may_not_nor_of_a_firm_order_nor_twice(house: House) -> None:
    draft = await charged_draft(house)
    path = f"/orders/{draft['id']}"
    assert make.slug(await waive(house, draft, path, 403, who=make.SELLER)) == "permission-missing"
    assert make.slug(await waive(house, draft, path, 404, charge=new_id())) == "charge-not-on-document"
    assert make.slug(await waive(house, draft, path, 412, version=7)) == "stale"
    after = await waive(house, draft, path)
    assert make.slug(await waive(house, after, path, 409)) == "charge-is-waived"
    firm = await house.post(f"{path}/confirm", {})
    assert make.slug(await waive(house, firm, path, 409)) == "wrong-status"


async def test_a_draft_that_is_written_anew_is_charged_anew(house: House) -> None:
    draft = await charged_draft(house)
    after = await waive(house, draft, f"/orders/{draft['id']}")
    body = {"customer_id": draft["customer_id"], "warehouse": "LYON", "lines": [line(await house.product(), "6")]}
    async with house.sales.client(*make.SELLER, roles=["sales"]) as client:
        answer = await client.put(f"/orders/{draft['id']}", json=body, headers={"If-Match": f'"{after["version"]}"'})
    assert (answer.json()["net"], answer.json()["charges"][0]["is_waived"]) == ("75.00", False)


async def test_a_replacement_is_free_of_charges(house: House) -> None:
    customer, product = await house.customer(), await house.product()
    order = await house.place(line(product), customer_id=customer)
    left = make.shipment(order, "5")
    await house.sales.deliver(make.SHIPMENTS, left)
    house.charge(customer, "15")
    lines = [{"shipment_line_id": left.lines[0].shipment_line_id, "quantity": "1", "reason": "damaged"}]
    body = {"order_id": order["id"], "wants": "replacement", "lines": lines}
    asked = await house.post("/returns", body, 201)
    replacement = await house.post(f"/returns/{asked['id']}/replace", {}, 201)
    assert replacement["charges"] == []


# --- offers ---


async def test_an_offer_is_charged_for_the_usual_choice_and_its_order_for_what_is_chosen(house: House) -> None:
    customer = await house.customer()
    house.charge(customer, "15", below="100")
    option = line(await house.product(), "5", choice="option")
    offer = await house.offer(line(await house.product()), option, customer_id=customer)
    assert (offer["net"], offer["charged"], offer["charges"][0]["missing_amount"]) == ("65.00", "15", "50")
    await house.send(offer)
    offer = await house.get(f"/offers/{offer['offer_id']}", who=make.OFFERING)
    answer = {"edition": 1, "name": "A buyer", "lines": [each["id"] for each in offer["lines"]]}
    accepted = await house.post(f"/offers/{offer['offer_id']}/accept", answer, 201, who=make.OFFERING)
    order = await house.order(accepted["sales_order_id"])
    assert (order["net"], order["charges"]) == ("100.00", [])


async def test_an_accepted_offer_is_an_order_with_the_charge_as_offered(house: House) -> None:
    customer = await house.customer()
    house.charge(customer, "15")
    offer = await house.offer(line(await house.product()), customer_id=customer)
    waived_offer = await waive(house, offer, f"/offers/{offer['offer_id']}")
    assert (waived_offer["net"], waived_offer["status"]) == ("50.00", "draft")
    sent = await house.send(offer)
    assert sent["net"] == "50.00"
    (event,) = [each for each in await house.sales.published(OfferSent) if each.offer_id == offer["offer_id"]]
    assert (event.net_amount.value, len(event.charges)) == ("50.00", 0)
    answer = {"edition": 1, "name": "A buyer"}
    accepted = await house.post(f"/offers/{offer['offer_id']}/accept", answer, 201, who=make.OFFERING)
    order = await house.order(accepted["sales_order_id"])
    assert (order["net"], order["charges"][0]["is_waived"]) == ("50.00", True)


async def test_charges_are_printed_on_the_offer(house: House) -> None:
    customer = await house.customer()
    house.charge(customer, "15")
    offer = await house.offer(line(await house.product()), customer_id=customer)
    async with house.sales.client(*make.OFFERING) as client:
        answer = await client.get(f"/offers/{offer['offer_id']}/editions/1/paper")
    assert answer.status_code == 200
