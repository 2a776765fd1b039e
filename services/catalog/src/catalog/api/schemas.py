"""What catalog's endpoints take and give. Decimals are strings."""

from dataclasses import asdict, replace
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from kit.bodies import Code, Strict
from kit.ids import new_id
from pydantic import BaseModel, Field

from catalog.domain.partner import Address, Contact, Partner
from catalog.domain.product import (
    CostingMethod,
    Packaging,
    Product,
    ProductStatus,
    SupplierReference,
    Tracking,
    default_decimals,
)

Name = Annotated[str, Field(max_length=200)]
Label = Annotated[str, Field(max_length=80)]
UomCode = Annotated[str, Field(pattern=r"^[A-Z0-9]{2,3}$", examples=["C62"])]
Count = Annotated[int, Field(ge=1, le=10**12)]
Weight = Annotated[Decimal, Field(ge=0, max_digits=15, decimal_places=6, examples=["0.250"])]
Amount = Annotated[Decimal, Field(ge=0, max_digits=15, decimal_places=2, examples=["5000.00"])]
Email = Annotated[str, Field(max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$", examples=["achats@client.example"])]


# --- families and units ---


class FamilyIn(Strict):
    code: Code = Field(examples=["visserie"])
    name: Annotated[str, Field(min_length=1, max_length=200, examples=["Visserie"])]
    parent_code: Code | None = None


class FamilyOut(BaseModel):
    code: str
    name: str
    parent_code: str | None


class UomOut(BaseModel):
    code: str = Field(examples=["KGM"])
    name_fr: str
    name_en: str
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
    packagings: list[PackagingModel] = Field(default_factory=list, max_length=50)
    suppliers: list[SupplierReferenceModel] = Field(default_factory=list, max_length=50)
    tax_class: Code = "standard"
    weight_kg: Weight | None = None
    hs_code: str | None = Field(default=None, pattern=r"^[0-9]{4,12}$", examples=["731812"])


class ProductIn(ProductFields):
    """A new product. Its SKU, unit, costing method and tracking stay."""

    id: UUID | None = Field(default=None, description="Yours (UUIDv7) or ours.")
    sku: Code = Field(examples=["VIS-440"])
    stock_uom: UomCode = "C62"
    quantity_decimals: int | None = Field(default=None, ge=0, le=6, description="By default those of the unit.")
    costing_method: CostingMethod = CostingMethod.AVCO
    tracking: Tracking = Tracking.NONE

    def to_domain(self) -> Product:
        values = self.model_dump(exclude={"packagings", "suppliers"})
        values["id"] = self.id or new_id()
        if self.quantity_decimals is None:
            values["quantity_decimals"] = default_decimals(self.stock_uom)
        return Product(**values, **parts_of(self))


class ProductPatch(ProductFields):
    """What is to change; what is left out stays. Lists are replaced as a whole."""

    family_code: Code = Field(default="", examples=["visserie"])


class ProductsIn(Strict):
    products: list[ProductIn] = Field(min_length=1, max_length=1000)


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
    suppliers: list[SupplierReferenceModel]
    tax_class: str
    costing_method: CostingMethod
    tracking: Tracking
    weight_kg: Decimal | None
    hs_code: str | None

    @classmethod
    def of(cls, product: Product) -> "ProductOut":
        return cls.model_validate(asdict(product))


class ProductsOut(BaseModel):
    items: list[ProductOut]


def parts_of(fields: ProductFields) -> dict[str, Any]:
    """The lists of a product as the domain has them."""
    return {
        "packagings": tuple(Packaging(**part.model_dump()) for part in fields.packagings),
        "suppliers": tuple(SupplierReference(**part.model_dump()) for part in fields.suppliers),
    }


def patched_product(before: Product, patch: ProductPatch) -> Product:
    """The next version of a product."""
    given = patch.model_dump(exclude_unset=True, exclude={"packagings", "suppliers"})
    lists = {name: value for name, value in parts_of(patch).items() if name in patch.model_fields_set}
    return replace(before, **given, **lists, version=before.version + 1)


# --- partners ---


class AddressModel(Strict):
    kind: Literal["billing", "delivery", "both"] = "both"
    name: Name = ""
    line1: Name = Field(examples=["12 rue des Forges"])
    line2: Name = ""
    postal_code: Annotated[str, Field(max_length=20, examples=["69007"])] = ""
    city: Label = Field(default="", examples=["Lyon"])
    region: Label = ""
    country: str = Field(pattern=r"^[A-Z]{2}$", examples=["FR"])


class ContactModel(Strict):
    name: Name
    email: Name = ""
    phone: Label = ""
    role: Label = ""


class PartnerFields(Strict):
    """What may be changed later."""

    name: Annotated[str, Field(min_length=1, max_length=200, examples=["Quincaillerie du Rhône"])]
    is_customer: bool = False
    is_supplier: bool = False
    is_active: bool = True
    bill_to_partner_id: UUID | None = Field(default=None, description="Who is invoiced instead.")
    segment: Label = Field(default="", examples=["artisan"])
    salesperson: Label = ""
    channel: Label = Field(default="", examples=["field"])
    credit_limit: Amount | None = Field(default=None, description="Tax included; null: no limit.")
    is_on_credit_hold: bool = False
    currency: str = Field(default="EUR", pattern=r"^[A-Z]{3}$")
    language: Literal["fr", "en"] = "fr"
    payment_days: int = Field(default=30, ge=0, le=365)
    vat_id: str | None = Field(default=None, max_length=20, examples=["FR44732829320"])
    siren: str | None = Field(default=None, max_length=20, examples=["732829320"])
    siret: str | None = Field(default=None, max_length=20, examples=["73282932000074"])
    gln: str | None = Field(default=None, max_length=20)
    email: Email | None = None
    addresses: list[AddressModel] = Field(default_factory=list, max_length=50)
    contacts: list[ContactModel] = Field(default_factory=list, max_length=50)

    def sets_credit(self) -> bool:
        """Whether this says anything about credit but the default."""
        return self.credit_limit is not None or self.is_on_credit_hold


class PartnerIn(PartnerFields):
    """A new partner. Its code stays."""

    id: UUID | None = Field(default=None, description="Yours (UUIDv7) or ours.")
    code: Code = Field(examples=["C000832"])

    def to_domain(self) -> Partner:
        values = self.model_dump(exclude={"addresses", "contacts"})
        return Partner(**{**values, "id": self.id or new_id()}, **relations_of(self))


class PartnerPatch(PartnerFields):
    """What is to change; what is left out stays. Lists are replaced as a whole."""

    name: Annotated[str, Field(min_length=1, max_length=200)] = "-"

    def changes_credit(self) -> bool:
        """Whether credit is among what is to change."""
        return bool({"credit_limit", "is_on_credit_hold"} & self.model_fields_set)


class PartnersIn(Strict):
    partners: list[PartnerIn] = Field(min_length=1, max_length=1000)


class PartnerOut(BaseModel):
    id: UUID
    version: int
    code: str
    name: str
    is_customer: bool
    is_supplier: bool
    is_active: bool
    bill_to_partner_id: UUID | None
    segment: str
    salesperson: str
    channel: str
    credit_limit: Decimal | None
    is_on_credit_hold: bool
    currency: str
    language: str
    payment_days: int
    vat_id: str | None
    siren: str | None
    siret: str | None
    gln: str | None
    email: str | None
    addresses: list[AddressModel]
    contacts: list[ContactModel]

    @classmethod
    def of(cls, partner: Partner) -> "PartnerOut":
        return cls.model_validate(asdict(partner))


class PartnersOut(BaseModel):
    items: list[PartnerOut]


def relations_of(fields: PartnerFields) -> dict[str, Any]:
    """The lists of a partner as the domain has them."""
    return {
        "addresses": tuple(Address(**part.model_dump()) for part in fields.addresses),
        "contacts": tuple(Contact(**part.model_dump()) for part in fields.contacts),
    }


def patched_partner(before: Partner, patch: PartnerPatch) -> Partner:
    """The next version of a partner."""
    given = patch.model_dump(exclude_unset=True, exclude={"addresses", "contacts"})
    lists = {name: value for name, value in relations_of(patch).items() if name in patch.model_fields_set}
    return replace(before, **given, **lists, version=before.version + 1)
