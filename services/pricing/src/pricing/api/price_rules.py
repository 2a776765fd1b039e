"""Price rules: discounts, promotions, charges, and what is owed after a sale."""

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
from pricing.api.price_rule_schemas import PriceRuleIn, PriceRuleOut
from pricing.api.schemas import RemovedOut
from pricing.commands.price_rules import put_price_rule, remove_price_rule
from pricing.domain.price_rule import Kind
from pricing.storage.tables import price_rule

router = APIRouter(prefix="/price-rules", tags=["price rules"])

Reader = Annotated[Principal, requires("pricing.rules.read")]
Writer = Annotated[Principal, requires("pricing.rules.write")]


@router.get("", summary="Price rules")
async def list_price_rules(
    caller: Reader,
    db: Db,
    paging: Paging,
    kind: Kind | None = None,
    on: Annotated[date | None, Query(description="Only those that hold on that day.")] = None,
) -> Page[PriceRuleOut]:
    columns = price_rule.c
    statement = select(price_rule)
    if kind is not None:
        statement = statement.where(columns.kind == str(kind))
    if on is not None:
        lasts = or_(columns.effective_until.is_(None), columns.effective_until > on)
        statement = statement.where(columns.effective_from <= on, lasts)
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"code": columns.code, "stage": columns.stage},
            key=columns.id,
            convert=lambda row: PriceRuleOut(**dict(row)),
        )


@router.put("", summary="Set a price rule (If-Match, when sent, is the version it had)")
async def save_price_rule(caller: Writer, command: Command, body: PriceRuleIn) -> PriceRuleOut:
    rule = body.to_domain()
    sent = command.version() if command.has_version() else None
    async with command.transaction() as tx:
        version = await put_price_rule(tx, rule, version=sent, subject=caller.subject)
        return command.answer(PriceRuleOut.of(rule, version))


@router.delete("/{rule_id}", summary="Remove a price rule (If-Match: its version)")
async def drop_price_rule(caller: Writer, command: Command, rule_id: UUID) -> RemovedOut:
    sent = command.version()
    async with command.transaction() as tx:
        await remove_price_rule(tx, rule_id, version=sent, subject=caller.subject)
        return command.answer(RemovedOut(id=rule_id))


@router.get("/{rule_id}/history", summary="Every change of a price rule")
async def get_price_rule_history(caller: Reader, db: Db, rule_id: UUID) -> HistoryOut:
    async with db.read() as tx:
        entries = await audit.history(tx, "price_rule", str(rule_id))
    if not entries:
        raise unknown("price rule", rule_id)
    return HistoryOut.of(entries)
