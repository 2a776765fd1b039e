"""`PricingService`: translate, call, translate."""

from decimal import Decimal
from uuid import UUID

import grpc
from comptoir.common.v1.decimal_pb2 import Decimal as DecimalMessage
from comptoir.pricing.v1 import pricing_service_pb2 as pb
from comptoir.pricing.v1 import pricing_service_pb2_grpc as rpc
from kit.db import Database
from kit.errors import Invalid
from kit.money import ZERO
from kit.rpc import caller
from kit.wire import date_in, decimal_in, optional_decimal_in

from pricing import wire
from pricing.commands.decide_margin import DecideMargin, OrderLine, decide_margin
from pricing.domain.margin import Agreed, worst
from pricing.queries.advise import quote_with_advice
from pricing.queries.authorities import granting_roles
from pricing.queries.quote import AskedLine, Quote, quote_lines
from pricing.storage import exceptions
from pricing.storage.rules import RuleBook


class PricingServicer(rpc.PricingServiceServicer):
    """Prices and judges whole orders."""

    def __init__(self, database: Database, rules: RuleBook, company_currency: str) -> None:
        self._database = database
        self._rules = rules
        self._company_currency = company_currency

    async def QuoteLines(self, request: pb.QuoteLinesRequest, context: object) -> pb.QuoteLinesResponse:
        quote = Quote(
            customer_id=UUID(request.customer_id),
            channel=request.channel,
            priced_on=date_in(request.priced_on, field="priced_on"),
            currency=request.currency,
            lines=[_asked(i, line) for i, line in enumerate(request.lines)],
            roles=granting_roles(caller()),
            order_id=UUID(request.order_id) if request.order_id else None,
            agreed_rate=optional_decimal_in(request.agreed_margin_rate),
            warehouse=request.warehouse,
        )
        ask = quote_with_advice if request.with_advice else quote_lines
        quoted = await ask(self._database, self._rules, quote, company_currency=self._company_currency)
        return wire.quoted_lines(request.lines, quoted)

    async def DecideMargin(self, request: pb.DecideMarginRequest, context: object) -> pb.DecideMarginResponse:
        asked = DecideMargin(
            order_id=UUID(request.order_id),
            customer_id=UUID(request.customer_id),
            channel=request.channel,
            currency=request.currency or self._company_currency,
            lines=[_line(i, line) for i, line in enumerate(request.lines)],
            roles=granting_roles(caller()),
            is_approved=request.is_approved,
            charged=optional_decimal_in(request.charged_amount) or ZERO,
            agreed_rate=optional_decimal_in(request.agreed_margin_rate),
            warehouse=request.warehouse,
        )
        decisions = await decide_margin(self._database, self._rules, asked, company_currency=self._company_currency)
        return pb.DecideMarginResponse(
            verdict=wire.VERDICTS[worst(decisions)], lines=wire.decided_lines(asked, decisions)
        )

    async def ReleaseExceptions(
        self, request: pb.ReleaseExceptionsRequest, context: object
    ) -> pb.ReleaseExceptionsResponse:
        async with self._database.transaction() as tx:
            await exceptions.release(tx, UUID(request.order_id))
        return pb.ReleaseExceptionsResponse()


def _asked(index: int, line: pb.QuoteLine) -> AskedLine:
    manual = decimal_in(line.manual_unit_price) if line.HasField("manual_unit_price") else None
    if manual is not None and manual < 0:
        raise Invalid("A price is not negative.", field=f"lines.{index}.manual_unit_price")
    return AskedLine(
        UUID(line.product_id),
        _quantity(index, line.quantity),
        manual,
        agreed=_agreed(line),
        is_share=line.is_share,
    )


def _agreed(line: pb.QuoteLine | pb.DecideLine) -> Agreed | None:
    return Agreed(optional_decimal_in(line.agreed_unit_cost)) if line.is_agreed else None


def _line(index: int, line: pb.DecideLine) -> OrderLine:
    price = decimal_in(line.unit_price)
    if price < 0:
        raise Invalid("A price is not negative.", field=f"lines.{index}.unit_price")
    quantity = _quantity(index, line.quantity)
    engine_price = decimal_in(line.engine_unit_price) if line.HasField("engine_unit_price") else None
    return OrderLine(
        UUID(line.order_line_id),
        UUID(line.product_id),
        quantity,
        price,
        line.set_by_hand,
        engine_price,
        _agreed(line),
    )


def _quantity(index: int, message: DecimalMessage) -> Decimal:
    quantity = decimal_in(message)
    if quantity <= 0:
        raise Invalid("A quantity is above zero.", field=f"lines.{index}.quantity")
    return quantity


def add_servicers(server: grpc.aio.Server, database: Database, rules: RuleBook, company_currency: str) -> list[str]:
    rpc.add_PricingServiceServicer_to_server(PricingServicer(database, rules, company_currency), server)
    return [pb.DESCRIPTOR.services_by_name["PricingService"].full_name]
