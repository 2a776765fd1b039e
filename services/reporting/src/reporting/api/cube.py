"""The margin cube and the entries behind a figure."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from kit.auth import Principal
from kit.errors import Invalid
from kit.http import Db, Paging, requires
from kit.pagination import Page, fetch_page

from reporting.api.periods import From, Until, check_period
from reporting.api.schemas_cube import CubeOut, CubeRowOut, EntryOut, MeasuresOut
from reporting.domain.cube import Basis, Components, CubeAxis, Question
from reporting.domain.errors import TooManyLines
from reporting.queries import cube

router = APIRouter(tags=["margins"])

_Key = Annotated[str | None, Query(max_length=100, description="A key of this axis: only what has it counts.")]
LINES_MAX = 2_000_000  # of a question by pairs of keys: their sums take seconds
_COMPONENTS = tuple(each.name for each in fields(Components))
_ADDED_UP = (*_COMPONENTS, "quantity", "lines")


async def _only(
    *,
    product: _Key = None,
    family: _Key = None,
    supplier: _Key = None,
    customer: _Key = None,
    segment: _Key = None,
    salesperson: _Key = None,
    team: _Key = None,
    channel: _Key = None,
    site: _Key = None,
    month: Annotated[str | None, Query(pattern=r"^\d{4}-\d{2}$", description="As 2026-03.")] = None,
) -> dict[CubeAxis, str]:
    given = {
        CubeAxis.PRODUCT: product, CubeAxis.FAMILY: family, CubeAxis.SUPPLIER: supplier, CubeAxis.CUSTOMER: customer,
        CubeAxis.SEGMENT: segment, CubeAxis.SALESPERSON: salesperson, CubeAxis.TEAM: team, CubeAxis.CHANNEL: channel,
        CubeAxis.SITE: site, CubeAxis.MONTH: month,
    }  # fmt: skip
    return {axis: key.replace("\x00", "") for axis, key in given.items() if key is not None}


Only = Annotated[dict[CubeAxis, str], Depends(_only)]
OnBasis = Annotated[
    Basis, Query(description="`sold`: late costs and returns on the day of the sale; `known`: on their own.")
]
KnownUntil = Annotated[
    date | None, Query(description="As it was known before this day: what was posted later is left out.")
]


@router.get("/margins/cube", summary="Margin by one axis or by two")
async def get_cube(
    *,
    caller: Annotated[Principal, requires("reporting.margins.read")],
    db: Db,
    paging: Paging,
    by: CubeAxis,
    only: Only,
    across: CubeAxis | None = None,
    basis: OnBasis = Basis.SOLD,
    from_: From = None,
    until: Until = None,
    known_until: KnownUntil = None,
) -> CubeOut:
    if across is by:
        raise Invalid(f"The margin is by {by} already: give another axis, or none.", field="across")
    check_period(from_, until)
    question = Question(by, across, basis, from_, until, known_until, only)
    statement = cube.rows(question).subquery("cube")
    columns = statement.c
    async with db.read() as tx:
        total = dict((await tx.select(cube.total(question)))[0])
        if cube.is_of_pairs(question) and total["lines"] > LINES_MAX:
            raise TooManyLines(
                f"This question is about {total['lines']} lines, by pairs of keys; the limit is {LINES_MAX}. Ask for a"
                " shorter period, for one product or one customer, or leave out one of the two axes.",
                field="across" if across else "by",
                lines=total["lines"],
                lines_max=LINES_MAX,
            )
        page = await fetch_page(
            tx,
            statement.select(),
            paging,
            sortable={name: columns[name] for name in ("key", "revenue", "margin", "discount", "credited")},
            key=columns.id,
            convert=lambda row: _row(dict(row)),
        )
    shown = [item.model_dump() for item in page.items]
    rest = {name: total[name] - sum(row[name] for row in shown) for name in _ADDED_UP}
    return CubeOut(
        items=page.items,
        next_cursor=page.next_cursor,
        total=MeasuresOut(**_measures(total)),
        rest=MeasuresOut(**_measures(rest)),
    )


@router.get("/margins/cube/entries", summary="The entries behind a figure of the cube")
async def list_entries(
    *,
    caller: Annotated[Principal, requires("reporting.margins.read")],
    db: Db,
    paging: Paging,
    only: Only,
    basis: OnBasis = Basis.SOLD,
    from_: From = None,
    until: Until = None,
    known_until: KnownUntil = None,
) -> Page[EntryOut]:
    check_period(from_, until)
    statement = cube.entries(Question(CubeAxis.MONTH, None, basis, from_, until, known_until, only)).subquery("entry")
    columns = statement.c
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement.select(),
            paging,
            sortable={name: columns[name] for name in ("day", "sold_on", "known_on", "revenue", "cost")},
            key=columns.id,
            convert=lambda row: EntryOut.of(dict(row)),
        )


def _row(row: Mapping[str, Any]) -> CubeRowOut:
    keys = {name: row[name] for name in ("key", "name", "across_key", "across_name")}
    return CubeRowOut(**keys, **_measures(row))


def _measures(row: Mapping[str, Any]) -> dict[str, Any]:
    parts = {name: row[name] for name in _COMPONENTS}
    margin = Components(**parts).margin
    return {
        **parts, "revenue": margin.revenue, "cost": margin.cost, "margin": margin.amount, "rate": margin.rate,
        "quantity": row["quantity"], "lines": row["lines"],
    }  # fmt: skip
