"""What a customer may owe and owes, with why: for who decides, and for who was refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction
from kit.errors import unknown
from kit.money import ZERO

from accounting.domain.credit import (
    CreditTerms,
    Exposure,
    Late,
    OverdueRule,
    Refusal,
    Release,
    judge,
    overdue,
    payment_needed,
    rules_for,
)
from accounting.storage import credit_accounts, credit_facts
from accounting.storage.credit_accounts import CreditAccount


@dataclass(frozen=True, slots=True)
class CreditState:
    """One customer's credit as it stands at an instant."""

    partner_id: UUID
    terms: CreditTerms
    at: datetime
    exposure: Exposure
    late: Sequence[Late]
    rules: Sequence[OverdueRule]  # of his class

    @property
    def limit(self) -> Decimal | None:
        return self.terms.limit(self.at)

    @property
    def overdue(self) -> Decimal:
        return overdue(self.late, self.at.date())

    @property
    def uninsured(self) -> Decimal | None:
        """What he owes above what an insurer pays for; None when he is not insured."""
        insured = self.terms.insured_limit
        return None if insured is None else max(self.exposure.total - insured, ZERO)

    @property
    def refusal(self) -> Refusal | None:
        """Why he gets no more credit, not even a cent."""
        return judge(self.terms, self.exposure.total, self.late, self.rules, self.at)

    def payment_needed(self, exposure: Decimal) -> Decimal:
        """What, paid on the oldest documents, would let him owe so much in all."""
        return payment_needed(self.terms, exposure, self.late, self.rules, self.at)


async def credit_state(tx: ReadTransaction, partner_id: UUID, now: datetime) -> CreditState:
    """As of now.

    Raises:
        NotFound: accounting does not know this customer.
    """
    account = (await credit_accounts.find_many(tx, [partner_id])).get(partner_id)
    if account is None:
        raise unknown("customer", partner_id)
    late = await credit_facts.late_by_day(tx, [partner_id], now.date())
    return await _state(tx, account, late.get(partner_id, []), await credit_facts.rules(tx), now)


async def _state(
    tx: ReadTransaction, account: CreditAccount, late: Sequence[Late], rules: Sequence[OverdueRule], now: datetime
) -> CreditState:
    return CreditState(
        partner_id=account.partner_id,
        terms=account.terms,
        at=now,
        exposure=await credit_facts.exposure(tx, account.partner_id, account.receivable, now.date()),
        late=late,
        rules=rules_for(account.terms.customer_class, rules),
    )


@dataclass(frozen=True, slots=True)
class OrderCredit:
    """Whether a firm order may still go on; `state` says why not."""

    order_id: UUID
    amount: Decimal
    exposure: Decimal
    refusal: Refusal | None
    state: CreditState | None


async def check_orders(tx: ReadTransaction, asked: Mapping[UUID, Release | None], now: datetime) -> list[OrderCredit]:
    """Judge firm orders; those that are not firm here are left out. Customers are read once, whatever their orders."""
    parts = await credit_facts.order_parts(tx, list(asked))
    partners = list({part.partner_id for part in parts})
    accounts = await credit_accounts.find_many(tx, partners)
    late = await credit_facts.late_by_day(tx, partners, now.date())
    rules = await credit_facts.rules(tx)
    states: dict[UUID, CreditState] = {}
    checked = []
    for part in parts:
        account, owed = accounts[part.partner_id], late.get(part.partner_id, [])
        own = rules_for(account.terms.customer_class, rules)
        refusal = None
        if part.amount > 0:
            refusal = judge(account.terms, part.exposure, owed, own, now, release=asked[part.order_id])
        if refusal is not None and part.partner_id not in states:
            states[part.partner_id] = await _state(tx, account, owed, rules, now)
        state = states[part.partner_id] if refusal is not None else None
        checked.append(OrderCredit(part.order_id, part.amount, part.exposure, refusal, state))
    return checked
