"""Why counts differ from the books, in lines, units and money."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from kit.auth import Principal
from kit.http import Db, Paging, requires
from kit.pagination import Page, fetch_page

from reporting.api.periods import From, Until, check_period
from reporting.api.schemas_discrepancies import DifferencesOut, DifferingLineOut, DiscrepanciesOut, DiscrepancyOut
from reporting.domain.discrepancy import Differences
from reporting.queries import discrepancies
from reporting.queries.discrepancies import Axis, Counted

router = APIRouter(prefix="/discrepancies", tags=["discrepancies"])

Reader = Annotated[Principal, requires("reporting.discrepancies.read")]
_Key = Annotated[str | None, Query(max_length=100, description="Only lines of it.")]


async def _counted(
    *,
    from_: From = None,
    until: Until = None,
    cause: _Key = None,
    site: _Key = None,
    month: Annotated[str | None, Query(pattern=r"^\d{4}-\d{2}$", description="As 2026-03.")] = None,
) -> Counted:
    check_period(from_, until)
    given = {Axis.CAUSE: cause, Axis.SITE: site, Axis.MONTH: month}
    return Counted(from_, until, {axis: key.replace("\x00", "") for axis, key in given.items() if key is not None})


Asked = Annotated[Counted, Depends(_counted)]


@router.get("", summary="Differences of counts by cause, site or month")
async def get_discrepancies(
    caller: Reader,
    db: Db,
    counted: Asked,
    by: Axis = Axis.CAUSE,
    limit: Annotated[int, Query(ge=1, le=1000, description="Rows shown; sums are of all.")] = 200,
) -> DiscrepanciesOut:
    async with db.read() as tx:
        found = await discrepancies.differences(tx, counted, by)
        looked = await discrepancies.looked(tx, counted)
    whole = sum(found.values(), Differences())
    ranked = sorted(found, key=lambda key: (-found[key].value, key))
    return DiscrepanciesOut(
        rows=[DiscrepancyOut.of_key(key, found[key], whole) for key in ranked[:limit]],
        total=DifferencesOut.of(whole),
        lines_counted=looked.lines,
        value_counted=looked.value,
    )


@router.get("/lines", summary="The lines of counts behind a difference")
async def list_lines(caller: Reader, db: Db, paging: Paging, counted: Asked) -> Page[DifferingLineOut]:
    statement = discrepancies.lines(counted).subquery("line")
    columns = statement.c
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement.select(),
            paging,
            sortable={name: columns[name] for name in ("value", "counted_on", "difference")},
            key=columns.id,
            convert=lambda row: DifferingLineOut.of(dict(row)),
        )
