"""Contracts by the API: their prices in quotes, their quantities in orders, customers' codes and packagings."""

import asyncio
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from comptoir.catalog.v1.customer_code_pb2 import CustomerCode, CustomerCodeChanged
from comptoir.catalog.v1.product_pb2 import Packaging
from comptoir.sales.v1.sales_order_pb2 import OrderCancelled, OrderClosed, OrderRevised
from kit.ids import new_id
from kit.testing.services import ServiceUnderTest
from pricing.commands.decide_margin import DecideMargin, OrderLine, decide_margin
from pricing.domain.margin import MarginDecision, Verdict
from pricing.queries.quote import AskedLine, Quote, quote_lines
from pricing.storage.rules import RuleBook

from services.pricing.tests import factories as make
from services.pricing.tests.test_price_rules import rule


async def line_of(pricing: ServiceUnderTest, customer: str, product: str, quantity: str = "1") -> dict[str, Any]:
    quote = await make.quoted(pricing, customer, (product, quantity))
    found: dict[str, Any] = quote["lines"][0]
    return found


async def test_the_contract_is_named_in_the_explanation(pricing: ServiceUnderTest) -> None:
    product, customer, other = await make.product(pricing), await make.customer(pricing), await make.customer(pricing)
    await make.prices(
        pricing, make.price(product, "10.00"), make.price(product, "9.00", scope="customer", scope_key=customer)
    )
    made = await make.contract(pricing, customer, {"product_id": product, "unit_price": "8.25"}, code="K-2026-7")
    line = await line_of(pricing, customer, product)
    assert [(step["rule"], step["label_fr"], step["unit_price"]) for step in line["steps"]][1:] == [
        ("customer-price", "Prix du client", "9.00"),
        ("contract-price", "Contrat K-2026-7", "8.25"),
    ]
    (kept,) = (await make.got(pricing, f"/contracts/{made['id']}/lines"))["items"]
    assert line["steps"][-1]["rule_id"] == kept["id"]
    assert (await line_of(pricing, other, product))["unit_price"] == "10.00"


async def test_a_net_contract_takes_no_promotion_and_another_does(pricing: ServiceUnderTest) -> None:
    product, net, gross = await make.product(pricing), await make.customer(pricing), await make.customer(pricing)
    await make.prices(pricing, make.price(product, "10.00"))
    await rule(pricing, "line-discount", "0.10", product_id=product)
    family = {"family_code": "all", "discount_rate": "0.20"}
    await make.contract(pricing, net, family)
    await make.contract(pricing, gross, family, takes_rules=True)
    assert (await line_of(pricing, net, product))["unit_price"] == "8.00"
    assert (await line_of(pricing, gross, product))["unit_price"] == "7.20"


async def test_a_contract_holds_for_its_time_and_can_be_ended(pricing: ServiceUnderTest) -> None:
    product, customer = await make.product(pricing), await make.customer(pricing)
    await make.prices(pricing, make.price(product, "10.00"))
    made = await make.contract(pricing, customer, {"product_id": product, "unit_price": "8.00"})
    assert (await line_of(pricing, customer, product))["unit_price"] == "8.00"
    path = f"/contracts/{made['id']}/end"
    async with pricing.client(*make.MANAGER) as client:
        stale = await client.post(path, json={"effective_until": make.TODAY}, headers={"If-Match": "7"})
        too_early = await client.post(path, json={"effective_until": "2026-01-01"}, headers={"If-Match": "1"})
        ended = await client.post(path, json={"effective_until": make.TODAY}, headers={"If-Match": "1"})
        nothing = await client.post(
            f"/contracts/{new_id()}/end", json={"effective_until": make.TODAY}, headers={"If-Match": "1"}
        )
    assert [each.status_code for each in (stale, too_early, ended, nothing)] == [412, 422, 200, 404]
    assert (await line_of(pricing, customer, product))["unit_price"] == "10.00"
    assert (await make.got(pricing, "/contracts", customer_id=customer, on=make.TODAY))["items"] == []
    history = (await make.got(pricing, f"/contracts/{made['id']}/history"))["items"]
    assert history[0]["changes"] == {"effective_until": [None, make.TODAY]}


