"""Counting: the plan, the documents, what was seen, and what follows."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from kit.audit import AuditEntry
from kit.auth import Principal
from kit.db import ReadTransaction
from kit.errors import Invalid, stale, unknown
from kit.http import Command, Db, Paging, requires
from kit.ids import new_id
from kit.pagination import Page, fetch_page
from sqlalchemy import ColumnElement, ScalarSelect, case, func, select

from inventory.api.count_schemas import (
    CauseList,
    CauseOut,
    CausesIn,
    ClassedOut,
    ClueOut,
    CluesOut,
    CountCluesOut,
    CountIn,
    CountLineOut,
    CountOut,
    CountPlanOut,
    CountRulesIn,
    CountRulesOut,
    ObservationsIn,
    PlannedOut,
    SubmitIn,
    SubmittedOut,
)
from inventory.commands.observe import Look, explain, observe
from inventory.commands.open_count import OpenCount, cancel_count, open_count
from inventory.commands.post_count import submit_count
from inventory.domain.count import CountRules, CountStatus
from inventory.queries.count_clues import count_clues
from inventory.queries.count_plan import compute_classes, count_plan
from inventory.storage import counts
from inventory.storage.counts import Scope
from inventory.storage.tables import location, lot, product
from inventory.storage.tables_counts import count_cause, stock_count, stock_count_line
from kit import audit, clock

router = APIRouter(tags=["counts"])

SEES_EXPECTED = "inventory.counts.expected.read"
Reader = Annotated[Principal, requires("inventory.counts.read")]
Writer = Annotated[Principal, requires("inventory.counts.write")]
Supervisor = Annotated[Principal, requires(SEES_EXPECTED)]

_LINES = stock_count_line.c


def _how_many(*which: ColumnElement[bool]) -> ScalarSelect[int]:
    lines = select(func.count()).select_from(stock_count_line).where(_LINES.count_id == stock_count.c.id, *which)
    return lines.correlate(stock_count).scalar_subquery()


_COUNT = select(
    stock_count.c.id, stock_count.c.number, stock_count.c.warehouse, stock_count.c.scope, stock_count.c.status,
    stock_count.c.is_blind, stock_count.c.opened_by, stock_count.c.version, stock_count.c.created_at,
    stock_count.c.closed_at, _how_many().label("lines"), _how_many(_LINES.counted.is_(None)).label("uncounted"),
    _how_many(_LINES.needs_recount).label("to_recount"),
)  # fmt: skip


@router.get("/count-plan", summary="What should be counted next, and why")
async def get_plan(
    caller: Reader,
    db: Db,
    warehouse: Annotated[str, Query(max_length=40)],
    limit: Annotated[int, Query(ge=1, le=5000)] = 200,
) -> CountPlanOut:
    async with db.read() as tx:
        planned = await count_plan(tx, warehouse, clock.now().date(), limit=limit)
    return CountPlanOut(
        items=[
            PlannedOut(
                product_id=each.product_id,
                location=each.location,
                lot=each.lot,
                class_=each.class_,
                risk=each.risk.score,
                reasons=list(each.risk.reasons),
            )
            for each in planned
        ]
    )


@router.post("/stock-classes/compute", summary="Class products anew by what their issues of a year were worth")
async def post_classes(caller: Supervisor, command: Command) -> ClassedOut:
    async with command.transaction() as tx:
        return command.answer(ClassedOut(classed=await compute_classes(tx, clock.now())))


@router.get("/counts", summary="Counts")
async def list_counts(
    caller: Reader,
    db: Db,
    paging: Paging,
    warehouse: Annotated[str | None, Query(max_length=40)] = None,
    status: CountStatus | None = None,
) -> Page[CountOut]:
    statement = _COUNT
    if warehouse is not None:
        statement = statement.where(stock_count.c.warehouse == warehouse)
    if status is not None:
        statement = statement.where(stock_count.c.status == str(status))
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"created_at": stock_count.c.created_at},
            key=stock_count.c.id,
            convert=lambda row: CountOut(**dict(row)),
        )


@router.post("/counts", status_code=201, summary="Open a count")
async def post_count(caller: Writer, command: Command, body: CountIn) -> CountOut:
    if sum(given is not None for given in (body.zone, body.product_ids, body.due)) > 1:
        raise Invalid("A count is about a zone, about products, or about what is due: give one of them.", field="zone")
    now = clock.now()
    async with command.transaction() as tx:
        scope, text = await _scope(tx, body)
        count, _ = await open_count(
            tx,
            OpenCount(body.id or new_id(), body.warehouse, scope, text, body.is_blind, caller.subject, now),
        )
        return command.answer(await _answer(tx, count.id))


@router.get("/counts/{count_id}", summary="One count")
async def get_count(caller: Reader, db: Db, count_id: UUID) -> CountOut:
    async with db.read() as tx:
        return await _answer(tx, count_id)


@router.get("/counts/{count_id}/lines", summary="The places of a count")
async def list_lines(
    caller: Reader,
    db: Db,
    paging: Paging,
    count_id: UUID,
    which: Annotated[str, Query(pattern="^(all|uncounted|to-recount|differing)$")] = "all",
) -> Page[CountLineOut]:
    async with db.read() as tx:
        count = await _answer(tx, count_id)
        is_shown = SEES_EXPECTED in caller.permissions or not count.is_blind or count.status is CountStatus.POSTED
        if which == "differing" and not is_shown:
            caller.require(SEES_EXPECTED)
        hidden = case((_LINES.id.is_(None), _LINES.expected))  # always null, of the right type
        statement = (
            select(
                _LINES.id, _LINES.product_id, product.c.sku, location.c.code.label("location"), lot.c.code.label("lot"),
                _LINES.counted, _LINES.counted_by, _LINES.observed_at, _LINES.needs_recount, _LINES.cause, _LINES.comment,
                (_LINES.expected if is_shown else hidden).label("expected"),
                ((_LINES.counted - _LINES.expected) if is_shown else hidden).label("difference"),
                location.c.walk_order,
            )
            .select_from(
                stock_count_line.join(product, product.c.id == _LINES.product_id)
                .join(location, location.c.id == _LINES.location_id)
                .outerjoin(lot, lot.c.id == _LINES.lot_id)
            )
            .where(_LINES.count_id == count_id)
        )  # fmt: skip
        narrowed = {
            "uncounted": _LINES.counted.is_(None),
            "to-recount": _LINES.needs_recount,
            "differing": _LINES.counted != _LINES.expected,
        }
        if which in narrowed:
            statement = statement.where(narrowed[which])
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"walk_order": location.c.walk_order, "sku": product.c.sku},
            key=_LINES.id,
            convert=lambda row: CountLineOut(**{name: row[name] for name in CountLineOut.model_fields}),
        )


@router.post("/counts/{count_id}/observations", summary="Say what lies in places, thousands at a time")
async def post_observations(caller: Writer, command: Command, count_id: UUID, body: ObservationsIn) -> CountOut:
    now = clock.now()
    looks = [
        Look(
            each.location,
            each.product_id,
            each.counted,
            each.lot,
            each.expires_on,
            clock.happened(each.observed_at, field=f"observations.{i}.observed_at") if each.observed_at else None,
        )
        for i, each in enumerate(body.observations)
    ]
    async with command.transaction() as tx:
        await observe(tx, count_id, looks, by=caller.subject, now=now)
        return command.answer(await _answer(tx, count_id))


@router.get("/counts/{count_id}/clues", summary="Probable causes of the differences")
async def get_clues(caller: Supervisor, db: Db, count_id: UUID) -> CountCluesOut:
    async with db.read() as tx:
        count = await _answer(tx, count_id)
        found = await count_clues(tx, count_id, count.warehouse)
    return CountCluesOut(
        items=[
            CluesOut(
                line_id=line.id,
                product_id=line.product_id,
                difference=line.difference,
                value=line.value,
                clues=[ClueOut.of(clue) for clue in clues],
            )
            for line, clues in found
        ]
    )


@router.post("/counts/{count_id}/causes", summary="Say why places differ")
async def post_causes(caller: Supervisor, command: Command, count_id: UUID, body: CausesIn) -> CountOut:
    async with command.transaction() as tx:
        known = {row["code"] for row in await tx.fetch("SELECT code FROM count_cause")}
        for i, each in enumerate(body.causes):
            if each.cause not in known:
                raise Invalid(
                    f"{each.cause!r} is no root cause: GET /api/inventory/v1/count-causes lists them.",
                    field=f"causes.{i}.cause",
                )
        await explain(tx, count_id, {each.line_id: (each.cause, each.comment) for each in body.causes})
        return command.answer(await _answer(tx, count_id))


@router.post("/counts/{count_id}/submit", summary="Close a count: stock is corrected, or somebody must look or approve")
async def post_submit(
    caller: Writer, command: Command, count_id: UUID, body: SubmitIn, request: Request
) -> SubmittedOut:
    async with command.transaction() as tx:
        await submit_count(
            tx, count_id, caller, leave_uncounted=body.leave_uncounted, currency=request.app.state.currency
        )
        return command.answer(SubmittedOut(**dict(await _answer(tx, count_id))))


@router.post("/counts/{count_id}/cancel", summary="Give a count up")
async def post_cancel(caller: Writer, command: Command, count_id: UUID) -> CountOut:
    async with command.transaction() as tx:
        await cancel_count(tx, count_id, clock.now())
        return command.answer(await _answer(tx, count_id))


@router.get("/count-causes", summary="Root causes")
async def list_causes(caller: Reader, db: Db) -> CauseList:
    statement = select(count_cause.c.code, count_cause.c.name_fr, count_cause.c.name_en).order_by(count_cause.c.code)
    async with db.read() as tx:
        return CauseList(items=[CauseOut(**dict(row)) for row in await tx.select(statement)])


@router.get("/count-rules", summary="Which differences need a second look, a cause, an approval")
async def get_rules(caller: Supervisor, db: Db) -> CountRulesOut:
    async with db.read() as tx:
        rules, version = await counts.rules(tx)
    return _rules(rules, version)


@router.put("/count-rules", summary="Set them, from now on")
async def put_rules(
    caller: Annotated[Principal, requires("inventory.count-rules.write")], command: Command, body: CountRulesIn
) -> CountRulesOut:
    async with command.transaction() as tx:
        before, version = await counts.rules(tx)
        if command.has_version() and command.version() != version:
            raise stale("count rules", sent=command.version(), current=version)
        after = CountRules(body.recount_value, body.cause_value, body.approval_value)
        version = await counts.set_rules(tx, after)
        changes = {name: [str(getattr(before, name)), str(getattr(after, name))] for name in CountRulesIn.model_fields}
        await audit.record(tx, AuditEntry("count_rules", "all", "changed", changes, caller.subject, version))
        return command.answer(_rules(after, version))


def _rules(rules: CountRules, version: int) -> CountRulesOut:
    return CountRulesOut(
        recount_value=rules.recount_value,
        cause_value=rules.cause_value,
        approval_value=rules.approval_value,
        version=version,
    )


async def _scope(tx: ReadTransaction, body: CountIn) -> tuple[Scope, str]:
    if body.zone is not None:
        return Scope(path=body.zone), f"zone {body.zone}"
    if body.product_ids is not None:
        return Scope(product_ids=body.product_ids), f"{len(body.product_ids)} products"
    if body.due is not None:
        planned = await count_plan(tx, body.warehouse, clock.now().date(), limit=body.due)
        return Scope(spots=[(each.product_id, each.location_id, each.lot_id) for each in planned]), "what is due"
    return Scope(), "the whole warehouse"


async def _answer(tx: ReadTransaction, count_id: UUID) -> CountOut:
    rows = await tx.select(_COUNT.where(stock_count.c.id == count_id))
    if not rows:
        raise unknown("count", count_id)
    return CountOut(**dict(rows[0]))
