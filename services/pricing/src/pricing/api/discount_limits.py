"""Who may grant which discount."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Request
from kit.auth import Principal
from kit.bodies import Code, Day, HistoryOut, Rate, Strict
from kit.db import ReadTransaction
from kit.http import Command, Db, requires
from kit.ids import new_id
from pydantic import BaseModel, Field

from kit import audit, clock
from pricing.commands.discount_limits import set_discount_limits
from pricing.domain.discount_limit import DiscountLimit, Level
from pricing.queries.authorities import authorities_of_lines
from pricing.queries.sales_facts import margin_facts
from pricing.storage import discount_limits

router = APIRouter(prefix="/discount-limits", tags=["discount limits"])

Reader = Annotated[Principal, requires("pricing.limits.read")]
Writer = Annotated[Principal, requires("pricing.limits.write")]

RoleName = Annotated[str, Field(min_length=1, max_length=40, examples=["sales"])]
_NOBODY = UUID(int=0)


class LimitBody(Strict):
    """Of a role: what it grants alone. Of a level: what it may approve. Without scope it is for every sale."""

    role: RoleName | None = None
    level: Literal["manager", "director"] | None = None
    max_rate: Rate = Field(description="Of the engine's price, the greatest discount.")
    family_code: Code | None = Field(default=None, description="What lies in this family, however deep.")
    segment: Code | None = None
    channel: Code | None = None
    effective_from: Day = date(1990, 1, 1)
    effective_until: Day | None = Field(default=None, description="The first day without it.")

    def to_domain(self) -> DiscountLimit:
        level = None if self.level is None else Level(self.level)
        return DiscountLimit(new_id(), **{**self.model_dump(), "level": level})


class LimitsIn(Strict):
    items: list[LimitBody] = Field(max_length=1000)


class LimitsOut(BaseModel):
    """The whole matrix; the most specific limit counts: a deeper family's, then a segment's, then a channel's."""

    items: list[LimitBody]
    version: int


class AuthorityIn(Strict):
    product_id: UUID
    customer_id: UUID
    channel: Code = "field"
    roles: list[RoleName] | None = Field(default=None, max_length=20, description="Default your own.")


class LevelOut(BaseModel):
    level: str
    max_rate: Decimal


class AuthorityOut(BaseModel):
    """What may be granted today."""

    alone: Decimal = Field(description="Without approval.")
    levels: list[LevelOut] = Field(description="With approval, the lowest level first; above all of them nobody may.")


@router.get("", summary="Who may grant which discount")
async def get_limits(caller: Reader, db: Db) -> LimitsOut:
    async with db.read() as tx:
        return await _limits(tx)


@router.put(
    "", summary="Set who may grant which discount: these limits and no others (If-Match, when sent: the version)"
)
async def put_limits(caller: Writer, command: Command, body: LimitsIn) -> LimitsOut:
    version = command.version() if command.has_version() else None
    async with command.transaction() as tx:
        limits = [each.to_domain() for each in body.items]
        await set_discount_limits(tx, limits, version=version, subject=caller.subject)
        return command.answer(await _limits(tx))


@router.get("/history", summary="Every change of the limits")
async def get_limits_history(caller: Reader, db: Db) -> HistoryOut:
    async with db.read() as tx:
        return HistoryOut.of(await audit.history(tx, "discount_limits", "all"))


@router.post("/explain", summary="What may be granted to a customer on a product, alone and with whose approval")
async def explain_limit(caller: Reader, db: Db, body: AuthorityIn, request: Request) -> AuthorityOut:
    today = clock.now().date()
    facts = await margin_facts(db, body.customer_id, [body.product_id], _NOBODY, today)
    rules = await request.app.state.rules.at(db, facts.rules_version)
    (found,) = authorities_of_lines(
        facts,
        rules.limits,
        customer_id=body.customer_id,
        channel=body.channel,
        roles=caller.roles if body.roles is None else body.roles,
        on=today,
    )
    return AuthorityOut(
        alone=found.alone, levels=[LevelOut(level=level, max_rate=rate) for level, rate in found.levels]
    )


async def _limits(tx: ReadTransaction) -> LimitsOut:
    return LimitsOut(
        items=[
            LimitBody(**{name: getattr(limit, name) for name in LimitBody.model_fields})
            for limit in await discount_limits.every(tx)
        ],
        version=await discount_limits.version(tx),
    )
