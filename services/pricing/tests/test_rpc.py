"""The gRPC service over a real server, as sales calls it."""

import asyncio
from uuid import UUID

import pytest
from comptoir.catalog.v1.product_pb2 import Substitute, SubstituteKind
from comptoir.pricing.v1 import decision_pb2
from comptoir.pricing.v1 import pricing_service_pb2_grpc as rpc
from kit.auth import Principal, ServiceTokens
from kit.errors import Invalid
from kit.ids import new_id
from kit.rpc import Peer, PeerRefused
from kit.testing.services import ServiceUnderTest

from services.pricing.tests import factories as make
from services.pricing.tests.peers import Sales
from services.pricing.tests.test_price_rules import rule

ALLOWED, NEEDS_APPROVAL, BLOCKED = (
    decision_pb2.VERDICT_ALLOWED, decision_pb2.VERDICT_NEEDS_APPROVAL, decision_pb2.VERDICT_BLOCKED,
)  # fmt: skip


async def test_lines_are_quoted_in_the_order_asked(pricing: ServiceUnderTest, sales: Sales) -> None:
    one, other = await make.product(pricing, cost="5.123456"), await make.product(pricing)
    customer = await make.customer(pricing)
    await make.prices(
        pricing, make.price(one, "10.00"), make.price(one, "9", min_quantity="12"), make.price(other, "0")
    )
    request = make.quote_request(customer, (one, "12"), (other, "1"), (one, "11.999"))
    request.lines[2].manual_unit_price.value = "5.00"
    answer = await sales.quote(request)
    assert answer.verdict == BLOCKED
    assert [(line.line_id, line.unit_price.value) for line in answer.lines] == [("0", "9"), ("1", "0"), ("2", "5.00")]
    assert [[step.rule for step in line.steps] for line in answer.lines] == [
        ["list-price", "volume-price"], ["list-price"], ["list-price", "manual-price"],
    ]  # fmt: skip
    first, second, third = (line.decision for line in answer.lines)
    assert (first.verdict, first.unit_cost.value, first.margin_rate.value) == (ALLOWED, "5.123456", "0.4307")
    assert (first.floor_price.value, first.approval_rate.value, first.rule_id) == ("5.13", "0", "")
    assert (second.verdict, second.HasField("unit_cost"), second.HasField("margin_rate")) == (BLOCKED, False, False)
    assert (third.verdict, third.unit_price.value) == (NEEDS_APPROVAL, "5.00")
    assert third.explanation == (
        "The margin is -2.47%, below the 0.00% wanted: sell at 5.13 or have it approved."
        " The discount is 50.00%, above the 10.00% granted without approval: a director may approve up to 50.00%."
    )
    assert list(third.approval_levels) == ["manager", "director"]
    assert (third.discount_rate.value, third.discount_limit.value) == ("0.5000", "0.10")


async def test_lines_tell_what_would_pass_when_they_are_asked_to(pricing: ServiceUnderTest, sales: Sales) -> None:
    good = await make.product(pricing, cost="5")
    kind = SubstituteKind.SUBSTITUTE_KIND_SUBSTITUTE
    product = await make.product(pricing, cost="9.50", substitutes=[Substitute(product_id=good, kind=kind)])
    customer = await make.customer(pricing)
    await make.prices(
        pricing, make.price(product, "10.00"), make.price(product, "9", min_quantity="12"), make.price(good, "8.00")
    )
    await make.rule(pricing, "0.30", "0.10", customer_id=customer, is_for_order=True)
    request = make.quote_request(customer, (product, "12"))
    (plain,) = (await sales.quote(request)).lines
    assert list(plain.passing_offers) == []
    request.with_advice = True
    answer = await sales.quote(request)
    offers = [(each.product_id, each.quantity.value, each.unit_price.value) for each in answer.lines[0].passing_offers]
    assert offers == [(good, "12", "8.00")]
    assert (answer.order_decision.verdict, answer.order_decision.margin_rate.value) == (BLOCKED, "-0.0556")
    assert (answer.verdict, answer.amount.value) == (BLOCKED, "108.00")


