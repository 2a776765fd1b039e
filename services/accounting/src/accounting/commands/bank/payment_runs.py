"""Runs of payments: proposed, made, approved by somebody else, written to a file, sent."""

import asyncio
import hashlib
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from kit.approvals import ApprovalRequest, new_request
from kit.audit import AuditEntry
from kit.auth import Principal
from kit.db import ReadTransaction, Transaction
from kit.decisions import Decision, decide
from kit.errors import unknown

from accounting.commands.bank.deliver_files import key_of, want_delivery
from accounting.config import Settings
from accounting.domain.bank.errors import CreditorIdMissing, NothingToPay, RunNotInEuro, RunStatusWrong
from accounting.domain.bank.run import Plan, RunKind, plan
from accounting.domain.bank.sepa import Ordering, direct_debit_file, transfer_file
from accounting.storage import documents
from accounting.storage.bank import runs, statements
from accounting.storage.bank.runs import Run, WrittenOrder
from kit import approvals, audit, effects

SUBJECT = "payment-run"
APPROVE = "accounting.payment-runs.approve"
_EURO = "EUR"


@dataclass(frozen=True, slots=True)
class AskedRun:
    """What is to be paid, or collected: what is due until a day, or named documents."""

    kind: RunKind
    scheme: str
    execute_on: date
    due_until: date
    take_discounts: bool
    document_ids: Collection[UUID] = ()
    refunds: bool = False  # also what stands to customers' credit


async def propose_run(tx: ReadTransaction, asked: AskedRun) -> Plan:
    """What a run would do now, and what it would leave out and why."""
    items = await runs.payables(tx, kind=asked.kind, currency=_EURO, on=asked.execute_on)
    if asked.kind == "transfer" and (asked.refunds or asked.document_ids):
        items += await runs.refundables(tx, _EURO)
    partners = {item.partner_id for item in items}
    payees = await runs.payees(tx, asked.kind, partners, asked.execute_on, asked.scheme)
    return plan(
        items,
        payees,
        kind=asked.kind,
        due_until=asked.due_until,
        take_discounts=asked.take_discounts,
        only=asked.document_ids,
    )


async def make_run(
    tx: Transaction, run_id: UUID, bank_account_id: UUID, asked: AskedRun, *, by: str, now: datetime
) -> Run:
    """A run of what the proposal has; its documents are in no other until it is cancelled.

    Raises:
        NotFound: there is no such bank account.
        RunNotInEuro: it is not kept in euros.
        NothingToPay: there is none, or another run was faster.
    """
    account = await statements.account(tx, bank_account_id)
    if account.currency != _EURO:
        raise RunNotInEuro(
            f"{account.name} is kept in {account.currency}: SEPA pays in euros.", field="bank_account_id"
        )
    planned = await propose_run(tx, asked)
    if not planned.orders:
        raise NothingToPay("Nothing is due that can be paid: the proposal says what is left out, and why.")
    (number,) = await documents.take_numbers(tx, "PR" if asked.kind == "transfer" else "PD", now.year, 1)
    run = Run(
        id=run_id,
        number=number,
        kind=asked.kind,
        scheme=asked.scheme,
        bank_account_id=account.id,
        execute_on=asked.execute_on,
        currency=_EURO,
        total=planned.total,
        payments=len(planned.orders),
        status="draft",
        created_by=by,
        created_at=now,
    )
    await runs.add(tx, run, planned)
    return run


async def submit_run(tx: Transaction, run_id: UUID, *, by: str, now: datetime) -> tuple[Run, UUID]:
    """Ask somebody else to let the run go; returns the request's id.

    Raises:
        NotFound, RunStatusWrong: there is no such draft.
        NothingToPay: a document was paid or blocked meanwhile.
    """
    run = await runs.lock(tx, run_id)
    _expect(run, "draft")
    await _check_unchanged(tx, run)
    orders = await runs.orders(tx, run_id)
    request = new_request(
        subject=SUBJECT,
        document_id=run.id,
        document_number=run.number,
        content=signed(run, orders),
        permission=APPROVE,
        reason="Money leaves on the word of two people."
        if run.kind == "transfer"
        else "Customers' accounts are debited on the word of two people.",
        amount=run.total,
        requested_by=by,
        now=now,
        details={"payments": run.payments, "total": str(run.total), "execute_on": str(run.execute_on)},
    )
    await approvals.add(tx, request)
    await runs.set_status(tx, run_id, "waiting")
    return replace(run, status="waiting"), request.id


def signed(run: Run, orders: Collection[WrittenOrder]) -> dict[str, object]:
    """What an approval signs: who is paid how much from where, on which account, for which documents."""
    return {
        "number": run.number,
        "kind": run.kind,
        "bank_account_id": run.bank_account_id,
        "execute_on": run.execute_on,
        "orders": [
            {
                "partner_id": order.partner_id,
                "name": order.instruction.name,
                "iban": order.instruction.iban,
                "amount": order.instruction.amount,
                "text": order.instruction.text,
                "documents": [[paid.document_id, paid.amount, paid.discount] for paid in order.documents],
            }
            for order in orders
        ],
    }


