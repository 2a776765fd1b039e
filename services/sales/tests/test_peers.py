"""The fakes and the real clients keep one contract: each test runs with both."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial

import pytest
from kit.auth import ServiceTokens
from kit.ids import new_id
from kit.rpc import Peer, PeerAway, Server
from kit.testing import tokens
from sales.clients.accounting_grpc import GrpcCredit
from sales.clients.inventory_grpc import GrpcStock
from sales.clients.peers import AskedPrice, Peers
from sales.clients.pricing_grpc import GrpcPricing
from sales.domain.charge import QuotedCharge
from sales.domain.credit import OverdueDocument, release_of
from sales.domain.errors import CustomerNotKnown, InsufficientStock, ProductNotKnown
from sales.domain.margin import Verdict
from sales.domain.order import Shortage
from sales.domain.promise import UNKNOWN, Promise, PromiseReason

from services.sales.tests import factories as make
from services.sales.tests.fakes import World
from services.sales.tests.servicers import add_servicers

TOKENS = ServiceTokens("sales", tokens.INTERNAL_KEY)
CALLER = tokens.principal(subject="seller")


@dataclass
class Contract:
    """Peers, and the world behind them."""

    peers: Peers
    world: World


@pytest.fixture(params=["fake", "grpc"])
async def contract(request: pytest.FixtureRequest) -> AsyncIterator[Contract]:
    world = World()
    if request.param == "fake":
        yield Contract(world.peers(), world)
        return
    server = Server("fake", TOKENS, partial(add_servicers, world=world))
    port = await server.start("127.0.0.1:0")
    peer = Peer("fake", f"127.0.0.1:{port}", TOKENS, timeout_s=2)
    yield Contract(Peers(GrpcPricing(peer), GrpcStock(peer), GrpcCredit(peer)), world)
    await peer.close()
    await server.stop(0)


async def test_lines_are_priced_and_judged_in_their_order(contract: Contract) -> None:
    first, second = new_id(), new_id()
    contract.world.pricing.prices = {first: Decimal("10.5"), second: Decimal(4)}
    contract.world.pricing.costs = {first: Decimal(6), second: None}
    asked = [AskedPrice(second, Decimal(1), None), AskedPrice(first, Decimal(2), Decimal("5.5"))]

    async def quote(*lines: AskedPrice) -> list[tuple[Decimal, list[str], Verdict, Decimal | None]]:
        priced = await contract.peers.pricing.quote_lines(
            lines,
            customer_id=new_id(),
            channel="field",
            priced_on=date(2026, 3, 2),
            currency="EUR",
            caller=CALLER,
            warehouse="LYON",
        )
        return [
            (line.unit_price, [step.rule for step in line.steps], line.decision.verdict, line.decision.unit_cost)
            for line in priced.lines
        ]

    assert await quote(*asked) == [
        (Decimal(4), ["list-price"], Verdict.NEEDS_APPROVAL, None),
        (Decimal("5.5"), ["list-price", "manual-price"], Verdict.NEEDS_APPROVAL, Decimal(6)),
    ]
    with pytest.raises(ProductNotKnown) as refused:
        await quote(asked[0], AskedPrice(new_id(), Decimal(1), None))
    assert refused.value.field == "lines.1.product_id"


async def test_an_order_is_charged_as_a_whole(contract: Contract) -> None:
    product, customer = new_id(), new_id()
    contract.world.pricing.prices, contract.world.pricing.costs = {product: Decimal(10)}, {product: Decimal(6)}
    always = QuotedCharge("order-surcharge", "1", "Handling", "Frais", Decimal("2.50"))
    small = QuotedCharge("minimum-order", "2", "Small order", "Petite commande", Decimal(15))
    contract.world.pricing.charges = {customer: [(always, None), (small, Decimal(100))]}

    async def charges(quantity: int) -> list[QuotedCharge]:
        asked = [AskedPrice(product, Decimal(quantity), None)]
        priced = await contract.peers.pricing.quote_lines(
            asked,
            customer_id=customer,
            channel="field",
            priced_on=date(2026, 3, 2),
            currency="EUR",
            caller=CALLER,
            warehouse="LYON",
        )
        return list(priced.charges)

    assert await charges(3) == [always, replace(small, missing_amount=Decimal(70))]
    assert await charges(10) == [always]


async def test_an_order_is_judged_at_its_prices(contract: Contract) -> None:
    product = new_id()
    contract.world.pricing.prices = {product: Decimal(99)}
    contract.world.pricing.costs = {product: Decimal("9.5")}
    order = make.order((product, "5"), price="10")
    (decision,) = await contract.peers.pricing.decide_margin(order, is_approved=False)
    assert (decision.verdict, decision.margin_rate, decision.floor_price) == (
        Verdict.NEEDS_APPROVAL, Decimal("0.05"), Decimal("10.56"),
    )  # fmt: skip
    with pytest.raises(ProductNotKnown):
        await contract.peers.pricing.decide_margin(make.order(), is_approved=False)


async def test_exceptions_are_taken_by_an_order_that_goes_on_and_given_back(contract: Contract) -> None:
    product, exception = new_id(), str(new_id())
    pricing, fake = contract.peers.pricing, contract.world.pricing
    fake.prices, fake.costs, fake.exceptions = (
        {product: Decimal(10)},
        {product: None},
        {product: (exception, Decimal(5))},
    )
    first, second = make.order((product, "5")), make.order((product, "1"))
    for _ in range(2):
        (decision,) = await pricing.decide_margin(first, is_approved=False)
        assert (decision.verdict, decision.exception_id) == (Verdict.ALLOWED, exception)
    (decision,) = await pricing.decide_margin(second, is_approved=False)
    assert (decision.verdict, decision.levels, decision.exception_id) == (Verdict.NEEDS_APPROVAL, ("manager",), "")
    for _ in range(2):
        await pricing.release_exceptions(first.id, caller=CALLER)
    (decision,) = await pricing.decide_margin(second, is_approved=False)
    assert decision.exception_id == exception


async def test_stock_is_held_once_and_given_back(contract: Contract) -> None:
    product, other = new_id(), new_id()
    contract.world.stock.free = {product: Decimal(7), other: Decimal(1)}
    order = make.order((product, "5"), (other, "3"), shortage=Shortage.BACKORDER)
    held = {order.lines[0].id: (Decimal(5), Decimal(0)), order.lines[1].id: (Decimal(1), Decimal(2))}
    stock = contract.peers.stock
    for _ in range(2):
        assert await stock.reserve(order, hold_s=60, caller=CALLER) == held
    (available,) = await stock.availability([product], warehouse="LYON", caller=CALLER)
    assert available.available == 2
    for _ in range(2):
        await stock.release(order.id, caller=CALLER)
    assert contract.world.stock.free == {product: 7, other: 1}


async def test_short_stock_is_named_by_line(contract: Contract) -> None:
    enough, short = new_id(), new_id()
    contract.world.stock.free = {enough: Decimal(9), short: Decimal(1)}
    order = make.order((enough, "5"), (short, "3"))
    with pytest.raises(InsufficientStock) as refused:
        await contract.peers.stock.reserve(order, hold_s=60, caller=CALLER)
    (line,) = list(refused.value.values["lines"])  # type: ignore[call-overload]  # values are objects
    assert (line["order_line_id"], line["asked"], line["available"]) == (str(order.lines[1].id), "3", "1")
    with pytest.raises(ProductNotKnown):
        await contract.peers.stock.reserve(make.order(), hold_s=60, caller=CALLER)


async def test_credit_is_taken_once_and_given_back(contract: Contract) -> None:
    credit = contract.peers.credit
    order = make.order(price="10")
    contract.world.credit.limits[order.terms.bill_to_id] = Decimal(100)
    for _ in range(2):
        answer = await credit.reserve(order, hold_s=60, caller=CALLER)
        assert (answer.refusal, answer.amount, answer.exposure) == (None, Decimal(60), Decimal(60))
    more = make.order(price="10", bill_to_id=order.terms.bill_to_id)
    refused = await credit.reserve(more, hold_s=60, caller=CALLER)
    assert (refused.refusal, refused.credit_limit, refused.exposure) == ("credit-limit", Decimal(100), Decimal(60))
    for _ in range(2):
        await credit.release(order.id, caller=CALLER)
    assert (await credit.reserve(more, hold_s=60, caller=CALLER)).refusal is None
    contract.world.credit.unknown.add(order.terms.bill_to_id)
    with pytest.raises(CustomerNotKnown) as unknown:
        await credit.reserve(more, hold_s=60, caller=CALLER)
    assert unknown.value.field == "customer_id"


async def test_a_revision_takes_the_credit_that_it_adds_or_only_asks(contract: Contract) -> None:
    credit, order, revision_id = contract.peers.credit, make.order(price="10"), new_id()
    contract.world.credit.limits[order.terms.bill_to_id] = Decimal(100)
    await credit.reserve(order, hold_s=60, caller=CALLER)

    async def extend(price: str, hold_s: int | None) -> tuple[str | None, Decimal, Decimal]:
        after = make.order(price=price, id_=order.id, bill_to_id=order.terms.bill_to_id)
        answer = await credit.extend(after, revision_id=revision_id, hold_s=hold_s, caller=CALLER)
        return answer.refusal, answer.amount, answer.exposure

    assert await extend("15", None) == (None, Decimal(90), Decimal(90))
    assert await extend("20", 60) == ("credit-limit", Decimal(120), Decimal(60))
    for _ in range(2):
        assert await extend("15", 60) == (None, Decimal(90), Decimal(90))
    assert (await extend("5", 60))[:2] == (None, Decimal(30))
    assert contract.world.credit.taken[revision_id][1] == 30
    await credit.release(revision_id, caller=CALLER)
    assert revision_id not in contract.world.credit.taken


async def test_stock_tells_what_is_picked(contract: Contract) -> None:
    product = new_id()
    contract.world.stock.free = {product: Decimal(7)}
    order = make.order((product, "5"))
    await contract.peers.stock.reserve(order, hold_s=60, caller=CALLER)
    contract.world.stock.picks[order.lines[0].id] = Decimal(2)
    assert await contract.peers.stock.picked(order.id, caller=CALLER) == {order.lines[0].id: Decimal(2)}
    assert await contract.peers.stock.picked(new_id(), caller=CALLER) == {}


async def test_a_refusal_says_what_is_owed_and_a_release_reaches_so_far(contract: Contract) -> None:
    credit, order = contract.peers.credit, make.order(price="10")
    payer = order.terms.bill_to_id
    contract.world.credit.limits[payer] = Decimal(50)
    contract.world.credit.overdue[payer] = Decimal(20)
    refused = await credit.reserve(order, hold_s=60, caller=CALLER)
    assert (refused.refusal, refused.overdue, refused.passing_amount, refused.payment_needed) == (
        "credit-overdue", Decimal(20), Decimal(50), Decimal(20),
    )  # fmt: skip
    assert refused.oldest == OverdueDocument("F-1", date(2026, 3, 1))
    assert refused.parts["invoiced"] == 20
    release = release_of(refused, refused.amount, now=datetime(2026, 3, 1, tzinfo=UTC), days=7)
    assert (await credit.reserve(replace(order, release=release), hold_s=60, caller=CALLER)).refusal is None
    contract.world.credit.overdue[payer] = Decimal(21)
    for given in (None, release):
        checked = await credit.check({order.id: given, new_id(): None}, caller=None)
        assert set(checked) == {order.id}
        assert (checked[order.id].refusal, checked[order.id].exposure) == ("credit-overdue", Decimal(0))
    contract.world.credit.overdue[payer] = Decimal(20)
    assert (await credit.check({order.id: release}, caller=None))[order.id].refusal is None


async def test_a_peer_without_an_answer_is_away(contract: Contract) -> None:
    contract.world.stock.faults.before = True
    with pytest.raises(PeerAway):
        await contract.peers.stock.reserve(make.order(), hold_s=60, caller=CALLER)


async def test_what_lacks_stock_is_promised_by_line(contract: Contract) -> None:
    known, unknown, enough = new_id(), new_id(), new_id()
    stock = contract.world.stock
    stock.free = {known: Decimal(1), unknown: Decimal(0), enough: Decimal(9)}
    stock.coming = {known: Promise(date(2027, 1, 10), PromiseReason.OVERDUE, "PO-1")}
    order = make.order((known, "5"), (unknown, "1"), (enough, "1"), shortage=Shortage.BACKORDER)
    await contract.peers.stock.reserve(order, hold_s=60, caller=CALLER)
    assert await contract.peers.stock.promises([order.id, new_id()], caller=CALLER) == {
        order.lines[0].id: stock.coming[known], order.lines[1].id: UNKNOWN,
    }  # fmt: skip