async def test_an_order_is_judged_with_what_carrying_it_from_its_site_costs(
    pricing: ServiceUnderTest, sales: Sales
) -> None:
    customer, product = await make.customer(pricing), await make.product(pricing, cost="9.50")
    await make.prices(pricing, make.price(product, "10.00"))
    await rule(pricing, "freight-cost-rate", "0.10", customer_id=customer, warehouse="PARIS")
    await rule(pricing, "freight-cost-rate", "0.02", customer_id=customer, warehouse="LYON")
    quote, decide = make.quote_request(customer, (product, "1")), make.decide_request(customer, (product, "10.00"))
    quote.with_advice = True
    quote.warehouse = decide.warehouse = "PARIS"
    answer = await sales.quote(quote)
    assert (answer.verdict, [each.warehouse for each in answer.lines[0].passing_offers]) == (NEEDS_APPROVAL, ["LYON"])
    assert (await sales.decide(decide)).verdict == NEEDS_APPROVAL
    decide.warehouse = "LYON"
    assert (await sales.decide(decide)).verdict == ALLOWED


async def test_a_thousand_lines_are_one_call(pricing: ServiceUnderTest, sales: Sales) -> None:
    products = [await make.product(pricing, cost="5") for _ in range(20)]
    await make.prices(pricing, *(make.price(product, f"{10 + i}.00") for i, product in enumerate(products)))
    request = make.quote_request(await make.customer(pricing), *((products[n % 20], "1") for n in range(1000)))
    answer = await sales.quote(request)
    assert [line.unit_price.value for line in answer.lines] == [f"{10 + n % 20}.00" for n in range(1000)]
    request.lines.append(request.lines[0])
    with pytest.raises(Invalid) as refused:
        await sales.quote(request)
    assert refused.value.field == "lines"


async def test_what_pricing_has_not_heard_of_is_said_by_name(pricing: ServiceUnderTest, sales: Sales) -> None:
    known, customer, nothing = await make.product(pricing), await make.customer(pricing), str(new_id())
    with pytest.raises(PeerRefused) as refused:
        await sales.quote(make.quote_request(customer, (known, "1"), *((nothing, "1") for _ in range(999))))
    assert (refused.value.reason, refused.value.peer_values["field"]) == ("product-not-known", "lines.1.product_id")
    with pytest.raises(PeerRefused) as refused:
        await sales.quote(make.quote_request(nothing, (known, "1")))
    assert (refused.value.reason, refused.value.peer_values["field"]) == ("customer-not-known", "customer_id")
    with pytest.raises(PeerRefused) as refused:
        await sales.quote(make.quote_request(customer, *((known, "1") for _ in range(1000))))
    assert (refused.value.reason, refused.value.peer_values["field"]) == ("no-price", "lines.0.product_id")
    with pytest.raises(PeerRefused) as refused:
        await sales.decide(make.decide_request(customer, (known, "1"), (nothing, "1")))
    assert (refused.value.reason, refused.value.peer_values["field"]) == ("product-not-known", "lines.1.product_id")


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("customer_id", "C000832"),
        ("priced_on", "25/11/2026"),
        ("priced_on", "2026-02-30"),
        ("currency", "euro"),
        ("channel", "x" * 41),
    ],
)
async def test_a_malformed_quote_names_the_field(sales: Sales, field: str, text: str) -> None:
    request = make.quote_request(str(new_id()), (str(new_id()), "1"))
    setattr(request, field, text)
    with pytest.raises(Invalid) as refused:
        await sales.quote(request)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("member", "text", "field"),
    [
        ("quantity", "0", "lines.0.quantity"),
        ("quantity", "-1", "lines.0.quantity"),
        ("quantity", "1e3", "lines.0.quantity.value"),
        ("manual_unit_price", "-0.01", "lines.0.manual_unit_price"),
        ("manual_unit_price", "NaN", "lines.0.manual_unit_price.value"),
    ],
)
async def test_a_malformed_number_names_the_field(sales: Sales, member: str, text: str, field: str) -> None:
    request = make.quote_request(str(new_id()), (str(new_id()), "1"))
    getattr(request.lines[0], member).value = text
    with pytest.raises(Invalid) as refused:
        await sales.quote(request)
    assert refused.value.field == field


