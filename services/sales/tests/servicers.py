"""The fakes behind the real contracts, for the real clients to call over a real server."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import grpc
from comptoir.accounting.v1 import credit_service_pb2 as credit_pb
from comptoir.accounting.v1 import credit_service_pb2_grpc as credit_rpc
from comptoir.inventory.v1 import inventory_service_pb2 as stock_pb
from comptoir.inventory.v1 import inventory_service_pb2_grpc as stock_rpc
from comptoir.pricing.v1 import decision_pb2
from comptoir.pricing.v1 import pricing_service_pb2 as pricing_pb
from comptoir.pricing.v1 import pricing_service_pb2_grpc as pricing_rpc
from kit.errors import unknown
from kit.money import ZERO
from kit.rpc import caller
from kit.wire import date_in, decimal_in, decimal_out, optional_decimal_in, optional_decimal_out
from sales.clients.peers import AskedPrice
from sales.domain.charge import QuotedCharge, charges_of
from sales.domain.credit import CreditAnswer, CreditRelease
from sales.domain.errors import CustomerNotKnown
from sales.domain.margin import MarginDecision, PriceStep
from sales.domain.order import Granter, SalesOrder, Shortage
from sales.domain.promise import PromiseReason
from sales.domain.revision import Agreed

from services.sales.tests import factories as make
from services.sales.tests.fakes import FakeCredit, FakePricing, FakeStock, World, as_agreed


class PricingServicer(pricing_rpc.PricingServiceServicer):
    def __init__(self, fake: FakePricing) -> None:
        self._fake = fake

    async def QuoteLines(self, request: pricing_pb.QuoteLinesRequest, context: Any) -> pricing_pb.QuoteLinesResponse:
        asked = [
            AskedPrice(
                UUID(line.product_id),
                decimal_in(line.quantity),
                optional_decimal_in(line.manual_unit_price),
                line.is_agreed,
                optional_decimal_in(line.agreed_unit_cost),
                line.is_share,
            )
            for line in request.lines
        ]
        priced = await self._fake.quote_lines(
            asked,
            customer_id=UUID(request.customer_id),
            channel=request.channel,
            priced_on=date_in(request.priced_on),
            currency=request.currency,
            caller=caller(),
            warehouse=request.warehouse,
            agreed_rate=optional_decimal_in(request.agreed_margin_rate),
        )
        return pricing_pb.QuoteLinesResponse(
            lines=[
                pricing_pb.QuotedLine(
                    line_id=line.line_id,
                    unit_price=decimal_out(price.unit_price),
                    steps=[
                        decision_pb2.PriceStep(
                            rule=step.rule,
                            rule_id=step.rule_id,
                            label=step.label,
                            unit_price=decimal_out(step.unit_price),
                        )
                        for step in price.steps
                    ],
                    decision=_decision(price.decision, price.unit_price),
                )
                for line, price in zip(request.lines, priced.lines, strict=True)
            ],
            charges=[
                pricing_pb.OrderCharge(
                    rule=charge.rule,
                    rule_id=charge.rule_id,
                    label=charge.label,
                    label_fr=charge.label_fr,
                    amount=decimal_out(charge.amount),
                    missing_amount=optional_decimal_out(charge.missing_amount),
                )
                for charge in priced.charges
            ],
        )

    async def DecideMargin(
        self, request: pricing_pb.DecideMarginRequest, context: Any
    ) -> pricing_pb.DecideMarginResponse:
        price = request.lines[0].unit_price.value
        order = make.order(
            *((UUID(line.product_id), line.quantity.value) for line in request.lines),
            id_=UUID(request.order_id),
            price=price,
        )
        lines = tuple(
            replace(line, id=UUID(asked.order_line_id), steps=_steps(asked), decision=_agreed(asked))
            for line, asked in zip(order.lines, request.lines, strict=True)
        )
        order = replace(
            order,
            lines=lines,
            granter=Granter(caller().subject, caller().roles),
            terms=replace(order.terms, customer_id=UUID(request.customer_id)),
            charges=charges_of(order.id, [_charged(request)], lines),
        )
        agreed = Agreed(
            frozenset(UUID(line.order_line_id) for line in request.lines if line.is_agreed),
            optional_decimal_in(request.agreed_margin_rate),
        )
        decisions = await self._fake.decide_margin(
            order, is_approved=request.is_approved, agreed=agreed if agreed.line_ids else None
        )
        return pricing_pb.DecideMarginResponse(
            lines=[decision_pb2.DecidedLine(decision=_decision(each, order.lines[0].unit_price)) for each in decisions]
        )

    async def ReleaseExceptions(
        self, request: pricing_pb.ReleaseExceptionsRequest, context: Any
    ) -> pricing_pb.ReleaseExceptionsResponse:
        await self._fake.release_exceptions(UUID(request.order_id), caller=caller())
        return pricing_pb.ReleaseExceptionsResponse()


def _agreed(line: pricing_pb.DecideLine) -> MarginDecision:
    return as_agreed(decimal_in(line.unit_price), optional_decimal_in(line.agreed_unit_cost))


def _charged(request: pricing_pb.DecideMarginRequest) -> QuotedCharge:
    return QuotedCharge("freight", "1", "Carriage", "Port", decimal_in(request.charged_amount))


def _steps(line: pricing_pb.DecideLine) -> tuple[PriceStep, ...]:
    by_hand = PriceStep("manual-price", "", "Price set by hand", decimal_in(line.unit_price))
    if line.HasField("engine_unit_price"):
        return PriceStep("list-price", "1", "List price", decimal_in(line.engine_unit_price)), by_hand
    return (by_hand if line.set_by_hand else replace(by_hand, rule="list-price"),)


def _decision(decision: MarginDecision, price: Any) -> decision_pb2.MarginDecision:
    return decision_pb2.MarginDecision(
        verdict=decision_pb2.Verdict.Value(f"VERDICT_{decision.verdict.name}"),
        unit_price=decimal_out(price),
        unit_cost=optional_decimal_out(decision.unit_cost),
        margin_rate=optional_decimal_out(decision.margin_rate),
        approval_rate=decimal_out(decision.approval_rate),
        floor_rate=decimal_out(decision.floor_rate),
        floor_price=optional_decimal_out(decision.floor_price),
        explanation=decision.explanation,
        discount_rate=optional_decimal_out(decision.discount_rate),
        discount_limit=optional_decimal_out(decision.discount_limit),
        approval_levels=decision.levels,
        exception_id=decision.exception_id,
        reasons=[decision_pb2.Reason(code=each.code, facts=each.facts) for each in decision.reasons],
    )


class StockServicer(stock_rpc.InventoryServiceServicer):
    def __init__(self, fake: FakeStock) -> None:
        self._fake = fake

    async def CheckAvailability(
        self, request: stock_pb.CheckAvailabilityRequest, context: Any
    ) -> stock_pb.CheckAvailabilityResponse:
        ids = [UUID(id_) for id_ in request.product_ids]
        found = await self._fake.availability(
            ids, warehouse=request.warehouse, caller=caller(), with_next_day=request.with_next_day
        )
        return stock_pb.CheckAvailabilityResponse(
            availabilities=[
                stock_pb.Availability(
                    available=decimal_out(row.available),
                    incoming=decimal_out(row.incoming),
                    next_on=row.next_on.isoformat() if row.next_on else "",
                )
                for row in found
            ]
        )

    async def ReserveStock(self, request: stock_pb.ReserveStockRequest, context: Any) -> stock_pb.ReserveStockResponse:
        is_backorder = request.shortage_policy == stock_pb.SHORTAGE_POLICY_BACKORDER
        order = make.order(
            *((UUID(line.product_id), line.quantity.value) for line in request.lines),
            id_=UUID(request.order_id),
            shortage=Shortage.BACKORDER if is_backorder else Shortage.REFUSE,
        )
        assert [str(line.id) for line in order.lines] == [line.order_line_id for line in request.lines]
        asked = zip(order.lines, request.lines, strict=True)
        lines = tuple(replace(line, is_drop_shipped=each.is_drop_shipped) for line, each in asked)
        order = replace(order, lines=lines)
        held = await self._fake.reserve(order, hold_s=request.hold_seconds, caller=caller())
        return stock_pb.ReserveStockResponse(
            lines=[
                stock_pb.ReservedQuantity(
                    order_line_id=str(id_), reserved=decimal_out(reserved), backordered=decimal_out(missing)
                )
                for id_, (reserved, missing) in held.items()
            ]
        )

    async def PromiseOrders(
        self, request: stock_pb.PromiseOrdersRequest, context: Any
    ) -> stock_pb.PromiseOrdersResponse:
        found = await self._fake.promises([UUID(id_) for id_ in request.order_ids], caller=caller())
        return stock_pb.PromiseOrdersResponse(
            lines=[
                stock_pb.PromisedLine(
                    order_line_id=str(id_),
                    promised_on=promise.on.isoformat() if promise.on else "",
                    document_number=promise.document_number,
                    is_overdue=promise.reason is PromiseReason.OVERDUE,
                )
                for id_, promise in found.items()
            ]
        )

    async def ReadReservation(
        self, request: stock_pb.ReadReservationRequest, context: Any
    ) -> stock_pb.ReadReservationResponse:
        picked = await self._fake.picked(UUID(request.order_id), caller=caller())
        return stock_pb.ReadReservationResponse(
            lines=[
                stock_pb.HeldQuantity(order_line_id=str(id_), picked=decimal_out(quantity))
                for id_, quantity in picked.items()
            ]
        )

    async def ReleaseReservation(
        self, request: stock_pb.ReleaseReservationRequest, context: Any
    ) -> stock_pb.ReleaseReservationResponse:
        await self._fake.release(UUID(request.order_id), caller=caller())
        return stock_pb.ReleaseReservationResponse()


class CreditServicer(credit_rpc.CreditServiceServicer):
    def __init__(self, fake: FakeCredit) -> None:
        self._fake = fake

    async def ReserveCredit(
        self, request: credit_pb.ReserveCreditRequest, context: Any
    ) -> credit_pb.ReserveCreditResponse:
        try:
            answer = await self._answer(request)
        except CustomerNotKnown as error:
            raise unknown("customer", request.bill_to_id, field="bill_to_id") from error
        return credit_pb.ReserveCreditResponse(
            granted=answer.refusal is None,
            credit_limit=optional_decimal_out(answer.credit_limit),
            exposure=decimal_out(answer.exposure),
            overdue=decimal_out(answer.overdue),
            refusal=answer.refusal or "",
            amount=decimal_out(answer.amount),
            state=_state(answer),
            passing_amount=optional_decimal_out(answer.passing_amount),
            payment_needed=decimal_out(answer.payment_needed),
        )

    async def CheckCredit(self, request: credit_pb.CheckCreditRequest, context: Any) -> credit_pb.CheckCreditResponse:
        asked = {UUID(order.order_id): _release(order) for order in request.orders}
        found = await self._fake.check(asked, caller=None)
        return credit_pb.CheckCreditResponse(
            orders=[
                credit_pb.OrderCredit(
                    order_id=str(id_),
                    refusal=answer.refusal or "",
                    amount=decimal_out(answer.amount),
                    exposure=decimal_out(answer.exposure + answer.amount),
                    state=_state(answer),
                    payment_needed=decimal_out(answer.payment_needed),
                )
                for id_, answer in found.items()
            ]
        )

    async def _answer(self, request: credit_pb.ReserveCreditRequest) -> CreditAnswer:
        if not request.revises_order_id:
            return await self._fake.reserve(_worth(request), hold_s=request.hold_seconds, caller=caller())
        revised = replace(_worth(request), id=UUID(request.revises_order_id))
        hold_s = None if request.only_asks else request.hold_seconds
        return await self._fake.extend(revised, revision_id=UUID(request.order_id), hold_s=hold_s, caller=caller())

    async def ReleaseCredit(
        self, request: credit_pb.ReleaseCreditRequest, context: Any
    ) -> credit_pb.ReleaseCreditResponse:
        await self._fake.release(UUID(request.order_id), caller=caller())
        return credit_pb.ReleaseCreditResponse()


def _state(answer: CreditAnswer) -> credit_pb.CreditState:
    state = credit_pb.CreditState(
        limit=optional_decimal_out(answer.credit_limit),
        overdue=decimal_out(answer.overdue),
        oldest_number=answer.oldest.number if answer.oldest else "",
        oldest_due_on=answer.oldest.due_on.isoformat() if answer.oldest else "",
    )
    for name, amount in answer.parts.items():
        getattr(state, name).CopyFrom(decimal_out(amount))
    return state


def _release(message: credit_pb.ReserveCreditRequest | credit_pb.CheckedOrder) -> CreditRelease | None:
    """As far as the message has it: the amount and the time are sales' own."""
    if not message.HasField("release"):
        return None
    release = message.release
    return CreditRelease(
        amount=ZERO,
        exposure=decimal_in(release.exposure),
        overdue=decimal_in(release.overdue),
        despite_hold=release.despite_hold,
        until=datetime.max.replace(tzinfo=UTC),
    )


def _worth(request: credit_pb.ReserveCreditRequest) -> SalesOrder:
    """An order of as much as the lines of the request."""
    assert {line.tax_class for line in request.lines} == {"standard"}
    net = sum(decimal_in(line.net_amount) for line in request.lines)
    payer = UUID(request.bill_to_id)
    order = make.order(
        (UUID(int=1), "1"),
        id_=UUID(request.order_id),
        price=str(net),
        bill_to_id=payer,
        ordered_on=date_in(request.taxed_on),
    )
    return replace(order, release=_release(request))


def add_servicers(server: grpc.aio.Server, world: World) -> list[str]:
    pricing_rpc.add_PricingServiceServicer_to_server(PricingServicer(world.pricing), server)
    stock_rpc.add_InventoryServiceServicer_to_server(StockServicer(world.stock), server)
    credit_rpc.add_CreditServiceServicer_to_server(CreditServicer(world.credit), server)
    return []
