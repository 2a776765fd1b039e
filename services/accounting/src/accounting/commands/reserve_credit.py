"""Decide whether a customer may owe that much more, and keep it for the order."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from kit.db import Transaction
from kit.errors import unknown
from kit.money import ZERO

from accounting.storage import credit_accounts


@dataclass(frozen=True, slots=True)
class ReserveCredit:
    """`amount` is in company currency, tax included."""

    order_id: UUID
    bill_to_id: UUID
    amount: Decimal
    hold_s: int
    revises: UUID | None = None  # a firm order: `amount` is what it would be worth, and only what that adds is taken
    only_asks: bool = False


@dataclass(frozen=True, slots=True)
class CreditDecision:
    """Granted, or refused with the reason."""

    credit_limit: Decimal | None
    exposure: Decimal
    overdue: Decimal
    refusal: str | None


async def reserve_credit(tx: Transaction, command: ReserveCredit, *, now: datetime) -> CreditDecision:
    """Take the credit, or say why not. An order that has its part keeps it: safe to repeat.

    A part that is not firm is given back when another amount, or another customer's credit, is asked for the order.

    Raises:
        NotFound: accounting does not know this customer.
    """
    account = await _account(tx, command.bill_to_id)
    if command.revises is not None or command.only_asks:
        return await _extend(tx, command, account, now)
    held = await credit_accounts.held(tx, command.order_id)
    if held is not None:
        if held.is_firm or (held.partner_id, held.amount) == (command.bill_to_id, command.amount):
            return CreditDecision(account.credit_limit, account.exposure, ZERO, None)
        await credit_accounts.release_tentative(tx, [command.order_id])
        account = await _account(tx, command.bill_to_id)
    return await _decide(tx, command, account, command.amount, now)


async def _extend(
    tx: Transaction, command: ReserveCredit, account: credit_accounts.CreditAccount, now: datetime
) -> CreditDecision:
    """Take what a revision adds to an order's part; one that adds nothing is always granted."""
    firm = None if command.revises is None else await credit_accounts.held(tx, command.revises)
    more = command.amount - (firm.amount if firm else ZERO)
    if more <= 0:
        return CreditDecision(account.credit_limit, account.exposure + more, ZERO, None)
    held = await credit_accounts.held(tx, command.order_id)
    if held is not None and (held.partner_id, held.amount) != (command.bill_to_id, more):
        await credit_accounts.release_tentative(tx, [command.order_id])
        account = await _account(tx, command.bill_to_id)
    elif held is not None:
        return CreditDecision(account.credit_limit, account.exposure, ZERO, None)
    return await _decide(tx, command, account, more, now)


async def _decide(
    tx: Transaction, command: ReserveCredit, account: credit_accounts.CreditAccount, amount: Decimal, now: datetime
) -> CreditDecision:
    exposure = account.exposure + amount
    refusal = None
    if account.is_on_hold:
        refusal = "credit-hold"
    elif account.credit_limit is not None and exposure > account.credit_limit:
        refusal = "credit-limit"
    if refusal is not None:
        late = await credit_accounts.overdue(tx, command.bill_to_id, now)
        return CreditDecision(account.credit_limit, account.exposure, late, refusal)
    if not command.only_asks:
        expires_at = now + timedelta(seconds=command.hold_s)
        await credit_accounts.hold(tx, command.order_id, command.bill_to_id, amount, expires_at)
    return CreditDecision(account.credit_limit, exposure, ZERO, None)


async def _account(tx: Transaction, partner_id: UUID) -> credit_accounts.CreditAccount:
    account = await credit_accounts.lock(tx, partner_id)
    if account is None:
        raise unknown("customer", partner_id, field="bill_to_id")
    return account
