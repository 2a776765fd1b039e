"""Price exceptions: special prices for one customer, for a time and a quantity."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from kit.auth import Principal
from kit.bodies import Code, Day, HistoryOut, Quantity, Rate, Strict
from kit.db import ReadTransaction
from kit.errors import Invalid, unknown
from kit.http import Command, Db, Paging, requires
from kit.ids import new_id
from kit.pagination import Page, fetch_page
from pydantic import BaseModel, Field
from sqlalchemy import func, or_, select

from kit import audit, clock
from pricing.commands.exceptions import ask_exception, asked, change_exception, revoke_exception
from pricing.domain.exception import Status, Terms
from pricing.queries.assess_exception import Books, assess
from pricing.storage import exceptions
from pricing.storage.tables_exceptions import exception_use, price_exception

router = APIRouter(prefix="/exceptions", tags=["exceptions"])

Reader = Annotated[Principal, requires("pricing.exceptions.read")]
Writer = Annotated[Principal, requires("pricing.exceptions.write")]


def books_of(request: Request) -> Books:
    """What exceptions are judged by."""
    state = request.app.state
    return Books(state.database, state.rules, state.currency)


ExceptionBooks = Annotated[Books, Depends(books_of)]

Price = Annotated[Decimal, Field(gt=0, max_digits=18, decimal_places=6, examples=["3.75"])]
MarginRate = Annotated[Decimal, Field(gt=-1, lt=1, max_digits=7, decimal_places=6, examples=["0.05"])]


class ExceptionIn(Strict):
    """A fixed price of a product, or a discount on a product or on all of a family."""

    customer_id: UUID
    product_id: UUID | None = None
    family_code: Code | None = None
    unit_price: Price | None = Field(default=None, description="Per stock unit, before tax, company currency.")
    discount_rate: Rate | None = Field(default=None, description="Off the engine's price.")
    min_margin_rate: MarginRate | None = Field(
        default=None,
        description="The least margin that it lets pass without further approval. Default what the price earns now, if"
        " that is thin; otherwise margin rules go on asking.",
    )
    quantity_cap: Quantity = Field(description="Stock units, of all orders together.")
    channel: Code | None = Field(default=None, description="Default any.")
    effective_from: Day | None = Field(default=None, description="Default today.")
    effective_until: Day = Field(description="The first day without it.")
    reason: Annotated[
        str, Field(min_length=1, max_length=500, examples=["Matches a competitor's offer of 18 November"])
    ]

    def to_terms(self) -> Terms:
        """What is asked for.

        Raises:
            Invalid: it says too much or too little.
        """
        if (self.product_id is None) == (self.family_code is None):
            raise Invalid("An exception is either of a product or of a family.", field="product_id")
        if (self.unit_price is None) == (self.discount_rate is None):
            raise Invalid("An exception is either a price or a discount.", field="unit_price")
        if self.unit_price is not None and self.product_id is None:
            raise Invalid("A fixed price is of one product.", field="unit_price")
        today = clock.now().date()
        starts = self.effective_from or today
        if self.effective_until <= max(starts, today):
            raise Invalid("It ends after it starts, and after today.", field="effective_until")
        return Terms(**{**self.model_dump(), "effective_from": starts})


class RevokeIn(Strict):
    reason: Annotated[str, Field(min_length=1, max_length=500)]


class ExceptionOut(BaseModel):
    id: UUID
    number: str = Field(examples=["EX-2026-000012"])
    status: Status
    customer_id: UUID
    product_id: UUID | None
    family_code: str | None
    unit_price: Decimal | None
    discount_rate: Decimal | None
    min_margin_rate: Decimal | None
    quantity_cap: Decimal
    quantity_used: Decimal = Field(description="By orders that are confirmed, or about to be.")
    channel: str | None
    effective_from: date
    effective_until: date
    is_expired: bool
    reason: str
    requested_by: str
    created_at: datetime
    version: int


@router.get("", summary="Price exceptions")
async def list_exceptions(
    caller: Reader,
    db: Db,
    paging: Paging,
    customer_id: UUID | None = None,
    product_id: UUID | None = None,
    status: Status | None = None,
) -> Page[ExceptionOut]:
    statement = _select()
    for column, value in (
        (price_exception.c.customer_id, customer_id),
        (price_exception.c.product_id, product_id),
        (price_exception.c.status, status),
    ):
        if value is not None:
            statement = statement.where(column == value)
    async with db.read() as tx:
        return await fetch_page(
            tx,
            statement,
            paging,
            sortable={"created_at": price_exception.c.created_at},
            key=price_exception.c.id,
            convert=_out,
        )


@router.post("", status_code=201, summary="Ask for a special price; it counts once it is approved")
async def post_exception(caller: Writer, command: Command, books: ExceptionBooks, body: ExceptionIn) -> ExceptionOut:
    now = clock.now()
    wanted = asked(new_id(), body.to_terms(), caller)
    assessment = await assess(books, wanted, now.date())
    async with command.transaction() as tx:
        await ask_exception(tx, wanted, assessment, now)
        return command.answer(await _shown(tx, wanted.id))


@router.get("/{exception_id}", summary="One price exception, with what is used of it")
async def get_exception(caller: Reader, db: Db, exception_id: UUID) -> ExceptionOut:
    async with db.read() as tx:
        return await _shown(tx, exception_id)


@router.put("/{exception_id}", summary="Ask for something else (If-Match: its version); what was granted is void")
async def put_exception(
    caller: Writer, command: Command, books: ExceptionBooks, exception_id: UUID, body: ExceptionIn
) -> ExceptionOut:
    now, version, terms = clock.now(), command.version(), body.to_terms()
    async with books.database.read() as tx:
        await exceptions.get(tx, exception_id)
    assessment = await assess(books, asked(exception_id, terms, caller), now.date())
    async with command.transaction() as tx:
        await change_exception(tx, exception_id, assessment, version=version, by=caller, now=now)
        return command.answer(await _shown(tx, exception_id))


@router.post("/{exception_id}/revoke", summary="End a price exception now (If-Match: its version)")
async def post_exception_revocation(
    caller: Writer, command: Command, exception_id: UUID, body: RevokeIn
) -> ExceptionOut:
    version = command.version()
    async with command.transaction() as tx:
        await revoke_exception(tx, exception_id, body.reason, version=version, by=caller.subject, now=clock.now())
        return command.answer(await _shown(tx, exception_id))


@router.get("/{exception_id}/history", summary="Who asked, changed, granted and used it")
async def get_exception_history(caller: Reader, db: Db, exception_id: UUID) -> HistoryOut:
    async with db.read() as tx:
        entries = await audit.history(tx, "price_exception", str(exception_id))
    if not entries:
        raise unknown("price exception", exception_id)
    return HistoryOut.of(entries)


def _select() -> Any:
    used = (
        select(func.coalesce(func.sum(exception_use.c.quantity), 0))
        .where(
            exception_use.c.exception_id == price_exception.c.id,
            or_(exception_use.c.held_until.is_(None), exception_use.c.held_until > func.now()),
        )
        .scalar_subquery()
    )
    own = [price_exception.c[name] for name in ExceptionOut.model_fields if name in price_exception.c]
    return select(*own, used.label("quantity_used"))


async def _shown(tx: ReadTransaction, id_: UUID) -> ExceptionOut:
    rows = await tx.select(_select().where(price_exception.c.id == id_))
    if not rows:
        raise unknown("price exception", id_)
    return _out(rows[0])


def _out(row: Any) -> ExceptionOut:
    return ExceptionOut(**dict(row), is_expired=row["effective_until"] <= clock.now().date())
