"""Packages: what is in them, and the number on their label."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from kit.money import ZERO
from stdnum import ean

from inventory.domain.errors import NotPicked, PackageStatus
from inventory.domain.lot import Lot


class PackageState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"  # its label can be bought
    SHIPPED = "shipped"
    CANCELLED = "cancelled"


class Content(NamedTuple):
    """So much of an order line, of a lot. Stock units."""

    order_line_id: UUID
    product_id: UUID
    lot: Lot | None
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class Package:
    """Of one order, so never of two customers."""

    id: UUID
    sscc: str
    order_id: UUID
    warehouse: str
    state: PackageState
    weight_kg: Decimal | None = None
    shipment_id: UUID | None = None
    content: tuple[Content, ...] = ()


def sscc(company_prefix: str, serial: int) -> str:
    """The serial shipping container code: extension digit 0, the company's prefix, a serial, a check digit.

    GS1 General Specifications, section 3.2: 18 digits, the last one by weights 3 and 1 from the right.

    Raises:
        ValueError: the prefix leaves no room for the serial.
    """
    room = 16 - len(company_prefix)
    number = f"{serial:0{room}d}"
    if len(number) > room:
        raise ValueError(f"{serial} does not fit after the prefix {company_prefix}")
    body = f"0{company_prefix}{number}"
    return body + ean.calc_check_digit(body)


def check_state(package: Package, *wanted: PackageState) -> None:
    """Nothing while the package is in one of these states.

    Raises:
        PackageStatus: it is in another.
    """
    if package.state not in wanted:
        names = " or ".join(wanted)
        raise PackageStatus(
            f"{package.sscc} is {package.state}, not {names}.", sscc=package.sscc, state=str(package.state)
        )


class Standing(NamedTuple):
    """So much of a lot of an order's line stands picked; a part of it is in packages. Stock units."""

    order_line_id: UUID
    product_id: UUID
    lot: Lot | None
    quantity: Decimal
    packed: Decimal

    @property
    def loose(self) -> Decimal:
        """Not in a package."""
        return self.quantity - self.packed


def take_loose(standing: Sequence[Standing], asked: Sequence[tuple[UUID, str | None, Decimal]]) -> list[Content]:
    """The goods that (order line, lot code, quantity) ask for.

    Raises:
        NotPicked: so much of one does not stand picked and unpacked.
    """
    known = {(each.order_line_id, each.lot.code if each.lot else None): each for each in standing}
    left = {key: each.loose for key, each in known.items()}
    found = []
    for i, (line_id, lot, quantity) in enumerate(asked):
        loose = left.get((line_id, lot), ZERO)
        if quantity > loose:
            of_lot = f" of lot {lot}" if lot else ""
            raise NotPicked(
                f"Only {loose}{of_lot} of this line stand picked and unpacked, not {quantity}.",
                field=f"lines.{i}.quantity",
                loose=str(loose),
                asked=str(quantity),
            )
        left[line_id, lot] = loose - quantity
        there = known[line_id, lot]
        found.append(Content(line_id, there.product_id, there.lot, quantity))
    return found
