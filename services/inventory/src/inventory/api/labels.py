"""Labels of places, packages and shipments."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Response
from kit.auth import Principal
from kit.bodies import Code, Strict
from kit.http import Db, requires
from kit.labels import LabelFormat
from kit.labels_api import labels_response
from pydantic import Field

from inventory.queries.labels import package_label, place_labels, shipment_labels

router = APIRouter(tags=["labels"])

Reader = Annotated[Principal, requires("inventory.stock.read")]
Format = Annotated[LabelFormat, Query(alias="format")]
Language = Literal["fr", "en"]

_FILES: dict[int | str, dict[str, Any]] = {200: {"content": {"application/pdf": {}, "application/zpl": {}}}}


class LocationLabelsIn(Strict):
    warehouse: Code
    locations: list[Code] = Field(min_length=1, max_length=1000)
    format: LabelFormat = LabelFormat.PDF


@router.post(
    "/location-labels",
    summary="Labels of places, as PDF or for a label printer (ZPL)",
    response_class=Response,
    responses=_FILES,
)
async def print_location_labels(caller: Reader, db: Db, body: LocationLabelsIn) -> Response:
    async with db.read() as tx:
        found = await place_labels(tx, body.warehouse, body.locations)
    return await labels_response(found, body.format, f"{body.warehouse}-places")


@router.get(
    "/packages/{package_id}/label",
    summary="The logistic label of a package (SSCC), as PDF or ZPL",
    response_class=Response,
    responses=_FILES,
)
async def print_package_label(
    caller: Reader, db: Db, package_id: UUID, wanted: Format = LabelFormat.PDF, language: Language = "fr"
) -> Response:
    async with db.read() as tx:
        found = await package_label(tx, package_id, language)
    return await labels_response([found], wanted, f"package-{package_id}")


@router.get(
    "/shipments/{shipment_id}/labels",
    summary="The labels of all packages of a shipment, as PDF or ZPL",
    response_class=Response,
    responses=_FILES,
)
async def print_shipment_labels(
    caller: Reader, db: Db, shipment_id: UUID, wanted: Format = LabelFormat.PDF, language: Language = "fr"
) -> Response:
    async with db.read() as tx:
        found = await shipment_labels(tx, shipment_id, language)
    return await labels_response(found, wanted, f"shipment-{shipment_id}")
