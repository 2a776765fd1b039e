"""Decide whether a customer may owe that much more, and keep it for the order."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from kit.db import Transaction
from kit.errors import unknown
from kit.money import ZERO

from accounting.domain.credit import Refusal, Release, judge, rules_for
from accounting.storage import credit_accounts, credit_facts
from accounting.storage.credit_accounts import CreditHold, Standing


@dataclass(frozen=True, slots=True)
class ReserveCredit:
    """`amount` is in company currency, tax included."""

    order_id: UUID
    bill_to_id: UUID
    amount: Decimal
    hold_s: int
    revises: UUID | None = None  # a firm order: `amount` is what it would be worth, and only what that adds is taken
    only_asks: bool = False
    release: Release | None = None  # somebody who may lets the order go on


@dataclass(frozen=True, slots=True)
class CreditDecision:
    """Granted, or refused with the reason. Exposures are of the customer in all."""

    credit_limit: Decimal | None
    exposure: Decimal  # as it is now: with the order when it was granted
    refusal: Refusal | None
    asked: Decimal = ZERO  # what the order wants on top of that, when it was refused


async def reserve_credit(tx: Transaction, command: ReserveCredit, *, now: datetime) -> CreditDecision:
    """Take the credit, or say why not. An order that has its part keeps it: safe to repeat.

    A part that is not firm is given back when another amount, or another customer's credit, is asked for the order.

    Raises:
        NotFound: accounting does not know this customer.
    """
    standing = await _lock(tx, command, now)
    if command.revises is not None or command.only_asks:
        return await _extend(tx, command, standing, now)
    # Mostly the order has nothing yet: that it has is seen when it would take its part, or is refused.
    decision = await _judge(tx, command, standing, command.amount, now)
    if decision.refusal is None and await _hold(tx, command, command.amount, now):
        return decision
    held = await credit_accounts.held(tx, command.order_id)
    return decision if held is None else await _decide(tx, command, standing, held, command.amount, now)


async def _extend(tx: Transaction, command: ReserveCredit, standing: Standing, now: datetime) -> CreditDecision:
    """Take what a revision adds to an order's part; one that adds nothing is always granted."""
    account = standing.account
    firm = None if command.revises is None else await credit_accounts.held(tx, command.revises)
    more = command.amount - (firm.amount if firm else ZERO)
    if more <= 0:
        return CreditDecision(account.terms.limit(now), account.exposure + more, None)
    held = await credit_accounts.held(tx, command.order_id)
    return await _decide(tx, command, standing, held, more, now)


async def _decide(
    tx: Transaction,
    command: ReserveCredit,
    standing: Standing,
    held: CreditHold | None,
    amount: Decimal,
    now: datetime,
) -> CreditDecision:
    """By what the order has already."""
    if held is not None:
        if held.is_firm or (held.partner_id, held.amount) == (command.bill_to_id, amount):
            return CreditDecision(standing.account.terms.limit(now), standing.account.exposure, None)
        await credit_accounts.release_tentative(tx, [command.order_id])
        standing = await _lock(tx, command, now)
    decision = await _judge(tx, command, standing, amount, now)
    if decision.refusal is None and not command.only_asks:
        await _hold(tx, command, amount, now)
    return decision


async def _judge(
    tx: Transaction, command: ReserveCredit, standing: Standing, amount: Decimal, now: datetime
) -> CreditDecision:
    account, late = standing.account, standing.late
    rules = rules_for(account.terms.customer_class, await credit_facts.rules(tx)) if late else []
    refusal = judge(account.terms, account.exposure + amount, late, rules, now, release=command.release)
    exposure = account.exposure + (amount if refusal is None else ZERO)
    return CreditDecision(account.terms.limit(now), exposure, refusal, amount)


async def _hold(tx: Transaction, command: ReserveCredit, amount: Decimal, now: datetime) -> bool:
    until = now + timedelta(seconds=command.hold_s)
    return await credit_accounts.hold(tx, command.order_id, command.bill_to_id, amount, until)


async def _lock(tx: Transaction, command: ReserveCredit, now: datetime) -> Standing:
    standing = await credit_accounts.lock_standing(tx, command.bill_to_id, now.date())
    if standing is None:
        raise unknown("customer", command.bill_to_id, field="bill_to_id")
    return standing
