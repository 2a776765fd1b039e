"""Who is reminded of what, and what lateness costs: the rules alone."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from accounting.domain.receivables.dunning import (
    Late,
    LeftAlone,
    Level,
    Words,
    charge_of,
    check_ladder,
    next_level,
    reminders,
)
from accounting.domain.receivables.errors import LadderWrong, LateRateMissing
from accounting.domain.receivables.late_interest import LateRate, Part, late_interest, statutory_rate
from hypothesis import given
from hypothesis import strategies as st
from kit.ids import new_id

WORDS = {name: Words("Rappel", "…") for name in ("fr", "en")}
LADDER = [Level(7, 0, False, WORDS), Level(20, 7, True, WORDS), Level(35, 10, True, WORDS)]
RATES = [LateRate(date(2025, 7, 1), Decimal("0.1215")), LateRate(date(2026, 1, 1), Decimal("0.12"))]
ON = date(2026, 3, 31)
SOMEBODY = [UUID(int=n) for n in range(1, 4)]


def late(days: int, open_amount: str = "100", **more: object) -> Late:
    due_on = ON - timedelta(days=days)
    fields: dict[str, object] = {
        "document_id": new_id(), "number": f"FA-{days}", "partner_id": SOMEBODY[0], "issued_on": due_on, "due_on": due_on,
        "currency": "EUR", "amount": Decimal(open_amount), "open_amount": Decimal(open_amount), **more,
    }  # fmt: skip
    return Late(**fields)  # type: ignore[arg-type]  # a test states only what it is about


def found(
    *items: Late, credit: str = "0", held: tuple[UUID, ...] = (), minimum: str = "1"
) -> tuple[list[int], list[str]]:
    """Levels of the letters, and why others are left alone."""
    told = reminders(
        items, LADDER, on=ON, rates=RATES, unused={(SOMEBODY[0], "EUR"): Decimal(credit)}, held=held, minimum=Decimal(minimum)
    )  # fmt: skip
    return [letter.level for letter in told.letters], [each.reason for each in told.left_alone]


@pytest.mark.parametrize(
    ("days", "level", "rested", "expected"),
    [
        (6, 0, None, 0),
        (7, 0, None, 1),
        (90, 0, None, 1),  # never two levels at once
        (20, 1, 6, 1),
        (20, 1, 7, 2),
        (19, 1, 30, 1),
        (34, 2, 30, 2),
        (35, 2, 10, 3),
        (300, 3, 200, 3),  # after the last, people call
    ],
)
def test_a_document_climbs_one_level_when_it_is_late_and_the_last_letter_old_enough(
    days: int, level: int, rested: int | None, expected: int
) -> None:
    reminded_on = None if rested is None else ON - timedelta(days=rested)
    assert next_level(late(days, level=level, reminded_on=reminded_on), LADDER, ON) == expected


def test_a_letter_has_all_that_is_late_and_is_as_firm_as_what_it_raises() -> None:
    old = late(40, level=2, reminded_on=ON - timedelta(days=3))
    told = reminders([late(8), old, late(2)], LADDER, on=ON, rates=RATES, unused={}, held=(), minimum=Decimal(1))
    (letter,) = told.letters
    assert letter.level == 1
    assert [(c.level, c.is_raised, c.indemnity) for c in letter.claims] == [
        (2, False, Decimal(40)), (1, True, Decimal(0)), (0, False, Decimal(0))
    ]  # fmt: skip
    assert letter.total == 300 + letter.interest + 40


@pytest.mark.parametrize(
    ("item", "more", "reason"),
    [
        (late(8, is_blocked=True), {}, LeftAlone.BLOCKED),
        (late(8, is_collected=True), {}, LeftAlone.COLLECTED),
        (late(8), {"held": (SOMEBODY[0],)}, LeftAlone.HELD),
        (late(8), {"credit": "100"}, LeftAlone.COVERED),
        (late(8), {"credit": "99.50"}, LeftAlone.TOO_SMALL),
    ],
)
def test_who_is_left_alone_is_told_with_the_reason(item: Late, more: dict[str, object], reason: LeftAlone) -> None:
    assert found(item, **more) == ([], [reason])  # type: ignore[arg-type]  # as in the table above


def test_what_is_disputed_does_not_save_the_rest() -> None:
    assert found(late(8), late(9, is_blocked=True)) == ([1], [LeftAlone.BLOCKED])


def test_indemnity_is_in_euros_only() -> None:
    item = late(30, currency="USD", level=1, reminded_on=ON - timedelta(days=20))
    told = reminders([item], LADDER, on=ON, rates=RATES, unused={}, held=(), minimum=Decimal(1))
    (letter,) = told.letters
    assert (letter.indemnity, letter.interest > 0) == (Decimal(0), True)


items = st.builds(
    lambda days, cents, partner, level, blocked: late(
        days, str(Decimal(cents) / 100), partner_id=partner, level=level, is_blocked=blocked,
        reminded_on=ON - timedelta(days=days // 2) if level else None,
    ),
    st.integers(1, 120), st.integers(1, 10**6), st.sampled_from(SOMEBODY), st.integers(0, 3), st.booleans(),
)  # fmt: skip


@given(given_items=st.lists(items, max_size=25))
def test_whatever_is_late_each_customer_gets_one_letter_at_most_and_nothing_blocked(given_items: list[Late]) -> None:
    told = reminders(given_items, LADDER, on=ON, rates=RATES, unused={}, held=(), minimum=Decimal(1))
    assert len({letter.partner_id for letter in told.letters}) == len(told.letters)
    for letter in told.letters:
        assert any(claim.is_raised for claim in letter.claims)
        assert not any(claim.document.is_blocked for claim in letter.claims)
        for claim in letter.claims:
            assert claim.level - claim.document.level == claim.is_raised
    written = {claim.document.document_id for letter in told.letters for claim in letter.claims}
    assert written.isdisjoint(each.document.document_id for each in told.left_alone)


def test_levels_come_one_after_the_other() -> None:
    check_ladder(LADDER)
    with pytest.raises(LadderWrong):
        check_ladder([LADDER[1], LADDER[1]])


@pytest.mark.parametrize(
    ("ecb", "legal", "expected"),
    [("0.0215", "0.0276", "0.1215"), ("0.04", "0.0507", "0.1521"), ("0", "0.03", "0.10")],
)
def test_the_statutory_rate(ecb: str, legal: str, expected: str) -> None:
    assert statutory_rate(ecb_rate=Decimal(ecb), legal_rate=Decimal(legal)) == Decimal(expected)


@pytest.mark.parametrize(
    ("amount", "due", "on", "expected"),
    [
        ("1000", "2026-01-31", "2026-03-02", "9.86"),  # 30 days of 12 %
        ("1000", "2025-12-31", "2026-01-01", "0.33"),
        ("1000", "2025-12-21", "2026-01-20", "9.90"),  # 10 days of 12.15 %, 20 of 12 %
        ("1000", "2026-01-31", "2026-01-31", "0"),
    ],
)
def test_late_interest_counts_each_day_at_its_rate(amount: str, due: str, on: str, expected: str) -> None:
    got = late_interest(Decimal(amount), date.fromisoformat(due), date.fromisoformat(on), RATES)
    assert got == Decimal(expected)


def test_days_without_a_rate_are_refused() -> None:
    with pytest.raises(LateRateMissing):
        late_interest(Decimal(1), date(2025, 6, 1), ON, RATES)
    with pytest.raises(LateRateMissing):
        late_interest(Decimal(1), date(2026, 1, 1), ON, [])


@given(cents=st.integers(1, 10**9), days=st.integers(0, 400), cut=st.integers(0, 400))
def test_two_halves_of_a_time_cost_what_the_whole_does(cents: int, days: int, cut: int) -> None:
    amount, due = Decimal(cents) / 100, date(2025, 7, 2)
    middle, end = due + timedelta(days=min(cut, days)), due + timedelta(days=days)
    whole = late_interest(amount, due, end, RATES)
    parts = late_interest(amount, due, middle, RATES) + late_interest(amount, middle, end, RATES)
    assert abs(whole - parts) <= Decimal("0.01")


@given(cents=st.integers(1, 10**9), days=st.integers(1, 400), cut=st.integers(1, 400))
def test_what_was_charged_and_what_is_charged_later_are_the_whole_and_one_indemnity(
    cents: int, days: int, cut: int
) -> None:
    due = date(2025, 7, 2)
    middle, end = due + timedelta(days=min(cut, days)), due + timedelta(days=days)
    item = late(1, str(Decimal(cents) / 100), due_on=due)
    first = charge_of(item, middle, RATES)
    second = charge_of(replace(item, charged_through=middle, has_indemnity=True), end, RATES)
    whole = charge_of(item, end, RATES)
    assert sum(step.days for step in (*first.steps, *second.steps)) == days == sum(step.days for step in whole.steps)
    assert abs(whole.total - first.total - second.total) <= Decimal("0.01")


def test_interest_bears_no_interest() -> None:
    assert charge_of(late(30, is_charge=True), ON, RATES).total == 0


DUE = date(2025, 12, 21)


@st.composite
def paid_in_parts(draw: st.DrawFn) -> tuple[Late, int]:
    """A document due on 21 December 2025, paid in parts before and after, perhaps not whole; and a last day to look at."""
    cents = draw(st.lists(st.integers(1, 10**7), min_size=1, max_size=5))
    days = draw(st.lists(st.integers(-20, 90), min_size=len(cents), max_size=len(cents)))
    left = draw(st.one_of(st.just(0), st.integers(1, 10**7)))
    parts = [Part(Decimal(c) / 100, DUE + timedelta(days=d)) for c, d in zip(cents, days, strict=True)]
    item = late(1, due_on=DUE, open_amount=str(Decimal(left) / 100), paid=tuple(parts))
    return item, draw(st.integers(1, 100))


def days_owed(item: Late, on: date) -> Decimal:
    """The plain reading: day after day, what was owed on it at its rate, for a year."""
    total, day = Decimal(0), DUE + timedelta(days=1)
    while day <= on:
        rate = max((each for each in RATES if each.effective_from <= day), key=lambda each: each.effective_from).rate
        owed = item.open_amount + sum(part.amount for part in item.paid if part.paid_on is None or part.paid_on >= day)
        total += owed * rate
        day += timedelta(days=1)
    return total / 365


@given(case=paid_in_parts())
def test_interest_is_of_what_was_owed_on_each_day_at_its_rate(case: tuple[Late, int]) -> None:
    item, days = case
    on = DUE + timedelta(days=days)
    assert abs(charge_of(item, on, RATES).interest - days_owed(item, on)) <= Decimal("0.0051")


@given(case=paid_in_parts(), cut=st.integers(1, 100))
def test_what_is_paid_in_parts_is_charged_once_however_often_it_is_charged(case: tuple[Late, int], cut: int) -> None:
    item, days = case
    middle, end = DUE + timedelta(days=min(cut, days)), DUE + timedelta(days=days)
    whole, first = charge_of(item, end, RATES), charge_of(item, middle, RATES)
    charged = replace(item, charged_through=first.through, has_indemnity=first.indemnity > 0)
    second = charge_of(charged, end, RATES)
    assert abs(whole.interest - first.interest - second.interest) <= Decimal("0.01")
    assert whole.indemnity == first.indemnity + second.indemnity
    assert charge_of(replace(item, charged_through=whole.through, has_indemnity=True), end, RATES).total == 0


def test_what_was_paid_late_costs_the_days_until_it_was_paid_and_the_indemnity() -> None:
    item = late(1, "0", due_on=DUE, paid=(Part(Decimal(400), DUE), Part(Decimal(600), date(2026, 1, 20))))
    charge = charge_of(item, ON, RATES)
    assert [(step.days, step.amount) for step in charge.steps] == [(10, Decimal(600)), (20, Decimal(600))]
    assert (charge.interest, charge.indemnity, charge.through) == (Decimal("5.94"), Decimal(40), date(2026, 1, 20))


def test_what_was_paid_in_time_costs_nothing() -> None:
    assert charge_of(late(1, "0", due_on=DUE, paid=(Part(Decimal(400), DUE),)), ON, RATES).total == 0