async def test_a_contract_about_nobody_or_nothing_is_refused(pricing: ServiceUnderTest) -> None:
    product, customer = await make.product(pricing), await make.customer(pricing)
    line = {"product_id": product, "unit_price": "8.00"}
    taken = await make.contract(pricing, customer, line)
    refusals = [
        await make.contract(pricing, str(new_id()), line, status=404),
        await make.contract(pricing, customer, {"product_id": str(new_id()), "unit_price": "8"}, status=404),
        await make.contract(pricing, customer, {"product_id": product}, status=422),
        await make.contract(pricing, customer, line, status=409, code=taken["code"]),
    ]
    assert [each["type"].rsplit("/", 1)[1] for each in refusals] == [
        "customer-not-known", "product-not-known", "invalid-records", "code-taken",
    ]  # fmt: skip
    assert len((await make.got(pricing, "/contracts", customer_id=customer))["items"]) == 1


# --- quantities agreed on ---


async def decided(pricing: ServiceUnderTest, request: Any) -> list[MarginDecision]:
    asked = DecideMargin(
        UUID(request.order_id),
        UUID(request.customer_id),
        request.channel,
        "EUR",
        [
            OrderLine(
                UUID(line.order_line_id),
                UUID(line.product_id),
                Decimal(line.quantity.value),
                Decimal(line.unit_price.value),
            )
            for line in request.lines
        ],
    )
    return await decide_margin(pricing.database, RuleBook(), asked, company_currency="EUR")


async def capped(pricing: ServiceUnderTest, cap: str) -> tuple[str, str, str]:
    product, customer = await make.product(pricing, cost="1"), await make.customer(pricing)
    await make.prices(pricing, make.price(product, "10.00"))
    made = await make.contract(pricing, customer, {"product_id": product, "unit_price": "6.00", "quantity_cap": cap})
    return product, customer, made["id"]


async def called(pricing: ServiceUnderTest, contract_id: str) -> Decimal:
    (line,) = (await make.got(pricing, f"/contracts/{contract_id}/lines"))["items"]
    return Decimal(line["quantity_called"])


async def test_orders_use_a_quantity_up_and_give_it_back(pricing: ServiceUnderTest) -> None:
    product, customer, contract = await capped(pricing, "100")
    first = make.decide_request(customer, (product, "6.00"), quantity="80")
    for _ in range(2):
        await pricing.deliver(make.ORDERS, make.order_confirmed(first))
    assert await called(pricing, contract) == 80
    line = await line_of(pricing, customer, product, "21")
    assert [step["rule"] for step in line["steps"]] == ["list-price", "contract-used-up"]
    assert line["unit_price"] == "10.00"
    assert (await line_of(pricing, customer, product, "20"))["unit_price"] == "6.00"
    await pricing.deliver(make.ORDERS, OrderCancelled(sales_order_id=first.order_id))
    assert await called(pricing, contract) == 0
    assert (await line_of(pricing, customer, product, "100"))["unit_price"] == "6.00"


async def test_a_revised_order_takes_what_it_wants_now(pricing: ServiceUnderTest) -> None:
    product, customer, contract = await capped(pricing, "100")
    request = make.decide_request(customer, (product, "6.00"), quantity="80")
    await pricing.deliver(make.ORDERS, make.order_confirmed(request))
    revised = OrderRevised(order=make.order_confirmed(request), sales_order_id=request.order_id, revision=1)
    revised.order.lines[0].quantity.value = "30"
    for _ in range(2):
        await pricing.deliver(make.ORDERS, revised)
    assert await called(pricing, contract) == 30
    del revised.order.lines[:]
    await pricing.deliver(make.ORDERS, revised)
    assert await called(pricing, contract) == 0


async def test_an_order_that_is_closed_gives_back_what_was_not_shipped(pricing: ServiceUnderTest) -> None:
    product, customer, contract = await capped(pricing, "100")
    order, whole = (make.decide_request(customer, (product, "6.00"), quantity=each) for each in ("60", "20"))
    await pricing.deliver(make.ORDERS, make.order_confirmed(order), make.order_confirmed(whole))
    await pricing.deliver(make.ORDERS, OrderClosed(sales_order_id=whole.order_id))
    assert await called(pricing, contract) == 80
    await pricing.deliver(make.ORDERS, make.order_closed(order, shipped="45"), repeat=2)
    assert await called(pricing, contract) == 65
    assert [(await line_of(pricing, customer, product, each))["unit_price"] for each in ("35", "36")] == [
        "6.00",
        "10.00",
    ]
    await pricing.deliver(
        make.ORDERS, OrderClosed(sales_order_id=order.order_id, reason="Nothing was shipped after all")
    )
    assert await called(pricing, contract) == 20


