"""What would pass instead, replacement costs, levels of salespeople, and the total of an order."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from comptoir.accounting.v1.exchange_rate_pb2 import ExchangeRateSet
from comptoir.catalog.v1.product_pb2 import Packaging, ProductStatus, Substitute, SubstituteKind
from comptoir.pricing.v1 import decision_pb2
from comptoir.purchasing.v1.supplier_price_pb2 import SupplierPriceEnded
from hypothesis import given
from hypothesis import strategies as st
from kit.ids import new_id
from kit.testing.properties import on_a_database
from kit.testing.services import ServiceUnderTest
from kit.wire import decimal_out, time_out
from pricing.domain.advice import quantities_to_try
from pricing.domain.margin import MarginRule, Verdict, judge, true_cost
from pricing.domain.order_margin import EarningLine, judge_order, with_order

from services.pricing.tests import factories as make
from services.pricing.tests.test_contracts import decided
from services.pricing.tests.test_price_rules import rule

WANTED = MarginRule(None, Decimal("0.25"), Decimal("0.10"))


async def decision_on(
    pricing: ServiceUnderTest, customer: str, product: str, quantity: str = "1", **changes: Any
) -> dict[str, Any]:
    quote = await make.quoted(pricing, customer, (product, quantity), **changes)
    found: dict[str, Any] = quote["lines"][0]["decision"]
    return found


async def strict_customer(pricing: ServiceUnderTest) -> str:
    """Who needs approval below 25 %, and gets nothing below 10 %."""
    customer = await make.customer(pricing)
    await make.rule(pricing, "0.25", "0.10", customer_id=customer)
    return customer


# --- what would pass ---


async def test_a_refusal_says_price_quantity_and_substitute_that_would_pass(pricing: ServiceUnderTest) -> None:
    customer = await strict_customer(pricing)
    blocked = await make.product(pricing, cost="1", status=ProductStatus.PRODUCT_STATUS_BLOCKED)
    dear, good = await make.product(pricing, cost="9"), await make.product(pricing, cost="5", sku=f"GOOD-{new_id()}")
    kind = SubstituteKind.SUBSTITUTE_KIND_SUBSTITUTE
    substitutes = [Substitute(product_id=id_, kind=kind) for id_ in (str(new_id()), blocked, dear, good)]
    product = await make.product(pricing, cost="7.20", substitutes=substitutes)
    await make.prices(
        pricing, make.price(product, "10.00"), make.price(product, "9.60", min_quantity="12"),
        make.price(product, "8.00", min_quantity="144"), *(make.price(each, "10.00") for each in (blocked, dear, good)),
    )  # fmt: skip
    decision = await decision_on(pricing, customer, product, "200")
    assert (decision["verdict"], decision["floor_price"], decision["approvable_price"]) == (
        "needs-approval", "9.60", "8.00",
    )  # fmt: skip
    assert decision["passing_quantity"] == {"quantity": "12", "unit_price": "9.60"}
    assert (decision["passing_substitute"]["product_id"], decision["passing_substitute"]["unit_price"]) == (
        good,
        "10.00",
    )
    assert "12 at 9.60 pass. GOOD-" in decision["explanation"]


async def test_a_refusal_says_from_which_site_it_would_pass(pricing: ServiceUnderTest) -> None:
    customer, product = (
        await strict_customer(pricing),
        await make.product(pricing, cost="7.20", weight_kg=decimal_out(Decimal(2))),
    )
    await make.prices(pricing, make.price(product, "10.00"))
    for warehouse, per_kg in (("LILLE", "0.40"), ("LYON", "0.10"), ("PARIS", "0.30")):
        terms: dict[str, Any] = {"currency": "EUR", "customer_id": customer, "warehouse": warehouse}
        await rule(pricing, "freight-cost-weight", per_kg, **terms)
    refused = await decision_on(pricing, customer, product, warehouse="PARIS")
    assert (refused["verdict"], refused["owed"], refused["passing_site"]) == (
        "needs-approval", "0.60", {"warehouse": "LYON", "unit_price": "10.00"},
    )  # fmt: skip
    assert refused["explanation"].endswith("From LYON it passes at 10.00.")
    assert (await decision_on(pricing, customer, product, warehouse="LYON"))["verdict"] == "allowed"
    nowhere = await decision_on(pricing, customer, product)
    assert (nowhere["owed"], nowhere["passing_site"]) == ("0.00", None)


async def test_only_what_carrying_costs_depends_on_the_site(pricing: ServiceUnderTest) -> None:
    refused = await rule(pricing, "line-discount", "0.10", 422, warehouse="LYON")
    assert refused["field"] == "warehouse"


async def test_a_line_that_passes_or_was_priced_by_hand_needs_no_other_quantity(pricing: ServiceUnderTest) -> None:
    customer, product = await strict_customer(pricing), await make.product(pricing, cost="7.20")
    await make.prices(pricing, make.price(product, "10.00"), make.price(product, "8.00", min_quantity="144"))
    assert (await decision_on(pricing, customer, product))["passing_quantity"] is None
    line = {"product_id": product, "quantity": "200", "unit_price": "8.00"}
    quote = await make.posted(pricing, "/quotes", {"customer_id": customer, "priced_on": make.TODAY, "lines": [line]})
    decision = quote["lines"][0]["decision"]
    assert (decision["verdict"], decision["passing_quantity"]) == ("needs-approval", None)


async def test_breaks_of_rules_and_contracts_are_tried_as_well(pricing: ServiceUnderTest) -> None:
    customer, product = await strict_customer(pricing), await make.product(pricing, cost="7.20")
    await make.prices(pricing, make.price(product, "10.00"))
    await rule(pricing, "line-discount", "0.10", 200, product_id=product, min_quantity="50")
    decision = await decision_on(pricing, customer, product, "60")
    assert (decision["verdict"], decision["passing_quantity"]) == (
        "needs-approval", {"quantity": "1", "unit_price": "10.00"},
    )  # fmt: skip


@given(st.lists(st.integers(0, 500), max_size=10), st.integers(1, 500))
def test_the_closest_breaks_below_are_tried_first(breaks: list[int], quantity: int) -> None:
    tried = quantities_to_try(map(Decimal, breaks), Decimal(quantity))
    below = [each for each in tried if each < quantity]
    above = tried[len(below) :]
    assert below == sorted(below, reverse=True)
    assert above == sorted(above)
    assert len(tried) <= 6
    assert quantity not in tried
    assert 0 not in tried


@on_a_database
@given(
    cost=st.decimals("4", "9", places=2),
    substitute_cost=st.decimals("4", "9", places=2),
    breaks=st.dictionaries(st.integers(0, 40), st.decimals("5", "12", places=2), max_size=4),
    quantity=st.integers(1, 60),
    off=st.sampled_from([None, "0.10", "0.30"]),
    freight=st.lists(st.sampled_from(["0.05", "0.10", "0.30"]), max_size=3),
)
async def test_whatever_is_advised_passes(
    pricing: ServiceUnderTest,
    cost: Decimal,
    substitute_cost: Decimal,
    breaks: dict[int, Decimal],
    quantity: int,
    off: str | None,
    freight: list[str],
) -> None:
    customer = await strict_customer(pricing)
    other = await make.product(pricing, cost=str(substitute_cost))
    kind = SubstituteKind.SUBSTITUTE_KIND_SUBSTITUTE
    product = await make.product(pricing, cost=str(cost), substitutes=[Substitute(product_id=other, kind=kind)])
    await make.prices(pricing, make.price(product, "10"), make.price(other, "10"))
    for least, price in breaks.items():
        await make.prices(pricing, make.price(product, str(price), min_quantity=str(least)))
    if off is not None:
        await rule(pricing, "line-discount", off, 200, product_id=product, min_quantity="15")
    for warehouse, rate in zip("ABC", freight, strict=False):
        await rule(pricing, "freight-cost-rate", rate, customer_id=customer, warehouse=warehouse)
    refused = await decision_on(pricing, customer, product, str(quantity), warehouse="A")
    if refused["verdict"] == "allowed":
        return
    if (larger := refused["passing_quantity"]) is not None:
        passing = await make.quoted(pricing, customer, (product, larger["quantity"]), warehouse="A")
        assert (passing["verdict"], passing["lines"][0]["unit_price"]) == ("allowed", larger["unit_price"])
    if (site := refused["passing_site"]) is not None:
        passing = await make.quoted(pricing, customer, (product, str(quantity)), warehouse=site["warehouse"])
        assert (passing["verdict"], passing["lines"][0]["unit_price"]) == ("allowed", site["unit_price"])
    if (instead := refused["passing_substitute"]) is not None:
        passing = await make.quoted(pricing, customer, (instead["product_id"], str(quantity)), warehouse="A")
        assert (passing["verdict"], passing["lines"][0]["unit_price"]) == ("allowed", instead["unit_price"])
    assert await verdict_at(pricing, customer, product, quantity, refused["floor_price"]) == "allowed"
    assert await verdict_at(pricing, customer, product, quantity, refused["approvable_price"]) != "blocked"


async def verdict_at(pricing: ServiceUnderTest, customer: str, product: str, quantity: int, price: str) -> str:
    """On a price set by hand."""
    line = {"product_id": product, "quantity": str(quantity), "unit_price": price}
    asked = {"customer_id": customer, "priced_on": make.TODAY, "lines": [line], "warehouse": "A"}
    verdict: str = (await make.posted(pricing, "/quotes", asked))["verdict"]
    return verdict


async def test_advice_on_very_many_lines_is_for_the_first_ones(pricing: ServiceUnderTest) -> None:
    customer, product = await strict_customer(pricing), await make.product(pricing, cost="7.20")
    await make.prices(pricing, make.price(product, "10.00"), make.price(product, "8.00", min_quantity="144"))
    quote = await make.quoted(pricing, customer, *((product, "200") for _ in range(1000)))
    advised = [line["decision"]["passing_quantity"] is not None for line in quote["lines"]]
    assert (advised[0], sum(advised)) == (True, 5)


# --- replacement cost ---


async def test_the_next_purchase_counts_where_it_is_dearer(pricing: ServiceUnderTest) -> None:
    customer = await strict_customer(pricing)
    box = Packaging(code="BOX12", numerator=12, denominator=1)
    product = await make.product(pricing, cost="7.00", packagings=[make.EACH, box])
    await make.prices(pricing, make.price(product, "10.00"))

    async def cost(on: str = make.TODAY) -> tuple[str, Decimal, bool]:
        decision = await decision_on(pricing, customer, product, priced_on=on)
        return decision["verdict"], Decimal(decision["unit_cost"]), decision["is_replacement_cost"]

    assert await cost() == ("allowed", Decimal(7), False)
    told = [
        make.supplier_price(product, "9.00"),
        make.supplier_price(product, "8.00", from_quantity="100"),  # nobody must buy a hundred to buy it anew
        make.supplier_price(product, "98.40", packaging_code="BOX12"),
        make.supplier_price(product, "60.00", packaging_code="BOX12", effective_from="2026-12-01"),
        make.supplier_price(product, "1.00", packaging_code="PALLET"),  # a packaging not heard of
    ]
    for each in reversed(told):
        await pricing.deliver(make.SUPPLIER_PRICES, each)
    assert await cost() == ("needs-approval", Decimal("8.20"), True)
    assert await cost("2026-12-01") == ("allowed", Decimal(7), False)
    explained = await decision_on(pricing, customer, product)
    assert "judged at 8.20, what buying it anew costs" in explained["explanation"]
    request = make.decide_request(customer, (product, "10.00"))
    assert (await decided(pricing, request))[0].is_replacement_cost
    ended = SupplierPriceEnded(
        supplier_id=told[2].supplier_id,
        product_id=product,
        packaging_code="BOX12",
        from_quantity=decimal_out(Decimal(0)),
        effective_until="2026-06-01",
        occurred_at=time_out(datetime(2026, 2, 1, tzinfo=UTC)),
    )
    await pricing.deliver(make.SUPPLIER_PRICES, ended)
    assert await cost() == ("needs-approval", Decimal(9), True)


async def test_a_supplier_s_price_in_another_currency_counts_at_the_rate_of_the_day(pricing: ServiceUnderTest) -> None:
    product, customer = await make.product(pricing, packagings=[make.EACH]), await make.customer(pricing)
    await make.prices(pricing, make.price(product, "10.00"))
    await pricing.deliver(make.SUPPLIER_PRICES, make.supplier_price(product, "6.00", currency="EUR"))
    dollars = make.supplier_price(product, "5.50", currency="USD", supplier_id=str(UUID(int=2)))
    await pricing.deliver(make.SUPPLIER_PRICES, dollars)

    async def cost() -> Decimal:
        return Decimal((await decision_on(pricing, customer, product))["unit_cost"])

    assert await cost() == 6  # nobody knows what a dollar is worth
    for rate, day in (("2.00", "2025-12-01"), ("1.10", "2026-01-02")):
        told = ExchangeRateSet(currency="USD", rate=decimal_out(Decimal(rate)), valid_on=day, source="ecb")
        await pricing.deliver("accounting.exchange-rates.v1", told)
    assert await cost() == 5


async def test_of_a_day_what_the_supplier_said_last_counts(pricing: ServiceUnderTest) -> None:
    product, customer = await make.product(pricing, packagings=[make.EACH]), await make.customer(pricing)
    await make.prices(pricing, make.price(product, "10.00"))
    later = time_out(datetime(2026, 3, 1, tzinfo=UTC))
    await pricing.deliver(make.SUPPLIER_PRICES, make.supplier_price(product, "6.00", occurred_at=later))
    await pricing.deliver(make.SUPPLIER_PRICES, make.supplier_price(product, "5.00"))
    decision = await decision_on(pricing, customer, product)
    assert (Decimal(decision["unit_cost"]), decision["is_replacement_cost"]) == (Decimal(6), True)


@pytest.mark.parametrize(
    ("current", "replacement", "amount", "is_replacement"),
    [
        ("7", None, "7", False),
        ("7", "6", "7", False),
        ("7", "7", "7", False),
        ("7", "8", "8", True),
        (None, "8", "8", True),
    ],
)
def test_the_true_cost_is_the_higher_one(
    current: str | None, replacement: str | None, amount: str, is_replacement: bool
) -> None:
    found = true_cost(*(None if each is None else Decimal(each) for each in (current, replacement)))
    assert (found.amount, found.is_replacement) == (Decimal(amount), is_replacement)


# --- who sells ---


async def test_the_salespersons_level_decides_which_rule_judges(pricing: ServiceUnderTest) -> None:
    code, level = f"s-{new_id()}"[-20:], f"l-{new_id()}"[-20:]
    customer, product = await make.customer(pricing, salesperson=code), await make.product(pricing, cost="8")
    await make.prices(pricing, make.price(product, "10.00"))
    await make.rule(pricing, "0.50", "0.30", salesperson_level=level)
    assert (await decision_on(pricing, customer, product))["verdict"] == "allowed"
    async with pricing.client(*make.MANAGER) as client:
        said = await client.put(f"/salespeople/{code}", json={"level": level})
    assert said.status_code == 200
    assert (await decision_on(pricing, customer, product))["verdict"] == "blocked"
    known = await make.got(pricing, "/salespeople", limit=200)
    assert {"code": code, "level": level} in known["items"]


# --- the total ---


async def test_the_total_of_an_order_is_judged_and_its_weakest_line_answers_for_it(pricing: ServiceUnderTest) -> None:
    customer = await make.customer(pricing)
    weak, strong = await make.product(pricing, cost="9"), await make.product(pricing, cost="5")
    await make.prices(pricing, make.price(weak, "10.00"), make.price(strong, "10.00"))
    await make.rule(pricing, "0.30", "0.20", customer_id=customer, is_for_order=True)
    fine = await make.quoted(pricing, customer, (weak, "1"), (strong, "1"))
    assert (fine["verdict"], fine["order_decision"]["margin_rate"]) == ("allowed", "0.3000")
    short = await make.quoted(pricing, customer, (weak, "2"), (strong, "1"))
    order = short["order_decision"]
    assert (short["verdict"], order["verdict"], order["margin_rate"], order["missing_amount"]) == (
        "needs-approval", "needs-approval", "0.2333", "2.86",
    )  # fmt: skip
    assert [line["decision"]["verdict"] for line in short["lines"]] == ["needs-approval", "allowed"]
    assert short["lines"][0]["decision"]["explanation"].startswith("The margin of the order is 23.33%, below")
    request = make.decide_request(customer, (weak, "10.00"))
    assert [each.verdict for each in await decided(pricing, request)] == [Verdict.BLOCKED]
    events = await pricing.published(decision_pb2.MarginDecided)
    assert [each.verdict for each in events if each.order_id == request.order_id] == [decision_pb2.VERDICT_BLOCKED]


async def test_a_rule_for_orders_is_of_no_family(pricing: ServiceUnderTest) -> None:
    async with pricing.client(*make.MANAGER) as client:
        body = {"approval_rate": "0.3", "floor_rate": "0.2", "family_code": "tools", "is_for_order": True}
        refused = await client.put("/margin-rules", json=body)
    assert (refused.status_code, refused.json()["field"]) == (422, "family_code")


AMOUNTS = st.decimals("0.01", "1000", places=2)


@given(st.lists(st.tuples(AMOUNTS, AMOUNTS, AMOUNTS), min_size=1, max_size=6))
def test_sold_for_what_is_missing_it_would_pass_and_for_a_cent_less_it_would_not(
    lines: list[tuple[Decimal, Decimal, Decimal]],
) -> None:
    known = [EarningLine(quantity, judge(price, cost, WANTED)) for quantity, price, cost in lines]
    order = judge_order(known, WANTED)
    assert order.missing_amount is not None
    assert (order.verdict is Verdict.ALLOWED) == (order.missing_amount == 0)
    if order.missing_amount:
        for amount, is_enough in ((order.missing_amount, True), (order.missing_amount - Decimal("0.01"), False)):
            more = [EarningLine(Decimal(1), judge(amount, Decimal(0), WANTED))] if amount else []
            assert (judge_order([*known, *more], WANTED).verdict is Verdict.ALLOWED) == is_enough


@given(st.lists(st.tuples(AMOUNTS, AMOUNTS, AMOUNTS), min_size=1, max_size=6))
def test_one_line_at_most_answers_for_the_order(lines: list[tuple[Decimal, Decimal, Decimal]]) -> None:
    known = [EarningLine(quantity, judge(price, cost, WANTED)) for quantity, price, cost in lines]
    order = judge_order(known, WANTED)
    told = with_order([line.decision for line in known], order)
    assert max(each.verdict for each in told) == max([order.verdict, *(line.decision.verdict for line in known)])
    assert sum(before.decision is not after for before, after in zip(known, told, strict=True)) <= 1


@given(st.lists(st.tuples(AMOUNTS, AMOUNTS, AMOUNTS), min_size=1, max_size=6), AMOUNTS)
def test_what_is_charged_on_top_is_earned_as_a_line_without_cost_is(
    lines: list[tuple[Decimal, Decimal, Decimal]], charged: Decimal
) -> None:
    known = [EarningLine(quantity, judge(price, cost, WANTED)) for quantity, price, cost in lines]
    service = EarningLine(Decimal(1), judge(charged, Decimal(0), WANTED))
    assert judge_order(known, WANTED, charged) == judge_order([*known, service], WANTED)


def test_an_order_with_an_unknown_cost_is_not_judged_as_a_whole() -> None:
    lines = [EarningLine(Decimal(1), judge(Decimal(10), cost, WANTED)) for cost in (Decimal(9), None)]
    order = judge_order(lines, WANTED)
    assert (order.verdict, order.margin_rate, order.missing_amount) == (Verdict.ALLOWED, None, None)
