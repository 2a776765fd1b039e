"""Quality plans and inspections. An inspection is locked before the stock rows of its goods."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.errors import unknown
from kit.ids import new_id

from inventory.domain.quality import Inspection, PlanKind, QualityPlan, SupplyRecord, Verdict, next_receipt, plan_for

_COLUMNS = (
    "id, receipt_line_id, purchase_order_id, purchase_order_line_id, supplier_id, warehouse, product_id, location_id,"
    " lot_id, quantity, accepted, rejected, reworked, sample"
)
_PARTS = {Verdict.ACCEPT: "accepted", Verdict.REJECT: "rejected", Verdict.REWORK: "reworked"}


async def plans(tx: ReadTransaction) -> list[QualityPlan]:
    """All of them."""
    rows = await tx.fetch(
        "SELECT id, supplier_id, product_id, kind, every, tightened_for, sample_rate, minimum_days FROM quality_plan"
        " ORDER BY id"
    )
    return [QualityPlan(**{**dict(row), "kind": PlanKind(row["kind"])}) for row in rows]


async def set_plans(tx: Transaction, asked: Sequence[QualityPlan]) -> None:
    """These plans and no others."""
    await tx.execute("DELETE FROM quality_plan")
    await tx.copy(
        "quality_plan",
        ("id", "supplier_id", "product_id", "kind", "every", "tightened_for", "sample_rate", "minimum_days"),
        [
            (
                p.id, p.supplier_id, p.product_id, str(p.kind), p.every, p.tightened_for, p.sample_rate, p.minimum_days,
            )
            for p in asked
        ],
    )  # fmt: skip


async def planned_for(
    tx: ReadTransaction, goods: Collection[tuple[UUID, UUID]]
) -> dict[tuple[UUID, UUID], QualityPlan]:
    """The plan of each (supplier, product) that has one."""
    known = await plans(tx)
    return {pair: plan for pair in sorted(goods) if (plan := plan_for(known, *pair)) is not None}


async def to_inspect(tx: Transaction, planned: Mapping[tuple[UUID, UUID], QualityPlan]) -> set[tuple[UUID, UUID]]:
    """Which of the (supplier, product) of a receipt are inspected by their plans; their records count it."""
    if not planned:
        return set()
    pairs = ([supplier for supplier, _ in planned], [product for _, product in planned])
    await tx.execute(
        "INSERT INTO supply_record (supplier_id, product_id, receipts, tightened)"
        " SELECT s, p, 0, 0 FROM unnest($1::uuid[], $2::uuid[]) AS x (s, p) ON CONFLICT DO NOTHING",
        *pairs,
    )
    rows = await tx.fetch(
        "SELECT supplier_id, product_id, receipts, tightened FROM supply_record"
        " WHERE (supplier_id, product_id) IN (SELECT * FROM unnest($1::uuid[], $2::uuid[]))"
        " ORDER BY supplier_id, product_id FOR UPDATE",
        *pairs,
    )
    inspected, records = set(), []
    for row in rows:
        pair = (row["supplier_id"], row["product_id"])
        is_inspected, record = next_receipt(planned[pair], SupplyRecord(row["receipts"], row["tightened"]))
        records.append((*pair, record))
        if is_inspected:
            inspected.add(pair)
    await _set_records(tx, records)
    return inspected


async def tighten(tx: Transaction, supplier_id: UUID, product_id: UUID) -> None:
    """After a reject the next receipts are all inspected, as many as the plan says."""
    plan = plan_for(await plans(tx), supplier_id, product_id)
    if plan is not None and plan.tightened_for:
        await _set_records(tx, [(supplier_id, product_id, SupplyRecord(0, plan.tightened_for))])


async def _set_records(tx: Transaction, records: Sequence[tuple[UUID, UUID, SupplyRecord]]) -> None:
    await tx.execute(
        "INSERT INTO supply_record (supplier_id, product_id, receipts, tightened)"
        " SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::int[])"
        " ON CONFLICT (supplier_id, product_id) DO UPDATE SET receipts = excluded.receipts, tightened = excluded.tightened",
        [supplier for supplier, _, _ in records],
        [product for _, product, _ in records],
        [record.receipts for _, _, record in records],
        [record.tightened for _, _, record in records],
    )


async def add(tx: Transaction, inspections: Sequence[Inspection], *, received_by: str) -> None:
    """Goods that wait for a verdict."""
    if inspections:
        await tx.copy(
            "inspection",
            (
                "id", "receipt_line_id", "purchase_order_id", "purchase_order_line_id", "supplier_id", "warehouse",
                "product_id", "location_id", "lot_id", "quantity", "sample", "received_by",
            ),
            [
                (
                    i.id, i.receipt_line_id, i.purchase_order_id, i.purchase_order_line_id, i.supplier_id, i.warehouse,
                    i.product_id, i.location_id, i.lot_id, i.quantity, i.sample, received_by,
                )
                for i in inspections
            ],
        )  # fmt: skip


async def lock(tx: Transaction, inspection_id: UUID) -> tuple[Inspection, str]:
    """The inspection, held until the transaction ends, and who received the goods.

    Raises:
        NotFound: there is none with this id.
    """
    row = await tx.fetchrow(f"SELECT {_COLUMNS}, received_by FROM inspection WHERE id = $1 FOR UPDATE", inspection_id)
    if row is None:
        raise unknown("inspection", inspection_id)
    values = dict(row)
    received_by: str = values.pop("received_by")
    return Inspection(**values), received_by


async def judge(
    tx: Transaction, inspection: Inspection, verdict: Verdict, quantity: Decimal, reason: str, *, by: str, now: datetime
) -> UUID:
    """Write a verdict on a part of it; returns its id."""
    id_ = new_id()
    part = _PARTS[verdict]
    await tx.execute(f"UPDATE inspection SET {part} = {part} + $2 WHERE id = $1", inspection.id, quantity)
    await tx.execute(
        "INSERT INTO inspection_verdict (id, inspection_id, verdict, quantity, reason, decided_by, decided_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7)",
        id_,
        inspection.id,
        str(verdict),
        quantity,
        reason,
        by,
        now,
    )
    return id_
