"""Deliveries over several orders, inspections, and where goods are put away."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from kit.auth import Principal
from kit.db import ReadTransaction
from kit.errors import Invalid
from kit.http import Command, Db, Paging, requires
from kit.ids import new_id
from kit.pagination import Page, fetch_page
from sqlalchemy import select

from inventory.api.claims import claims_of
from inventory.api.receiving_schemas import (
    CapacitiesIn,
    DeliveryIn,
    DeliveryOut,
    InspectionOut,
    JudgementsIn,
    PlaceOut,
    PutawayIn,
    PutawayLineOut,
    PutawayOut,
    PutawayRuleBody,
    PutawayRulesBody,
    QualityPlanBody,
    QualityPlansBody,
    UnexpectedIn,
)
from inventory.api.schemas import ReceiptOut
from inventory.api.stock import posting
from inventory.api.transfer_schemas import ClaimsOut
from inventory.commands.delivered_lines import ReceivedLine
from inventory.commands.inspect_goods import Judgement, judge_goods
from inventory.commands.receipt_claims import SetAside, set_aside
from inventory.commands.receive_goods import ReceiveGoods, receive_goods
from inventory.domain.delivery_note import Parcel
from inventory.domain.putaway import PutawayRule
from inventory.domain.quality import QualityPlan
from inventory.queries.putaway import putaway_plan
from inventory.storage import locations, putaway, quality
from inventory.storage.tables import location, lot, product
from inventory.storage.tables_receiving import inspection
from kit import clock

router = APIRouter(tags=["receiving"])

Reader = Annotated[Principal, requires("inventory.stock.read")]
Receiver = Annotated[Principal, requires("inventory.receipts.write")]
Inspector = Annotated[Principal, requires("inventory.inspections.write")]
Planner = Annotated[Principal, requires("inventory.warehouses.write")]

_OPEN = inspection.c.accepted + inspection.c.rejected + inspection.c.reworked < inspection.c.quantity
_INSPECTION = select(
    *(inspection.c[name] for name in InspectionOut.model_fields if name not in ("sku", "location", "lot")),
    product.c.sku,
    location.c.code.label("location"),
    lot.c.code.label("lot"),
).select_from(
    inspection.join(product, product.c.id == inspection.c.product_id)
    .join(location, location.c.id == inspection.c.location_id)
    .outerjoin(lot, lot.c.id == inspection.c.lot_id)
)


@router.post("/deliveries", status_code=201, summary="Receive a delivery that brings lines of several orders")
async def post_delivery(caller: Receiver, command: Command, body: DeliveryIn, request: Request) -> DeliveryOut:
    orders = list(dict.fromkeys(line.purchase_order_id for line in body.lines))
    asked = ReceiveGoods(
        ids={order: new_id() for order in orders},
        lines=tuple(
            ReceivedLine(
                line.purchase_order_line_id,
                line.quantity,
                line.location,
                line.lot,
                line.expires_on,
                line.packaging,
                tuple(line.serials),
                line.is_damaged,
            )
            for line in body.lines
        ),
        occurred_at=clock.happened(body.occurred_at),
        posted_by=caller.subject,
        roles=caller.roles,
        currency=request.app.state.currency,
        warehouse=body.warehouse,
        supplier_reference=body.supplier_reference,
        announced=None
        if body.announced is None
        else tuple(Parcel(each.purchase_order_line_id, each.lot, each.quantity) for each in body.announced),
        close_rest=frozenset(body.close_rest),
    )
    async with command.transaction() as tx:
        receipts = await receive_goods(tx, asked)
        return command.answer(DeliveryOut(receipts=[ReceiptOut.of(receipt) for receipt in receipts]))


@router.post("/unexpected-goods", status_code=201, summary="Set goods aside that nobody ordered")
async def post_unexpected(caller: Receiver, command: Command, body: UnexpectedIn) -> ClaimsOut:
    async with command.transaction() as tx:
        opened = await set_aside(
            tx,
            [SetAside(line.product_id, line.quantity, line.instead_of) for line in body.lines],
            warehouse=body.warehouse,
            supplier_id=body.supplier_id,
            delivery_note=body.delivery_note,
            owner=caller.subject,
            now=clock.happened(body.occurred_at),
        )
        return command.answer(await claims_of(tx, [each.id for each in opened]))


@router.get("/quality-plans", summary="Which goods are inspected when they come in")
async def list_plans(caller: Reader, db: Db) -> QualityPlansBody:
    async with db.read() as tx:
        return await _plans(tx)


@router.put("/quality-plans", summary="Set which goods are inspected: these plans and no others")
async def put_plans(caller: Inspector, command: Command, body: QualityPlansBody) -> QualityPlansBody:
    pairs = [(each.supplier_id, each.product_id) for each in body.items]
    if len(set(pairs)) < len(pairs):
        raise Invalid("There is one plan for a supplier and product: two of these are for the same.", field="items")
    async with command.transaction() as tx:
        await quality.set_plans(tx, [QualityPlan(id=new_id(), **dict(each)) for each in body.items])
        return command.answer(await _plans(tx))


@router.get("/inspections", summary="Goods that wait for a verdict, or had it")
async def list_inspections(
    caller: Reader,
    db: Db,
    paging: Paging,
    warehouse: Annotated[str | None, Query(max_length=40)] = None,
    supplier_id: UUID | None = None,
    is_open: bool = True,  # noqa: FBT001, FBT002  # a query parameter
) -> Page[InspectionOut]:
    statement = _INSPECTION.where(_OPEN if is_open else ~_OPEN)
    if warehouse is not None:
        statement = statement.where(inspection.c.warehouse == warehouse)
    if supplier_id is not None:
        statement = statement.where(inspection.c.supplier_id == supplier_id)
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"created_at": inspection.c.created_at},
            key=inspection.c.id,
            convert=lambda row: InspectionOut(**dict(row)),
        )


@router.post("/inspections/{inspection_id}/judge", summary="Accept, reject or rework goods on hold, or parts of them")
async def post_judgement(
    caller: Inspector, command: Command, inspection_id: UUID, body: JudgementsIn, request: Request
) -> InspectionOut:
    judgements = [Judgement(**dict(each)) for each in body.judgements]
    async with command.transaction() as tx:
        await judge_goods(tx, inspection_id, judgements, posting(body, command, request))
        (row,) = await tx.select(_INSPECTION.where(inspection.c.id == inspection_id))
        return command.answer(InspectionOut(**dict(row)))


@router.get("/putaway-rules", summary="Where goods are put away")
async def get_putaway_rules(
    caller: Reader, db: Db, warehouse: Annotated[str, Query(max_length=40)]
) -> PutawayRulesBody:
    async with db.read() as tx:
        rules = await putaway.rules(tx, warehouse)
    return PutawayRulesBody(items=[PutawayRuleBody(product_id=rule.product_id, path=rule.path) for rule in rules])


@router.put("/putaway-rules", summary="Set where goods are put away: these rules, in this order")
async def put_putaway_rules(
    caller: Planner, command: Command, body: PutawayRulesBody, warehouse: Annotated[str, Query(max_length=40)]
) -> PutawayRulesBody:
    rules = [PutawayRule(i, each.product_id, each.path) for i, each in enumerate(body.items)]
    async with command.transaction() as tx:
        await locations.check_warehouse(tx, warehouse)
        await putaway.set_rules(tx, warehouse, rules)
        return command.answer(body)


@router.put("/location-capacities", summary="Set how much fits into places")
async def put_capacities(caller: Planner, command: Command, body: CapacitiesIn) -> CapacitiesIn:
    async with command.transaction() as tx:
        unknown = await putaway.set_capacities(
            tx, body.warehouse, {each.location: each.capacity for each in body.items}
        )
        if unknown:
            raise Invalid(f"{body.warehouse} has no place {', '.join(unknown[:10])}.", field="items")
        return command.answer(body)


@router.post("/putaway/plans", summary="Where goods can be put away")
async def ask_putaway(caller: Reader, db: Db, body: PutawayIn) -> PutawayOut:
    async with db.read() as tx:
        plans = await putaway_plan(tx, body.warehouse, [(line.product_id, line.quantity) for line in body.lines])
    return PutawayOut(
        items=[
            PutawayLineOut(
                product_id=line.product_id,
                places=[PlaceOut(location=each.code, quantity=each.quantity) for each in plan],
                left=left,
            )
            for line, (plan, left) in zip(body.lines, plans, strict=True)
        ]
    )


async def _plans(tx: ReadTransaction) -> QualityPlansBody:
    return QualityPlansBody(
        items=[
            QualityPlanBody(**{name: getattr(plan, name) for name in QualityPlanBody.model_fields})
            for plan in await quality.plans(tx)
        ]
    )