async def test_of_orders_at_once_only_those_that_fit_get_the_contracts_price(pricing: ServiceUnderTest) -> None:
    product, customer, _ = await capped(pricing, "100")
    requests = [make.decide_request(customer, (product, "6.00"), quantity="30") for _ in range(8)]
    answers = await asyncio.gather(*(decided(pricing, request) for request in requests))
    verdicts = [answer[0].verdict for answer in answers]
    assert sorted(verdicts) == [Verdict.ALLOWED] * 3 + [Verdict.NEEDS_APPROVAL] * 5
    refused = next(answer[0] for answer in answers if answer[0].verdict is not Verdict.ALLOWED)
    assert "has only 10 left at this price" in refused.explanation
    again = requests[verdicts.index(Verdict.ALLOWED)]
    assert (await decided(pricing, again))[0].verdict is Verdict.ALLOWED


async def test_what_was_held_for_an_order_that_never_came_is_free_again(pricing: ServiceUnderTest) -> None:
    product, customer, _ = await capped(pricing, "100")
    await decided(pricing, make.decide_request(customer, (product, "6.00"), quantity="100"))
    assert (await line_of(pricing, customer, product))["unit_price"] == "10.00"
    async with pricing.database.transaction() as tx:
        await tx.execute("UPDATE contract_call SET held_until = held_until - $1::interval", timedelta(hours=1))
    assert (await line_of(pricing, customer, product))["unit_price"] == "6.00"


async def test_a_line_that_grows_holds_what_it_adds(pricing: ServiceUnderTest) -> None:
    """Of 100 it has 60: up to 40 more are its own to take, and what it holds of them nobody else gets."""
    product, customer, contract = await capped(pricing, "100")
    order, other = (make.decide_request(customer, (product, "6.00"), quantity=each) for each in ("60", "11"))
    await pricing.deliver(make.ORDERS, make.order_confirmed(order))
    order.lines[0].quantity.value = "101"
    assert (await decided(pricing, order))[0].verdict is Verdict.NEEDS_APPROVAL
    order.lines[0].quantity.value = "90"
    assert (await decided(pricing, order))[0].verdict is Verdict.ALLOWED
    assert (await decided(pricing, other))[0].verdict is Verdict.NEEDS_APPROVAL
    other.lines[0].quantity.value = "10"
    assert (await decided(pricing, other))[0].verdict is Verdict.ALLOWED
    assert await called(pricing, contract) == 60


async def test_other_lines_of_the_same_order_count_as_called(pricing: ServiceUnderTest) -> None:
    """Only the revised lines are judged: what the others have is gone."""
    product, customer, _ = await capped(pricing, "100")
    order = make.decide_request(customer, (product, "6.00"), (product, "6.00"), quantity="40")
    await pricing.deliver(make.ORDERS, make.order_confirmed(order))
    part = make.decide_request(customer, (product, "6.00"), order_id=UUID(order.order_id), quantity="61")
    part.lines[0].order_line_id = order.lines[0].order_line_id
    assert (await decided(pricing, part))[0].verdict is Verdict.NEEDS_APPROVAL
    part.lines[0].quantity.value = "60"
    assert (await decided(pricing, part))[0].verdict is Verdict.ALLOWED


async def test_lines_of_a_firm_order_are_priced_anew_with_what_it_has(pricing: ServiceUnderTest) -> None:
    product, customer, _ = await capped(pricing, "100")
    order = make.decide_request(customer, (product, "6.00"), quantity="60")
    await pricing.deliver(make.ORDERS, make.order_confirmed(order))
    database, book = pricing.database, RuleBook()

    async def price(quantity: int, order_id: str | None) -> str:
        quote = Quote(
            UUID(customer), "field", date(2026, 11, 25), "EUR", [AskedLine(UUID(product), Decimal(quantity))],
            order_id=UUID(order_id) if order_id else None,
        )  # fmt: skip
        return str((await quote_lines(database, book, quote, company_currency="EUR")).lines[0].unit_price)

    assert [await price(quantity, None) for quantity in (40, 41)] == ["6.00", "10.00"]
    assert [await price(quantity, order.order_id) for quantity in (100, 101)] == ["6.00", "10.00"]


async def test_an_order_at_another_price_takes_nothing(pricing: ServiceUnderTest) -> None:
    product, customer, contract = await capped(pricing, "100")
    dear = make.decide_request(customer, (product, "6.01"), quantity="500")
    assert (await decided(pricing, dear))[0].verdict is Verdict.ALLOWED
    await pricing.deliver(make.ORDERS, make.order_confirmed(dear))
    assert await called(pricing, contract) == 0


