"""What would become of a supplier's bill if it were entered now: nothing is written."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from kit.db import Transaction
from kit.money import ZERO

from accounting.commands.enter_bill import findings_of, received_for, tax_rate_of, to_post
from accounting.commands.post_bill import BillPolicy, due_on, post_bill
from accounting.commands.tried import tried
from accounting.config import Settings
from accounting.domain.bill_tax import BilledTax
from accounting.domain.entry import JournalEntry
from accounting.domain.matched_bill import EnteredBill, Finding, Proposal, Tolerance, propose
from accounting.storage import bills, supplier_bills


@dataclass(frozen=True, slots=True)
class CheckedBill:
    """A bill with what is in the way of it, and what it would post: nothing while goods are missing."""

    bill: EnteredBill
    due_on: date
    taken_by: UUID | None  # the bill that has its number already
    proposals: Sequence[Proposal]
    findings: Sequence[Finding]
    tolerance: Tolerance | None
    taxes: Sequence[BilledTax]
    entries: Sequence[JournalEntry]  # as if everything in the way were accepted

    @property
    def tax_amount(self) -> Decimal:
        return sum((each.tax for each in self.taxes), ZERO)


async def check_bill(tx: Transaction, bill: EnteredBill, settings: Settings, *, now: datetime) -> CheckedBill:
    """Match it and try to post it.

    Raises:
        As `enter_bill`, but for a number that is taken, which is told.
    """
    taken_by = await bills.find_number(tx, bill.supplier_id, bill.supplier_number, besides=bill.id)
    proposals = propose(bill.lines, await received_for(tx, bill))
    tax_rate = await tax_rate_of(tx, bill)
    found = await findings_of(tx, bill, proposals, tax_rate, settings)
    taxes = bill.taxes_at(tax_rate)
    entries: Sequence[JournalEntry] = ()
    if taken_by is None and not any(each.missing for each in proposals):
        policy = BillPolicy(settings.posting_scheme, settings.company_currency, tax_rate, settings.bill_tax_tolerance)
        asked = replace(to_post(bill, proposals), tax_amount=sum((each.tax for each in taxes), ZERO))
        posted = await tried(tx, lambda: post_bill(tx, asked, policy, now=now, checks_tax=False))
        entries = posted.entries
    return CheckedBill(
        bill=bill,
        due_on=bill.due_on or await due_on(tx, bill.supplier_id, bill.billed_on),
        taken_by=taken_by,
        proposals=proposals,
        findings=found,
        tolerance=await supplier_bills.tolerance_for(tx, bill.supplier_id),
        taxes=taxes,
        entries=entries,
    )
