"""A supplier's bill before it is entered, and all about one that was."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from kit.auth import Principal
from kit.http import Db, requires
from kit.ids import new_id

from accounting.api.bill_schemas import SupplierBillHead, SupplierBillIn
from accounting.api.bill_view_schemas import (
    BillStoryOut,
    ChargeOut,
    CheckedBillOut,
    StoryCreditOut,
    StoryDisputeOut,
    StoryEntryOut,
    StoryPaymentOut,
    rate_taxes,
)
from accounting.api.bill_view_schemas import ReceiptPartOut as PartOut
from accounting.api.bill_view_schemas import StoryLineOut as LineOut
from accounting.api.supplier_bills import bill_of
from accounting.commands.check_bill import check_bill
from accounting.queries.bill_story import BillStory, StoryLine, bill_story
from kit import clock

router = APIRouter(tags=["bills"])


@router.post("/supplier-bills/check", summary="What would become of a bill if it were entered: nothing is written")
async def post_bill_check(
    caller: Annotated[Principal, requires("accounting.bills.write")], db: Db, body: SupplierBillIn, request: Request
) -> CheckedBillOut:
    async with db.transaction() as tx:
        bill = await bill_of(tx, body, body.id or new_id(), caller.subject, request)
        return CheckedBillOut.of(await check_bill(tx, bill, request.app.state.settings, now=clock.now()))


@router.get(
    "/supplier-bills/{bill_id}/story", summary="All about one bill: receipts, disputes, entries, payments, credits"
)
async def get_bill_story(
    caller: Annotated[Principal, requires("accounting.bills.read")], db: Db, bill_id: UUID, request: Request
) -> BillStoryOut:
    async with db.read() as tx:
        return _told(await bill_story(tx, bill_id, request.app.state.settings.company_currency))


def _told(story: BillStory) -> BillStoryOut:
    bill, head = story.bill, story.head
    return BillStoryOut(
        **{name: getattr(bill, name) for name in SupplierBillHead.model_fields},
        **{name: head[name] for name in _OF_HEAD},
        due_on=head["due_on"] or bill.due_on,
        tax_class=bill.tax_class,
        taxes=rate_taxes(story.taxes, bill.currency),
        lines=[_line(each) for each in story.lines],
        charges=[ChargeOut.model_validate(each, from_attributes=True) for each in bill.charges],
        disputes=[StoryDisputeOut(bill_id=bill.id, **dict(each)) for each in story.disputes],
        entries=[StoryEntryOut(**dict(each)) for each in story.entries],
        payments=[StoryPaymentOut(**dict(each)) for each in story.payments],
        credits=[StoryCreditOut(**dict(each)) for each in story.credits],
    )


_OF_HEAD = (
    "number", "created_at", "gross_amount", "open_amount", "rate", "rate_on", "received_invoice_id", "cancel_reason",
    "cancelled_on", "cancelled_by",
)  # fmt: skip


def _line(line: StoryLine) -> LineOut:
    return LineOut(
        **{name: getattr(line, name) for name in LineOut.model_fields if name != "parts"},
        parts=[PartOut.model_validate(each, from_attributes=True) for each in line.parts],
    )
