"""Why a count differs: causes proposed from what else is known, the likeliest first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from inventory.domain.count import CountLine


class Evidence(StrEnum):
    """What a clue rests on."""

    OTHER_PLACE = "other-place"  # as many of the same product differ the other way there
    OTHER_PRODUCT_HERE = "other-product-here"  # as many of another product differ the other way, in the same place
    OTHER_PRODUCT = "other-product"  # or in another
    DOCUMENT = "document"  # it is about exactly as many, and is not booked
    PACKAGINGS_COUNTED = "packagings-counted"  # what was counted, taken as packagings, is what was expected
    PIECES_COUNTED = "pieces-counted"  # what was counted is what was expected, had that been packagings
    WHOLE_PACKAGINGS = "whole-packagings"  # so many differ
    DIGITS_SWAPPED = "digits-swapped"  # 12 for 21
    DIGIT_ASTRAY = "digit-astray"  # 120 for 12, or the other way


@dataclass(frozen=True, slots=True)
class Clue:
    """A probable cause: its code, how sure (0 to 100), and what it rests on."""

    cause: str
    weight: int
    evidence: Evidence
    line_id: UUID | None = None  # the other line of a pair
    document_number: str = ""
    factor: Fraction | None = None  # stock units in the packaging


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
        *_digits(line),
    ]
    return sorted(found, key=lambda clue: (-clue.weight, clue.cause, clue.document_number, str(clue.line_id)))


def _misplaced(line: CountLine, others: Sequence[CountLine]) -> list[Clue]:
    """The same product is missing in one place and too many in another."""
    return [
        Clue("misplaced", 95, Evidence.OTHER_PLACE, other.id)
        for other in others
        if other.id != line.id and other.product_id == line.product_id and other.difference == -line.difference
    ]


def _documents(line: CountLine, unbooked: Sequence[Unbooked]) -> list[Clue]:
    found = []
    for document in unbooked:
        if document.product_id == line.product_id and document.quantity == line.difference:
            cause = "unbooked-receipt" if line.difference > 0 else "unbooked-shipment"
            found.append(Clue(cause, 90, Evidence.DOCUMENT, document_number=document.document_number))
    return found


def _units(line: CountLine, factors: Sequence[Fraction]) -> list[Clue]:
    """Boxes were counted as pieces, or pieces as boxes."""
    found = []
    expected, counted = Fraction(line.expected), Fraction(line.counted)
    for factor in factors:
        if factor == 1 or not expected or not counted:
            continue
        if counted * factor == expected:
            found.append(Clue("unit-mistake", 85, Evidence.PACKAGINGS_COUNTED, factor=factor))
        elif counted == expected * factor:
            found.append(Clue("unit-mistake", 85, Evidence.PIECES_COUNTED, factor=factor))
        elif Fraction(line.difference) % factor == 0 and abs(line.difference) >= factor:
            found.append(Clue("unit-mistake", 40, Evidence.WHOLE_PACKAGINGS, factor=factor))
    return found


def _mixed_up(line: CountLine, others: Sequence[CountLine]) -> list[Clue]:
    """So many of A are missing and as many of B too many: one was taken for the other."""
    found = []
    for other in others:
        if other.product_id != line.product_id and other.difference == -line.difference:
            near = other.location_id == line.location_id
            evidence = Evidence.OTHER_PRODUCT_HERE if near else Evidence.OTHER_PRODUCT
            found.append(Clue("mixed-up", 80 if near else 45, evidence, other.id))
    return found


def _digits(line: CountLine) -> list[Clue]:
    """Somebody typed 21 for 12, or 120 for 12. Of single digits nobody could tell."""
    expected, counted = f"{line.expected.normalize():f}", f"{line.counted.normalize():f}"
    if not (expected + counted).isdigit() or min(len(expected), len(counted)) < _TELLING:
        return []
    if counted in _swapped(expected):
        return [Clue("typing-error", 70, Evidence.DIGITS_SWAPPED)]
    if counted in _shorter(expected) or expected in _shorter(counted):
        return [Clue("typing-error", 60, Evidence.DIGIT_ASTRAY)]
    return []


_TELLING = 2


def _swapped(digits: str) -> set[str]:
    """It with two neighbours changed round."""
    return {digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :] for i in range(len(digits) - 1)}


def _shorter(digits: str) -> set[str]:
    """It without one of its digits."""
    return {digits[:i] + digits[i + 1 :] for i in range(len(digits))}
