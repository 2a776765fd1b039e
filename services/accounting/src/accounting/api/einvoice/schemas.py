"""What the endpoints of electronic invoices take and give."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from kit.bodies import Strict
from pydantic import BaseModel, Field

from accounting.domain.einvoice.company import Company
from accounting.domain.einvoice.findings import Severity
from accounting.domain.einvoice.model import Address
from accounting.domain.einvoice.reporting import Pace
from accounting.storage.einvoice.archive import ArchivedFile

Text = Annotated[str, Field(max_length=200)]
Line = Annotated[str, Field(min_length=1, max_length=200)]
Digits9 = Annotated[str, Field(pattern=r"^[0-9]{9}$", examples=["732829320"])]
Digits14 = Annotated[str, Field(pattern=r"^[0-9]{14}$", examples=["73282932000074"])]


class AddressBody(Strict):
    """Where the company has its seat."""

    lines: list[Line] = Field(min_length=1, max_length=3, examples=[["12 rue des Forges"]])
    postal_code: Annotated[str, Field(min_length=1, max_length=20, examples=["69007"])]
    city: Line = Field(examples=["Lyon"])
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] = "FR"


class CompanyIn(Strict):
    """Who we are by law, as it stands on every invoice."""

    name: Line = Field(examples=["Maison Exemple"])
    trading_name: Text = ""
    siren: Digits9
    siret: Digits14 = Field(description="Of the establishment that sells.")
    vat_id: Annotated[str, Field(max_length=20, examples=["FR44732829320"])] = ""
    gln: Annotated[str, Field(pattern=r"^([0-9]{13})?$")] = ""
    address: AddressBody
    legal_form: Text = Field(default="", examples=["SAS"])
    capital: Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=2)] | None = None
    register_of_companies: Text = Field(default="", examples=["RCS Lyon"], description="The SIREN is added.")
    email: Text = ""
    phone: Text = ""
    iban: Annotated[str, Field(max_length=34, examples=["FR7630006000011234567890189"])] = ""
    bic: Annotated[str, Field(max_length=11)] = ""
    e_address: Annotated[str, Field(max_length=125)] = Field(
        default="", description="In the directory of platforms; the SIREN when empty."
    )
    vat_on_debits: bool = Field(default=False, description="VAT of services falls due when invoiced, by option.")
    vat_returns: Pace = Field(default=Pace.MONTHLY, description="Says how often trade is reported.")
    recovery_costs: Annotated[str, Field(max_length=500)] = Field(
        default="", description="In the place of our sentence."
    )
    late_interest: Annotated[str, Field(max_length=500)] = Field(
        default="", description="In the place of our sentence."
    )

    def to_domain(self) -> Company:
        sentences = {"PMT": self.recovery_costs, "PMD": self.late_interest}
        same = self.model_dump(exclude={"address", "register_of_companies", "recovery_costs", "late_interest"})
        address = self.address
        return Company(
            **same,
            register=self.register_of_companies,
            address=Address(tuple(address.lines), address.postal_code, address.city, "", address.country),
            sentences={subject: text for subject, text in sentences.items() if text},
        )


class CompanyOut(CompanyIn):
    version: int
    legal: str = Field(description="Form, capital and register in the words that invoices print.")

    @classmethod
    def of(cls, company: Company, version: int) -> "CompanyOut":
        address = company.address
        same = (set(CompanyIn.model_fields) & set(Company.__dataclass_fields__)) - {"address"}
        return cls(
            **{name: getattr(company, name) for name in same},
            address=AddressBody(
                lines=list(address.lines),
                postal_code=address.postal_code,
                city=address.city,
                country=address.country,
            ),
            register_of_companies=company.register,
            recovery_costs=company.sentences.get("PMT", ""),
            late_interest=company.sentences.get("PMD", ""),
            version=version,
            legal=company.legal,
        )


class FindingOut(BaseModel):
    """A rule that does not hold."""

    rule: str = Field(examples=["BR-FR-12_BT-49"])
    severity: Severity
    text: str
    location: str
    is_french: bool = Field(description="Of the French profile.")


class FileOut(BaseModel):
    """A file of a document as it is archived, for good."""

    kind: str = Field(examples=["factur-x"])
    name: str
    media_type: str
    size: int
    sha256: str
    created_at: datetime

    @classmethod
    def of(cls, file: ArchivedFile) -> "FileOut":
        same = {name: getattr(file, name) for name in cls.model_fields if name != "sha256"}
        return cls(**same, sha256=file.sha256.hex())


class EInvoiceHead(BaseModel):
    """How the writing of an invoice went."""

    document_id: UUID
    number: str
    status: Literal["written", "faulty"]
    rules_version: str = Field(description="Which rules it was judged by.")
    written_at: datetime


class EInvoiceOut(EInvoiceHead):
    findings: list[FindingOut]
    files: list[FileOut]

    @classmethod
    def of(cls, row: Any, files: list[ArchivedFile]) -> "EInvoiceOut":
        return cls(**{**dict(row), "files": [FileOut.of(each) for each in files]})
