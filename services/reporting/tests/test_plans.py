"""How PostgreSQL answers: a question reads the months it asks for, the entries of an order those of its lines."""

from datetime import date
from typing import Any
from uuid import uuid4

from kit.testing.services import ServiceUnderTest
from reporting.domain.cube import Basis, CubeAxis, Question
from reporting.queries import cube
from reporting.storage.entries import OF_ORDERS
from sqlalchemy.dialects.postgresql import asyncpg as postgresql

from services.reporting.tests import factories as make

_YEAR = [f"2041-{month:02}" for month in range(1, 13)]


async def _fill(reporting: ServiceUnderTest) -> None:
    """A sale in each month of a year, with what it cost."""
    for month in _YEAR:
        item, movement = make.text_id(), make.text_id()
        sold = make.invoice(make.line(movement, product_id=item, net="10"), issued_on=f"{month}-15")
        await reporting.deliver("accounting.invoices.v1", sold)
        await reporting.deliver("accounting.valuations.v1", make.issue(movement, product_id=item, cost="4"))


async def _plan_of(reporting: ServiceUnderTest, question: Question) -> str:
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    compiled: Any = cube.rows(question).compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
    async with reporting.database.read() as tx:
        rows = await tx.fetch(f"EXPLAIN {compiled}", *(compiled.params[name] for name in compiled.positiontup))
    return "\n".join(row[0] for row in rows)


async def test_whole_months_are_read_from_their_totals_alone(reporting: ServiceUnderTest) -> None:
    await _fill(reporting)
    plan = await _plan_of(reporting, Question(CubeAxis.FAMILY, None, Basis.SOLD, date(2041, 3, 1), date(2041, 6, 1)))
    assert "margin_entry" not in plan
    assert [f"margin_family_{month.replace('-', '_')}" in plan for month in _YEAR] == [
        month in ("2041-03", "2041-04", "2041-05") for month in _YEAR
    ], plan


async def test_days_around_them_are_read_from_the_entries_of_their_months(reporting: ServiceUnderTest) -> None:
    await _fill(reporting)
    """From the 10th of March: the month less its first days."""
    plan = await _plan_of(reporting, Question(CubeAxis.CUSTOMER, None, Basis.SOLD, date(2041, 3, 10), date(2041, 6, 4)))
    assert _read(plan, "margin_entry") == {"2041-03", "2041-06"}, plan
    assert _read(plan, "margin_customer") == {"2041-03", "2041-04", "2041-05"}, plan


async def test_what_has_few_keys_is_never_read_from_entries(reporting: ServiceUnderTest) -> None:
    await _fill(reporting)
    for axis, total in ((CubeAxis.SITE, "margin_team"), (CubeAxis.FAMILY, "margin_family")):
        plan = await _plan_of(reporting, Question(axis, None, Basis.SOLD, date(2041, 3, 10), date(2041, 6, 4)))
        assert _read(plan, f"{total}_day") == {"2041-03", "2041-06"}, plan
        assert "margin_entry" not in plan


def _read(plan: str, table: str) -> set[str]:
    """The months of which the plan reads the table."""
    return {month for month in _YEAR if f" {table}_{month.replace('-', '_')} " in plan}


async def test_entries_of_an_order_are_found_by_the_day_of_its_lines(reporting: ServiceUnderTest) -> None:
    """With as many orders as a year has: each month is there to be looked into, and is only for lines of its days."""
    await _fill(reporting)
    async with reporting.database.transaction() as tx:
        await tx.execute("SET LOCAL enable_seqscan = off")
        await tx.execute("SET LOCAL enable_hashjoin = off")
        await tx.execute("SET LOCAL enable_mergejoin = off")
        rows = await tx.fetch(f"EXPLAIN SELECT e.id FROM margin_entry e, {OF_ORDERS}", [uuid4()])
    plan = "\n".join(row[0] for row in rows)
    conditions = [line for line in plan.splitlines() if "Index Cond" in line and "line_id" in line]
    assert conditions, plan
    assert all("l.invoice_line_id" in condition for condition in conditions), plan
    assert "Seq Scan" not in plan
