"""Payments: recorded, shown with what they settle, taken back."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from kit.auth import Principal
from kit.http import Command, Db, Paging, requires
from kit.ids import new_id
from kit.pagination import Page, fetch_page
from sqlalchemy import select

from accounting.api.books.schemas import ReversalIn
from accounting.api.invoicing.schemas import RefundIn
from accounting.api.payment_schemas import (
    MatchIn,
    PaymentDetails,
    PaymentHead,
    PaymentIn,
    PaymentOut,
    PaymentReversedOut,
    RefundedOut,
)
from accounting.commands.pay_back import Refund, pay_back
from accounting.commands.record_payment import RecordPayment, record_payment
from accounting.commands.reverse_payment import reverse_by_hand
from accounting.domain.matching import Adjustment, AdjustmentKind, Match
from accounting.queries.payment_story import payment_story
from accounting.storage.tables import payment
from kit import clock

router = APIRouter(tags=["payments"])

Reader = Annotated[Principal, requires("accounting.payments.read")]
_HEAD = tuple(payment.c[name] for name in PaymentHead.model_fields)


@router.post("/payments", status_code=201, summary="Record a payment and settle documents with it")
async def create_payment(
    caller: Annotated[Principal, requires("accounting.payments.write")],
    command: Command,
    body: PaymentIn,
    request: Request,
) -> PaymentOut:
    currency = request.app.state.settings.company_currency
    matches = tuple(Match(match.document_id, match.amount) for match in body.matches)
    asked = RecordPayment(
        id=body.id or new_id(),
        partner_id=body.partner_id,
        direction=body.direction,
        amount=body.amount,
        currency=body.currency or currency,
        paid_on=body.paid_on,
        method=body.method,
        reference=body.reference,
        bank_amount=body.bank_amount,
        matching="explicit" if matches else body.match,
        matches=matches,
        adjustments=tuple(
            Adjustment(match.document_id, AdjustmentKind.DISCOUNT, match.discount)
            for match in body.matches
            if match.discount
        ),
    )
    async with command.transaction() as tx:
        recorded = await record_payment(tx, asked, currency=currency, now=clock.now())
        settlement = recorded.settlement
        paid = settlement.payment
        answer = PaymentOut(
            id=paid.id,
            number=recorded.number,
            partner_id=paid.partner_id,
            direction=paid.direction,
            amount=paid.amount,
            currency=paid.currency,
            paid_on=paid.paid_on,
            method=paid.method,
            reference=paid.reference,
            unmatched_amount=settlement.unmatched,
            value=paid.value,
            exchange_gain=settlement.exchange_gain,
            matches=[MatchIn(document_id=each.document_id, amount=each.amount) for each in settlement.settled],
        )
        return command.answer(answer)


@router.post("/payments/{payment_id}/reverse", summary="Take a payment back: what it settled is open again")
async def post_payment_reversal(
    caller: Annotated[Principal, requires("accounting.payments.write")],
    command: Command,
    payment_id: UUID,
    body: ReversalIn,
) -> PaymentReversedOut:
    async with command.transaction() as tx:
        reversal, number = await reverse_by_hand(
            tx, payment_id, reason=body.reason, on=body.posted_on, by=caller.subject, now=clock.now()
        )
        return command.answer(PaymentReversedOut(payment_id=payment_id, reversed_on=reversal.on, entry_number=number))


@router.post(
    "/payments/{payment_id}/pay-back", summary="Record that a rest was paid back: to a customer, or by a supplier"
)
async def post_payment_refund(
    caller: Annotated[Principal, requires("accounting.payments.write")],
    command: Command,
    payment_id: UUID,
    body: RefundIn,
    request: Request,
) -> RefundedOut:
    """By hand; a statement finds it later. What goes by a file of the bank is in a payment run instead."""
    currency: str = request.app.state.settings.company_currency
    refund = Refund(payment_id, body.amount, body.paid_on, body.method, body.reference)
    async with command.transaction() as tx:
        paid = await pay_back(tx, refund, currency, by=caller.subject)
        return command.answer(RefundedOut(id=paid.id, number=paid.number, entry_number=paid.entry_number))


@router.get("/payments", summary="Payments")
async def list_payments(
    caller: Reader,
    db: Db,
    paging: Paging,
    partner_id: UUID | None = None,
    unmatched: bool = False,  # noqa: FBT001, FBT002  # a query parameter
) -> Page[PaymentHead]:
    """`unmatched`: only those of which something settles no document yet."""
    p = payment.c
    statement = select(*_HEAD)
    if partner_id is not None:
        statement = statement.where(p.partner_id == partner_id)
    if unmatched:
        statement = statement.where(p.unmatched_amount > 0)
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"paid_on": p.paid_on},
            key=p.id,
            convert=lambda row: PaymentHead(**dict(row)),
        )


@router.get("/payments/{payment_id}", summary="One payment: what it settles, and where it comes from")
async def get_payment(caller: Reader, db: Db, payment_id: UUID) -> PaymentDetails:
    async with db.read() as tx:
        story = await payment_story(tx, payment_id)
        (row,) = await tx.select(select(*_HEAD).where(payment.c.id == payment_id))
    return PaymentDetails.of(PaymentHead(**dict(row)), story)
