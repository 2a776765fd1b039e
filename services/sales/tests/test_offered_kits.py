"""Kits in offers: offered as one, taken or left as one, and order lines of their components once they are accepted."""

from decimal import Decimal
from typing import Any

import pytest
from comptoir.sales.v1.offer_pb2 import OfferSent
from hypothesis import given
from hypothesis import strategies as st
from kit.ids import new_id
from sales.domain.errors import ChoiceMissing, LonelyAlternative
from sales.domain.kit import KitPart
from sales.domain.offer import Choice, OfferedItem, check_alternatives, chosen, printed, usual
from sales.domain.offer_changes import compared

from services.sales.tests import factories as make
from services.sales.tests.factories import House, line
from services.sales.tests.test_kits import kit_of
from services.sales.tests.test_offer_domain import item, offer


def kit(count: int, position: int, choice: tuple[Choice, str] = (Choice.FIXED, "")) -> list[OfferedItem]:
    """The parts of one kit."""
    part = KitPart(new_id(), "KIT", Decimal(1), position)
    return [item(choice=choice, kit=part) for _ in range(count)]


# --- the rule ---


@given(st.lists(st.integers(1, 4), min_size=2, max_size=4), st.data())
def test_of_alternatives_a_kit_is_taken_whole_or_not_at_all(sizes: list[int], data: st.DataObject) -> None:
    kits = [kit(size, i, (Choice.ALTERNATIVE, "A")) for i, size in enumerate(sizes)]
    whole = offer(*(part for parts in kits for part in parts))
    check_alternatives(whole.items)
    assert usual(whole.items) == kits[0]
    which = data.draw(st.integers(0, len(kits) - 1))
    named = data.draw(st.sampled_from(kits[which]))
    assert chosen(whole, {named.id}) == kits[which]
    with pytest.raises(ChoiceMissing):
        chosen(whole, {kits[0][0].id, kits[1][0].id})


def test_one_kit_is_no_choice_however_many_parts_it_has() -> None:
    with pytest.raises(LonelyAlternative):
        check_alternatives(kit(3, 0, (Choice.ALTERNATIVE, "A")))


def test_parts_of_a_kit_are_shown_together_and_compared_with_those_of_the_same_kit() -> None:
    parts, alone = kit(2, 0), item()
    assert printed([*parts, alone]) == [parts, [alone]]
    assert not [each for each in compared([*parts, alone], [*parts, alone]) if each.is_changed]
    changed = [each for each in compared(parts, [alone]) if each.is_changed]
    assert len(changed) == 3  # two parts are gone, one line is new


# --- the flow ---


async def offered(house: House, **choice: Any) -> tuple[dict[str, Any], str]:
    """An offer of two kits at 45, of a drill at 40 and five bits at 2 each."""
    drill, bits = await house.product(price="40", cost="20"), await house.product(price="2", cost="1")
    product = await kit_of(house, (drill, "1"), (bits, "5"))
    body = [line(await house.product(), "1"), line(product, "2", text="With a case", **choice)]
    return await house.offer(*body), product


async def accepted(house: House, offer: dict[str, Any], *lines: str) -> dict[str, Any]:
    await house.send(offer)
    answer: dict[str, Any] = {"edition": 1, "name": "A buyer"} | ({"lines": list(lines)} if lines else {})
    told = await house.post(f"/offers/{offer['offer_id']}/accept", answer, 201, who=make.OFFERING)
    return await house.order(told["sales_order_id"])


async def test_a_kit_is_offered_as_one_and_ordered_as_its_components(house: House) -> None:
    offer, product = await offered(house)
    assert [each["kind"] for each in offer["lines"]] == ["item", "kit"]
    told = offer["lines"][1]
    assert (told["product_id"], told["quantity"], told["unit_price"], told["net"]) == (product, "2", "45.0000", "90.00")
    assert (told["text"], told["margin_rate"], told["verdict"]) == ("With a case", "0.4444", "allowed")
    assert [(each["quantity"], each["net"]) for each in told["parts"]] == [("2", "72.00"), ("10", "18.00")]
    assert offer["net"] == "100.00"
    order = await accepted(house, offer)
    assert [(each["quantity"], each["net"]) for each in order["lines"]] == [
        ("1", "10.00"), ("2", "72.00"), ("10", "18.00"),
    ]  # fmt: skip
    (whole,) = order["kits"]
    assert (whole["product_id"], whole["quantity"], whole["net"]) == (product, "2", "90.00")
    firm = await house.post(f"/orders/{order['id']}/confirm", {})
    assert firm["status"] == "confirmed"
    change = [{"line_id": order["lines"][1]["id"], "quantity": "1"}]
    refused = await house.post(f"/orders/{order['id']}/revisions", {"reason": "x", "changes": change}, 409)
    assert make.slug(refused) == "part-of-kit"
    (event,) = [each for each in await house.sales.published(OfferSent) if each.offer_id == offer["offer_id"]]
    assert [each.kit_product_id for each in event.lines] == ["", product, product]


async def test_a_kit_that_is_an_option_is_taken_by_its_id(house: House) -> None:
    offer, _ = await offered(house, choice="option")
    assert (offer["net"], offer["lines"][1]["is_counted"]) == ("10.00", False)
    order = await accepted(house, offer, offer["lines"][1]["id"])
    assert (order["net"], len(order["lines"])) == ("100.00", 3)


async def test_a_faulty_line_after_a_kit_is_named_as_the_client_counts(house: House) -> None:
    offer, product = await offered(house)
    body = await house.body({"text": "x"}, line(product), line(str(new_id())), customer_id=offer["customer_id"])
    refused = await house.post("/offers", body, 404, who=make.OFFERING)
    assert refused["field"] == "lines.2.product_id"


async def test_a_kit_is_printed_as_one(house: House) -> None:
    offer, _ = await offered(house)
    async with house.sales.client(*make.OFFERING) as client:
        answer = await client.get(f"/offers/{offer['offer_id']}/editions/1/paper", params={"language": "en"})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
