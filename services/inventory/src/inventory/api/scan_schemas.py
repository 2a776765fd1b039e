"""What scanners send: one thing done each. Quantities are strings, in stock units."""

from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from kit.bodies import Code, Quantity, Strict
from kit.errors import DomainError
from pydantic import AwareDatetime, BaseModel, Field

from inventory.api.count_schemas import Counted
from inventory.api.picking_schemas import PickedIn, Weight
from inventory.api.schemas import LotCode, ReceiptLineIn
from inventory.api.transfer_schemas import MoveLineIn
from inventory.commands.apply_scans import Applied, ScanOutcome


class EntryIn(Strict):
    """What all entries say."""

    key: UUID = Field(description="Made by the device, another for each entry: a repeat is done once.")
    scanned_at: AwareDatetime


class ReceiveEntry(EntryIn):
    kind: Literal["receive"]
    purchase_order_id: UUID
    supplier_reference: str = Field(default="", max_length=80)
    line: ReceiptLineIn


class MoveEntry(EntryIn):
    """Put away, or moved."""

    kind: Literal["move"]
    warehouse: Code
    reason: Literal["Putaway", "Move"] = "Move"
    line: MoveLineIn


class PickEntry(EntryIn):
    kind: Literal["pick"]
    wave_id: UUID
    line: PickedIn


class PackEntry(EntryIn):
    """Into the package with this id, which is opened by its first entry."""

    kind: Literal["pack"]
    package_id: UUID
    sales_order_id: UUID
    sales_order_line_id: UUID
    quantity: Quantity
    lot: LotCode | None = None


class ClosePackageEntry(EntryIn):
    kind: Literal["close-package"]
    package_id: UUID
    weight_kg: Weight | None = None


class CountEntry(EntryIn):
    kind: Literal["count"]
    count_id: UUID
    location: Code
    product_id: UUID
    counted: Counted
    lot: LotCode | None = None


Entry = Annotated[
    ReceiveEntry | MoveEntry | PickEntry | PackEntry | ClosePackageEntry | CountEntry, Field(discriminator="kind")
]


class ScanBatchIn(Strict):
    """In the order in which they were done."""

    device: str = Field(min_length=1, max_length=80, description="Which device sends: for those who look into it.")
    entries: list[Entry] = Field(min_length=1, max_length=200)


class EntryRefusalOut(BaseModel):
    reason: str = Field(examples=["insufficient-stock"], description="Public, does not change.")
    detail: str
    values: dict[str, str] = Field(
        default_factory=dict,
        examples=[{"location": "A-01", "on_hand": "3", "asked": "5"}],
        description="What the refusal is about, by name: those of the problem that the same request would have alone.",
    )

    @classmethod
    def of(cls, refusal: DomainError) -> "EntryRefusalOut":
        values = {name: str(value) for name, value in refusal.values.items() if isinstance(value, str | int | Decimal)}
        return cls(reason=refusal.slug, detail=refusal.detail, values=values)


class EntryOut(BaseModel):
    key: UUID
    outcome: ScanOutcome
    document_number: str
    refused: EntryRefusalOut | None

    @classmethod
    def of(cls, applied: Applied) -> "EntryOut":
        refusal = applied.refusal
        return cls(
            key=applied.key,
            outcome=applied.outcome,
            document_number=applied.document_number,
            refused=EntryRefusalOut.of(refusal) if refusal else None,
        )


class ScanBatchOut(BaseModel):
    """An answer for each entry, in the same order."""

    items: list[EntryOut]
