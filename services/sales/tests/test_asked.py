"""Lines as they were asked for, whatever their kits are made of: prices, stock and what could be given instead."""

from decimal import Decimal
from uuid import UUID

from comptoir.catalog.v1.product_pb2 import ProductStatus, Substitute
from hypothesis import given
from hypothesis import strategies as st
from kit.ids import new_id
from kit.money import round_half_up
from sales.domain.asked import AskedLine, amount_of, asked_lines, decision_on, net_of, served
from sales.domain.basket import BasketLine
from sales.domain.kit import KitPart, shared_out
from sales.domain.margin import PricedLine, PriceStep, Verdict

from services.sales.tests import factories as make
from services.sales.tests.factories import House
from services.sales.tests.fakes import judge
from services.sales.tests.test_kits import kit_of


async def test_a_quote_answers_a_kit_with_its_own_price_stock_and_margin_and_those_of_its_parts(house: House) -> None:
    drill = await house.product(price="40", cost="20", free="5")
    bits = await house.product(price="2", cost="1.95", free="24")
    kit = await kit_of(house, (drill, "1"), (bits, "5"))
    quote = await house.post("/orders/quote", await house.body(make.line(bits), make.line(kit, "3"), make.line(drill)))
    assert [(line["product_id"], line["quantity"], line["net"]) for line in quote["lines"]] == [
        (bits, "5", "10.00"), (kit, "3", "135.00"), (drill, "5", "200.00"),
    ]  # fmt: skip
    of_kit = quote["lines"][1]
    assert Decimal(of_kit["unit_price"]) == 45
    assert of_kit["quantity_available"] == "4"  # 24 bits
    assert (of_kit["margin"]["margin_rate"], of_kit["margin"]["verdict"]) == ("0.3389", "needs-approval")
    assert [(part["product_id"], part["quantity"], part["net"]) for part in of_kit["parts"]] == [
        (drill, "3", "108.00"), (bits, "15", "27.00"),
    ]  # fmt: skip
    assert [part["margin"]["verdict"] for part in of_kit["parts"]] == ["allowed", "needs-approval"]
    assert [step["rule"] for step in of_kit["parts"][1]["steps"]] == ["list-price", "kit"]
    assert [line["parts"] for line in (quote["lines"][0], quote["lines"][2])] == [[], []]
    assert (quote["net"], quote["verdict"]) == ("345.00", "needs-approval")


async def test_the_price_of_a_kit_is_nobodys_discount_but_one_by_hand_is(house: House) -> None:
    kit = await kit_of(house, (await house.product(price="20", cost="1"), "1"), price="10")
    listed, by_hand = [
        (await house.post("/orders/quote", await house.body(line)))["lines"][0]
        for line in (make.line(kit, "1"), make.line(kit, "1", unit_price="10"))
    ]
    assert (listed["net"], listed["margin"]["verdict"]) == ("10.00", "allowed")
    assert (by_hand["net"], by_hand["margin"]["verdict"]) == ("10.00", "needs-approval")


async def test_customers_see_no_margin_of_a_kit(house: House) -> None:
    await house.place()
    kit = await kit_of(house, (await house.product(), "2"))
    body = await house.body(make.line(kit))
    quote = await house.post("/orders/quote", body, sub="buyer", customer_id=body["customer_id"])
    (line,) = quote["lines"]
    assert [each["margin"] for each in (line, *line["parts"])] == [None, None]


async def test_a_short_kit_is_named_by_its_line_and_replaced_as_a_whole(house: House) -> None:
    other = await house.product(price="46", cost="20", free="9")
    part = await house.product(free="7")
    kit = await house.product(price="45", cost=None, substitutes=[Substitute(product_id=other)])
    await kit_of_parts(house, kit, part)
    body = await house.body(make.line(part, "1"), make.line(kit, "4"), make.line(part, "1"))
    found = (await house.post("/orders/substitutes", body))["lines"]
    assert [(each["field"], each["quantity"], each["available"]) for each in found] == [
        ("lines.1", "4", "3"), ("lines.2", "1", "0"),
    ]  # fmt: skip
    (offer,) = found[0]["offers"]
    assert (offer["product_id"], offer["net_change"]) == (other, "4.00")


async def test_what_is_not_sold_any_more_comes_with_what_is_sold_instead(house: House) -> None:
    next_one = await house.product(price="12", free="9")
    gone = await house.product(
        status=ProductStatus.PRODUCT_STATUS_BLOCKED, substitutes=[Substitute(product_id=next_one)]
    )
    there = await house.product()
    (found,) = (await house.post("/orders/substitutes", await house.body(make.line(there), make.line(gone, "4"))))[
        "lines"
    ]
    assert (found["field"], found["available"], found["unit_price"], found["margin"]) == ("lines.1", "0", None, None)
    (offer,) = found["offers"]
    assert (offer["product_id"], offer["unit_price"], offer["net_change"]) == (next_one, "12", None)
    alone = (await house.post("/orders/substitutes", await house.body(make.line(gone))))["lines"]
    assert [each["product_id"] for each in alone[0]["offers"]] == [next_one]


