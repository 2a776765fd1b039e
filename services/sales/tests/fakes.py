"""Peers in memory that keep their side of the contract; tests/test_peers.py holds them to it beside the real clients."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

from kit.auth import Principal
from kit.money import ZERO
from kit.rpc import PeerAway
from sales.clients.peers import AskedPrice, Availability, Peers
from sales.domain.charge import PricedBasket, QuotedCharge
from sales.domain.credit import CreditAnswer, CreditRelease, OverdueDocument
from sales.domain.errors import CustomerNotKnown, InsufficientStock, ProductNotKnown
from sales.domain.margin import MarginDecision, PricedLine, PriceStep, Reason, Verdict
from sales.domain.order import SalesOrder, Shortage
from sales.domain.promise import UNKNOWN, Promise
from sales.domain.revision import Agreed

Held = Mapping[UUID, tuple[Decimal, Decimal]]

LIMITS = {"sales": Decimal("0.10")}  # of roles; nobody else grants a discount alone
LEVELS = {"manager": Decimal("0.25"), "director": Decimal("0.50")}
APPROVAL_RATE, FLOOR_RATE = Decimal("0.10"), Decimal("-0.10")
TAX = Decimal("0.20")


@dataclass
class Faults:
    """When a peer fails: before it did what was asked, or after (its answer is lost)."""

    before: bool = False
    after: bool = False
    kept: "Kept | None" = None  # the next answer that is kept for a while on its way

    async def around(self, *, done: bool) -> None:
        await asyncio.sleep(0)  # others get their turn, as they would over a network
        if (self.after and done) or (self.before and not done):
            raise PeerAway("The peer does not answer now.", peer="fake")
        if done and self.kept is not None:
            kept, self.kept = self.kept, None
            kept.reached.set()
            await kept.proceed.wait()


@dataclass
class Kept:
    """An answer on its way: `reached` says that it is, `proceed` lets it arrive."""

    reached: asyncio.Event = field(default_factory=asyncio.Event)
    proceed: asyncio.Event = field(default_factory=asyncio.Event)


def judge(price: Decimal, cost: Decimal | None) -> MarginDecision:
    if cost is None:
        verdict, rate, floor = Verdict.NEEDS_APPROVAL, None, None
    else:
        rate = ((price - cost) / price).quantize(Decimal("0.0001")) if price else Decimal(-9)
        floor = (cost / (1 - APPROVAL_RATE)).quantize(Decimal("0.01"))
        verdict = Verdict.ALLOWED if rate >= APPROVAL_RATE else Verdict.NEEDS_APPROVAL
        verdict = Verdict.BLOCKED if rate < FLOOR_RATE else verdict
    levels = ("manager",) if verdict is Verdict.NEEDS_APPROVAL else ()
    explanation = f"The margin is {rate}."
    reasons = (Reason("margin-judged", {"margin_rate": str(rate)}),)
    return MarginDecision(
        verdict, cost, rate, APPROVAL_RATE, FLOOR_RATE, floor, explanation, levels=levels, reasons=reasons
    )


def judge_discount(decision: MarginDecision, price: Decimal, usual: Decimal, roles: Sequence[str]) -> MarginDecision:
    """With the verdict on a price set by hand, if it is the worse one."""
    rate, limit = 1 - price / usual, max((LIMITS.get(role, ZERO) for role in roles), default=ZERO)
    decision = replace(decision, discount_rate=max(rate, ZERO), discount_limit=limit)
    if rate <= limit:
        return decision
    level = next((level for level, most in LEVELS.items() if rate <= most), None)
    verdict = Verdict.BLOCKED if level is None else max(decision.verdict, Verdict.NEEDS_APPROVAL)
    levels = () if verdict is Verdict.BLOCKED else tuple(each for each in LEVELS if each in {*decision.levels, level})
    explanation = f"{decision.explanation} The discount is {rate}, above {limit}."
    return replace(decision, verdict=verdict, levels=levels, explanation=explanation)


def as_agreed(price: Decimal, cost: Decimal | None) -> MarginDecision:
    """Of a line that is not judged again."""
    return replace(judge(price, cost), verdict=Verdict.ALLOWED, levels=())


@dataclass
class Total:
    """What a whole order is sold for."""

    lines: list[tuple[Decimal, Decimal]]  # quantity and price
    is_agreed: list[bool]
    charged: Decimal
    agreed: Decimal | None  # rate

    def rate(self, costs: Sequence[Decimal | None]) -> Decimal | None:
        net = sum((quantity * price for quantity, price in self.lines), self.charged)
        known = [cost for cost in costs if cost is not None]
        if len(known) < len(costs) or not net:
            return None
        return 1 - sum((q * cost for (q, _), cost in zip(self.lines, known, strict=True)), ZERO) / net


@dataclass
class FakePricing:
    """List prices and costs by product."""

    prices: dict[UUID, Decimal] = field(default_factory=dict)
    costs: dict[UUID, Decimal | None] = field(default_factory=dict)
    totals: dict[UUID, Decimal] = field(default_factory=dict)  # what orders of a customer must earn
    decided: list[UUID] = field(default_factory=list)
    exceptions: dict[UUID, tuple[str, Decimal]] = field(default_factory=dict)  # by product: id and cap
    taken: dict[UUID, dict[UUID, Decimal]] = field(default_factory=dict)  # by order and product
    charges: dict[UUID, list[tuple[QuotedCharge, Decimal | None]]] = field(default_factory=dict)  # until which net
    calls: int = 0  # for quotes
    faults: Faults = field(default_factory=Faults)

    async def quote_lines(
        self,
        lines: Sequence[AskedPrice],
        *,
        customer_id: UUID,
        channel: str,
        priced_on: date,
        currency: str,
        caller: Principal,
        warehouse: str,
        order_id: UUID | None = None,
        agreed_rate: Decimal | None = None,
    ) -> PricedBasket:
        self.calls += 1
        await self.faults.around(done=False)
        priced = [self._priced(i, line, caller) for i, line in enumerate(lines)]
        net = sum((line.quantity * each.unit_price for line, each in zip(lines, priced, strict=True)), ZERO)
        charges = [
            replace(charge, missing_amount=None if free_from is None else free_from - net)
            for charge, free_from in self.charges.get(customer_id, ())
            if free_from is None or net < free_from
        ]
        total = Total(
            [(line.quantity, each.unit_price) for line, each in zip(lines, priced, strict=True)],
            [line.is_agreed for line in lines],
            sum((charge.amount for charge in charges), ZERO),
            agreed_rate,
        )
        decisions = self._with_total(customer_id, total, [each.decision for each in priced])
        lines_judged = [replace(each, decision=its) for each, its in zip(priced, decisions, strict=True)]
        return PricedBasket(lines_judged, charges)

    def _with_total(
        self, customer_id: UUID, total: "Total", decisions: Sequence[MarginDecision]
    ) -> list[MarginDecision]:
        """The weakest line, if possible one that is not agreed, answers for a total that earns too little."""
        told = list(decisions)
        wanted = self.totals.get(customer_id)
        rate = total.rate([each.unit_cost for each in told])
        if wanted is None or rate is None or rate >= wanted or (total.agreed is not None and rate >= total.agreed):
            return told
        if max(each.verdict for each in told) is Verdict.ALLOWED:
            open_ones = [i for i, is_agreed in enumerate(total.is_agreed) if not is_agreed] or range(len(told))
            weakest = min(open_ones, key=lambda i: told[i].margin_rate or ZERO)
            said = f"The margin of the order is {rate}."
            told[weakest] = replace(
                told[weakest], verdict=Verdict.NEEDS_APPROVAL, levels=("manager",), explanation=said
            )
        return told

    def _priced(self, index: int, line: AskedPrice, caller: Principal) -> PricedLine:
        self._check(index, line.product_id)
        steps = [PriceStep("list-price", "1", "List price", self.prices[line.product_id])]
        if line.manual_unit_price is not None:
            steps.append(PriceStep("manual-price", "", "Price set by hand", line.manual_unit_price))
        if line.is_agreed:
            return PricedLine(tuple(steps), as_agreed(steps[-1].unit_price, line.agreed_unit_cost))
        decision = judge(steps[-1].unit_price, self.costs[line.product_id])
        if line.manual_unit_price is not None and not line.is_share:
            roles = () if caller.customer_id is not None else caller.roles
            decision = judge_discount(decision, line.manual_unit_price, steps[0].unit_price, roles)
            decision = self._excepted(decision, line.product_id, line.quantity)
        return PricedLine(tuple(steps), decision)

    def _check(self, index: int, product_id: UUID) -> None:
        if product_id not in self.prices:
            raise ProductNotKnown(f"Pricing does not know {product_id}.", field=f"lines.{index}.product_id")

    async def decide_margin(
        self, order: SalesOrder, *, is_approved: bool, agreed: Agreed | None = None
    ) -> list[MarginDecision]:
        await self.faults.around(done=False)
        for i, line in enumerate(order.lines):
            self._check(i, line.product_id)
        decisions = []
        for line in order.lines:
            if agreed and line.id in agreed.line_ids:
                decisions.append(as_agreed(line.unit_price, line.decision.unit_cost))
                continue
            decision = judge(line.unit_price, self.costs[line.product_id])
            if line.is_by_hand and line.engine_price is not None:
                decision = judge_discount(decision, line.unit_price, line.engine_price, order.granter.roles)
            decisions.append(self._excepted(decision, line.product_id, line.quantity, order.id))
        total = Total(
            [(line.quantity, line.unit_price) for line in order.lines],
            [agreed is not None and line.id in agreed.line_ids for line in order.lines],
            order.charged,
            agreed.margin_rate if agreed else None,
        )
        decisions = self._with_total(order.terms.customer_id, total, decisions)
        goes_on = Verdict.NEEDS_APPROVAL if is_approved else Verdict.ALLOWED
        self.taken.pop(order.id, None)
        if max(each.verdict for each in decisions) <= goes_on:
            pairs = zip(order.lines, decisions, strict=True)
            self.taken[order.id] = {line.product_id: line.quantity for line, each in pairs if each.exception_id}
        self.decided.append(order.id)
        return decisions

    def _excepted(
        self, decision: MarginDecision, product_id: UUID, quantity: Decimal, order_id: UUID | None = None
    ) -> MarginDecision:
        """Allowed by an exception of the product, while its cap lasts."""
        if decision.verdict is Verdict.ALLOWED or product_id not in self.exceptions:
            return decision
        id_, cap = self.exceptions[product_id]
        used = sum((uses.get(product_id, ZERO) for other, uses in self.taken.items() if other != order_id), ZERO)
        if used + quantity > cap:
            return decision
        return replace(decision, verdict=Verdict.ALLOWED, levels=(), exception_id=id_)

    async def release_exceptions(self, order_id: UUID, *, caller: Principal) -> None:
        await self.faults.around(done=False)
        self.taken.pop(order_id, None)


@dataclass
class FakeStock:
    """What is free by product, and what orders hold."""

    free: dict[UUID, Decimal] = field(default_factory=dict)
    holds: dict[UUID, dict[UUID, tuple[UUID, Decimal, Decimal]]] = field(default_factory=dict)
    picks: dict[UUID, Decimal] = field(default_factory=dict)  # by order line
    coming: dict[UUID, Promise] = field(default_factory=dict)  # by product
    told: set[tuple[str, str]] = field(default_factory=set)  # to whom of which site
    faults: Faults = field(default_factory=Faults)

    async def availability(
        self, product_ids: Sequence[UUID], *, warehouse: str, caller: Principal, with_next_day: bool = False
    ) -> list[Availability]:
        await self.faults.around(done=False)
        self.told.add((caller.subject, warehouse))
        return [Availability(self.free.get(id_, ZERO), ZERO, self._next(id_, with_next_day)) for id_ in product_ids]

    def _next(self, product_id: UUID, is_asked: bool) -> date | None:  # as it was asked
        if not is_asked:
            return None
        promise = self.coming.get(product_id)
        return datetime.now(UTC).date() if self.free.get(product_id, ZERO) > 0 else promise.on if promise else None

    async def reserve(self, order: SalesOrder, *, hold_s: int, caller: Principal) -> Held:
        await self.faults.around(done=False)
        if order.id not in self.holds:
            self.holds[order.id] = self._taken(order)
        held = {id_: (reserved, missing) for id_, (_, reserved, missing) in self.holds[order.id].items()}
        await self.faults.around(done=True)
        return held

    def _taken(self, order: SalesOrder) -> dict[UUID, tuple[UUID, Decimal, Decimal]]:
        left = dict(self.free)
        held = {}
        short = []
        for i, line in enumerate(order.lines):
            if line.product_id not in left:
                raise ProductNotKnown(f"Inventory does not know {line.product_id}.", field=f"lines.{i}.product_id")
            reserved = Decimal(0) if line.is_drop_shipped else min(left[line.product_id], line.quantity)
            left[line.product_id] -= reserved
            held[line.id] = (line.product_id, reserved, line.quantity - reserved)
            if reserved < line.quantity and not line.is_drop_shipped:
                short.append((line, reserved))
        if short and order.terms.shortage is Shortage.REFUSE:
            lines = [
                {
                    "order_line_id": str(line.id),
                    "product_id": str(line.product_id),
                    "asked": str(line.quantity),
                    "available": str(available),
                }
                for line, available in short
            ]
            raise InsufficientStock("Lines are short.", lines=lines)
        self.free = left
        return held

    async def promises(self, order_ids: Collection[UUID], *, caller: Principal) -> Mapping[UUID, Promise]:
        await self.faults.around(done=False)
        return {
            line_id: self.coming.get(product_id, UNKNOWN)
            for order_id in order_ids
            for line_id, (product_id, _, missing) in self.holds.get(order_id, {}).items()
            if missing
        }

    async def picked(self, order_id: UUID, *, caller: Principal) -> Mapping[UUID, Decimal]:
        await self.faults.around(done=False)
        return {id_: self.picks.get(id_, ZERO) for id_ in self.holds.get(order_id, {})}

    async def release(self, order_id: UUID, *, caller: Principal) -> None:
        await self.faults.around(done=False)
        for product_id, reserved, _ in self.holds.pop(order_id, {}).values():
            self.free[product_id] += reserved


@dataclass
class FakeCredit:
    """Limits, exposures and what is overdue by who pays; nobody has a limit unless it says so. What is overdue stops him."""

    limits: dict[UUID, Decimal] = field(default_factory=dict)
    on_hold: set[UUID] = field(default_factory=set)
    overdue: dict[UUID, Decimal] = field(default_factory=dict)
    unknown: set[UUID] = field(default_factory=set)
    taken: dict[UUID, tuple[UUID, Decimal]] = field(default_factory=dict)
    faults: Faults = field(default_factory=Faults)

    async def reserve(self, order: SalesOrder, *, hold_s: int, caller: Principal) -> CreditAnswer:
        await self.faults.around(done=False)
        answer = self._judged(order, order.id, ZERO, takes=True)
        await self.faults.around(done=True)
        return answer

    async def extend(
        self, order: SalesOrder, *, revision_id: UUID, hold_s: int | None, caller: Principal
    ) -> CreditAnswer:
        await self.faults.around(done=False)
        had = self.taken[order.id][1] if order.id in self.taken else ZERO
        answer = self._judged(order, revision_id, had, takes=hold_s is not None)
        await self.faults.around(done=True)
        return answer

    def _judged(self, order: SalesOrder, id_: UUID, had: Decimal, *, takes: bool) -> CreditAnswer:
        payer = order.terms.bill_to_id
        if payer in self.unknown:
            raise CustomerNotKnown(f"Accounting does not know the customer {payer}.", field="customer_id")
        amount = (order.value * (1 + TAX)).quantize(Decimal("0.01"))
        exposure = sum((owed for key, (who, owed) in self.taken.items() if who == payer and key != id_), ZERO)
        more = amount - had
        answer = self._refused(payer, more, exposure, order.release) if more > 0 else None
        if answer is not None:
            return replace(answer, amount=amount)
        if takes and more > 0:
            self.taken[id_] = payer, more
        return CreditAnswer(amount, exposure + more, ZERO, self.limits.get(payer))

    def _refused(
        self, payer: UUID, amount: Decimal, exposure: Decimal, release: CreditRelease | None
    ) -> CreditAnswer | None:
        limit, late, total = self.limits.get(payer), self.overdue.get(payer, ZERO), exposure + amount
        refusal = None
        if payer in self.on_hold and not (release and release.despite_hold):
            refusal = "credit-hold"
        elif late and not (release and late <= release.overdue):
            refusal = "credit-overdue"
        elif limit is not None and total > limit and not (release and total <= release.exposure):
            refusal = "credit-limit"
        if refusal is None:
            return None
        parts = {"to_ship": exposure - late, "to_invoice": ZERO, "being_confirmed": ZERO, "invoiced": late}
        return CreditAnswer(
            amount,
            exposure,
            late,
            limit,
            refusal,
            passing_amount=None if limit is None else max(limit - exposure, ZERO),
            payment_needed=max(late, ZERO if limit is None else total - limit),
            parts={**parts, "unmatched": ZERO},
            oldest=OverdueDocument("F-1", date(2026, 3, 1)) if late else None,
        )

    async def release(self, order_id: UUID, *, caller: Principal) -> None:
        await self.faults.around(done=False)
        self.taken.pop(order_id, None)

    async def check(
        self, orders: Mapping[UUID, CreditRelease | None], *, caller: Principal | None
    ) -> dict[UUID, CreditAnswer]:
        """Who came first has the credit first: `taken` is in that order."""
        await self.faults.around(done=False)
        found, owed = {}, dict[UUID, Decimal]()
        for id_, (payer, amount) in self.taken.items():
            before = owed.get(payer, ZERO)
            owed[payer] = before + amount
            if id_ in orders:
                refused = self._refused(payer, amount, before, orders[id_])
                granted = CreditAnswer(amount, before, ZERO, self.limits.get(payer))
                found[id_] = granted if refused is None else replace(refused, passing_amount=None)
        return found


@dataclass
class World:
    """All peers of one test run."""

    pricing: FakePricing = field(default_factory=FakePricing)
    stock: FakeStock = field(default_factory=FakeStock)
    credit: FakeCredit = field(default_factory=FakeCredit)

    def peers(self) -> Peers:
        return Peers(self.pricing, self.stock, self.credit)

    def holds(self, order_id: str) -> tuple[bool, bool]:
        """Whether (stock, credit) is kept for an order."""
        return UUID(order_id) in self.stock.holds, UUID(order_id) in self.credit.taken