async def test_a_line_that_orders_called_stays_in_its_contract(pricing: ServiceUnderTest) -> None:
    product, customer, contract = await capped(pricing, "100")
    other = await make.product(pricing)
    await pricing.deliver(
        make.ORDERS, make.order_confirmed(make.decide_request(customer, (product, "6.00"), quantity="5"))
    )
    kept = await make.got(pricing, f"/contracts/{contract}")
    code = kept["code"]
    line = {"product_id": other, "unit_price": "1"}
    refused = await make.contract(pricing, customer, line, status=409, id=contract, code=code)
    assert refused["type"].endswith("/contract-called")
    more = {"product_id": product, "unit_price": "6.00", "quantity_cap": "200"}
    changed = await make.contract(pricing, customer, line, more, id=contract, code=code)
    lines = (await make.got(pricing, f"/contracts/{contract}/lines"))["items"]
    assert (changed["version"], sorted(Decimal(each["quantity_called"]) for each in lines)) == (
        2,
        [Decimal(0), Decimal(5)],
    )


# --- in the customer's words ---


async def test_a_customers_code_means_a_product_in_its_packaging(pricing: ServiceUnderTest) -> None:
    product = await make.product(
        pricing,
        packagings=[
            Packaging(code="EACH", numerator=1, denominator=1),
            Packaging(code="BOX12", numerator=12, denominator=1),
        ],
    )
    customer = await make.customer(pricing)
    await make.prices(pricing, make.price(product, "10.00"), make.price(product, "9.00", min_quantity="12"))
    codes = CustomerCodeChanged(
        customer_id=customer,
        product_id=product,
        version=1,
        codes=[CustomerCode(code="Écrou 12", packaging_code="BOX12")],
    )
    await pricing.deliver(make.CUSTOMER_CODES, codes)
    lines = [
        {"customer_code": "ECROU12", "quantity": "2"},
        {"customer_code": "écrou 12", "packaging_code": "EACH", "quantity": "2"},
        {"product_id": product, "packaging_code": "BOX12", "quantity": "0.5"},
        {"product_id": product, "quantity": "1"},
    ]
    quote = await make.posted(pricing, "/quotes", {"customer_id": customer, "priced_on": make.TODAY, "lines": lines})
    assert [(each["product_id"], int(Decimal(each["quantity"])), each["unit_price"]) for each in quote["lines"]] == [
        (product, 24, "9.00"), (product, 2, "10.00"), (product, 6, "10.00"), (product, 1, "10.00"),
    ]  # fmt: skip
    packed = [each["packaging"] and (each["packaging"]["code"], each["packaging"]["price"]) for each in quote["lines"]]
    assert packed == [("BOX12", "108.00"), ("EACH", "10.00"), ("BOX12", "120.00"), None]
    await pricing.deliver(make.CUSTOMER_CODES, CustomerCodeChanged(customer_id=customer, product_id=product, version=2))
    body = {"customer_id": customer, "lines": [lines[0], {**lines[2], "packaging_code": "PALLET"}]}
    refused = await make.posted(pricing, "/quotes", body, 404)
    assert refused["type"].endswith("/unknown-code")
    assert [each["field"] for each in refused["errors"]] == ["lines.0.customer_code", "lines.1.packaging_code"]


async def test_a_packaging_that_is_no_whole_number_of_units_is_refused(pricing: ServiceUnderTest) -> None:
    box = Packaging(code="BOX12", numerator=12, denominator=1)
    product = await make.product(pricing, packagings=[box], quantity_decimals=0)
    customer = await make.customer(pricing)
    line = {"product_id": product, "packaging_code": "BOX12", "quantity": "0.3"}
    refused = await make.posted(pricing, "/quotes", {"customer_id": customer, "lines": [line]}, 422)
    assert (refused["type"].rsplit("/", 1)[1], refused["field"]) == ("inexact-conversion", "lines.0.quantity")


async def test_a_charge_says_how_much_more_would_avoid_it(pricing: ServiceUnderTest) -> None:
    product, customer = await make.product(pricing), await make.customer(pricing)
    await make.prices(pricing, make.price(product, "10.00"))
    await rule(pricing, "freight", "9.90", 200, currency="EUR", below_amount="500", customer_id=customer)
    (charge,) = (await make.quoted(pricing, customer, (product, "12")))["charges"]
    assert Decimal(charge["missing_amount"]) == 380