async def test_substitutes_are_priced_in_one_call_for_all_lines(house: House) -> None:
    chosen = [await house.product(price="11") for _ in range(3)]
    short = [await house.product(free="0", substitutes=[Substitute(product_id=id_)]) for id_ in chosen]
    body = await house.body(*(make.line(id_) for id_ in short))
    calls = house.world.pricing.calls
    found = (await house.post("/orders/substitutes", body))["lines"]
    assert [[offer["product_id"] for offer in each["offers"]] for each in found] == [[id_] for id_ in chosen]
    assert house.world.pricing.calls - calls == 2  # the basket, and the basket with them


async def kit_of_parts(house: House, kit: str, part: str) -> None:
    async with house.sales.client("sales.orders.read", "sales.kits.write") as client:
        body = {"components": [{"product_id": part, "quantity": "2"}]}
        answer = await client.put(f"/kits/{kit}", json=body, headers={"If-Match": "0"})
    assert answer.status_code == 200, answer.text


quantities = st.decimals(min_value=1, max_value=500, places=0)
prices = st.decimals(min_value=Decimal("0.01"), max_value=1000, places=2)
costs = st.one_of(st.none(), prices)
parts = st.lists(st.tuples(quantities, prices, costs), min_size=1, max_size=5)


def product(quantity: Decimal, kit: KitPart | None = None, id_: UUID | None = None) -> BasketLine:
    return BasketLine(id_ or new_id(), "P", "", "standard", None, quantity, quantity, None, kit)


def kit_line(kits: Decimal, price: Decimal, made_of: list[tuple[Decimal, Decimal, Decimal | None]]) -> tuple[
    AskedLine, list[PricedLine]
]:  # fmt: skip
    part = KitPart(new_id(), "KIT", kits, 0)
    lines = tuple(product(each * kits, part) for each, _, _ in made_of)
    shared = shared_out(kits, price, [(line.quantity, own) for line, (_, own, _) in zip(lines, made_of, strict=True)])
    priced = [
        PricedLine((PriceStep("kit", "", "", unit),), judge(unit, cost))
        for unit, (_, _, cost) in zip(shared, made_of, strict=True)
    ]
    return AskedLine(0, lines), priced


@given(quantities, prices, parts)
def test_the_parts_of_a_kit_add_up_to_its_line_to_the_cent(
    kits: Decimal, price: Decimal, made_of: list[tuple[Decimal, Decimal, Decimal | None]]
) -> None:
    line, priced = kit_line(kits, price, made_of)
    amount = amount_of(line, priced)
    assert amount.net == round_half_up(kits * price)
    assert sum(net_of(part, own) for part, own in zip(line.lines, priced, strict=True)) == amount.net
    assert round_half_up(kits * amount.unit_price) == amount.net


@given(quantities, prices, parts)
def test_a_kit_is_no_better_than_its_weakest_part(
    kits: Decimal, price: Decimal, made_of: list[tuple[Decimal, Decimal, Decimal | None]]
) -> None:
    line, priced = kit_line(kits, price, made_of)
    decision = decision_on(line, priced)
    assert decision.verdict is max(each.decision.verdict for each in priced)
    assert (decision.unit_cost is None) == any(cost is None for _, _, cost in made_of)
    rates = [each.decision.margin_rate for each in priced]
    if decision.margin_rate is not None and Verdict.BLOCKED not in {each.decision.verdict for each in priced}:
        known = [rate for rate in rates if rate is not None]
        assert min(known) - Decimal("0.02") <= decision.margin_rate <= max(known) + Decimal("0.02")


@given(st.lists(st.tuples(quantities, st.integers(0, 2)), min_size=1, max_size=6), st.integers(0, 900))
def test_lines_never_share_more_than_there_is(asked: list[tuple[Decimal, int]], stock: int) -> None:
    """Kits and single pieces of the same part."""
    id_ = new_id()
    lines = [
        product(quantity * per, KitPart(new_id(), "KIT", quantity, i), id_) if per else product(quantity, id_=id_)
        for i, (quantity, per) in enumerate(asked)
    ]
    found = served(asked_lines(lines), {id_: Decimal(stock)})
    used = sum(quantity * (per or 1) for quantity, (_, per) in zip(found, asked, strict=True))
    assert used <= stock
    assert all(0 <= quantity <= wanted for quantity, (wanted, _) in zip(found, asked, strict=True))
    assert all(quantity == quantity.to_integral_value() for quantity in found)
