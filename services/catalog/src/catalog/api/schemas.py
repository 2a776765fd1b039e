"""What the endpoints of products take and give. Decimals are strings."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Self
from uuid import UUID

from kit.auth import Principal
from kit.bodies import Code, Strict
from kit.ids import new_id
from kit.uom import Dimension
from pydantic import BaseModel, Field, model_validator

from catalog.domain.family import Attribute, AttributeKind, Family
from catalog.domain.nesting import FACTOR_MAX, Contents, resolved
from catalog.domain.product import (
    CostingMethod,
    Image,
    Packaging,
    Product,
    ProductStatus,
    Substitute,
    SubstituteKind,
    SupplierReference,
    Tracking,
    default_decimals,
)

Name = Annotated[str, Field(max_length=200)]
Label = Annotated[str, Field(max_length=80)]
UomCode = Annotated[str, Field(pattern=r"^[A-Z0-9]{2,3}$", examples=["C62"])]
Count = Annotated[int, Field(ge=1, le=FACTOR_MAX)]
Weight = Annotated[Decimal, Field(ge=0, max_digits=15, decimal_places=6, examples=["0.250"])]
Volume = Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=9, examples=["0.000150"])]
Millimetres = Annotated[int, Field(ge=1, le=1_000_000)]


# --- families and units ---


class AttributeModel(Strict):
    """Something that products of the family say of themselves."""

    code: Code = Field(examples=["diameter"])
    name: Annotated[str, Field(min_length=1, max_length=80, examples=["diamètre"])]
    kind: AttributeKind = AttributeKind.TEXT
    uom: UomCode | None = Field(default=None, description="Of a number.", examples=["MMT"])
    choices: list[Annotated[str, Field(min_length=1, max_length=80)]] = Field(default_factory=list, max_length=200)
    is_required: bool = False

    def to_domain(self) -> Attribute:
        return Attribute(**{**self.model_dump(), "choices": tuple(self.choices)})


class AttributesIn(Strict):
    attributes: list[AttributeModel] = Field(max_length=100)


class FamilyIn(Strict):
    code: Code = Field(examples=["visserie"])
    name: Annotated[str, Field(min_length=1, max_length=200, examples=["Visserie"])]
    parent_code: Code | None = None
    attributes: list[AttributeModel] = Field(default_factory=list, max_length=100)

    def to_domain(self) -> Family:
        return Family(self.code, self.name, self.parent_code, tuple(each.to_domain() for each in self.attributes))


class FamilyOut(BaseModel):
    code: str
    name: str
    parent_code: str | None
    attributes: list[AttributeModel] = Field(description="Its own; those of the families above apply as well.")

    @classmethod
    def of(cls, family: Family) -> "FamilyOut":
        return cls.model_validate(asdict(family))


class UomOut(BaseModel):
    code: str = Field(examples=["KGM"])
    symbol: str = Field(examples=["kg"])
    name_fr: str
    name_en: str
    dimension: Dimension
    numerator: int | None = Field(
        description="numerator / denominator base units of its dimension, exactly; null: no fixed number."
    )
    denominator: int | None
    decimals: int = Field(description="Decimals of a quantity in this unit unless the product says otherwise.")


class UomsOut(BaseModel):
    items: list[UomOut]


# --- products ---


class PackagingModel(Strict):
    """One of it holds numerator / denominator stock units, exactly."""

    code: Code = Field(examples=["BOX12"])
    uom: UomCode
    numerator: Count = Field(examples=[12])
    denominator: Count = 1
    gtin: str | None = Field(default=None, max_length=14, examples=["3017620422003"])


class ContentsModel(Strict):
    quantity: Count = Field(examples=[40])
    of: Code = Field(examples=["BOX12"])


class PackagingIn(Strict):
    """What one of it holds: stock units (numerator / denominator), or so many of another packaging."""

    code: Code = Field(examples=["BOX12"])
    uom: UomCode
    numerator: Count | None = Field(default=None, examples=[12])
    denominator: Count = 1
    contains: ContentsModel | None = Field(default=None, description="Instead of numerator and denominator.")
    gtin: str | None = Field(default=None, max_length=14, examples=["3017620422003"])

    @model_validator(mode="after")
    def _one_way(self) -> "PackagingIn":
        if (self.numerator is None) == (self.contains is None):
            raise ValueError(f"packaging {self.code}: give either a numerator or what it contains")
        return self


def packagings_of(given: Sequence[PackagingIn]) -> tuple[Packaging, ...]:
    """Packagings with the stock units in each.

    Raises:
        UnknownContents: what one contains leads nowhere.
    """
    factors = {each.code: Fraction(each.numerator, each.denominator) for each in given if each.numerator is not None}
    contents = {each.code: Contents(each.contains.quantity, each.contains.of) for each in given if each.contains}
    known = resolved(factors, contents)
    return tuple(
        Packaging(
            each.code,
            each.uom,
            each.numerator or known[each.code].numerator,
            each.denominator if each.numerator else known[each.code].denominator,
            each.gtin,
        )
        for each in given
    )


class ImageModel(Strict):
    url: str = Field(max_length=1000, pattern=r"^https://[^\s\"<>]+$", examples=["https://images.example/vis-440.jpg"])
    caption: Name = ""


class SubstituteModel(Strict):
    product_id: UUID
    kind: SubstituteKind = SubstituteKind.SUBSTITUTE


class SupplierReferenceModel(Strict):
    supplier_id: UUID
    supplier_sku: Annotated[str, Field(min_length=1, max_length=80)]
    packaging_code: Code
    lead_time_days: int = Field(default=0, ge=0, le=3650)


class ProductFields(Strict):
    """What may be changed later."""

    name_fr: Name = Field(default="", examples=["Vis à bois 4x40"])
    name_en: Name = Field(default="", examples=["Wood screw 4x40"])
    family_code: Code = Field(examples=["visserie"])
    status: ProductStatus = ProductStatus.ACTIVE
    packagings: list[PackagingIn] = Field(default_factory=list, max_length=50)
    suppliers: list[SupplierReferenceModel] = Field(default_factory=list, max_length=50)
    tax_class: Code = "standard"
    costing_method: CostingMethod = CostingMethod.AVCO
    tracking: Tracking = Tracking.NONE
    is_expiry_tracked: bool = Field(default=False, description="Its lots or serial numbers carry a date of expiry.")
    shelf_life_days: int | None = Field(default=None, ge=1, le=36500, description="From production to expiry.")
    weight_kg: Weight | None = None
    volume_m3: Volume | None = Field(default=None, description="Of one stock unit.")
    length_mm: Millimetres | None = None
    width_mm: Millimetres | None = None
    height_mm: Millimetres | None = None
    hs_code: str | None = Field(default=None, pattern=r"^[0-9]{4,12}$", examples=["731812"])
    images: list[ImageModel] = Field(default_factory=list, max_length=20)
    substitutes: list[SubstituteModel] = Field(default_factory=list, max_length=50, description="The best first.")
    attributes: dict[Code, Annotated[str, Field(max_length=200)]] = Field(
        default_factory=dict, max_length=100, description="By the codes that the family and those above define."
    )

    @model_validator(mode="after")
    def _packagings_lead_somewhere(self) -> Self:
        packagings_of(self.packagings)
        return self


class ProductIn(ProductFields):
    """A new product. Its SKU and stock unit stay."""

    id: UUID | None = Field(default=None, description="Yours (UUIDv7) or ours.")
    sku: Code = Field(examples=["VIS-440"])
    stock_uom: UomCode = "C62"
    quantity_decimals: int | None = Field(default=None, ge=0, le=6, description="By default those of the unit.")

    def to_domain(self) -> Product:
        values = self.model_dump(exclude=_LISTS)
        values["id"] = self.id or new_id()
        if self.quantity_decimals is None:
            values["quantity_decimals"] = default_decimals(self.stock_uom)
        return Product(**values, **parts_of(self))


class ProductPatch(ProductFields):
    """What is to change; what is left out stays. Lists are replaced as a whole."""

    family_code: Code = Field(default="", examples=["visserie"])


class ProductsIn(Strict):
    products: list[ProductIn] = Field(min_length=1, max_length=1000)


class ProductChangeIn(ProductPatch):
    """A change of one of many products, with the version of it that you have read."""

    id: UUID
    version: int = Field(ge=1, le=2**62)


class ProductChangesIn(Strict):
    products: list[ProductChangeIn] = Field(min_length=1, max_length=1000)


class ProductOut(BaseModel):
    id: UUID
    version: int
    sku: str
    name_fr: str
    name_en: str
    family_code: str
    status: ProductStatus
    stock_uom: str
    quantity_decimals: int
    packagings: list[PackagingModel]
    suppliers: list[SupplierReferenceModel] = Field(description="Empty for customers.")
    tax_class: str
    costing_method: CostingMethod | None = Field(description="Null for customers.")
    tracking: Tracking
    is_expiry_tracked: bool
    shelf_life_days: int | None
    weight_kg: Decimal | None
    volume_m3: Decimal | None
    length_mm: int | None
    width_mm: int | None
    height_mm: int | None
    hs_code: str | None
    images: list[ImageModel]
    substitutes: list[SubstituteModel]
    attributes: dict[str, str]

    @classmethod
    def of(cls, product: Product, **more: object) -> Self:
        return cls.model_validate({**asdict(product), **more})

    @classmethod
    def shown_to(cls, caller: Principal, product: Product) -> Self:
        """As this caller may see it: customers are not told who supplies it and how its cost is found."""
        hidden: dict[str, object] = {} if caller.customer_id is None else {"suppliers": [], "costing_method": None}
        return cls.of(product, **hidden)


class ChangedProductOut(ProductOut):
    """The product as it now is, and the request for what was not changed at once."""

    change_request_id: UUID | None = Field(
        description="Sensitive fields that you may not change alone wait for approval."
    )


class ProductsOut(BaseModel):
    items: list[ProductOut]


class ChangedProductsOut(BaseModel):
    items: list[ChangedProductOut]


_LISTS = {"packagings", "suppliers", "images", "substitutes"}


def parts_of(fields: ProductFields) -> dict[str, Any]:
    """The lists of a product as the domain has them."""
    return {
        "packagings": packagings_of(fields.packagings),
        "suppliers": tuple(SupplierReference(**part.model_dump()) for part in fields.suppliers),
        "images": tuple(Image(**part.model_dump()) for part in fields.images),
        "substitutes": tuple(Substitute(**part.model_dump()) for part in fields.substitutes),
    }


def patched_product(before: Product, patch: ProductPatch) -> Product:
    """The next version of a product."""
    given = patch.model_dump(exclude_unset=True, exclude={*_LISTS, "id", "version"})
    lists = {name: value for name, value in parts_of(patch).items() if name in patch.model_fields_set}
    return replace(before, **given, **lists, version=before.version + 1)
