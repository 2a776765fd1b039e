"""Lots and serial numbers: which production batch, or which piece."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from kit.money import ONE

from inventory.domain.errors import LotNotTracked, LotRequired, SerialIsOne


class Tracking(StrEnum):
    NONE = "none"
    LOT = "lot"
    SERIAL = "serial"


@dataclass(frozen=True, slots=True)
class Lot:
    """One production batch of a product; of a serial-tracked product, one piece."""

    id: UUID
    product_id: UUID
    code: str
    expires_on: date | None = None


def check_lot(tracking: Tracking, code: str | None, quantity: Decimal, *, field: str) -> None:
    """Nothing when a line says its lot exactly if the product wants one.

    Raises:
        LotRequired, LotNotTracked: it does not.
        SerialIsOne: a serial number stands for one piece.
    """
    if tracking is Tracking.NONE and code is not None:
        raise LotNotTracked(f"The product has no lots: leave out {code!r}.", field=f"{field}.lot", lot=code)
    if tracking is not Tracking.NONE and code is None:
        what = "serial number" if tracking is Tracking.SERIAL else "lot"
        raise LotRequired(f"The product is tracked: say which {what}.", field=f"{field}.lot")
    if tracking is Tracking.SERIAL and quantity != ONE:
        raise SerialIsOne(
            f"A serial number is one piece, not {quantity}.", field=f"{field}.quantity", asked=str(quantity)
        )
