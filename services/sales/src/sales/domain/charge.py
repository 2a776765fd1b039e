"""What an order is charged with on top of its lines: carriage, a small order, a surcharge; and what was let go of that."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Protocol
from uuid import UUID, uuid5

from kit.money import ZERO

from sales.domain.errors import ChargeIsWaived, ChargeNotOnDocument
from sales.domain.margin import PricedLine


@dataclass(frozen=True, slots=True)
class QuotedCharge:
    """As pricing asks it of a whole order, before tax."""

    rule: str  # "freight", "minimum-order", "order-surcharge"
    rule_id: str
    label: str
    label_fr: str
    amount: Decimal
    missing_amount: Decimal | None = None  # with so much more in the order it would not be asked; None: it always is


@dataclass(frozen=True, slots=True)
class PricedBasket:
    """Lines at their prices, in the order asked, and what the whole is charged with on top of them."""

    lines: Sequence[PricedLine]
    charges: Sequence[QuotedCharge] = ()


@dataclass(frozen=True, slots=True)
class Waiver:
    """Who let a charge go, and why."""

    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Charge:
    """What a document is charged with. It bears the tax of the goods that are most of the document."""

    id: UUID
    quoted: QuotedCharge
    tax_class: str
    waiver: Waiver | None = None

    @property
    def amount(self) -> Decimal:
        """What is due of it, before tax."""
        return ZERO if self.waiver else self.quoted.amount


class Taxed(Protocol):
    """A line as far as tax is concerned."""

    @property
    def tax_class(self) -> str: ...
    @property
    def net(self) -> Decimal: ...


def charges_of(document_id: UUID, quoted: Iterable[QuotedCharge], lines: Iterable[Taxed]) -> tuple[Charge, ...]:
    """The charges of a document with these lines. A rule's charge has the same id whenever it is asked."""
    tax_class = main_tax_class(lines)
    return tuple(Charge(_id(document_id, each), each, tax_class) for each in quoted)


def on_document(document_id: UUID, charges: Iterable[Charge]) -> tuple[Charge, ...]:
    """The same charges, on another document."""
    return tuple(replace(charge, id=_id(document_id, charge.quoted)) for charge in charges)


def _id(document_id: UUID, quoted: QuotedCharge) -> UUID:
    return uuid5(document_id, f"{quoted.rule} {quoted.rule_id}")


def main_tax_class(lines: Iterable[Taxed]) -> str:
    """The class with the largest net; of equals, the first by name."""
    nets: dict[str, Decimal] = {}
    for line in lines:
        nets[line.tax_class] = nets.get(line.tax_class, ZERO) + line.net
    return min(nets, key=lambda name: (-nets[name], name), default="")


def charged(charges: Iterable[Charge]) -> Decimal:
    """What is due of them, before tax."""
    return sum((charge.amount for charge in charges), ZERO)


def waived(charges: Sequence[Charge], charge_id: UUID, waiver: Waiver) -> tuple[Charge, ...]:
    """The charges, one of them let go.

    Raises:
        ChargeNotOnDocument: there is no such charge.
        ChargeIsWaived: it was let go before.
    """
    found = next((charge for charge in charges if charge.id == charge_id), None)
    if found is None:
        raise ChargeNotOnDocument(f"There is no charge {charge_id} on this document.")
    if found.waiver is not None:
        raise ChargeIsWaived(f"{found.quoted.label}: {found.waiver.by} has let it go already.")
    return tuple(replace(charge, waiver=waiver) if charge.id == charge_id else charge for charge in charges)


def renewed(before: Sequence[Charge], after: Sequence[Charge]) -> tuple[Charge, ...]:
    """The charges of a document that changed: what was let go stays so, as long as it is not dearer."""
    known = {charge.id: charge for charge in before}
    return tuple(
        replace(charge, waiver=was.waiver)
        if (was := known.get(charge.id)) and charge.quoted.amount <= was.quoted.amount
        else charge
        for charge in after
    )


def spared(charges: Sequence[Charge], more: Decimal) -> tuple[Charge, ...]:
    """What is still asked of a document that became larger (or smaller) by so much net."""
    return tuple(
        charge for charge in charges if charge.quoted.missing_amount is None or more < charge.quoted.missing_amount
    )


def signed_charges(charges: Iterable[Charge]) -> list[list[object]]:
    """What an approval covers of them."""
    return [[charge.quoted.rule, charge.quoted.rule_id, charge.amount.normalize()] for charge in charges]
