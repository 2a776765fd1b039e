"""What scanned codes stand for, and quantities in other packagings and units."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from kit.auth import Principal
from kit.bodies import Quantity, Strict
from kit.http import Db, requires
from pydantic import BaseModel, Field

from catalog.domain.product import Tracking
from catalog.queries.conversions import Line, converted
from catalog.queries.scans import Answer, resolve
from kit import clock

router = APIRouter(tags=["units"])

Reader = Annotated[Principal, requires("catalog.products.read")]


class ScansIn(Strict):
    codes: list[Annotated[str, Field(max_length=1000)]] = Field(
        min_length=1,
        max_length=1000,
        description="GTINs, GS1 element strings (with FNC1 as character 29, or identifiers in brackets), or SKUs.",
        examples=[["(01)03017620422003(10)L42(17)270131"]],
    )


class RefusalOut(BaseModel):
    """Why a code stands for nothing that is sure."""

    reason: str = Field(examples=["check-digit"], description="Public, does not change.")
    detail: str


class ScanOut(BaseModel):
    """What one code says and stands for. Refused, or with a product, or naming a logistic unit or a place."""

    code: str
    refused: RefusalOut | None = None
    product_id: UUID | None = None
    sku: str | None = None
    name_fr: str | None = None
    name_en: str | None = None
    tracking: Tracking | None = None
    is_expiry_tracked: bool | None = None
    packaging_code: str | None = None
    quantity: Decimal | None = Field(default=None, description="In stock units.")
    stock_uom: str | None = None
    gtin: str | None = Field(default=None, description="As 14 digits.")
    lot: str | None = None
    serial: str | None = None
    produced_on: date | None = None
    best_before: date | None = None
    expires_on: date | None = None
    sscc: str | None = None
    gln: str | None = None
    others: dict[str, str] = Field(default_factory=dict, description="Other elements by application identifier.")

    @classmethod
    def of(cls, answer: Answer) -> "ScanOut":
        values: dict[str, object] = {"code": answer.code}
        if answer.refused is not None:
            values["refused"] = {"reason": answer.refused.reason, "detail": answer.refused.detail}
        if answer.scan is not None:
            said = ("gtin", "lot", "serial", "produced_on", "best_before", "expires_on", "sscc", "gln", "others")
            values |= {name: getattr(answer.scan, name) for name in said}
        if answer.found is not None:
            product = answer.found.product
            shared = ("sku", "name_fr", "name_en", "tracking", "is_expiry_tracked", "stock_uom")
            values |= {name: getattr(product, name) for name in shared}
            values["product_id"] = product.id
            values["packaging_code"] = answer.found.packaging.code
            values["quantity"] = answer.found.quantity
        return cls.model_validate(values)


class ScansOut(BaseModel):
    items: list[ScanOut]


class ConversionIn(Strict):
    product_id: UUID
    quantity: Quantity
    source: Annotated[str, Field(alias="from", max_length=40, examples=["BOX12"], description="A packaging or a unit.")]
    target: Annotated[str, Field(alias="to", max_length=40, examples=["EACH"])]


class ConversionsIn(Strict):
    lines: list[ConversionIn] = Field(min_length=1, max_length=1000)


class ConversionsOut(BaseModel):
    quantities: list[Decimal] = Field(description="Of each line, in what it asked for.")


@router.post("/scans", summary="What up to 1,000 scanned codes stand for")
async def scan(caller: Reader, db: Db, body: ScansIn) -> ScansOut:
    async with db.read() as tx:
        answers = await resolve(tx, body.codes, today=clock.now().date())
    return ScansOut(items=[ScanOut.of(each) for each in answers])


@router.post("/conversions", summary="Up to 1,000 quantities in another packaging or unit, exactly")
async def convert_quantities(caller: Reader, db: Db, body: ConversionsIn) -> ConversionsOut:
    async with db.read() as tx:
        lines = [Line(each.product_id, each.quantity, each.source, each.target) for each in body.lines]
        return ConversionsOut(quantities=await converted(tx, lines))
