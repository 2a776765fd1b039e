"""Why a count differs: what the figures say by themselves."""

from decimal import Decimal
from fractions import Fraction
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inventory.domain.count import CountLine
from inventory.domain.detective import Clue, Evidence, Unbooked, clues

ARTICLE, OTHER, HERE, THERE = (uuid4() for _ in range(4))


def line(expected: object, counted: object, product_id: UUID = ARTICLE, location_id: UUID = HERE) -> CountLine:
    return CountLine(
        uuid4(), product_id, location_id, None, Decimal(str(expected)), Decimal(str(counted)), Decimal(1), "a", "a"
    )


def told(of: CountLine, *others: CountLine) -> list[tuple[str, Evidence]]:
    found = clues(of, others, [], {})
    return [(clue.cause, clue.evidence) for clue in found]


@pytest.mark.parametrize(
    ("expected", "counted", "evidence"),
    [
        (21, 12, Evidence.DIGITS_SWAPPED),
        (1045, 1054, Evidence.DIGITS_SWAPPED),
        (12, 120, Evidence.DIGIT_ASTRAY),
        (1200, 120, Evidence.DIGIT_ASTRAY),
        (305, 35, Evidence.DIGIT_ASTRAY),
    ],
)
def test_typing_errors_are_seen(expected: int, counted: int, evidence: Evidence) -> None:
    assert told(line(expected, counted)) == [("typing-error", evidence)]


@pytest.mark.parametrize(("expected", "counted"), [(1, 12), (5, 50), (12, 34), ("1.2", "2.1"), (0, 10)])
def test_of_these_nobody_could_tell(expected: object, counted: object) -> None:
    assert told(line(expected, counted)) == []


@given(st.integers(10, 99_999), st.data())
def test_neighbours_changed_round_are_always_seen(expected: int, data: st.DataObject) -> None:
    digits = str(expected)
    i = data.draw(st.integers(0, len(digits) - 2))
    counted = int(digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :])
    seen = told(line(expected, counted))
    assert (("typing-error", Evidence.DIGITS_SWAPPED) in seen) == (
        counted != expected and counted >= 10 ** (len(digits) - 1)
    )


def test_the_surest_comes_first() -> None:
    missing = line(21, 12)
    assert told(missing, line(0, 9, location_id=THERE), line(1, 10, OTHER)) == [
        ("misplaced", Evidence.OTHER_PLACE),
        ("mixed-up", Evidence.OTHER_PRODUCT_HERE),
        ("typing-error", Evidence.DIGITS_SWAPPED),
    ]


@pytest.mark.parametrize(
    ("expected", "counted", "evidence"),
    [
        (24, 2, Evidence.PACKAGINGS_COUNTED),
        (2, 24, Evidence.PIECES_COUNTED),
        (50, 26, Evidence.WHOLE_PACKAGINGS),
    ],
)
def test_units_are_told_with_their_packaging(expected: int, counted: int, evidence: Evidence) -> None:
    [clue] = clues(line(expected, counted), [], [], {ARTICLE: [Fraction(1), Fraction(12)]})
    assert (clue.cause, clue.evidence, clue.factor) == ("unit-mistake", evidence, Fraction(12))


def test_a_document_about_exactly_as_many_is_named() -> None:
    found = clues(line(10, 17), [], [Unbooked(ARTICLE, Decimal(7), "PO-1"), Unbooked(ARTICLE, Decimal(6), "PO-2")], {})
    assert found == [Clue("unbooked-receipt", 90, Evidence.DOCUMENT, document_number="PO-1")]


@given(st.decimals(0, 1000, places=2))
def test_what_does_not_differ_has_no_cause(quantity: Decimal) -> None:
    assert clues(line(quantity, quantity), [line(5, 3)], [], {ARTICLE: [Fraction(12)]}) == []
