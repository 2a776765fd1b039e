"""What an entry of a statement is for, as somebody decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from kit.money import ZERO

from accounting.domain.bank.errors import ClearingDoesNotFit
from accounting.domain.matching import Adjustment, AdjustmentKind, Match
from accounting.domain.payment import FEES, SMALL_GAINS, SMALL_LOSSES, Side

SUSPENSE = "471"


@dataclass(frozen=True, slots=True)
class Part:
    """What it settles of a document: by money, and what is given up on this occasion. In the document's currency."""

    document_id: UUID
    amount: Decimal
    discount: Decimal = ZERO
    write_off: Decimal = ZERO


class Rest(StrEnum):
    """What becomes of money that no document is named for."""

    ON_ACCOUNT = "on-account"  # stands to the partner's credit
    WRITE_OFF = "write-off"  # a few cents too much


@dataclass(frozen=True, slots=True)
class OfPartner:
    """A partner's payment, with the documents that it settles.

    `paid`: amount and currency of the documents, where they are not those of the account.
    """

    partner_id: UUID
    parts: Sequence[Part]
    fee: Decimal = ZERO  # that the bank kept, in company currency
    rest: Rest = Rest.ON_ACCOUNT
    paid: tuple[Decimal, str] | None = None


@dataclass(frozen=True, slots=True)
class ToAccount:
    """No partner's: the bank's fees, interest, a transfer between our accounts."""

    account: str
    label: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was recorded by hand before: payments, refunds of credit; several where the bank books them as one (cheques)."""

    movement_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Suspended:
    """Nobody knows: on the suspense account, and somebody finds out."""

    owner: str
    note: str


@dataclass(frozen=True, slots=True)
class Returned:
    """The bank gives back what came in, or takes back what went out: a payment is none."""

    payment_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class Refunded:
    """Money that went back to a customer, or came back from a supplier, out of what stood to a credit.

    The documents of its parts are the credit notes and payments that were left.
    """

    partner_id: UUID
    parts: Sequence[Part]


Clearing = OfPartner | ToAccount | Recorded | Suspended | Returned | Refunded


@dataclass(frozen=True, slots=True)
class Split:
    """An entry of a partner, in the words of a payment."""

    amount: Decimal  # of the payment, in the documents' currency
    bank_amount: Decimal | None  # its value in company currency, where that is known
    matches: tuple[Match, ...]
    adjustments: tuple[Adjustment, ...]
    sides: tuple[Side, ...]
    written_off: Decimal  # in the documents' currency, either way


def split(entry_amount: Decimal, clearing: OfPartner, *, is_foreign: bool) -> Split:
    """`entry_amount` as the statement has it, with its sign. `is_foreign`: the account is not in company currency.

    Raises:
        ClearingDoesNotFit: more is settled than there is, or a fee or a rest where it cannot be reckoned.
    """
    moved = abs(entry_amount)
    if is_foreign and clearing.paid:
        raise ClearingDoesNotFit("An account in another currency settles documents of that currency.")
    if clearing.fee and (is_foreign or clearing.paid):
        raise ClearingDoesNotFit("A fee is told apart only where account and documents are in company currency.")
    # The bank sends less than came, and takes more than went.
    value = moved + clearing.fee if entry_amount > 0 else moved - clearing.fee
    amount = value if clearing.paid is None else clearing.paid[0]
    used = sum((part.amount for part in clearing.parts), ZERO)
    rest = amount - used
    if value <= 0 or rest < 0:
        raise ClearingDoesNotFit(
            f"The documents take {used}, the payment is {amount}.", paid=str(amount), used=str(used)
        )
    written_off = sum((part.write_off for part in clearing.parts), ZERO)
    sides = [Side(FEES, clearing.fee)] if clearing.fee else []
    if rest and clearing.rest is Rest.WRITE_OFF:
        if is_foreign or clearing.paid or not used:
            raise ClearingDoesNotFit("Only a rest in company currency, beside documents, can be written off.")
        sides.append(Side(SMALL_GAINS, -rest) if entry_amount > 0 else Side(SMALL_LOSSES, rest))
        written_off += rest
        amount, value = used, value - rest
    return Split(
        amount=amount,
        bank_amount=None if is_foreign else value,
        matches=tuple(Match(part.document_id, part.amount) for part in clearing.parts if part.amount),
        adjustments=tuple(_adjustments(clearing.parts)),
        sides=tuple(sides),
        written_off=written_off,
    )


def _adjustments(parts: Sequence[Part]) -> list[Adjustment]:
    asked = [(part, AdjustmentKind.DISCOUNT, part.discount) for part in parts]
    asked += [(part, AdjustmentKind.WRITE_OFF, part.write_off) for part in parts]
    return [Adjustment(part.document_id, kind, amount) for part, kind, amount in asked if amount]
