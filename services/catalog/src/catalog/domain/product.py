"""The product, its packagings and where it is bought."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from kit.errors import Fault

from catalog.domain.codes import gtin_fault
from catalog.domain.uom import UOMS

STOCK_PACKAGING = "EACH"
_DECIMALS_MAX = 6


class ProductStatus(StrEnum):
    ACTIVE = "active"
    BLOCKED = "blocked"  # neither bought nor sold
    DISCONTINUED = "discontinued"  # sold until the stock is gone


class CostingMethod(StrEnum):
    AVCO = "avco"
    FIFO = "fifo"


class Tracking(StrEnum):
    NONE = "none"
    LOT = "lot"
    SERIAL = "serial"


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
    version: int = 1


def completed(product: Product) -> Product:
    """The product with a packaging that is the stock unit itself, when none was given."""
    if any(packaging.numerator == packaging.denominator for packaging in product.packagings):
        return product
    unit = Packaging(STOCK_PACKAGING, product.stock_uom, 1)
    return replace(product, packagings=(unit, *product.packagings))


def default_decimals(uom: str) -> int:
    """Decimals of a quantity in this unit when the product does not say; pieces have none."""
    return UOMS[uom].decimals if uom in UOMS else 0


def faults(product: Product) -> Iterator[Fault]:
    """Everything wrong with the product by itself."""
    if not (product.name_fr or product.name_en):
        yield Fault("name_fr", "Give the product a name in French or English.")
    if product.stock_uom not in UOMS:
        yield _unknown_uom("stock_uom", product.stock_uom)
    if not 0 <= product.quantity_decimals <= _DECIMALS_MAX:
        yield Fault("quantity_decimals", f"A quantity has 0 to {_DECIMALS_MAX} decimals.")
    yield from _packaging_faults(product.packagings)
    known = {packaging.code for packaging in product.packagings}
    for i, supplier in enumerate(product.suppliers):
        if supplier.packaging_code not in known:
            detail = f"The product has no packaging {supplier.packaging_code!r}: it has {', '.join(sorted(known))}."
            yield Fault(f"suppliers.{i}.packaging_code", detail)


def _packaging_faults(packagings: tuple[Packaging, ...]) -> Iterator[Fault]:
    times = Counter(packaging.code for packaging in packagings)
    for i, packaging in enumerate(packagings):
        if times[packaging.code] > 1:
            yield Fault(f"packagings.{i}.code", f"{packaging.code!r} stands for two packagings of the product.")
        if packaging.uom not in UOMS:
            yield _unknown_uom(f"packagings.{i}.uom", packaging.uom)
        if packaging.gtin is not None and (fault := gtin_fault(packaging.gtin)):
            yield Fault(f"packagings.{i}.gtin", fault)


def _unknown_uom(field: str, code: str) -> Fault:
    return Fault(field, f"{code!r} is no unit we know: GET /api/catalog/v1/uoms lists the UN/ECE codes.")
