"""Labels of products."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Response
from kit.auth import Principal
from kit.barcodes import Symbology
from kit.bodies import Code, Strict
from kit.http import Db, requires
from kit.labels import LabelFormat
from kit.labels_api import labels_response
from pydantic import Field

from catalog.queries.labels import Asked, labels

router = APIRouter(tags=["units"])

Text = Annotated[str, Field(min_length=1, max_length=20)]


class ProductLabelIn(Strict):
    product_id: UUID
    packaging: Code | None = Field(default=None, description="Default: the stock unit.", examples=["BOX12"])
    lot: Text | None = None
    serial: Text | None = None
    expires_on: date | None = None
    copies: int = Field(default=1, ge=1, le=500)


class ProductLabelsIn(Strict):
    lines: list[ProductLabelIn] = Field(min_length=1, max_length=200)
    symbology: Literal[Symbology.GS1_128, Symbology.GS1_DATAMATRIX] = Symbology.GS1_128
    format: LabelFormat = LabelFormat.PDF
    language: Literal["fr", "en"] = "fr"


@router.post(
    "/product-labels",
    summary="Labels of products with their barcodes, as PDF or for a label printer (ZPL)",
    response_class=Response,
    responses={200: {"content": {"application/pdf": {}, "application/zpl": {}}}},
)
async def print_product_labels(
    caller: Annotated[Principal, requires("catalog.products.read")], db: Db, body: ProductLabelsIn
) -> Response:
    asked = [Asked(**dict(line)) for line in body.lines]
    async with db.read() as tx:
        found = await labels(tx, asked, body.symbology, body.language)
    return await labels_response(found, body.format, "product-labels")
