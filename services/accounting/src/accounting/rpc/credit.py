"""`CreditService`: translate, call, translate."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

import grpc
from comptoir.accounting.v1 import credit_service_pb2 as pb
from comptoir.accounting.v1 import credit_service_pb2_grpc as rpc
from kit.db import Database, Transaction
from kit.wire import date_in, decimal_in, decimal_out, optional_decimal_out

from accounting.commands.reserve_credit import CreditDecision, ReserveCredit, reserve_credit
from accounting.domain.credit import Release, passing_amount
from accounting.domain.errors import CurrencyNotKept
from accounting.domain.invoice import gross_of
from accounting.queries.credit_state import CreditState, OrderCredit, check_orders, credit_state
from accounting.storage import credit_accounts
from accounting.storage.invoicing import taxes
from kit import clock


class CreditServicer(rpc.CreditServiceServicer):
    """Judges whether a customer may owe that much more."""

    def __init__(self, database: Database, currency: str) -> None:
        self._database = database
        self._currency = currency

    async def ReserveCredit(self, request: pb.ReserveCreditRequest, context: object) -> pb.ReserveCreditResponse:
        now = clock.now()
        async with self._database.transaction() as tx:
            command = ReserveCredit(
                order_id=UUID(request.order_id),
                bill_to_id=UUID(request.bill_to_id),
                amount=await self._amount(tx, request),
                hold_s=request.hold_seconds,
                revises=UUID(request.revises_order_id) if request.revises_order_id else None,
                only_asks=request.only_asks,
                release=_release(request),
            )
            decision = await reserve_credit(tx, command, now=now)
            answer = pb.ReserveCreditResponse(
                granted=decision.refusal is None,
                credit_limit=optional_decimal_out(decision.credit_limit),
                exposure=decimal_out(decision.exposure),
                amount=decimal_out(command.amount),
            )
            if decision.refusal is not None:
                await _explain(tx, answer, command, decision, now)
        return answer

    async def _amount(self, tx: Transaction, request: pb.ReserveCreditRequest) -> Decimal:
        """What is asked, tax included: as the caller says, or by the tax of the lines on their day."""
        if not request.lines:
            if request.amount.currency != self._currency:
                raise CurrencyNotKept(f"Credit is kept in {self._currency}.", field="amount.currency")
            return decimal_in(request.amount.amount)
        lines = [(decimal_in(line.net_amount), line.tax_class) for line in request.lines]
        payer = UUID(request.bill_to_id)
        rates = await taxes.rates_for(tx, payer, payer)
        return gross_of(lines, rates, date_in(request.taxed_on, field="taxed_on"))

    async def ReleaseCredit(self, request: pb.ReleaseCreditRequest, context: object) -> pb.ReleaseCreditResponse:
        async with self._database.transaction() as tx:
            await credit_accounts.release_tentative(tx, [UUID(request.order_id)])
        return pb.ReleaseCreditResponse()

    async def CheckCredit(self, request: pb.CheckCreditRequest, context: object) -> pb.CheckCreditResponse:
        asked = {UUID(order.order_id): _release(order) for order in request.orders}
        async with self._database.read() as tx:
            checked = await check_orders(tx, asked, clock.now())
        return pb.CheckCreditResponse(orders=[_checked(each) for each in checked])


async def _explain(
    tx: Transaction, answer: pb.ReserveCreditResponse, command: ReserveCredit, decision: CreditDecision, now: datetime
) -> None:
    state = await credit_state(tx, command.bill_to_id, now)
    answer.refusal = decision.refusal or ""
    answer.overdue.CopyFrom(decimal_out(state.overdue))
    answer.state.CopyFrom(_state(state))
    passing = passing_amount(state.terms, decision.exposure, now)
    if passing is not None:
        answer.passing_amount.CopyFrom(decimal_out(passing))
    answer.payment_needed.CopyFrom(decimal_out(state.payment_needed(decision.exposure + decision.asked)))


def _release(message: pb.ReserveCreditRequest | pb.CheckedOrder) -> Release | None:
    if not message.HasField("release"):
        return None
    release = message.release
    return Release(decimal_in(release.exposure), decimal_in(release.overdue), release.despite_hold)


def _checked(order: OrderCredit) -> pb.OrderCredit:
    answer = pb.OrderCredit(
        order_id=str(order.order_id),
        refusal=order.refusal or "",
        amount=decimal_out(order.amount),
        exposure=decimal_out(order.exposure),
    )
    if order.state is not None:
        answer.state.CopyFrom(_state(order.state))
        answer.payment_needed.CopyFrom(decimal_out(order.state.payment_needed(order.exposure)))
    return answer


def _state(state: CreditState) -> pb.CreditState:
    exposure = state.exposure
    oldest = state.late[0] if state.late else None
    return pb.CreditState(
        limit=optional_decimal_out(state.limit),
        to_ship=decimal_out(exposure.to_ship),
        to_invoice=decimal_out(exposure.to_invoice),
        being_confirmed=decimal_out(exposure.being_confirmed),
        invoiced=decimal_out(exposure.invoiced),
        unmatched=decimal_out(exposure.unmatched),
        overdue=decimal_out(state.overdue),
        oldest_document_id=str(oldest.document_id) if oldest else "",
        oldest_number=oldest.number if oldest else "",
        oldest_due_on=oldest.due_on.isoformat() if oldest else "",
        insured_limit=optional_decimal_out(state.terms.insured_limit),
    )


def add_servicers(server: grpc.aio.Server, database: Database, currency: str) -> list[str]:
    rpc.add_CreditServiceServicer_to_server(CreditServicer(database, currency), server)
    return [pb.DESCRIPTOR.services_by_name["CreditService"].full_name]
