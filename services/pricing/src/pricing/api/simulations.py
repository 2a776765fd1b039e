"""Simulations of other prices and costs on past orders, and prices as they were."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Request, Response
from kit.auth import Principal
from kit.db import ReadTransaction
from kit.errors import unknown
from kit.exports import csv_response
from kit.http import Command, Db, Paging, requires
from kit.ids import new_id
from kit.pagination import Page, fetch_page
from sqlalchemy import Select, Text, cast, select

from kit import clock
from pricing.api.schemas import verdict_text
from pricing.api.simulation_schemas import (
    Amounts,
    EffectOut,
    ReplayIn,
    ReplayOut,
    SimulationDetailsOut,
    SimulationIn,
    SimulationOut,
    StopOut,
)
from pricing.commands.simulations import cancel_simulation, start_simulation
from pricing.queries.replay import replay
from pricing.storage.tables import partner, product
from pricing.storage.tables_sold import simulation, simulation_effect, simulation_stop

router = APIRouter(tags=["simulations"])

Reader = Annotated[Principal, requires("pricing.simulations.read")]
Writer = Annotated[Principal, requires("pricing.simulations.write")]
Axis = Literal["customer", "product", "family"]

_EXPORT_MAX = 100_000


@router.get("/simulations", summary="Simulations and how far they are")
async def list_simulations(caller: Reader, db: Db, paging: Paging) -> Page[SimulationOut]:
    async with db.read() as tx:
        return await fetch_page(
            tx,
            select(*(simulation.c[name] for name in SimulationOut.model_fields)),
            paging,
            sortable={"created_at": simulation.c.created_at},
            key=simulation.c.id,
            convert=lambda row: SimulationOut(**dict(row)),
        )


@router.post("/simulations", status_code=201, summary="Simulate other prices and costs on past orders; a job does it")
async def post_simulation(caller: Writer, command: Command, body: SimulationIn, request: Request) -> SimulationOut:
    currency, id_ = request.app.state.currency, new_id()
    scenario = body.to_domain(currency)
    async with command.transaction() as tx:
        await start_simulation(tx, id_, body.name, scenario, currency=currency, by=caller.subject)
        return command.answer(SimulationOut(**await _row(tx, id_, SimulationOut)))


@router.get("/simulations/{simulation_id}", summary="One simulation: how far it is, and what it comes to")
async def get_simulation(caller: Reader, db: Db, simulation_id: UUID) -> SimulationDetailsOut:
    async with db.read() as tx:
        row = await _row(tx, simulation_id, SimulationDetailsOut)
        sums = ", ".join(f"sum({name}) AS {name}" for name in Amounts.model_fields)
        (total,) = await tx.fetch(
            f"SELECT {sums} FROM simulation_effect WHERE simulation_id = $1 AND axis = 'customer'", simulation_id
        )
    return SimulationDetailsOut(**row, total=None if total["lines"] is None else Amounts(**dict(total)))


@router.post("/simulations/{simulation_id}/cancel", summary="Give up a simulation; what is done stays readable")
async def post_cancellation(caller: Writer, command: Command, simulation_id: UUID) -> SimulationOut:
    async with command.transaction() as tx:
        await cancel_simulation(tx, simulation_id, by=caller.subject)
        return command.answer(SimulationOut(**await _row(tx, simulation_id, SimulationOut)))


@router.get("/simulations/{simulation_id}/effects", summary="What changes, by customer, product or family")
async def list_effects(caller: Reader, db: Db, paging: Paging, simulation_id: UUID, by: Axis) -> Page[EffectOut]:
    """Sort by `margin_change`, `revenue_change` or `lines_stopped_after`."""
    found = _effects(simulation_id, by).subquery()
    async with db.read() as tx:
        await _row(tx, simulation_id, SimulationOut)
        return await fetch_page(
            tx,
            select(found),
            paging,
            sortable={name: found.c[name] for name in ("margin_change", "revenue_change", "lines_stopped_after")},
            key=found.c.key,
            convert=lambda row: EffectOut(**dict(row)),
        )


@router.get("/simulations/{simulation_id}/effects.csv", summary="What changes, as a table for a spreadsheet")
async def export_effects(caller: Reader, db: Db, simulation_id: UUID, by: Axis) -> Response:
    found = _effects(simulation_id, by).subquery()
    return await _export(db, simulation_id, f"simulation-by-{by}", select(found).order_by(found.c.margin_change))


@router.get("/simulations/{simulation_id}/stopped-lines", summary="Lines that margin rules would stop")
async def list_stopped_lines(caller: Reader, db: Db, paging: Paging, simulation_id: UUID) -> Page[StopOut]:
    async with db.read() as tx:
        await _row(tx, simulation_id, SimulationOut)
        return await fetch_page(
            tx,
            _stops(simulation_id),
            paging,
            sortable={"ordered_on": simulation_stop.c.ordered_on},
            key=simulation_stop.c.order_line_id,
            convert=_stop_out,
        )


@router.get("/simulations/{simulation_id}/stopped-lines.csv", summary="These lines, as a table for a spreadsheet")
async def export_stopped_lines(caller: Reader, db: Db, simulation_id: UUID) -> Response:
    lines = _stops(simulation_id).order_by(simulation_stop.c.ordered_on, simulation_stop.c.order_line_id)
    return await _export(db, simulation_id, "simulation-stopped-lines", lines)


@router.post("/price-replays", summary="Prices of a customer as they were recorded at an instant")
async def post_replay(
    caller: Annotated[Principal, requires("pricing.prices.read")], db: Db, body: ReplayIn, request: Request
) -> ReplayOut:
    """The whole basket is priced again, as lines count for each other."""
    company_currency = request.app.state.currency
    async with db.read() as tx:
        replayed = await replay(
            tx, body.to_quote(company_currency), clock.aware(body.as_of), company_currency=company_currency
        )
    return ReplayOut.of(body, replayed)


def _effects(simulation_id: UUID, by: Axis) -> Select[Any]:
    effect = simulation_effect.c
    table = {"customer": partner, "product": product}.get(by)
    code = effect.key if table is None else (table.c.code if by == "customer" else table.c.sku)
    source = (
        simulation_effect if table is None else simulation_effect.outerjoin(table, cast(table.c.id, Text) == effect.key)
    )
    return (
        select(
            *(effect[name] for name in EffectOut.model_fields if name in effect),
            code.label("code"),
            (effect.revenue_after - effect.revenue_before).label("revenue_change"),
            (effect.margin_after - effect.margin_before).label("margin_change"),
        )
        .select_from(source)
        .where(effect.simulation_id == simulation_id, effect.axis == by)
    )


def _stops(simulation_id: UUID) -> Select[Any]:
    stop = simulation_stop.c
    return (
        select(*(stop[name] for name in StopOut.model_fields if name in stop), product.c.sku)
        .outerjoin_from(simulation_stop, product, product.c.id == stop.product_id)
        .where(stop.simulation_id == simulation_id)
    )


def _stop_out(row: Any) -> StopOut:
    verdicts = {name: verdict_text(row[name]) for name in ("verdict_before", "verdict_after")}
    return StopOut(**{**dict(row), **verdicts})


async def _export(db: Db, simulation_id: UUID, name: str, statement: Select[Any]) -> Response:
    async with db.read() as tx:
        await _row(tx, simulation_id, SimulationOut)
        rows = await tx.select(statement.limit(_EXPORT_MAX))
    header = [column.name for column in statement.selected_columns]
    return csv_response(name, header, [list(row.values()) for row in rows])


async def _row(tx: ReadTransaction, id_: UUID, shown: type[SimulationOut]) -> dict[str, Any]:
    names = [name for name in shown.model_fields if name in simulation.c]
    rows = await tx.select(select(*(simulation.c[name] for name in names)).where(simulation.c.id == id_))
    if not rows:
        raise unknown("simulation", id_)
    return dict(rows[0])
