"""Write slow stock down: the rules propose, somebody else approves, and it can be taken back."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from uuid import UUID

from kit.approvals import ApprovalRequest
from kit.audit import AuditEntry
from kit.auth import Principal
from kit.db import ReadTransaction, Transaction
from kit.decisions import Decision, decide
from kit.errors import Invalid
from kit.ids import new_id
from kit.money import ZERO

from accounting.commands.stock_value.asking import ask
from accounting.domain.chart import Journal
from accounting.domain.entry import JournalEntry
from accounting.domain.stock_value.errors import NothingSlow, NotTakenBack, WriteDownOutdated
from accounting.domain.stock_value.proposal import Kind, Proposal, ProposalStatus
from accounting.domain.stock_value.write_down import SlowRule, WriteDownLine, content_of, write_down_lines
from accounting.storage import documents, ledger
from accounting.storage.stock_value import proposals, write_downs
from kit import approvals, audit


async def set_slow_rules(tx: Transaction, rules: Sequence[SlowRule], *, by: str) -> None:
    """These rules and no others; what is written down stays until a proposal is approved.

    Raises:
        Invalid: an age stands twice, or older stock would be worth more.
    """
    ordered = _ordered(rules)
    before = await write_downs.rules(tx)
    await write_downs.replace_rules(tx, ordered)
    changes = {"rules": [[f"{r.days} days: {r.rate}" for r in each] for each in (before, ordered)]}
    await audit.record(tx, AuditEntry("write_down_rules", "all", "set", changes, by))


def _ordered(rules: Sequence[SlowRule]) -> list[SlowRule]:
    ordered = sorted(rules, key=lambda rule: rule.days)
    for younger, older in pairwise(ordered):
        if younger.days == older.days:
            raise Invalid(f"There are two rules for {older.days} days.", field="items")
        if younger.rate > older.rate:
            raise Invalid(f"What is {older.days} days old cannot be worth more than what is younger.", field="items")
    return ordered


async def preview(tx: ReadTransaction, rules: Sequence[SlowRule], on: date) -> list[WriteDownLine]:
    """What these rules would ask for on a day, whatever rules are set; the largest changes first.

    Raises:
        Invalid: as `set_slow_rules`.
    """
    lines = await write_downs.judged(tx, on, _ordered(rules))
    return sorted(lines, key=lambda line: -abs(line.change))


async def propose_write_down(tx: Transaction, on: date, *, reason: str, by: str, now: datetime) -> Proposal:
    """What the rules ask for on a day, of the stock as it is now.

    Raises:
        NothingSlow: they ask for nothing that is not written down already.
    """
    lines = await write_downs.judged(tx, on, await write_downs.rules(tx))
    if not lines:
        raise NothingSlow("The rules ask for nothing that is not written down already.")
    (number,) = await documents.take_numbers(tx, "VP", now.year, 1)
    proposal = Proposal(
        id=new_id(),
        kind=Kind.WRITE_DOWN,
        number=number,
        effective_on=on,
        reason=reason,
        proposed_by=by,
        proposed_at=now,
        amount=sum((line.change for line in lines), ZERO),
    )
    await proposals.add(tx, proposal)
    await write_downs.keep_lines(tx, proposal.id, lines)
    await ask(
        tx,
        proposal,
        content_of(lines),
        reason=f"{len(lines)} products are slow, or are no longer.",
        details={"products": len(lines), "effective_on": on.isoformat()},
    )
    await _record(tx, proposal, "proposed", by, reason)
    return proposal


async def decide_write_down(tx: Transaction, decision: Decision, decider: Principal, now: datetime) -> ApprovalRequest:
    """Post what was proposed, or nothing.

    Raises:
        NotFound: there is no such request.
        As `check_decision`: not now, or not by this person.
        WriteDownOutdated: another one of the same products was posted since: propose again.
        PeriodClosed: its day is in a closed period.
    """
    found = await approvals.find(tx, decision.request_id)
    proposal = await proposals.lock(tx, found.document_id, Kind.WRITE_DOWN)
    lines = await write_downs.lines_of(tx, proposal.id)
    request, content = await approvals.lock(tx, found.id), content_of(lines)
    if await decide(tx, request, decider, decision.status, content=content, comment=decision.comment, now=now):
        entry_id = None
        if decision.approve:
            await _move(tx, lines, {line.product_id: (line.written_down, line.required) for line in lines})
            entry_id = await _post(tx, proposal, lines, proposal.effective_on)
        status = ProposalStatus.APPROVED if decision.approve else ProposalStatus.REJECTED
        await _decided(tx, proposal, status, decider.subject, decision.comment, entry_id, now)
    return await approvals.find(tx, found.id)


async def take_back_write_down(
    tx: Transaction, proposal_id: UUID, decider: Principal, *, on: date, comment: str, now: datetime
) -> None:
    """The same amounts the other way, on a day of its own.

    Raises:
        NotFound: there is no such proposal.
        NotTakenBack: it was not approved, or is taken back already.
        WriteDownOutdated: another one of the same products was posted since: take that back first.
        PeriodClosed: that day is in a closed period.
    """
    proposal = await proposals.lock(tx, proposal_id, Kind.WRITE_DOWN)
    if proposal.status is not ProposalStatus.APPROVED:
        raise NotTakenBack(f"{proposal.number} is {proposal.status}: only what was approved is taken back.")
    lines = await write_downs.lines_of(tx, proposal.id)
    await _move(tx, lines, {line.product_id: (line.required, line.written_down) for line in lines})
    entry_id = await _post(tx, proposal, lines, on, back=True)
    await _decided(tx, proposal, ProposalStatus.TAKEN_BACK, decider.subject, comment, entry_id, now)


async def _move(tx: Transaction, lines: Sequence[WriteDownLine], from_to: dict[UUID, tuple[Decimal, Decimal]]) -> None:
    standing = await write_downs.lock_written_down(tx, [line.product_id for line in lines])
    for product_id, (expected, _) in from_to.items():
        if standing[product_id] != expected:
            raise WriteDownOutdated(
                f"{standing[product_id]} of product {product_id} are written down by now, not {expected}.",
                product_id=str(product_id),
            )
    await write_downs.set_written_down(tx, {product_id: after for product_id, (_, after) in from_to.items()})


async def _post(
    tx: Transaction, proposal: Proposal, lines: Sequence[WriteDownLine], on: date, *, back: bool = False
) -> UUID:
    entry = JournalEntry(
        id=new_id(),
        journal=Journal.GENERAL,
        posted_on=on,
        document_on=on,
        label=f"{'Reprise de dépréciation' if back else 'Dépréciation'} du stock {proposal.number}",
        source="write-down",
        source_id=proposal.id,
        lines=write_down_lines(lines, back=back),
    )
    await ledger.post(tx, [entry])
    return entry.id


async def _decided(
    tx: Transaction,
    proposal: Proposal,
    status: ProposalStatus,
    by: str,
    comment: str,
    entry_id: UUID | None,
    now: datetime,
) -> None:
    await proposals.decide(
        tx, proposal.id, status, by=by, at=now, comment=comment, amount=proposal.amount, entry_id=entry_id
    )
    await _record(tx, proposal, status, by, comment)


async def _record(tx: Transaction, proposal: Proposal, action: str, by: str, comment: str) -> None:
    changes: dict[str, list[str | None]] = {"amount": [None, str(proposal.amount)], "comment": [None, comment]}
    await audit.record(tx, AuditEntry("write_down", str(proposal.id), action, changes, by))
