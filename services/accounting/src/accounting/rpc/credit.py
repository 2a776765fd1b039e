"""`CreditService`: translate, call, translate."""

from decimal import Decimal
from uuid import UUID

import grpc
from comptoir.accounting.v1 import credit_service_pb2 as pb
from comptoir.accounting.v1 import credit_service_pb2_grpc as rpc
from kit.db import Database, Transaction
from kit.wire import date_in, decimal_in, decimal_out, optional_decimal_out

from accounting.commands.reserve_credit import ReserveCredit, reserve_credit
from accounting.domain.errors import CurrencyNotKept
from accounting.domain.invoice import gross_of
from accounting.storage import credit_accounts, invoices
from kit import clock


class CreditServicer(rpc.CreditServiceServicer):
    """Judges whether a customer may owe that much more."""

    def __init__(self, database: Database, currency: str) -> None:
        self._database = database
        self._currency = currency

    async def ReserveCredit(self, request: pb.ReserveCreditRequest, context: object) -> pb.ReserveCreditResponse:
        async with self._database.transaction() as tx:
            command = ReserveCredit(
                order_id=UUID(request.order_id),
                bill_to_id=UUID(request.bill_to_id),
                amount=await self._amount(tx, request),
                hold_s=request.hold_seconds,
                revises=UUID(request.revises_order_id) if request.revises_order_id else None,
                only_asks=request.only_asks,
            )
            decision = await reserve_credit(tx, command, now=clock.now())
        return pb.ReserveCreditResponse(
            granted=decision.refusal is None,
            credit_limit=optional_decimal_out(decision.credit_limit),
            exposure=decimal_out(decision.exposure),
            overdue=decimal_out(decision.overdue),
            refusal=decision.refusal or "",
            amount=decimal_out(command.amount),
        )

    async def _amount(self, tx: Transaction, request: pb.ReserveCreditRequest) -> Decimal:
        """What is asked, tax included: as the caller says, or by the tax of the lines on their day."""
        if not request.lines:
            if request.amount.currency != self._currency:
                raise CurrencyNotKept(f"Credit is kept in {self._currency}.", field="amount.currency")
            return decimal_in(request.amount.amount)
        lines = [(decimal_in(line.net_amount), line.tax_class) for line in request.lines]
        return gross_of(lines, await invoices.tax_rates(tx), date_in(request.taxed_on, field="taxed_on"))

    async def ReleaseCredit(self, request: pb.ReleaseCreditRequest, context: object) -> pb.ReleaseCreditResponse:
        async with self._database.transaction() as tx:
            await credit_accounts.release_tentative(tx, [UUID(request.order_id)])
        return pb.ReleaseCreditResponse()


def add_servicers(server: grpc.aio.Server, database: Database, currency: str) -> list[str]:
    rpc.add_CreditServiceServicer_to_server(CreditServicer(database, currency), server)
    return [pb.DESCRIPTOR.services_by_name["CreditService"].full_name]
