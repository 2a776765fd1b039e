"""Contracts: prices that were agreed with one customer."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from kit.auth import Principal
from kit.bodies import HistoryOut
from kit.errors import unknown
from kit.http import Command, Db, Paging, requires
from kit.pagination import Page, fetch_page
from sqlalchemy import or_, select

from kit import audit
from pricing.api.contract_schemas import ContractIn, ContractLineOut, ContractOut, EndIn
from pricing.commands.contracts import end_contract, put_contract
from pricing.storage.tables import contract, contract_line

router = APIRouter(prefix="/contracts", tags=["contracts"])

Reader = Annotated[Principal, requires("pricing.contracts.read")]
Writer = Annotated[Principal, requires("pricing.contracts.write")]


@router.get("", summary="Contracts")
async def list_contracts(
    caller: Reader,
    db: Db,
    paging: Paging,
    customer_id: UUID | None = None,
    on: Annotated[date | None, Query(description="Only those that hold on that day.")] = None,
) -> Page[ContractOut]:
    columns = contract.c
    statement = select(contract)
    if customer_id is not None:
        statement = statement.where(columns.customer_id == customer_id)
    if on is not None:
        lasts = or_(columns.effective_until.is_(None), columns.effective_until > on)
        statement = statement.where(columns.effective_from <= on, lasts)
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"id": columns.id, "code": columns.code},
            key=columns.id,
            convert=lambda row: ContractOut(**dict(row)),
        )


@router.put("", summary="Set a contract with its lines (If-Match, when sent, is the version it had)")
async def save_contract(caller: Writer, command: Command, body: ContractIn) -> ContractOut:
    sent = command.version() if command.has_version() else None
    async with command.transaction() as tx:
        written, version = await put_contract(tx, body.to_domain(), version=sent, subject=caller.subject)
        return command.answer(ContractOut.of(written, version))


@router.get("/{contract_id}", summary="One contract")
async def get_contract(caller: Reader, db: Db, contract_id: UUID) -> ContractOut:
    async with db.read() as tx:
        rows = await tx.select(select(contract).where(contract.c.id == contract_id))
    if not rows:
        raise unknown("contract", contract_id)
    return ContractOut(**dict(rows[0]))


@router.get("/{contract_id}/lines", summary="Lines of a contract, with what was called of their quantities")
async def list_contract_lines(caller: Reader, db: Db, paging: Paging, contract_id: UUID) -> Page[ContractLineOut]:
    columns = contract_line.c
    statement = select(*(columns[name] for name in ContractLineOut.model_fields))
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement.where(columns.contract_id == contract_id),
            paging,
            sortable={"id": columns.id},
            key=columns.id,
            convert=lambda row: ContractLineOut(**dict(row)),
        )


@router.post("/{contract_id}/end", summary="End a contract (If-Match: its version)")
async def post_contract_end(caller: Writer, command: Command, contract_id: UUID, body: EndIn) -> ContractOut:
    sent = command.version()
    async with command.transaction() as tx:
        written, version = await end_contract(
            tx, contract_id, body.effective_until, version=sent, subject=caller.subject
        )
        return command.answer(ContractOut.of(written, version))


@router.get("/{contract_id}/history", summary="Every change of a contract")
async def get_contract_history(caller: Reader, db: Db, contract_id: UUID) -> HistoryOut:
    async with db.read() as tx:
        entries = await audit.history(tx, "contract", str(contract_id))
    if not entries:
        raise unknown("contract", contract_id)
    return HistoryOut.of(entries)
