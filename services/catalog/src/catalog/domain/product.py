"""The product, its packagings and where it is bought."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from kit.errors import Fault
from kit.uom import UOMS

from catalog.domain.codes import gtin_fault, text_fault

STOCK_PACKAGING = "EACH"
_DECIMALS_MAX = 6


class ProductStatus(StrEnum):
    ACTIVE = "active"
    BLOCKED = "blocked"  # neither bought nor sold
    DISCONTINUED = "discontinued"  # sold until the stock is gone


class CostingMethod(StrEnum):
    AVCO = "avco"
    FIFO = "fifo"
    LOT = "lot"  # each lot at what it has cost itself


class Tracking(StrEnum):
    NONE = "none"
    LOT = "lot"
    SERIAL = "serial"


# Who takes a discontinued product back makes it blocked first: a slip of the hand does not put it on sale again.
TRANSITIONS = {
    ProductStatus.ACTIVE: {ProductStatus.BLOCKED, ProductStatus.DISCONTINUED},
    ProductStatus.BLOCKED: {ProductStatus.ACTIVE, ProductStatus.DISCONTINUED},
    ProductStatus.DISCONTINUED: {ProductStatus.BLOCKED},
}


class SubstituteKind(StrEnum):
    SUBSTITUTE = "substitute"  # may be offered instead
    REPLACED_BY = "replaced-by"  # takes its place for good


@dataclass(frozen=True, slots=True)
class Packaging:
    """A way in which the product is packed: one of it holds numerator / denominator stock units, exactly."""

    code: str
    uom: str
    numerator: int
    denominator: int = 1
    gtin: str | None = None


@dataclass(frozen=True, slots=True)
class SupplierReference:
    """A supplier's own name for the product, and what it is bought in."""

    supplier_id: UUID
    supplier_sku: str
    packaging_code: str
    lead_time_days: int


@dataclass(frozen=True, slots=True)
class Substitute:
    """Another product that can be given instead; the first of a list is the best."""

    product_id: UUID
    kind: SubstituteKind


@dataclass(frozen=True, slots=True)
class Image:
    """A picture that is kept elsewhere."""

    url: str
    caption: str


@dataclass(frozen=True, slots=True)
class Product:
    """What is bought, stocked and sold. Every inner quantity is in `stock_uom`."""

    id: UUID
    sku: str
    name_fr: str
    name_en: str
    family_code: str
    status: ProductStatus
    stock_uom: str
    quantity_decimals: int
    packagings: tuple[Packaging, ...]
    suppliers: tuple[SupplierReference, ...]
    tax_class: str
    costing_method: CostingMethod
    tracking: Tracking
    weight_kg: Decimal | None = None
    hs_code: str | None = None
    volume_m3: Decimal | None = None
    length_mm: int | None = None
    width_mm: int | None = None
    height_mm: int | None = None
    is_expiry_tracked: bool = False
    shelf_life_days: int | None = None
    images: tuple[Image, ...] = ()
    substitutes: tuple[Substitute, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)  # by the codes that the family defines
    version: int = 1


def completed(product: Product) -> Product:
    """The product with a packaging that is the stock unit itself, when none was given: the last, so that those given
    stand where they stood in the request.
    """
    if any(packaging.numerator == packaging.denominator for packaging in product.packagings):
        return product
    unit = Packaging(STOCK_PACKAGING, product.stock_uom, 1)
    return replace(product, packagings=(*product.packagings, unit))


def default_decimals(uom: str) -> int:
    """Decimals of a quantity in this unit when the product does not say; pieces have none."""
    return UOMS[uom].decimals if uom in UOMS else 0


def _tracking_faults(product: Product) -> Iterator[Fault]:
    if product.is_expiry_tracked and product.tracking is Tracking.NONE:
        yield Fault(
            "is_expiry_tracked",
            "What expires is a lot or a serial number: track the product by one of them.",
            "expiry-untracked",
        )
    if product.costing_method is CostingMethod.LOT and product.tracking is Tracking.NONE:
        yield Fault(
            "costing_method",
            "Only lots or serial numbers have a cost of their own: track the product by one of them.",
            "lot-cost-untracked",
        )
    if product.shelf_life_days is not None and not product.is_expiry_tracked:
        yield Fault(
            "shelf_life_days", "Only a product whose expiry is tracked has a shelf life.", "shelf-life-without-expiry"
        )


def faults(product: Product) -> Iterator[Fault]:
    """Everything wrong with the product by itself."""
    if not (product.name_fr.strip() or product.name_en.strip()):
        yield Fault("name_fr", "Give the product a name in French or English.", "name-missing")
    for name, value in (("name_fr", product.name_fr), ("name_en", product.name_en)):
        if fault := text_fault(value):
            yield fault.within(name)
    if product.stock_uom not in UOMS:
        yield _unknown_uom("stock_uom", product.stock_uom)
    if not 0 <= product.quantity_decimals <= _DECIMALS_MAX:
        yield Fault(
            "quantity_decimals",
            f"A quantity has 0 to {_DECIMALS_MAX} decimals.",
            "decimals",
            {"most": str(_DECIMALS_MAX)},
        )
    yield from _tracking_faults(product)
    yield from _packaging_faults(product.packagings)
    yield from _substitute_faults(product)
    known = {packaging.code for packaging in product.packagings}
    for i, supplier in enumerate(product.suppliers):
        if supplier.packaging_code not in known:
            detail = f"The product has no packaging {supplier.packaging_code!r}: it has {', '.join(sorted(known))}."
            values = {"packaging": supplier.packaging_code, "known": ", ".join(sorted(known))}
            yield Fault(f"suppliers.{i}.packaging_code", detail, "packaging-unknown", values)


def transition_faults(before: Product, after: Product) -> Iterator[Fault]:
    """A status that does not follow the one before."""
    if after.status is not before.status and after.status not in TRANSITIONS[before.status]:
        allowed = ", ".join(sorted(TRANSITIONS[before.status]))
        detail = f"A product that is {before.status} can become {allowed}, not {after.status}."
        yield Fault("status", detail, "status-not-next")


def _substitute_faults(product: Product) -> Iterator[Fault]:
    times = Counter(substitute.product_id for substitute in product.substitutes)
    for i, substitute in enumerate(product.substitutes):
        if substitute.product_id == product.id:
            yield Fault(f"substitutes.{i}.product_id", "A product does not stand in for itself.", "substitutes-itself")
        elif times[substitute.product_id] > 1:
            yield Fault(
                f"substitutes.{i}.product_id",
                f"{substitute.product_id} is listed twice: keep the better place.",
                "substitute-twice",
            )


def _packaging_faults(packagings: tuple[Packaging, ...]) -> Iterator[Fault]:
    times = Counter(packaging.code for packaging in packagings)
    for i, packaging in enumerate(packagings):
        if times[packaging.code] > 1:
            yield Fault(
                f"packagings.{i}.code",
                f"{packaging.code!r} stands for two packagings of the product.",
                "packaging-twice",
                {"packaging": packaging.code},
            )
        if packaging.uom not in UOMS:
            yield _unknown_uom(f"packagings.{i}.uom", packaging.uom)
        if packaging.gtin is not None and (fault := gtin_fault(packaging.gtin)):
            yield fault.within(f"packagings.{i}.gtin")


def _unknown_uom(field: str, code: str) -> Fault:
    detail = f"{code!r} is no unit we know: GET /api/catalog/v1/uoms lists the UN/ECE codes."
    return Fault(field, detail, "unit-unknown", {"unit": code})