async def test_a_share_of_a_kits_price_is_no_discount_and_has_its_margin_judged(
    pricing: ServiceUnderTest, sales: Sales
) -> None:
    part, customer = await make.product(pricing, cost="4"), await make.customer(pricing)
    await make.prices(pricing, make.price(part, "10.00"))
    request = make.quote_request(customer, (part, "1"), (part, "1"), (part, "1"))
    for line, price, is_share in zip(request.lines, ("5.00", "5.00", "3.00"), (False, True, True), strict=True):
        line.manual_unit_price.value, line.is_share = price, is_share
    by_hand, share, thin = (line.decision for line in (await sales.quote(request)).lines)
    assert (by_hand.verdict, by_hand.HasField("discount_rate")) == (NEEDS_APPROVAL, True)
    assert (share.verdict, share.unit_price.value, share.HasField("discount_rate")) == (ALLOWED, "5.00", False)
    assert thin.verdict != ALLOWED


async def test_an_order_is_decided_once_however_often_it_is_asked(pricing: ServiceUnderTest, sales: Sales) -> None:
    product, customer = await make.product(pricing, cost="8"), await make.customer(pricing)
    since = await pricing.outbox_position()
    request = make.decide_request(customer, (product, "7.00"), (product, "10.00"))
    answers = await asyncio.gather(*(sales.decide(request) for _ in range(10)))
    answers.append(await sales.decide(request))
    assert all(answer == answers[0] for answer in answers)
    assert (answers[0].verdict, [line.decision.verdict for line in answers[0].lines]) == (
        NEEDS_APPROVAL, [NEEDS_APPROVAL, ALLOWED],
    )  # fmt: skip
    (event,) = await pricing.published(decision_pb2.MarginDecided, since=since)
    assert (event.order_id, event.verdict, list(event.lines)) == (
        request.order_id,
        NEEDS_APPROVAL,
        list(answers[0].lines),
    )
    (kept,) = (await make.got(pricing, "/margin-decisions", order_id=request.order_id))["items"]
    assert (kept["verdict"], kept["lines"][0]["unit_price"], kept["lines"][0]["unit_cost"]) == (
        "needs-approval", "7.00", "8",
    )  # fmt: skip


async def test_what_a_revision_leaves_counts_in_the_total_at_the_cost_of_then(
    pricing: ServiceUnderTest, sales: Sales
) -> None:
    old, new = await make.product(pricing, cost="9.90"), await make.product(pricing, cost="8.00")
    customer = await make.customer(pricing)
    await make.prices(pricing, make.price(old, "10.00"), make.price(new, "10.00"))
    await make.rule(pricing, "0.05", "0", customer_id=customer)
    await make.rule(pricing, "0.30", "0", customer_id=customer, is_for_order=True)
    request = make.decide_request(customer, (old, "10.00"), (new, "10.00"))
    assert [line.decision.verdict for line in (await sales.decide(request)).lines] == [NEEDS_APPROVAL, ALLOWED]
    agreed = request.lines[0]
    agreed.is_agreed, agreed.agreed_unit_cost.value = True, "5.00"
    answer = await sales.decide(request)  # (10 + 10 - 5 - 8) / 20 is 35 %
    assert [line.decision.verdict for line in answer.lines] == [ALLOWED, ALLOWED]
    assert (answer.lines[0].decision.unit_cost.value, answer.lines[1].decision.unit_cost.value) == ("5.00", "8.00")
    agreed.agreed_unit_cost.value = "7.00"  # 25 %: what is new answers, though it is not what earns least
    request.lines[1].unit_price.value = "11.00"
    answer = await sales.decide(request)
    assert [line.decision.verdict for line in answer.lines] == [ALLOWED, NEEDS_APPROVAL]
    request.agreed_margin_rate.value = "0.20"  # it earned less before
    assert (await sales.decide(request)).verdict == ALLOWED
    request.ClearField("agreed_margin_rate")
    request.charged_amount.value = "5.00"
    assert (await sales.decide(request)).verdict == ALLOWED