async def decide_run(
    tx: Transaction, decision: Decision, decider: Principal, now: datetime, *, settings: Settings
) -> ApprovalRequest:
    """Approve, and the file for the bank is written and archived; or reject, and the run is a draft again.

    Raises:
        AlreadyDecided, ApprovalExpired, ContentChanged, OwnRequest, PermissionMissing, LimitExceeded: not now, or not he.
        NothingToPay: a document was paid or blocked meanwhile.
        InvalidIban, FileNotValid, CreditorIdMissing: the bank would refuse the file.
    """
    run = await runs.lock(tx, (await approvals.find(tx, decision.request_id)).document_id)
    request = await approvals.lock(tx, decision.request_id)
    orders = await runs.orders(tx, run.id)
    is_last = await decide(
        tx, request, decider, decision.status, content=signed(run, orders), comment=decision.comment, now=now
    )
    if not decision.approve:
        await runs.set_status(tx, run.id, "draft")
    elif is_last:
        await _check_unchanged(tx, run)
        content = await _file(tx, run, orders, settings)
        await runs.keep_file(tx, run, hashlib.sha256(content).digest(), content, now)
        await runs.set_status(tx, run.id, "approved")
        if settings.bank_drop:
            await want_delivery(tx, run, now)
    await _trail(tx, run, str(decision.status), decider.subject)
    return await approvals.lock(tx, decision.request_id)


async def _file(tx: ReadTransaction, run: Run, orders: list[WrittenOrder], settings: Settings) -> bytes:
    account = await statements.account(tx, run.bank_account_id)
    ordering = Ordering(
        name=settings.company_name or "Comptoir",
        iban=account.account,
        bic=account.bic,
        number=run.number,
        at=run.created_at,
        execute_on=run.execute_on,
        creditor_id=settings.sepa_creditor_id,
        scheme=run.scheme,
    )
    if run.kind == "direct-debit" and not ordering.creditor_id:
        raise CreditorIdMissing("Set SEPA_CREDITOR_ID, the company's creditor identifier, to collect direct debits.")
    write = transfer_file if run.kind == "transfer" else direct_debit_file
    return await asyncio.to_thread(write, ordering, [order.instruction for order in orders])


async def mark_sent(tx: Transaction, run_id: UUID, *, by: str) -> Run:
    """The bank has the file. It can no more be cancelled here; what the bank does not do of it is given back one by one.

    Raises:
        NotFound, RunStatusWrong: there is no such approved run that people carry to the bank.
    """
    run = await runs.lock(tx, run_id)
    _expect(run, "approved")
    if await effects.is_wanted(tx, key_of(run_id)):
        raise RunStatusWrong(f"The file of {run.number} goes to the bank's folder by itself: do not carry it as well.")
    await runs.set_status(tx, run_id, "sent")
    await _trail(tx, run, "sent", by)
    return replace(run, status="sent")


async def cancel_run(tx: Transaction, run_id: UUID, *, by: str, now: datetime) -> Run:
    """Its documents may be paid otherwise; an approved file that was not sent must not be sent any more.

    Raises:
        NotFound, RunStatusWrong: there is no such run that the bank does not have.
    """
    run = await runs.lock(tx, run_id)
    _expect(run, "draft", "waiting", "approved")
    await effects.withdraw(tx, key_of(run_id))
    if await effects.is_wanted(tx, key_of(run_id)):
        raise RunStatusWrong(
            f"The file of {run.number} is on its way to the bank. Wait until it is there, and give back what the bank does not do."
        )
    await approvals.withdraw(tx, run_id, now=now)
    await runs.release(tx, run_id)
    await runs.set_status(tx, run_id, "cancelled")
    await _trail(tx, run, "cancelled", by)
    return replace(run, status="cancelled")


async def give_order_back(tx: Transaction, run_id: UUID, end_to_end_id: str, *, by: str) -> Run:
    """The bank did not do one payment of a run that it has: its documents may be in other runs.

    Raises:
        NotFound, RunStatusWrong: there is no such run that the bank has, or no such payment in it that was not given back.
    """
    run = await runs.lock(tx, run_id)
    _expect(run, "sent")
    if not await runs.release(tx, run_id, end_to_end_id):
        raise unknown("payment that was not given back", end_to_end_id)
    await audit.record(tx, AuditEntry("payment_run", str(run.id), "given-back", {"order": [None, end_to_end_id]}, by))
    return run


def _expect(run: Run, *statuses: str) -> None:
    if run.status not in statuses:
        raise RunStatusWrong(f"{run.number} is {run.status}, not {' or '.join(statuses)}.", status=run.status)


async def _check_unchanged(tx: ReadTransaction, run: Run) -> None:
    if numbers := await runs.changed_documents(tx, run.id):
        raise NothingToPay(
            f"{', '.join(numbers[:5])}: paid in part, or blocked, since the run was made. Cancel it and make another.",
            documents=numbers,
        )


async def _trail(tx: Transaction, run: Run, action: str, by: str) -> None:
    await audit.record(tx, AuditEntry("payment_run", str(run.id), action, {"status": [run.status, action]}, by))
