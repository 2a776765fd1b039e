"""Whose yes releases an order whose customer has no credit."""

from decimal import Decimal
from typing import Annotated, Literal

from fastapi import APIRouter
from kit.audit import AuditEntry
from kit.auth import Principal
from kit.bodies import Strict
from kit.errors import Invalid
from kit.http import Command, Db, requires
from pydantic import BaseModel, Field

from kit import audit
from sales.domain.credit import ReleaseLevel
from sales.storage import credit_holds

router = APIRouter(tags=["approvals"])

Reader = Annotated[Principal, requires("sales.release-levels.read")]
Writer = Annotated[Principal, requires("sales.release-levels.write")]


class LevelModel(Strict):
    """From above this amount on, somebody with this permission has to say yes as well."""

    above: Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=2, examples=["50000.00"])]
    permission: Literal["sales.credit.release", "sales.large-credit.release"]


class LevelsIn(Strict):
    items: list[LevelModel] = Field(min_length=1, max_length=20)


class LevelsOut(BaseModel):
    items: list[LevelModel]


@router.get("/release-levels", summary="Whose yes releases an order whose customer has no credit")
async def get_levels(caller: Reader, db: Db) -> LevelsOut:
    async with db.read() as tx:
        return _out(await credit_holds.levels(tx))


@router.put("/release-levels", summary="Set whose yes releases orders, from now on: these levels and no others")
async def put_levels(caller: Writer, command: Command, body: LevelsIn) -> LevelsOut:
    asked = [ReleaseLevel(level.above, level.permission) for level in body.items]
    for i, level in enumerate(asked):
        if level.above in {other.above for other in asked[:i]}:
            raise Invalid("There is a level from this amount on above.", field=f"items.{i}.above")
    async with command.transaction() as tx:
        before = await credit_holds.levels(tx)
        await credit_holds.replace_levels(tx, asked)
        changes = {"levels": [[_text(level) for level in before], [_text(level) for level in asked]]}
        await audit.record(tx, AuditEntry("release_levels", "all", "set", changes, caller.subject))
        return command.answer(_out(await credit_holds.levels(tx)))


def _out(levels: list[ReleaseLevel]) -> LevelsOut:
    return LevelsOut(items=[LevelModel.model_validate(level, from_attributes=True) for level in levels])


def _text(level: ReleaseLevel) -> str:
    return f"above {level.above}: {level.permission}"
