"""What the endpoints of partners take and give. Decimals are strings; bank accounts are masked but for who may read them."""

from dataclasses import asdict, replace
from decimal import Decimal
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from kit.bodies import Code, Strict
from kit.iban import masked
from kit.ids import new_id
from pydantic import BaseModel, Field

from catalog.api.schemas import Label, Name
from catalog.domain.partner import Address, BankAccount, Contact, Partner

Amount = Annotated[Decimal, Field(ge=0, max_digits=15, decimal_places=2, examples=["5000.00"])]
Email = Annotated[str, Field(max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$", examples=["achats@client.example"])]


class AddressModel(Strict):
    kind: Literal["billing", "delivery", "both"] = "both"
    name: Name = ""
    line1: Name = Field(examples=["12 rue des Forges"])
    line2: Name = ""
    postal_code: Annotated[str, Field(max_length=20, examples=["69007"])] = ""
    city: Label = Field(default="", examples=["Lyon"])
    region: Label = ""
    country: str = Field(pattern=r"^[A-Z]{2}$", examples=["FR"])
    gln: str | None = Field(default=None, max_length=20)
    instructions: Annotated[str, Field(max_length=1000, examples=["Quai 3, de 6 h à 11 h"])] = ""


class ContactModel(Strict):
    name: Name
    email: Name = ""
    phone: Label = ""
    role: Label = ""


class BankAccountModel(Strict):
    iban: Annotated[str, Field(max_length=40, examples=["FR7630006000011234567890189"])]
    bic: Annotated[str, Field(max_length=11, examples=["AGRIFRPP"])] | None = None
    holder: Name = ""


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
    payment_days: int = Field(default=30, ge=0, le=365, description="Net days, where there are no terms.")
    payment_terms_code: Code | None = Field(default=None, examples=["FDM45"], description="They give `payment_days`.")
    minimum_shelf_life_days: int = Field(default=0, ge=0, le=36500, description="Takes nothing that expires sooner.")
    vat_id: str | None = Field(default=None, max_length=20, examples=["FR44732829320"])
    siren: str | None = Field(default=None, max_length=20, examples=["732829320"])
    siret: str | None = Field(default=None, max_length=20, examples=["73282932000074"])
    gln: str | None = Field(default=None, max_length=20)
    email: Email | None = None
    addresses: list[AddressModel] = Field(default_factory=list, max_length=50)
    contacts: list[ContactModel] = Field(default_factory=list, max_length=50)
    bank_accounts: list[BankAccountModel] = Field(default_factory=list, max_length=10)


class PartnerIn(PartnerFields):
    """A new partner. Its code stays."""

    id: UUID | None = Field(default=None, description="Yours (UUIDv7) or ours.")
    code: Code = Field(examples=["C000832"])

    accept_duplicate: bool = Field(
        default=False, description="It is new, however much it looks like one that is there."
    )

    def to_domain(self) -> Partner:
        values = self.model_dump(exclude={*_LISTS, "accept_duplicate"})
        return Partner(**{**values, "id": self.id or new_id()}, **relations_of(self))


class PartnerPatch(PartnerFields):
    """What is to change; what is left out stays. Lists are replaced as a whole."""

    name: Annotated[str, Field(min_length=1, max_length=200)] = "-"


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
    payment_terms_code: str | None
    minimum_shelf_life_days: int
    vat_id: str | None
    siren: str | None
    siret: str | None
    gln: str | None
    email: str | None
    addresses: list[AddressModel]
    contacts: list[ContactModel]
    bank_accounts: list[BankAccountModel]

    @classmethod
    def of(cls, partner: Partner, *, reveal: bool = False, **more: object) -> Self:
        """`reveal` shows the bank accounts as they are."""
        accounts = [
            {**asdict(account), "iban": account.iban if reveal else masked(account.iban)}
            for account in partner.bank_accounts
        ]
        return cls.model_validate({**asdict(partner), "bank_accounts": accounts, **more})


class ChangedPartnerOut(PartnerOut):
    """The partner as it now is, and the request for what was not changed at once."""

    change_request_id: UUID | None = Field(
        description="Sensitive fields that you may not change alone wait for approval."
    )


class PartnersOut(BaseModel):
    items: list[PartnerOut]


_LISTS = {"addresses", "contacts", "bank_accounts"}


def relations_of(fields: PartnerFields) -> dict[str, Any]:
    """The lists of a partner as the domain has them."""
    return {
        "addresses": tuple(Address(**part.model_dump()) for part in fields.addresses),
        "contacts": tuple(Contact(**part.model_dump()) for part in fields.contacts),
        "bank_accounts": tuple(BankAccount(**part.model_dump()) for part in fields.bank_accounts),
    }


def patched_partner(before: Partner, patch: PartnerPatch) -> Partner:
    """The next version of a partner."""
    given = patch.model_dump(exclude_unset=True, exclude=_LISTS)
    lists = {name: value for name, value in relations_of(patch).items() if name in patch.model_fields_set}
    return replace(before, **given, **lists, version=before.version + 1)
