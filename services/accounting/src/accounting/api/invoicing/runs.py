"""How and when customers are invoiced: policies, what is not invoiced yet, and runs."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request
from kit.auth import Principal
from kit.http import Command, Db, Paging, requires
from kit.pagination import Page, fetch_page
from sqlalchemy import select

from accounting.api.invoicing.run_schemas import (
    InvoiceableOut,
    PolicyHead,
    PolicyIn,
    PolicyOut,
    RunHead,
    RunIn,
    RunInvoiceOut,
    RunOut,
)
from accounting.commands.invoicing.invoice_shipments import draft_run, run_invoices, set_policy
from accounting.domain.invoicing.policy import InvoicingPolicy, period_end
from accounting.queries.invoiceable import invoiceable
from accounting.storage.tables import partner
from accounting.storage.tables_invoicing import invoice_run, invoicing_policy

router = APIRouter(tags=["invoicing"])

Reader = Annotated[Principal, requires("accounting.invoicing.read")]
Writer = Annotated[Principal, requires("accounting.invoicing.write")]


@router.get("/invoicing-policies", summary="Who is invoiced otherwise than by each delivery")
async def list_policies(caller: Reader, db: Db, paging: Paging) -> Page[PolicyHead]:
    caller.require_staff()
    p = invoicing_policy.c
    statement = select(p.partner_id, p.policy, p.version, partner.c.code, partner.c.name).join_from(
        invoicing_policy, partner, partner.c.id == p.partner_id
    )
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"code": partner.c.code},
            key=p.partner_id,
            convert=lambda row: PolicyHead(**dict(row)),
        )


@router.put("/invoicing-policies/{partner_id}", summary="How who pays is invoiced from now on (If-Match: its version)")
async def put_policy(caller: Writer, command: Command, partner_id: UUID, body: PolicyIn) -> PolicyOut:
    sent = command.version()
    async with command.transaction() as tx:
        version = await set_policy(tx, partner_id, body.policy, version=sent, by=caller.subject)
        return command.answer(PolicyOut(partner_id=partner_id, policy=body.policy, version=version))


@router.get("/invoiceable", summary="What left and is not invoiced, and when it will be")
async def list_invoiceable(
    caller: Reader,
    db: Db,
    paging: Paging,
    bill_to_id: UUID | None = None,
    policy: InvoicingPolicy | None = None,
    through: date | None = None,
) -> Page[InvoiceableOut]:
    """`through`: shipped by the end of this day."""
    caller.require_staff()
    statement = invoiceable()
    c = statement.selected_columns
    if bill_to_id is not None:
        statement = statement.where(c.bill_to_id == bill_to_id)
    if policy is not None:
        statement = statement.where(c.policy == str(policy))
    if through is not None:
        statement = statement.where(c.shipped_on <= through)
    async with db.read() as tx:
        return await fetch_page(
            tx, statement, paging, sortable={"shipped_at": c.shipped_at}, key=c.shipment_id, convert=_shown
        )


@router.post("/invoice-runs", summary="Invoice what left and whose period is over; or show what that would be")
async def post_run(caller: Writer, command: Command, body: RunIn, request: Request) -> RunOut:
    currency: str = request.app.state.settings.company_currency
    async with command.transaction() as tx:
        if body.dry_run:
            drafts, count = await draft_run(tx, body.to_domain(), currency)
            return command.answer(RunOut.of(None, [RunInvoiceOut.of_draft(draft) for draft in drafts], count))
        run_id, issued, count = await run_invoices(tx, body.to_domain(), currency, by=caller.subject)
        return command.answer(RunOut.of(run_id, [RunInvoiceOut.of_invoice(invoice) for invoice in issued], count))


@router.get("/invoice-runs", summary="Runs of before")
async def list_runs(caller: Reader, db: Db, paging: Paging) -> Page[RunHead]:
    caller.require_staff()
    async with db.read() as tx:
        return await fetch_page(
            tx,
            select(invoice_run),
            paging,
            sortable={"created_at": invoice_run.c.created_at},
            key=invoice_run.c.id,
            convert=lambda row: RunHead(**dict(row)),
        )


def _shown(row: Any) -> InvoiceableOut:
    values = dict(row)
    policy, shipped_on = InvoicingPolicy(values["policy"]), values["shipped_on"]
    end = period_end(policy, shipped_on)
    return InvoiceableOut(**values, invoiced_from=shipped_on if end is None and values["is_complete"] else end)
