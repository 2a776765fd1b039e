"""Proposals that change what stock is worth."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from asyncpg import Record
from kit.db import Transaction
from kit.errors import unknown

from accounting.domain.stock_value.proposal import Kind, Proposal, ProposalStatus
from kit import approvals

_COLUMNS = "id, kind, number, effective_on, reason, proposed_by, proposed_at, status, product_id, method, amount"


async def add(tx: Transaction, proposal: Proposal) -> None:
    """Write it. An open one for the same product becomes void."""
    if proposal.product_id is not None:
        await withdraw(tx, [proposal.product_id], now=proposal.proposed_at)
    names = [name.strip() for name in _COLUMNS.split(",")]
    values = tuple(getattr(proposal, name) for name in names)
    await tx.copy("valuation_proposal", names, [values])


async def pending_methods(tx: Transaction, product_ids: Sequence[UUID]) -> dict[UUID, tuple[str, str]]:
    """For which of these products another method waits for a decision: which one, and who proposed it."""
    rows = await tx.fetch(
        "SELECT product_id, method, proposed_by FROM valuation_proposal WHERE product_id = ANY($1) AND status = 'pending'",
        product_ids,
    )
    return {row["product_id"]: (row["method"], row["proposed_by"]) for row in rows}


async def withdraw(tx: Transaction, product_ids: Sequence[UUID], *, now: datetime) -> None:
    """What was asked for these products is no longer asked for."""
    rows = await tx.fetch(
        "UPDATE valuation_proposal SET status = 'void', decided_at = $2 WHERE product_id = ANY($1) AND status = 'pending'"
        " RETURNING id",
        product_ids,
        now,
    )
    await approvals.withdraw_all(tx, [row["id"] for row in rows], now=now)


async def lock(tx: Transaction, proposal_id: UUID, kind: Kind) -> Proposal:
    """It, held against other deciders.

    Raises:
        NotFound: there is none of this kind.
    """
    row = await tx.fetchrow(
        f"SELECT {_COLUMNS} FROM valuation_proposal WHERE id = $1 AND kind = $2 FOR UPDATE", proposal_id, kind
    )
    if row is None:
        raise unknown(f"{kind} proposal", proposal_id)
    return _proposal(row)


async def decide(
    tx: Transaction,
    proposal_id: UUID,
    status: ProposalStatus,
    *,
    by: str,
    at: datetime,
    comment: str,
    amount: Decimal | None,
    entry_id: UUID | None,
) -> None:
    """Write the decision and what it posted."""
    await tx.execute(
        "UPDATE valuation_proposal SET status = $2, decided_by = $3, decided_at = $4, comment = $5, amount = $6, entry_id = $7"
        " WHERE id = $1",
        proposal_id,
        status,
        by,
        at,
        comment,
        amount,
        entry_id,
    )


def _proposal(row: Record) -> Proposal:
    return Proposal(**{**dict(row), "kind": Kind(row["kind"]), "status": ProposalStatus(row["status"])})
