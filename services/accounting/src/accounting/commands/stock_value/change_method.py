"""Cost a product by another method: proposed, approved by somebody else, one dated revaluation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from kit.approvals import ApprovalRequest
from kit.audit import AuditEntry
from kit.auth import Principal
from kit.db import Transaction
from kit.decisions import Decision, decide
from kit.ids import new_id

from accounting import wire
from accounting.commands.stock_value.asking import ask
from accounting.domain.chart import Journal
from accounting.domain.entry import JournalEntry
from accounting.domain.schemes import Cause, SchemeName, stock_lines
from accounting.domain.stock_value.errors import ProductNotStocked, SameMethod
from accounting.domain.stock_value.proposal import Kind, Proposal, ProposalStatus, method_content
from accounting.domain.valuation import Method, change_method
from accounting.domain.valued import Revaluation
from accounting.storage import documents, ledger, stocks
from accounting.storage.stock_value import proposals
from accounting.wire import After
from kit import approvals, audit

BY_CATALOG = "catalog"
_ALL = Decimal(10) ** 30  # of a product: every open layer is read


@dataclass(frozen=True, slots=True)
class ChangeMethod:
    product_id: UUID
    method: Method
    effective_on: date
    reason: str


async def propose_method(tx: Transaction, asked: ChangeMethod, *, by: str, now: datetime) -> Proposal:
    """Ask for it. What was asked before for the product becomes void.

    Raises:
        ProductNotStocked, SameMethod: there is nothing to change.
    """
    kept = await stocks.method_of(tx, asked.product_id)
    if kept is None:
        raise ProductNotStocked("This product has never moved: change its method in the catalog.", field="product_id")
    if kept is asked.method:
        raise SameMethod(f"The product is costed by {kept} already.", field="method")
    (number,) = await documents.take_numbers(tx, "VP", now.year, 1)
    proposal = Proposal(
        id=new_id(),
        kind=Kind.COSTING_METHOD,
        number=number,
        effective_on=asked.effective_on,
        reason=asked.reason,
        proposed_by=by,
        proposed_at=now,
        product_id=asked.product_id,
        method=asked.method,
    )
    await proposals.add(tx, proposal)
    await ask(
        tx,
        proposal,
        method_content(asked.product_id, asked.method),
        reason=f"Costed by {kept}, to be costed by {asked.method}: stock is worth another amount from then on.",
        details={"product_id": str(asked.product_id), "kept": str(kept), "asked": str(asked.method)},
    )
    await _record(tx, proposal, "proposed", by, asked.reason)
    return proposal


async def methods_asked(tx: Transaction, product_ids: Sequence[UUID], *, now: datetime) -> None:
    """Catalog changed these products: propose what it asks for and stock is not costed by; what it no longer asks is void."""
    others = {other.product_id: other.asked for other in await stocks.valued_otherwise(tx, product_ids)}
    pending = await proposals.pending_methods(tx, product_ids)
    over = [id_ for id_, (method, by) in pending.items() if by == BY_CATALOG and others.get(id_) != method]
    await proposals.withdraw(tx, over, now=now)
    for product_id, method in others.items():
        if product_id not in pending or product_id in over:
            asked = ChangeMethod(product_id, method, now.date(), "Catalog costs the product so.")
            await propose_method(tx, asked, by=BY_CATALOG, now=now)


async def decide_method(
    tx: Transaction, decision: Decision, decider: Principal, now: datetime, *, scheme: SchemeName
) -> ApprovalRequest:
    """Cost the product so from the next movement on, or leave it as it is.

    Raises:
        NotFound: there is no such request.
        As `check_decision`: not now, or not by this person.
        PeriodClosed: its day is in a closed period.
    """
    found = await approvals.find(tx, decision.request_id)
    proposal = await proposals.lock(tx, found.document_id, Kind.COSTING_METHOD)
    content = method_content(proposal.product_id, str(proposal.method))
    request = await approvals.lock(tx, found.id)
    if await decide(tx, request, decider, decision.status, content=content, comment=decision.comment, now=now):
        amount, entry_id = await _change(tx, proposal, scheme, now) if decision.approve else (None, None)
        await proposals.decide(
            tx,
            proposal.id,
            ProposalStatus.APPROVED if decision.approve else ProposalStatus.REJECTED,
            by=decider.subject,
            at=now,
            comment=decision.comment,
            amount=amount,
            entry_id=entry_id,
        )
        await _record(tx, proposal, str(decision.status), decider.subject, decision.comment)
    return await approvals.find(tx, found.id)


async def _change(
    tx: Transaction, proposal: Proposal, scheme: SchemeName, now: datetime
) -> tuple[Decimal, UUID | None]:
    """By how much the product's value changed, and the entry of that."""
    assert proposal.product_id is not None  # noqa: S101  # a constraint of the table
    stock = (await stocks.lock(tx, {proposal.product_id: _ALL}))[proposal.product_id]
    before = stock.method
    amount = change_method(stock, Method(str(proposal.method)))
    lines = stock_lines(scheme, Cause.COST_OF_SALES, amount)
    entry_id = new_id() if lines else None
    if entry_id is not None:
        entry = JournalEntry(
            id=entry_id,
            journal=Journal.STOCK,
            posted_on=proposal.effective_on,
            document_on=proposal.effective_on,
            label=f"Changement de méthode de coût {proposal.number}",
            source="costing-method",
            source_id=proposal.id,
            lines=lines,
        )
        await ledger.post(tx, [entry])
    change = Revaluation(
        id=new_id(),
        product_id=stock.product_id,
        sequence=stock.tick(),
        amount=amount,
        reason=f"costing-method {before} {stock.method}",
        document_id=proposal.id,
        entry_id=entry_id,
        posted_on=proposal.effective_on,
    )
    await stocks.save(tx, [stock], [])
    await stocks.set_method(tx, stock.product_id, stock.method)
    await stocks.keep_revaluations(tx, [change])
    tx.publish(
        wire.stock_revalued(
            change.id,
            stock.product_id,
            to_stock=amount,
            to_cost_of_sales=-amount,
            reason="costing-method",
            document_id=proposal.id,
            after=After.of(stock),
            posted_on=proposal.effective_on,
            occurred_at=now,
        )
    )
    return amount, entry_id


async def _record(tx: Transaction, proposal: Proposal, action: str, by: str, comment: str) -> None:
    changes: dict[str, list[str | None]] = {"method": [None, proposal.method], "comment": [None, comment]}
    await audit.record(tx, AuditEntry("costing_method", str(proposal.product_id), action, changes, by))
