"""Take a supplier's bill in: match it, post it when nothing is in the way, else say who has to settle what."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from kit.audit import AuditEntry
from kit.db import Transaction
from kit.errors import stale
from kit.exchange_rates import rate_on
from kit.money import ZERO, minor_unit, round_half_up

from accounting.commands.post_bill import BillPolicy, PostBill, PostedBill, due_on, post_bill
from accounting.commands.tax_bill import no_rate
from accounting.config import Settings
from accounting.domain.bill import Received, check_currency
from accounting.domain.bill_tax import check_totals, gap_of
from accounting.domain.errors import BeyondTolerance, BillNumberTaken, BillStatusWrong, NotAcceptable
from accounting.domain.matched_bill import (
    BillStatus,
    DisputeKind,
    EnteredBill,
    EnteredLine,
    Finding,
    Proposal,
    Resolution,
    asked_lines,
    findings,
    propose,
)
from accounting.storage import goods_received, invoices, supplier_bills
from accounting.storage.supplier_bills import Dispute
from kit import audit


@dataclass(frozen=True, slots=True)
class MatchedBill:
    """A bill with its proposal, what is open about it, and as it was posted, if it was."""

    bill: EnteredBill
    proposals: Sequence[Proposal]
    open: Sequence[Dispute]
    posted: PostedBill | None = None


async def enter_bill(tx: Transaction, bill: EnteredBill, settings: Settings, *, now: datetime) -> MatchedBill:
    """A new bill.

    Raises:
        BillNumberTaken: this supplier's number was entered before, however it was written.
        Invalid: its tax class has no rate on that day.
        TaxMismatch: its rates together are not the bill.
        OtherCurrency: its goods were ordered in another currency. RateMissing: its currency has no rate on its day.
        PeriodClosed: it would be posted, into a closed period.
    """
    bill = await _dated(tx, bill)
    if not await supplier_bills.add(tx, bill):
        raise _taken(bill.supplier_number)
    await _record(tx, bill, "entered", bill.entered_by)
    return await match_bill(tx, bill, settings, by=bill.entered_by, now=now)


async def post_directly(tx: Transaction, asked: PostBill, policy: BillPolicy, *, by: str, now: datetime) -> PostedBill:
    """Post a bill of receipt lines at once.

    Raises:
        BeyondTolerance: a line differs by more than may be: enter it as a supplier bill, which is disputed.
        And what `post_bill` raises.
    """
    posted = await post_bill(tx, asked, policy, now=now)
    tolerance = await supplier_bills.tolerance_for(tx, asked.supplier_id)
    for i, line in enumerate(posted.bill.lines):
        difference = posted.bill.rate.to_company(line.difference)
        received = posted.bill.rate.to_company(line.received.amount)
        if tolerance is not None and not tolerance.lets(difference, received):
            raise BeyondTolerance(
                f"Billed at {line.net_amount}, received at {line.received.amount}: more than the tolerance lets. Enter it"
                " by POST /supplier-bills, so that somebody can settle it.",
                field=f"lines.{i}",
            )
    entered = EnteredBill(
        id=asked.id,
        supplier_id=asked.supplier_id,
        supplier_number=asked.supplier_number,
        billed_on=asked.billed_on,
        due_on=posted.bill.due_on,
        tax_class="",
        tax_amount=posted.bill.tax_amount,
        lines=tuple(
            EnteredLine(line.id, line.receipt_line_id, None, line.quantity, line.net_amount)
            for line in posted.bill.lines
        ),
        currency=asked.currency,
        status=BillStatus.POSTED,
        entered_by=by,
    )
    if not await supplier_bills.add(tx, entered):
        raise _taken(asked.supplier_number)
    await supplier_bills.set_gross(tx, asked.id, posted.bill.gross_amount)
    return posted


async def shown_bill(tx: Transaction, bill_id: UUID) -> MatchedBill:
    """A bill as it matches now, with what is open about it.

    Raises:
        NotFound: there is none with this id.
    """
    bill = await supplier_bills.get(tx, bill_id)
    is_open = bill.status in (BillStatus.DISPUTED, BillStatus.MATCHED)
    proposals = propose(bill.lines, await received_for(tx, bill)) if is_open else []
    disputes = await supplier_bills.disputes(tx, bill_id)
    return MatchedBill(bill, proposals, [each for each in disputes if each.resolution is None])


async def _dated(tx: Transaction, bill: EnteredBill) -> EnteredBill:
    return replace(bill, due_on=bill.due_on or await due_on(tx, bill.supplier_id, bill.billed_on))


def _taken(number: str) -> BillNumberTaken:
    return BillNumberTaken(f"Bill {number} of this supplier was entered before.", field="supplier_number")


async def correct_bill(
    tx: Transaction, bill: EnteredBill, settings: Settings, *, version: int, by: str, now: datetime
) -> MatchedBill:
    """The bill as it should have been entered; it is matched anew.

    Raises:
        NotFound, Stale, BillStatusWrong: there is no open bill in this version.
        And what `enter_bill` raises.
    """
    before = await supplier_bills.lock(tx, bill.id)
    if before.version != version:
        raise stale("supplier bill", sent=version, current=before.version)
    check_open(before)
    after = replace(
        await _dated(tx, bill),
        supplier_id=before.supplier_id,
        supplier_number=before.supplier_number,
        version=before.version + 1,
    )
    await supplier_bills.rewrite(tx, after)
    await _record(tx, after, "corrected", by)
    return await match_bill(tx, after, settings, by=by, now=now)


async def match_bill(tx: Transaction, bill: EnteredBill, settings: Settings, *, by: str, now: datetime) -> MatchedBill:
    """Match an open bill to what has come by now, and post it when nothing is in the way.

    Raises:
        As `enter_bill`.
    """
    proposals = propose(bill.lines, await received_for(tx, bill))
    tax_rate = await tax_rate_of(tx, bill)
    found = await findings_of(tx, bill, proposals, tax_rate, settings)
    tax = sum((each.tax for each in bill.taxes_at(tax_rate)), ZERO)
    await supplier_bills.set_gross(tx, bill.id, bill.net_amount + tax)
    open_ = await supplier_bills.keep_findings(tx, bill.id, found, owner=by, now=now)
    if open_:
        await supplier_bills.set_status(tx, bill.id, BillStatus.DISPUTED)
        return MatchedBill(await supplier_bills.get(tx, bill.id), proposals, open_)
    return await _post(tx, bill, proposals, tax_rate, settings, by=by, now=now)


async def tax_rate_of(tx: Transaction, bill: EnteredBill) -> Decimal:
    """Of its tax class; zero for a bill of several rates, which states the tax of each."""
    if bill.taxes:
        check_totals(bill.taxes, net=bill.net_amount, tax=bill.tax_amount)
        return ZERO
    rate = await invoices.rate(tx, bill.tax_class, bill.billed_on)
    if rate is None:
        raise no_rate(bill.tax_class, bill.billed_on)
    return rate


async def received_for(tx: Transaction, bill: EnteredBill) -> list[Received]:
    """Everything of this supplier that its lines may be about, held against other bills.

    Raises:
        OtherCurrency: something of it was ordered in another currency.
    """
    found = await goods_received.lock_for(
        tx,
        bill.supplier_id,
        [line.receipt_line_id for line in bill.lines if line.receipt_line_id],
        [line.purchase_order_line_id for line in bill.lines if line.purchase_order_line_id],
    )
    for each in found:
        check_currency(each, bill.currency, field="currency")
    return found


async def findings_of(
    tx: Transaction, bill: EnteredBill, proposals: Sequence[Proposal], tax_rate: Decimal, settings: Settings
) -> list[Finding]:
    """What is in the way of posting it."""
    gap, reason = gap_of(bill.taxes, settings.bill_tax_tolerance * bill.line_count, minor_unit(bill.currency))
    if bill.tax_amount is not None and not bill.taxes:
        gap = bill.tax_amount - round_half_up(bill.net_amount * tax_rate, minor_unit(bill.currency))
        if abs(gap) <= settings.bill_tax_tolerance * bill.line_count:
            gap = ZERO
    tolerance = await supplier_bills.tolerance_for(tx, bill.supplier_id)
    rate = await rate_on(tx, settings.company_currency, bill.currency, bill.billed_on, field="billed_on")
    twins = await supplier_bills.twins(tx, bill)
    return list(findings(proposals, tolerance, rate, tax_gap=gap, tax_reason=reason, twins=twins, net=bill.net_amount))


async def _post(
    tx: Transaction,
    bill: EnteredBill,
    proposals: Sequence[Proposal],
    tax_rate: Decimal,
    settings: Settings,
    *,
    by: str,
    now: datetime,
) -> MatchedBill:
    policy = BillPolicy(settings.posting_scheme, settings.company_currency, tax_rate, settings.bill_tax_tolerance)
    was_accepted = any(each.kind is DisputeKind.TAX for each in await supplier_bills.disputes(tx, bill.id))
    posted = await post_bill(tx, to_post(bill, proposals), policy, now=now, checks_tax=not was_accepted)
    await supplier_bills.set_status(tx, bill.id, BillStatus.POSTED)
    await _record(tx, bill, "posted", by)
    return MatchedBill(await supplier_bills.get(tx, bill.id), proposals, [], posted)


def to_post(bill: EnteredBill, proposals: Sequence[Proposal]) -> PostBill:
    """The bill by the receipts that its lines are about."""
    return PostBill(
        id=bill.id,
        supplier_id=bill.supplier_id,
        supplier_number=bill.supplier_number,
        billed_on=bill.billed_on,
        due_on=bill.due_on,
        receipt_id=None,
        lines=tuple(asked_lines(proposals)),
        tax_amount=sum((each.tax for each in bill.taxes), ZERO) if bill.taxes else bill.tax_amount,
        currency=bill.currency,
        taxes=bill.taxes,
        charges=bill.charges,
    )


async def resolve_dispute(
    tx: Transaction, dispute_id: UUID, resolution: Resolution, note: str, settings: Settings, *, by: str, now: datetime
) -> MatchedBill:
    """Take it as the supplier says, with or without a credit note to come; the last one posts the bill.

    Raises:
        NotFound, BillStatusWrong: there is no such open dispute.
        NotAcceptable: goods that did not come cannot be accepted.
        And what `enter_bill` raises.
    """
    bill = await supplier_bills.lock(tx, await supplier_bills.dispute_of(tx, dispute_id))
    check_open(bill)
    (dispute,) = [each for each in await supplier_bills.disputes(tx, bill.id) if each.id == dispute_id]
    if dispute.resolution is not None:
        raise BillStatusWrong(f"This dispute is {dispute.resolution} already.", status=str(dispute.resolution))
    if dispute.kind is DisputeKind.NOT_RECEIVED:
        raise NotAcceptable(
            "Goods that did not come are not paid: correct the bill to what came, or match it again when they have come."
        )
    await supplier_bills.resolve(tx, dispute_id, resolution, note, by=by, now=now)
    await _record(tx, bill, f"dispute-{resolution}", by, note)
    return await match_bill(tx, bill, settings, by=by, now=now)


async def reject_bill(tx: Transaction, bill_id: UUID, reason: str, *, by: str, now: datetime) -> EnteredBill:
    """We do not owe it: its number may be entered again.

    Raises:
        NotFound, BillStatusWrong: there is no open bill.
    """
    bill = await supplier_bills.lock(tx, bill_id)
    check_open(bill)
    await supplier_bills.solve_all(tx, bill_id, now)
    await supplier_bills.set_status(tx, bill_id, BillStatus.REJECTED)
    await _record(tx, bill, "rejected", by, reason)
    return await supplier_bills.get(tx, bill_id)


def check_open(bill: EnteredBill) -> None:
    """Nothing while the bill can still be changed.

    Raises:
        BillStatusWrong: it is posted or rejected.
    """
    if bill.status not in (BillStatus.DISPUTED, BillStatus.MATCHED):
        raise BillStatusWrong(
            f"Bill {bill.supplier_number} is {bill.status}: cancel it, or enter another.", status=str(bill.status)
        )


async def _record(tx: Transaction, bill: EnteredBill, action: str, by: str, comment: str = "") -> None:
    changes: dict[str, list[str | None]] = {"net_amount": [None, str(bill.net_amount)]}
    if comment:
        changes["comment"] = [None, comment]
    await audit.record(tx, AuditEntry("supplier_bill", str(bill.id), action, changes, by, bill.version))
