"""An invoice that a supplier sent, from its arrival to the bill that is made of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from kit.money import ZERO

from accounting.domain.bill_tax import BilledTax, by_rate, check_lines, check_totals
from accounting.domain.einvoice.findings import Finding, Severity
from accounting.domain.einvoice.identifiers import siren_of
from accounting.domain.einvoice.model import Document, Party
from accounting.domain.einvoice.proposal import Billed, with_charges
from accounting.domain.errors import ReceivedStatusWrong


class Status(StrEnum):
    REFUSED = "refused"  # it breaks a rule; somebody may accept it all the same
    RECEIVED = "received"
    ENTERED = "entered"  # there is a bill of it
    REJECTED = "rejected"  # we do not owe it


@dataclass(frozen=True, slots=True)
class ReceivedLine:
    """As the supplier writes it."""

    name: str
    seller_sku: str
    buyer_sku: str
    gtin: str
    order_number: str
    quantity: Decimal
    unit: str
    unit_price: Decimal
    net_amount: Decimal
    tax_rate: Decimal


@dataclass(frozen=True, slots=True)
class ReceivedInvoice:
    """What came; texts are empty and amounts zero where the file could not be understood."""

    id: UUID
    source: str
    status: Status
    version: int
    received_at: datetime
    received_by: str
    syntax: str
    profile: str
    findings: tuple[Finding, ...]
    rules_version: str
    is_readable: bool = False
    kind: str = ""
    number: str = ""
    issued_on: date | None = None
    due_on: date | None = None
    currency: str = ""
    seller_name: str = ""
    seller_key: str = ""
    seller_vat_id: str = ""
    seller_country: str = ""
    supplier_id: UUID | None = None
    order_number: str = ""
    iban: str = ""
    net_amount: Decimal = ZERO
    tax_amount: Decimal = ZERO
    gross_amount: Decimal = ZERO
    tax_rate: Decimal = ZERO
    taxes: tuple[BilledTax, ...] = ()  # one for each rate
    lines: tuple[ReceivedLine, ...] = ()
    bill_id: UUID | None = None
    decided_by: str | None = None
    decision: str | None = None

    @property
    def seller_siren(self) -> str:
        """Empty: a seller who has none."""
        return self.seller_key if len(self.seller_key) == 9 and self.seller_key.isdigit() else ""

    def billed(self) -> list[Billed]:
        """The lines as they are matched to orders."""
        nets = with_charges([line.net_amount for line in self.lines], self.net_amount)
        return [
            Billed(
                line.quantity,
                line.unit,
                net,
                line.seller_sku,
                line.buyer_sku,
                line.gtin,
                line.order_number or self.order_number,
            )
            for line, net in zip(self.lines, nets, strict=True)
        ]

    def billed_taxes(self, tolerance: Decimal) -> tuple[BilledTax, ...]:
        """The tax of each rate, when it bears several; `tolerance`: of the base, for each line.

        Raises:
            TaxMismatch: rates and lines do not fit, which nobody can judge but the supplier.
        """
        if len(self.taxes) < 2:
            return ()
        check_totals(self.taxes, net=self.net_amount, tax=self.tax_amount)
        if sum((line.net_amount for line in self.lines), ZERO) == self.net_amount:  # nothing on the whole, as freight
            check_lines(self.taxes, [(line.tax_rate, line.net_amount) for line in self.lines], tolerance)
        return self.taxes

    def require(self, *statuses: Status) -> None:
        """Nothing while it is at one of these points.

        Raises:
            ReceivedStatusWrong: it is not.
        """
        if self.status not in statuses:
            raise ReceivedStatusWrong(
                f"Invoice {self.number} of {self.seller_name} is {self.status}: this can be done while it is"
                f" {' or '.join(statuses)}.",
                status=str(self.status),
            )


def seller_key(seller: Party) -> str:
    """What tells sellers apart, however they are written."""
    siren = seller.siren or siren_of(siret_number=seller.siret, vat_id=seller.vat_id)
    return siren or seller.vat_id or seller.other_id or seller.name.strip().upper()


def is_acceptable(document: Document | None, findings: Sequence[Finding]) -> bool:
    """Whether it can be taken as it is: the French rules bind French sellers, the others everybody."""
    if document is None:
        return False
    is_french = document.seller.address.country == "FR"
    return not [each for each in findings if each.severity is Severity.FATAL and (is_french or not each.is_french)]


def not_ours(document: Document, own_siren: str) -> Finding | None:
    """That it is addressed to another company."""
    buyer = document.buyer.siren
    if not buyer or not own_siren or buyer == own_siren:
        return None
    text = f"The invoice is for {document.buyer.name} (SIREN {buyer}), not for us ({own_siren})."
    return Finding("OWN-BUYER", Severity.FATAL, text, "BT-47")


def taxes_of(document: Document) -> tuple[BilledTax, ...]:
    """Its tax by rate, whatever the categories."""
    return by_rate([BilledTax(each.vat.rate, each.base, each.tax) for each in document.vat])


def main_rate(document: Document) -> Decimal:
    """The rate that most of it bears."""
    largest = max(document.vat, key=lambda each: abs(each.base), default=None)
    return largest.vat.rate if largest else ZERO
