"""What the endpoints of waves and packages take and give. Quantities are strings, in stock units."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from kit.bodies import Code, Quantity, Strict
from pydantic import BaseModel, Field

from inventory.api.schemas import DocumentIn, LotCode
from inventory.domain.location import DEFAULT_LOCATION
from inventory.domain.package import Package, PackageState
from inventory.domain.wave import TaskStatus

PickedQuantity = Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=6, examples=["12"])]
Weight = Annotated[Decimal, Field(gt=0, max_digits=12, decimal_places=3, examples=["4.250"])]


class WaveIn(DocumentIn):
    """Orders to pick together. Without orders: those that are next, by priority and age."""

    warehouse: Code
    sales_order_ids: list[UUID] | None = Field(default=None, min_length=1, max_length=500)
    zone: Annotated[str, Field(max_length=400, examples=["A"])] | None = Field(
        default=None, description="Path of a zone: only what lies in it."
    )
    complete_only: bool = Field(default=False, description="Only orders that hold all they want.")
    max_orders: Annotated[int, Field(ge=1, le=500)] = 50


class TaskOut(BaseModel):
    """Take so much from there, for that line of that order."""

    id: UUID
    position: int
    sales_order_id: UUID
    order_number: str
    sales_order_line_id: UUID
    product_id: UUID
    sku: str
    name: str
    location: str
    lot: str | None
    quantity: Decimal
    picked: Decimal
    status: TaskStatus


class WaveHead(BaseModel):
    id: UUID
    number: str = Field(examples=["WV-2026-000042"])
    warehouse: str
    status: str = Field(examples=["open"])
    created_by: str
    created_at: datetime
    ended_at: datetime | None


class WaveOut(WaveHead):
    """Tasks in the order in which somebody walks."""

    tasks: list[TaskOut]
    metres: Decimal | None = Field(
        description="From the first place to the last; null where a place has no coordinates."
    )
    metres_per_line: Decimal | None


class PickedIn(Strict):
    task_id: UUID
    quantity: PickedQuantity
    location: Code | None = Field(default=None, description="As scanned.")
    lot: LotCode | None = Field(default=None, description="As scanned.")
    is_short: bool = Field(default=False, description="That is all there is.")


class PicksIn(DocumentIn):
    lines: list[PickedIn] = Field(min_length=1, max_length=1000)


class LooseIn(Strict):
    sales_order_line_id: UUID
    quantity: Quantity
    lot: LotCode | None = None


class CoordinatesIn(Strict):
    """Where a place stands, in metres from the corner of the hall."""

    location: Code
    x_m: Annotated[Decimal, Field(ge=0, le=10_000, decimal_places=2)]
    y_m: Annotated[Decimal, Field(ge=0, le=10_000, decimal_places=2)]


class PlanIn(Strict):
    warehouse: Code
    items: list[CoordinatesIn] = Field(min_length=1, max_length=5000)


class PackageIn(Strict):
    """A package of one order, with what was scanned into it."""

    id: UUID | None = None
    sales_order_id: UUID
    lines: list[LooseIn] = Field(min_length=1, max_length=1000)


class PackMoreIn(Strict):
    lines: list[LooseIn] = Field(min_length=1, max_length=1000)


class CloseIn(Strict):
    weight_kg: Weight | None = None


class ContentOut(BaseModel):
    sales_order_line_id: UUID
    product_id: UUID
    lot: str | None
    quantity: Decimal


class PackageOut(BaseModel):
    id: UUID
    sscc: str = Field(examples=["020000000000000015"])
    sales_order_id: UUID
    warehouse: str
    state: PackageState
    weight_kg: Decimal | None
    shipment_id: UUID | None
    lines: list[ContentOut]

    @classmethod
    def of(cls, package: Package) -> "PackageOut":
        return cls(
            id=package.id,
            sscc=package.sscc,
            sales_order_id=package.order_id,
            warehouse=package.warehouse,
            state=package.state,
            weight_kg=package.weight_kg,
            shipment_id=package.shipment_id,
            lines=[
                ContentOut(
                    sales_order_line_id=each.order_line_id,
                    product_id=each.product_id,
                    lot=each.lot.code if each.lot else None,
                    quantity=each.quantity,
                )
                for each in package.content
            ],
        )


class PackagesOut(BaseModel):
    items: list[PackageOut]


class ShipPackagesIn(DocumentIn):
    """Without packages: all of the order that are closed."""

    sales_order_id: UUID
    package_ids: list[UUID] | None = Field(default=None, min_length=1, max_length=500)


class PutBackLineIn(LooseIn):
    location: Code = DEFAULT_LOCATION


class PutBackIn(DocumentIn):
    sales_order_id: UUID
    lines: list[PutBackLineIn] = Field(min_length=1, max_length=1000)


class StandingOut(BaseModel):
    """What stands in the shipping place for a line of an order."""

    sales_order_line_id: UUID
    product_id: UUID
    lot: str | None
    quantity: Decimal
    packed: Decimal


class StandingsOut(BaseModel):
    items: list[StandingOut]


class CountRequestOut(BaseModel):
    """A place that somebody should count."""

    id: UUID
    warehouse: str
    location: str
    product_id: UUID
    sku: str
    lot: str | None
    reason: str = Field(examples=["short pick of WV-2026-000042"])
    created_at: datetime
    done_at: datetime | None
