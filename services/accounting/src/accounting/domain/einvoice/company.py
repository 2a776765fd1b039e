"""Who we are by law: what stands on every invoice as its seller."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from kit.errors import Fault

from accounting.domain.einvoice.identifiers import (
    E_ADDRESS_SCHEME,
    bic_fault,
    iban_fault,
    siren_fault,
    siret_fault,
    vat_fault,
)
from accounting.domain.einvoice.model import Address, Party, PaymentMeans
from accounting.domain.einvoice.reporting import Pace


@dataclass(frozen=True, slots=True)
class Company:
    """As entered; an empty text is not known."""

    name: str  # "dénomination sociale"
    siren: str
    siret: str  # of the establishment that sells
    address: Address
    trading_name: str = ""
    legal_form: str = ""  # "SAS"
    capital: Decimal | None = None  # company currency
    register: str = ""  # "RCS Lyon"; the SIREN is added
    vat_id: str = ""
    gln: str = ""
    email: str = ""
    phone: str = ""
    iban: str = ""
    bic: str = ""
    e_address: str = ""  # in the directory; the SIREN when empty
    vat_on_debits: bool = False
    vat_returns: Pace = Pace.MONTHLY
    sentences: dict[str, str] = field(default_factory=dict)  # PMT, PMD: in the place of the usual ones

    @property
    def legal(self) -> str:
        """Legal form, capital and register in a sentence (article R123-237 of the "code de commerce")."""
        capital = "" if self.capital is None else f"au capital de {_thousands(self.capital)} €"
        form = " ".join(each for each in (self.legal_form, capital) if each)
        register = f"{self.register} {_siren_groups(self.siren)}" if self.register else ""
        return ", ".join(each for each in (form, register) if each)

    @property
    def party(self) -> Party:
        """As the seller of an invoice."""
        return Party(
            name=self.name,
            address=self.address,
            trading_name=self.trading_name,
            siren=self.siren,
            siret=self.siret,
            vat_id=self.vat_id,
            gln=self.gln,
            legal=self.legal,
            e_address=self.e_address or self.siren,
            e_address_scheme=E_ADDRESS_SCHEME,
            email=self.email,
            phone=self.phone,
        )

    def means_in(self, currency: str) -> PaymentMeans | None:
        """How we are paid: by transfer, within SEPA in euros, where the account is known."""
        code = "58" if currency == "EUR" else "30"
        return PaymentMeans(code, self.iban, self.bic, self.name) if self.iban else None


def faults(company: Company) -> Iterator[Fault]:
    """What cannot be right."""
    checks = (
        ("siren", company.siren, siren_fault),
        ("siret", company.siret, siret_fault),
        ("vat_id", company.vat_id, vat_fault),
        ("iban", company.iban, iban_fault),
        ("bic", company.bic, bic_fault),
    )
    for name, value, fault_of in checks:
        if value and (fault := fault_of(value)):
            yield Fault(name, fault)
    if company.siret[:9] != company.siren:
        yield Fault("siret", f"A SIRET begins with its company's SIREN, {company.siren}.")
    if company.vat_id.startswith("FR") and company.vat_id[4:] != company.siren:
        yield Fault("vat_id", f"A French VAT number ends with its company's SIREN, {company.siren}.")
    if company.e_address and company.e_address.partition("_")[0] != company.siren:
        yield Fault("e_address", f"It is the SIREN, {company.siren}, alone or with _ and a suffix.")


def _siren_groups(siren: str) -> str:
    return " ".join(siren[i : i + 3] for i in range(0, 9, 3))


def _thousands(amount: Decimal) -> str:
    text = f"{amount:,f}".replace(",", " ")
    whole, _, cents = text.partition(".")
    return f"{whole},{cents}" if cents.strip("0") else whole
