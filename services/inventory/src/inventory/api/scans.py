"""What hand scanners did, also after hours without a network."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Annotated, assert_never

from fastapi import APIRouter, Request
from kit.auth import Principal
from kit.db import Transaction
from kit.http import Db, requires
from kit.ids import new_id

from inventory.api.scan_schemas import (
    ClosePackageEntry,
    CountEntry,
    Entry,
    EntryOut,
    MoveEntry,
    PackEntry,
    PickEntry,
    ReceiveEntry,
    ScanBatchIn,
    ScanBatchOut,
)
from inventory.commands.apply_scans import ScanEntry, apply_scans
from inventory.commands.delivered_lines import ReceivedLine
from inventory.commands.move_stock import MovedLine, Posting, move_goods
from inventory.commands.observe import Look, observe
from inventory.commands.packages import LooseGoods, close_package, pack, pack_more
from inventory.commands.receive_goods import ReceiveGoods, receive_goods
from inventory.commands.waves import confirm_picks
from inventory.domain.wave import Picked
from inventory.storage import packages
from kit import clock

router = APIRouter(tags=["scanning"])


@router.post("/scan-batches", summary="What a scanner did, up to 200 entries, each done once however often it comes")
async def post_scan_batch(
    caller: Annotated[Principal, requires("inventory.stock.read")], db: Db, body: ScanBatchIn, request: Request
) -> ScanBatchOut:
    entries = [_entry(each, caller, request) for each in body.entries]
    applied = await apply_scans(db, entries, device=body.device, caller=caller)
    return ScanBatchOut(items=[EntryOut.of(each) for each in applied])


def _entry(entry: Entry, caller: Principal, request: Request) -> ScanEntry:
    permission, apply = _work(entry, caller, request)
    return ScanEntry(entry.key, entry.scanned_at, entry.model_dump_json().encode(), permission, apply)


def _work(entry: Entry, caller: Principal, request: Request) -> tuple[str, Callable[[Transaction], Awaitable[str]]]:
    match entry:
        case ReceiveEntry():
            return "inventory.receipts.write", partial(_receive, entry=entry, caller=caller, request=request)
        case MoveEntry():
            return "inventory.transfers.write", partial(_move, entry=entry, caller=caller, request=request)
        case PickEntry():
            return "inventory.picks.write", partial(_pick, entry=entry, caller=caller, request=request)
        case PackEntry():
            return "inventory.picks.write", partial(_pack, entry=entry, caller=caller, request=request)
        case ClosePackageEntry():
            return "inventory.picks.write", partial(_close, entry=entry)
        case CountEntry():
            return "inventory.counts.write", partial(_count, entry=entry, caller=caller)
        case _:
            assert_never(entry)


def _posting(entry: Entry, caller: Principal, request: Request) -> Posting:
    at = clock.happened(entry.scanned_at, field="scanned_at")
    return Posting(new_id(), at, caller.subject, request.app.state.currency, caller.roles)


async def _receive(tx: Transaction, *, entry: ReceiveEntry, caller: Principal, request: Request) -> str:
    posting = _posting(entry, caller, request)
    asked = ReceiveGoods(
        ids={entry.purchase_order_id: posting.id},
        lines=(ReceivedLine(**dict(entry.line)),),
        occurred_at=posting.occurred_at,
        posted_by=posting.posted_by,
        currency=posting.currency,
        roles=posting.roles,
        supplier_reference=entry.supplier_reference,
    )
    (receipt,) = await receive_goods(tx, asked)
    return receipt.number


async def _move(tx: Transaction, *, entry: MoveEntry, caller: Principal, request: Request) -> str:
    posting = _posting(entry, caller, request)
    posted = await move_goods(tx, posting, entry.warehouse, entry.reason, [MovedLine(**dict(entry.line))])
    return posted.number


async def _pick(tx: Transaction, *, entry: PickEntry, caller: Principal, request: Request) -> str:
    posting = _posting(entry, caller, request)
    return (await confirm_picks(tx, entry.wave_id, [Picked(**dict(entry.line))], posting)).number


async def _pack(tx: Transaction, *, entry: PackEntry, caller: Principal, request: Request) -> str:
    goods = [LooseGoods(entry.sales_order_line_id, entry.quantity, entry.lot)]
    if await packages.is_known(tx, entry.package_id):
        return (await pack_more(tx, entry.package_id, goods)).sscc
    opened = await pack(
        tx,
        entry.package_id,
        entry.sales_order_id,
        goods,
        company_prefix=request.app.state.gs1_company_prefix,
        by=caller.subject,
    )
    return opened.sscc


async def _close(tx: Transaction, *, entry: ClosePackageEntry) -> str:
    return (await close_package(tx, entry.package_id, entry.weight_kg)).sscc


async def _count(tx: Transaction, *, entry: CountEntry, caller: Principal) -> str:
    at = clock.happened(entry.scanned_at, field="scanned_at")
    look = Look(entry.location, entry.product_id, entry.counted, entry.lot, None, at)
    await observe(tx, entry.count_id, [look], by=caller.subject, now=clock.now())
    return entry.location
