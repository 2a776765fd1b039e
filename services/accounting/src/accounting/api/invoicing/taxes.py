"""How sales are taxed by where goods go."""

from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter
from kit.auth import Principal
from kit.bodies import Day, Strict
from kit.http import Command, Db, requires
from pydantic import BaseModel, Field, model_validator

from accounting.domain.invoice import VatCategory
from accounting.domain.invoicing.vat import VatTreatment, Zone
from accounting.storage.invoicing import taxes

router = APIRouter(tags=["taxes"])

Reader = Annotated[Principal, requires("accounting.ledger.read")]
Writer = Annotated[Principal, requires("accounting.taxes.write")]


class VatTreatmentBody(Strict):
    """How a tax class is taxed in a zone from a day on."""

    zone: Zone
    tax_class: str = Field(
        default="", max_length=40, pattern=r"^[a-z0-9-]*$", description="Empty: every class without a row of its own."
    )
    effective_from: Day
    category: VatCategory = Field(description="Of EN 16931.")
    rate: Decimal | None = Field(
        default=None, ge=0, lt=1, max_digits=6, decimal_places=5, description="Null: the rate of the class at home."
    )
    reason_code: str = Field(default="", pattern=r"^(VATEX-[A-Z0-9-]{2,30})?$", examples=["VATEX-EU-IC"])
    reason: str = Field(
        default="", max_length=200, examples=["Exonération de TVA, article 262 ter, I du CGI"],
        description="The sentence that the law wants on the invoice.",
    )  # fmt: skip

    @model_validator(mode="after")
    def _says_why(self) -> "VatTreatmentBody":
        if self.category is not VatCategory.STANDARD and self.rate != 0:
            raise ValueError("a category without tax has the rate 0")
        if self.category not in (VatCategory.STANDARD, VatCategory.ZERO) and not self.reason:
            raise ValueError("a category without tax says why: give the reason")
        return self


class VatTreatmentsOut(BaseModel):
    """In every other case a class is taxed as at home."""

    items: list[VatTreatmentBody]


@router.get("/vat-treatments", summary="How sales are taxed by where goods go")
async def list_treatments(caller: Reader, db: Db) -> VatTreatmentsOut:
    async with db.read() as tx:
        found = await taxes.treatments(tx)
    return VatTreatmentsOut(items=[VatTreatmentBody.model_validate(each, from_attributes=True) for each in found])


@router.put("/vat-treatments", summary="Say how a class is taxed in a zone from a day on")
async def put_treatment(caller: Writer, command: Command, body: VatTreatmentBody) -> VatTreatmentBody:
    async with command.transaction() as tx:
        await taxes.set_treatment(tx, VatTreatment(**body.model_dump()))
        return command.answer(body)
