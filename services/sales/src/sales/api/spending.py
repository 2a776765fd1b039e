"""What a customer's users may order by themselves, and what waits for a colleague of theirs."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request
from kit.approvals import ApprovalRequest, Status
from kit.approvals_api import ApprovalOut, DecisionIn
from kit.audit import AuditEntry
from kit.auth import NotYours, Principal
from kit.bodies import Strict
from kit.db import Database, ReadTransaction
from kit.decisions import Decision
from kit.errors import unknown
from kit.http import Command, Db, Paging, requires
from kit.pagination import Page, fetch_page
from pydantic import BaseModel, Field
from sqlalchemy import Select, and_, func, select

from kit import approvals, audit, clock
from sales.api.access import SalesDesk
from sales.api.approvals import decide
from sales.commands.spend import APPROVE
from sales.domain.errors import OwnLimit
from sales.domain.order import Breach
from sales.domain.spending import SpendingLimit, month_of
from sales.storage import spending
from sales.storage.spending import SPENDING
from sales.storage.tables import approval_request, sales_order
from sales.storage.tables_spending import spending as spending_table
from sales.storage.tables_spending import spending_limit

router = APIRouter(tags=["spending"])

Buying = Annotated[Principal, requires("sales.orders.write")]
Manager = Annotated[Principal, requires("sales.spending.manage")]
Approver = Annotated[Principal, requires(APPROVE)]
Amount = Annotated[Decimal, Field(ge=0, max_digits=15, decimal_places=2, examples=["500.00"])]


_REQUEST = (
    "id", "document_id", "document_number", "amount", "status", "requested_by", "requested_at", "expires_at", "decided_at",
    "comment", "details",
)  # fmt: skip


class SpendingOut(BaseModel):
    """Amounts in company currency, before tax."""

    currency: str
    per_order: Decimal | None = Field(description="Null: without limit.")
    per_month: Decimal | None = Field(description="Null: without limit.")
    spent: Decimal = Field(description="What this month's orders are worth that no colleague was asked about.")


class LimitIn(Strict):
    """Amounts in company currency, before tax. Left out: without limit."""

    customer_id: UUID | None = Field(
        default=None, description="The house names the customer; his own manager need not."
    )
    per_order: Amount | None = None
    per_month: Amount | None = None


class LimitOut(BaseModel):
    subject: str = Field(description="The user.")
    per_order: Decimal | None
    per_month: Decimal | None
    spent: Decimal = Field(description="This month, without orders that a colleague approved.")
    version: int


class SpendingRequestOut(BaseModel):
    """An order that waits for a colleague of its buyer."""

    id: UUID
    order_id: UUID
    order_number: str
    buyer_name: str
    customer_reference: str
    breach: Breach
    value: Decimal = Field(description="In company currency, before tax.")
    net: Decimal
    currency: str
    per_order: Decimal | None
    per_month: Decimal | None
    spent: Decimal = Field(description="When it was asked.")
    status: Status
    requested_at: datetime
    expires_at: datetime
    decided_at: datetime | None
    comment: str | None
    is_mine: bool = Field(description="Nobody decides on what he ordered himself.")


@router.get("/spending", summary="What you may order by yourself, and what of it is left")
async def get_spending(caller: Buying, db: Db, desk: SalesDesk) -> SpendingOut:
    customer_id = _customer_of(caller, None)
    async with db.read() as tx:
        limit = await spending.limit_of(tx, customer_id, caller.subject)
        spent = await spending.spent(tx, customer_id, caller.subject, month_of(clock.now()))
    return SpendingOut(currency=desk.currency, per_order=limit.per_order, per_month=limit.per_month, spent=spent)


@router.get("/spending-limits", summary="What each of a customer's users may order; who is not in it has no limit")
async def list_limits(caller: Manager, db: Db, paging: Paging, customer_id: UUID | None = None) -> Page[LimitOut]:
    statement = _limits(_customer_of(caller, customer_id), month_of(clock.now()))
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"subject": spending_limit.c.subject},
            key=spending_limit.c.subject,
            convert=lambda row: LimitOut(**dict(row)),
        )


@router.put("/spending-limits/{subject}", summary="Say what a customer's user may order by himself")
async def put_limit(caller: Manager, command: Command, db: Db, subject: str, body: LimitIn) -> LimitOut:
    customer_id = _customer_of(caller, body.customer_id)
    if subject == caller.subject:
        raise OwnLimit("This is yourself: ask another manager of your company, or the house.")
    limit = SpendingLimit(body.per_order, body.per_month)
    async with command.transaction() as tx:
        before, version = await spending.set_limit(tx, customer_id, subject, limit, by=caller.subject)
        spent = await spending.spent(tx, customer_id, subject, month_of(clock.now()))
        changes = audit.differences(_printable(before), _printable(limit))
        entry = AuditEntry("spending_limit", f"{customer_id}/{subject}", "set", changes, caller.subject, version)
        await audit.record(tx, entry)
        return command.answer(
            LimitOut(
                subject=subject, per_order=limit.per_order, per_month=limit.per_month, spent=spent, version=version
            )
        )


@router.get("/spending-requests", summary="Orders above their buyer's limit: they wait for a colleague of his")
async def list_requests(
    caller: Approver, db: Db, paging: Paging, status: Status = Status.PENDING
) -> Page[SpendingRequestOut]:
    table = approval_request.c
    statement = (
        select(*(table[name] for name in _REQUEST))
        .join(sales_order, sales_order.c.id == table.document_id)
        .where(
            table.subject == SPENDING,
            table.status == status.value,
            sales_order.c.customer_id == _customer_of(caller, None),
        )
    )
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"requested_at": table.requested_at},
            key=table.id,
            convert=lambda row: _request_out(dict(row), caller),
        )


@router.post("/spending-requests/{request_id}/approve", summary="Let a colleague's order go on to the house")
async def post_spending_approval(
    caller: Approver, command: Command, db: Db, request_id: UUID, body: DecisionIn, request: Request
) -> ApprovalOut:
    await _check_own(caller, db, request_id)
    return await decide(request, command, Decision(request_id, approve=True, comment=body.comment))


@router.post("/spending-requests/{request_id}/reject", summary="A colleague's order is given up")
async def post_spending_rejection(
    caller: Approver, command: Command, db: Db, request_id: UUID, body: DecisionIn, request: Request
) -> ApprovalOut:
    await _check_own(caller, db, request_id)
    return await decide(request, command, Decision(request_id, approve=False, comment=body.comment))


def _customer_of(caller: Principal, named: UUID | None) -> UUID:
    """Whose users it is about.

    Raises:
        NotYours: a customer names another one, or the house names none.
    """
    if caller.customer_id is None:
        if named is None:
            raise NotYours("Say whose users: name the customer.", field="customer_id")
        return named
    caller.require_customer(named or caller.customer_id)
    return UUID(caller.customer_id)


def _limits(customer_id: UUID, month: date) -> Select[Any]:
    limit = spending_limit.c
    counted = sales_order.c.status.not_in(("draft", "cancelled"))
    spent = (
        select(func.coalesce(func.sum(spending_table.c.value), 0))
        .join(sales_order, and_(sales_order.c.id == spending_table.c.sales_order_id, counted))
        .where(
            spending_table.c.customer_id == customer_id,
            spending_table.c.subject == limit.subject,
            spending_table.c.month == month,
        )
        .scalar_subquery()
    )
    return select(limit.subject, limit.per_order, limit.per_month, limit.version, spent.label("spent")).where(
        limit.customer_id == customer_id
    )


def _printable(limit: SpendingLimit) -> dict[str, str | None]:
    return {
        name: None if (amount := getattr(limit, name)) is None else str(amount) for name in ("per_order", "per_month")
    }


def _request_out(row: Mapping[str, Any], caller: Principal) -> SpendingRequestOut:
    details = row["details"]
    told = {
        name: details[name] for name in ("buyer_name", "breach", "net", "currency", "per_order", "per_month", "spent")
    }
    return SpendingRequestOut(
        **told,
        **{name: row[name] for name in ("id", "status", "requested_at", "expires_at", "decided_at", "comment")},
        order_id=row["document_id"],
        order_number=row["document_number"],
        customer_reference=details["reference"],
        value=row["amount"],
        is_mine=row["requested_by"] == caller.subject,
    )


async def _own(tx: ReadTransaction, request_id: UUID, caller: Principal) -> ApprovalRequest:
    """The request, if it is about what a colleague of this customer ordered.

    Raises:
        NotFound: it is not.
    """
    request = await approvals.find(tx, request_id)
    if request.subject != SPENDING or request.details["customer_id"] != str(_customer_of(caller, None)):
        raise unknown("approval request", request_id)
    return request


async def _check_own(caller: Principal, db: Database, request_id: UUID) -> None:
    async with db.read() as tx:
        await _own(tx, request_id, caller)
