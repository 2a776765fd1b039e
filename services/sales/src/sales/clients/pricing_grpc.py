"""Pricing over gRPC."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from comptoir.pricing.v1 import decision_pb2, pricing_service_pb2_grpc
from comptoir.pricing.v1 import pricing_service_pb2 as pb
from kit.auth import Principal
from kit.rpc import Peer
from kit.wire import decimal_in, decimal_out, optional_decimal_in, optional_decimal_out

from sales.clients.peers import AskedPrice
from sales.clients.refusals import in_our_words
from sales.domain.charge import PricedBasket, QuotedCharge
from sales.domain.margin import MarginDecision, PricedLine, PriceStep, Reason, Verdict
from sales.domain.order import SalesOrder
from sales.domain.revision import Agreed


class GrpcPricing:
    """`Pricing` by its `PricingService`."""

    def __init__(self, peer: Peer) -> None:
        self._peer = peer

    @property
    def _stub(self) -> pricing_service_pb2_grpc.PricingServiceStub:
        return self._peer.stub(pricing_service_pb2_grpc.PricingServiceStub)

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
        request = pb.QuoteLinesRequest(
            order_id=str(order_id or ""),
            customer_id=str(customer_id),
            channel=channel,
            priced_on=priced_on.isoformat(),
            currency=currency,
            agreed_margin_rate=optional_decimal_out(agreed_rate),
            warehouse=warehouse,
            lines=[
                pb.QuoteLine(
                    line_id=str(i),
                    product_id=str(line.product_id),
                    quantity=decimal_out(line.quantity),
                    manual_unit_price=optional_decimal_out(line.manual_unit_price),
                    is_agreed=line.is_agreed,
                    agreed_unit_cost=optional_decimal_out(line.agreed_unit_cost),
                    is_share=line.is_share,
                )
                for i, line in enumerate(lines)
            ],
        )
        with in_our_words():
            answer = await self._peer.call(self._stub.QuoteLines, request, on_behalf_of=caller)
        return PricedBasket(
            [PricedLine(tuple(_step(step) for step in line.steps), _decision(line.decision)) for line in answer.lines],
            [_charge(charge) for charge in answer.charges],
        )

    async def decide_margin(
        self, order: SalesOrder, *, is_approved: bool, agreed: Agreed | None = None
    ) -> list[MarginDecision]:
        agreed_ids = agreed.line_ids if agreed else frozenset()
        granter = Principal(order.granter.subject, roles=order.granter.roles)
        request = pb.DecideMarginRequest(
            order_id=str(order.id),
            customer_id=str(order.terms.customer_id),
            channel=order.terms.channel,
            currency=order.terms.currency,
            is_approved=is_approved,
            charged_amount=decimal_out(order.charged),
            warehouse=order.terms.warehouse,
            agreed_margin_rate=optional_decimal_out(agreed.margin_rate) if agreed else None,
            lines=[
                pb.DecideLine(
                    order_line_id=str(line.id),
                    product_id=str(line.product_id),
                    quantity=decimal_out(line.quantity),
                    unit_price=decimal_out(line.unit_price),
                    set_by_hand=line.is_by_hand,
                    engine_unit_price=optional_decimal_out(line.engine_price if line.is_by_hand else None),
                    is_agreed=line.id in agreed_ids,
                    agreed_unit_cost=optional_decimal_out(line.decision.unit_cost if line.id in agreed_ids else None),
                )
                for line in order.lines
            ],
        )
        with in_our_words():
            answer = await self._peer.call(self._stub.DecideMargin, request, on_behalf_of=granter)
        return [_decision(line.decision) for line in answer.lines]

    async def release_exceptions(self, order_id: UUID, *, caller: Principal) -> None:
        request = pb.ReleaseExceptionsRequest(order_id=str(order_id))
        with in_our_words():
            await self._peer.call(self._stub.ReleaseExceptions, request, on_behalf_of=caller)


def _step(message: decision_pb2.PriceStep) -> PriceStep:
    return PriceStep(
        message.rule, message.rule_id, message.label, decimal_in(message.unit_price), label_fr=message.label_fr
    )


def _charge(message: pb.OrderCharge) -> QuotedCharge:
    return QuotedCharge(
        rule=message.rule,
        rule_id=message.rule_id,
        label=message.label,
        label_fr=message.label_fr,
        amount=decimal_in(message.amount),
        missing_amount=optional_decimal_in(message.missing_amount),
    )


def _decision(message: decision_pb2.MarginDecision) -> MarginDecision:
    return MarginDecision(
        verdict=Verdict(message.verdict),
        unit_cost=optional_decimal_in(message.unit_cost),
        margin_rate=optional_decimal_in(message.margin_rate),
        approval_rate=decimal_in(message.approval_rate),
        floor_rate=decimal_in(message.floor_rate),
        floor_price=optional_decimal_in(message.floor_price),
        explanation=message.explanation,
        discount_rate=optional_decimal_in(message.discount_rate),
        discount_limit=optional_decimal_in(message.discount_limit),
        levels=tuple(message.approval_levels),
        exception_id=message.exception_id,
        reasons=tuple(Reason(each.code, dict(each.facts)) for each in message.reasons),
    )
