"""Why a count differs: causes proposed from what else is known, the likeliest first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from inventory.domain.count import CountLine


@dataclass(frozen=True, slots=True)
class Clue:
    """A probable cause: its code, how sure (0 to 100), and what it rests on, in a sentence and by ids."""

    cause: str
    weight: int
    reason: str
    line_id: UUID | None = None  # the other line of a pair
    document_number: str = ""


@dataclass(frozen=True, slots=True)
class Unbooked:
    """Goods that a document says are under way: to come in (quantity above zero) or to go out."""

    product_id: UUID
    quantity: Decimal
    document_number: str


def clues(
    line: CountLine,
    others: Sequence[CountLine],
    unbooked: Sequence[Unbooked],
    factors: Mapping[UUID, Sequence[Fraction]],
) -> list[Clue]:
    """Probable causes of one line's difference, the likeliest first.

    `others` are lines of the same count; `factors` how many stock units the packagings of each product hold.
    """
    if not line.difference:
        return []
    found = [
        *_misplaced(line, others),
        *_documents(line, unbooked),
        *_units(line, factors.get(line.product_id, ())),
        *_mixed_up(line, others),
    ]
    return sorted(found, key=lambda clue: (-clue.weight, clue.cause, clue.document_number, str(clue.line_id)))


def _misplaced(line: CountLine, others: Sequence[CountLine]) -> list[Clue]:
    """The same product is missing in one place and too many in another."""
    return [
        Clue("misplaced", 95, "As many of the same product differ the other way in another place.", other.id)
        for other in others
        if other.id != line.id and other.product_id == line.product_id and other.difference == -line.difference
    ]


def _documents(line: CountLine, unbooked: Sequence[Unbooked]) -> list[Clue]:
    found = []
    for document in unbooked:
        if document.product_id == line.product_id and document.quantity == line.difference:
            cause = "unbooked-receipt" if line.difference > 0 else "unbooked-shipment"
            reason = f"{document.document_number} is about exactly as many and is not booked."
            found.append(Clue(cause, 90, reason, document_number=document.document_number))
    return found


def _units(line: CountLine, factors: Sequence[Fraction]) -> list[Clue]:
    """Boxes were counted as pieces, or pieces as boxes."""
    found = []
    expected, counted = Fraction(line.expected), Fraction(line.counted)
    for factor in factors:
        if factor == 1 or not expected or not counted:
            continue
        if counted * factor == expected:
            found.append(
                Clue("unit-mistake", 85, f"What was counted, taken as packagings of {factor}, is what was expected.")
            )
        elif counted == expected * factor:
            found.append(Clue("unit-mistake", 85, f"Pieces were counted as packagings of {factor}."))
        elif Fraction(line.difference) % factor == 0 and abs(line.difference) >= factor:
            found.append(Clue("unit-mistake", 40, f"The difference is whole packagings of {factor}."))
    return found


def _mixed_up(line: CountLine, others: Sequence[CountLine]) -> list[Clue]:
    """So many of A are missing and as many of B too many: one was taken for the other."""
    found = []
    for other in others:
        if other.product_id != line.product_id and other.difference == -line.difference:
            near = other.location_id == line.location_id
            reason = "As many of another product differ the other way" + (" in the same place." if near else ".")
            found.append(Clue("mixed-up", 80 if near else 45, reason, other.id))
    return found
