"""Changes of placed orders, what suppliers confirm, what is late, and how much more or less may come."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from kit.auth import Principal
from kit.errors import Invalid
from kit.http import Command, Db, Paging, requires
from kit.pagination import Page, fetch_page
from sqlalchemy import select

from kit import clock
from purchasing.api.revision_schemas import (
    AcknowledgementIn,
    AcknowledgementOut,
    OverdueOut,
    RevisionHead,
    RevisionIn,
    RevisionOut,
    RevisionsOut,
    ToleranceBody,
    TolerancesBody,
)
from purchasing.api.schemas import CancelIn, OrderOut, SubmitIn
from purchasing.commands.revise_order import acknowledge, propose, reject_revision, show, submit_revision
from purchasing.commands.write_order import WrittenLine
from purchasing.domain.revision import LineChange
from purchasing.storage import orders, revisions
from purchasing.storage.revisions import Tolerance
from purchasing.storage.tables import partner, product, purchase_order, purchase_order_line

router = APIRouter(tags=["purchase orders"])

Reader = Annotated[Principal, requires("purchasing.orders.read")]
Writer = Annotated[Principal, requires("purchasing.orders.write")]
Submitter = Annotated[Principal, requires("purchasing.orders.submit")]
RulesWriter = Annotated[Principal, requires("purchasing.rules.write")]


@router.get("/purchase-orders/{order_id}/revisions", summary="The revisions of an order, the first first")
async def list_revisions(caller: Reader, db: Db, order_id: UUID) -> RevisionsOut:
    async with db.read() as tx:
        await orders.get(tx, order_id)
        return RevisionsOut(items=[RevisionHead.of(each) for each in await revisions.of_order(tx, order_id)])


@router.post("/purchase-orders/{order_id}/revisions", status_code=201, summary="Propose a change of a placed order")
async def post_revision(caller: Writer, command: Command, order_id: UUID, body: RevisionIn) -> RevisionOut:
    changes = [LineChange(**dict(each)) for each in body.changes]
    added = [
        WrittenLine(line.product_id, line.packaging_code, line.quantity, line.unit_price, line.expected_on)
        for line in body.added
    ]
    async with command.transaction() as tx:
        proposal = await propose(tx, order_id, changes, added, reason=body.reason, by=caller.subject)
        return command.answer(RevisionOut.beside(proposal))


@router.get("/revisions/{revision_id}", summary="An open revision: what it changes of the order as it is now")
async def get_revision(caller: Reader, db: Db, revision_id: UUID) -> RevisionOut:
    async with db.transaction() as tx:
        return RevisionOut.beside(await show(tx, revision_id))


@router.post("/revisions/{revision_id}/submit", summary="Let it count, or ask for approval when a rule wants it")
async def post_revision_submission(
    caller: Submitter, command: Command, revision_id: UUID, body: SubmitIn, request: Request
) -> RevisionOut:
    company = request.app.state.currency
    async with command.transaction() as tx:
        submitted = await submit_revision(tx, revision_id, subject=caller.subject, company_currency=company)
        return command.answer(RevisionOut.beside(submitted))


@router.post("/revisions/{revision_id}/reject", summary="Give a revision up: the order stays as it is")
async def post_revision_rejection(caller: Writer, command: Command, revision_id: UUID, body: CancelIn) -> RevisionHead:
    async with command.transaction() as tx:
        rejected = await reject_revision(tx, revision_id, body.reason, subject=caller.subject)
        return command.answer(RevisionHead.of(rejected))


@router.post(
    "/purchase-orders/{order_id}/acknowledgements",
    status_code=201,
    summary="What the supplier confirms; what is otherwise than ordered becomes a proposed revision",
)
async def post_acknowledgement(
    caller: Writer, command: Command, order_id: UUID, body: AcknowledgementIn
) -> AcknowledgementOut:
    answers = [LineChange(each.line_id, each.quantity, each.unit_price, each.expected_on) for each in body.lines]
    async with command.transaction() as tx:
        order, proposal = await acknowledge(tx, order_id, body.reference, answers, by=caller.subject)
        return command.answer(
            AcknowledgementOut(order=OrderOut.of(order), revision=RevisionOut.beside(proposal) if proposal else None)
        )


@router.get("/overdue-lines", summary="What should have come: whom to ask again")
async def list_overdue(
    caller: Reader,
    db: Db,
    paging: Paging,
    supplier_id: UUID | None = None,
    warehouse: Annotated[str | None, Query(max_length=40)] = None,
    on: Annotated[date | None, Query(description="Default today.")] = None,
) -> Page[OverdueOut]:
    today = on or clock.now().date()
    line, order = purchase_order_line.c, purchase_order.c
    outstanding = line.stock_quantity - line.cancelled - line.given_up - line.received
    statement = (
        select(
            line.id, line.purchase_order_id, order.number, order.supplier_id, partner.c.code.label("supplier_code"),
            order.warehouse, line.product_id, product.c.sku, outstanding.label("outstanding"), line.expected_on,
            (today - line.expected_on).label("days_late"), order.acknowledged_at,
        )
        .select_from(
            purchase_order_line.join(purchase_order, order.id == line.purchase_order_id)
            .join(partner, partner.c.id == order.supplier_id)
            .join(product, product.c.id == line.product_id)
        )
        .where(order.status == "placed", line.expected_on < today, outstanding > 0)
    )  # fmt: skip
    for column, value in ((order.supplier_id, supplier_id), (order.warehouse, warehouse)):
        if value is not None:
            statement = statement.where(column == value)
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"expected_on": line.expected_on},
            key=line.id,
            convert=lambda row: OverdueOut(**dict(row)),
        )


@router.get("/receipt-tolerances", summary="How much more or less than ordered may come")
async def list_tolerances(caller: Reader, db: Db) -> TolerancesBody:
    async with db.read() as tx:
        return TolerancesBody(items=[_body(each) for each in await revisions.tolerances(tx)])


@router.put("/receipt-tolerances", summary="Set how much more or less may come: these and no others")
async def put_tolerances(caller: RulesWriter, command: Command, body: TolerancesBody) -> TolerancesBody:
    scopes = [(each.supplier_id, each.product_id) for each in body.items]
    for i, scope in enumerate(scopes):
        if scope == (None, None):
            raise Invalid("Name a supplier, a product, or both: the order says it for itself.", field=f"items.{i}")
        if scope in scopes[:i]:
            raise Invalid("There is one tolerance for a supplier and product: two are the same.", field=f"items.{i}")
    async with command.transaction() as tx:
        await revisions.check_known(tx, scopes)
        await revisions.set_tolerances(tx, [Tolerance(**dict(each)) for each in body.items])
        return command.answer(TolerancesBody(items=[_body(each) for each in await revisions.tolerances(tx)]))


def _body(tolerance: Tolerance) -> ToleranceBody:
    return ToleranceBody(**{name: getattr(tolerance, name) for name in ToleranceBody.model_fields})