async def test_a_quote_of_more_counts_what_is_agreed(pricing: ServiceUnderTest, sales: Sales) -> None:
    old, new = await make.product(pricing, cost="9.90"), await make.product(pricing, cost="8.00")
    customer = await make.customer(pricing)
    await make.prices(pricing, make.price(old, "10.00"), make.price(new, "10.00"))
    await make.rule(pricing, "0.30", "0", customer_id=customer, is_for_order=True)
    request = make.quote_request(customer, (new, "1"), (old, "1"))
    agreed = request.lines[1]
    agreed.manual_unit_price.value, agreed.is_agreed = "12.00", True
    agreed.agreed_unit_cost.value = "4.00"
    answer = await sales.quote(request)  # (10 + 12 - 8 - 4) / 22 is 45 %
    assert [line.decision.verdict for line in answer.lines] == [ALLOWED, ALLOWED]
    assert (answer.lines[1].unit_price.value, answer.order_decision.margin_rate.value) == ("12.00", "0.4545")
    agreed.agreed_unit_cost.value = "9.00"
    assert [line.decision.verdict for line in (await sales.quote(request)).lines] == [NEEDS_APPROVAL, ALLOWED]
    request.agreed_margin_rate.value = "0.1"
    assert (await sales.quote(request)).verdict == ALLOWED


async def test_a_price_set_by_hand_is_judged_by_who_set_it(pricing: ServiceUnderTest, sales: Sales) -> None:
    product, customer = await make.product(pricing, cost="1"), await make.customer(pricing)
    request = make.decide_request(customer, (product, "9.00"))
    assert (await sales.decide(request)).verdict == ALLOWED
    request.lines[0].set_by_hand = True
    request.lines[0].engine_unit_price.value = "10.00"
    assert (await sales.decide(request)).verdict == ALLOWED
    strangers = (
        Principal("x"),
        Principal("x", roles=("warehouse",)),
        Principal("x", roles=("sales",), customer_id="c"),
    )
    for stranger in strangers:
        assert (await sales.decide(request, stranger)).verdict == NEEDS_APPROVAL
    for channel in ("portal", "edi"):
        request.channel = channel
        assert (await sales.decide(request)).verdict == NEEDS_APPROVAL
    request.channel = "field"
    request.lines[0].unit_price.value = "4.99"
    since = await pricing.outbox_position()
    answer = await sales.decide(request)
    assert answer.verdict == BLOCKED
    (event,) = await pricing.published(decision_pb2.MarginDecided, since=since)
    assert event.lines[0].decision.discount_rate.value == "0.5010"
    request.lines[0].ClearField("engine_unit_price")
    assert list((await sales.decide(request)).lines[0].decision.approval_levels) == ["manager"]


async def test_what_is_plainly_allowed_leaves_no_trace(pricing: ServiceUnderTest, sales: Sales) -> None:
    product, customer = await make.product(pricing, cost="8"), await make.customer(pricing)
    since = await pricing.outbox_position()
    request = make.decide_request(customer, (product, "10.00"))
    assert (await sales.decide(request)).verdict == ALLOWED
    assert await pricing.published(decision_pb2.MarginDecided, since=since) == []
    assert (await make.got(pricing, "/margin-decisions", order_id=request.order_id))["items"] == []


async def test_an_order_whose_price_was_raised_is_decided_anew(pricing: ServiceUnderTest, sales: Sales) -> None:
    product, customer = await make.product(pricing, cost="8"), await make.customer(pricing)
    since = await pricing.outbox_position()
    request = make.decide_request(customer, (product, "3.00"))
    assert (await sales.decide(request)).verdict == BLOCKED
    for _ in range(2):
        request.lines[0].unit_price.value = "9.00"
        assert (await sales.decide(request)).verdict == ALLOWED
    events = await pricing.published(decision_pb2.MarginDecided, since=since)
    assert [event.verdict for event in events] == [BLOCKED, ALLOWED]
    for verdict, count in (("allowed", 1), ("blocked", 0)):
        page = await make.got(pricing, "/margin-decisions", customer_id=customer, verdict=verdict)
        assert len(page["items"]) == count


async def test_a_line_given_twice_is_refused(sales: Sales) -> None:
    request = make.decide_request(str(new_id()), (str(new_id()), "1"))
    request.lines.append(request.lines[0])
    with pytest.raises(Invalid) as refused:
        await sales.decide(request)
    assert refused.value.field == "lines"


async def test_a_person_is_not_a_service(sales: Sales) -> None:
    stub = rpc.PricingServiceStub(sales.peer.channel)
    stranger = Peer("pricing", "127.0.0.1:1", ServiceTokens("sales", "another key of thirty-two characters"))
    with pytest.raises(PeerRefused) as refused:
        await stranger.call(
            stub.QuoteLines, make.quote_request(str(UUID(int=1)), (str(UUID(int=2)), "1")), on_behalf_of=None
        )
    await stranger.close()
    assert refused.value.reason == "invalid-token"
