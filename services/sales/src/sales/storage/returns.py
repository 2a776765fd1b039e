"""Return authorisations and the house's rules for them. The order is locked before them."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from kit.db import ReadTransaction, Transaction
from kit.errors import unknown

from sales.domain.returns import ReturnAuthorisation, ReturnLine, ReturnReason, ReturnRules, ReturnStatus, Wants

HEAD = (
    "id",
    "number",
    "order_id",
    "customer_id",
    "wants",
    "comment",
    "written_by",
    "status",
    "version",
    "replacement_id",
)
LINE = (
    "shipment_line_id", "order_line_id", "product_id", "sku", "quantity", "reason", "restocking_rate", "unit_price",
    "unit_cost", "worth", "received",
)  # fmt: skip


async def add(tx: Transaction, asked: ReturnAuthorisation) -> None:
    await tx.execute(
        f"INSERT INTO return_authorisation ({', '.join(HEAD)})"
        f" VALUES ({', '.join(f'${i}' for i in range(1, len(HEAD) + 1))})",
        *(getattr(asked, name) for name in HEAD),
    )
    await tx.copy(
        "return_line",
        ("return_id", "position", *LINE),
        [(asked.id, i, *(getattr(line, name) for name in LINE)) for i, line in enumerate(asked.lines)],
    )


async def find(tx: ReadTransaction, return_id: UUID) -> ReturnAuthorisation:
    """One of them.

    Raises:
        NotFound: there is none with this id.
    """
    rows = await _read(tx, "id = $1", return_id)
    if not rows:
        raise unknown("return", return_id)
    return rows[0]


async def of_numbers(tx: ReadTransaction, numbers: Sequence[str]) -> dict[str, ReturnAuthorisation]:
    """Those that have these numbers."""
    return {each.number: each for each in await _read(tx, "number = ANY($1)", list(numbers))}


async def write(tx: Transaction, asked: ReturnAuthorisation) -> None:
    """Write status, version, replacement and what came back."""
    await tx.execute(
        "UPDATE return_authorisation SET status = $2, version = $3, replacement_id = $4 WHERE id = $1",
        asked.id,
        str(asked.status),
        asked.version,
        asked.replacement_id,
    )
    await tx.execute(
        "UPDATE return_line SET received = x.r FROM unnest($2::uuid[], $3::numeric[]) AS x (i, r)"
        " WHERE return_id = $1 AND shipment_line_id = x.i",
        asked.id,
        [line.shipment_line_id for line in asked.lines],
        [line.received for line in asked.lines],
    )


async def rules(tx: ReadTransaction) -> ReturnRules:
    """As they are; nothing is kept and nobody approves while nobody said so."""
    row = await tx.fetchrow("SELECT approval_above, restocking, version, window_days FROM return_rule")
    if row is None:
        return ReturnRules()
    restocking = {ReturnReason(reason): Decimal(rate) for reason, rate in row["restocking"].items()}
    return ReturnRules(row["approval_above"], restocking, row["version"], row["window_days"])


async def set_rules(tx: Transaction, asked: ReturnRules) -> bool:
    """Write them in their next version; False when others were written meanwhile."""
    return bool(
        await tx.execute(
            "INSERT INTO return_rule AS r (is_it, approval_above, restocking, version, window_days) VALUES (true, $1, $2, $3, $4)"
            " ON CONFLICT (is_it) DO UPDATE SET approval_above = excluded.approval_above,"
            " restocking = excluded.restocking, version = excluded.version,"
            " window_days = excluded.window_days WHERE r.version = excluded.version - 1",
            asked.approval_above,
            {str(reason): rate for reason, rate in asked.restocking.items()},
            asked.version,
            asked.window_days,
        )
    )


async def _read(tx: ReadTransaction, which: str, value: object) -> list[ReturnAuthorisation]:
    heads = await tx.fetch(f"SELECT {', '.join(HEAD)} FROM return_authorisation WHERE {which} ORDER BY id", value)
    lines: dict[UUID, list[ReturnLine]] = {head["id"]: [] for head in heads}
    for row in await tx.fetch(
        f"SELECT return_id, {', '.join(LINE)} FROM return_line WHERE return_id = ANY($1) ORDER BY return_id, position",
        list(lines),
    ):
        values = dict(row)
        lines[values.pop("return_id")].append(ReturnLine(**{**values, "reason": ReturnReason(values["reason"])}))
    return [_authorisation(dict(head), lines[head["id"]]) for head in heads]


def _authorisation(head: Mapping[str, Any], lines: Sequence[ReturnLine]) -> ReturnAuthorisation:
    return ReturnAuthorisation(
        **{**head, "wants": Wants(head["wants"]), "status": ReturnStatus(head["status"]), "lines": tuple(lines)}
    )
