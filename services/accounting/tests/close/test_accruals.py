"""What a month-end posts: each kind by cases, and what must hold whatever there is."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from accounting.domain.chart import CHART
from accounting.domain.close.accruals import (
    Amounts,
    Deferral,
    ForeignItem,
    Kind,
    Unbilled,
    Uninvoiced,
    bills_to_come,
    deferred,
    invoices_to_issue,
    lines_of,
    revalued,
)
from accounting.domain.close.closing import Accrual, Blocker, Closing, entries_of
from accounting.domain.errors import ClosingBlocked, ClosingMoved
from hypothesis import given
from hypothesis import strategies as st
from kit.exchange import ExchangeRate
from kit.ids import new_id

A, B = new_id(), new_id()
MONTH = date(2026, 6, 1)
LAST, NEXT = date(2026, 6, 30), date(2026, 7, 1)
cents = st.integers(1, 10**9).map(lambda n: Decimal(n) / 100)
partners = st.sampled_from([A, B])
rates = st.integers(1, 10**6).map(lambda n: ExchangeRate("USD", Decimal(n) / 10**4, LAST))


def said(amounts: Amounts) -> dict[str, str]:
    return {
        f"{account} {'A' if partner == A else ''}".strip(): str(amount)
        for (account, partner), amount in amounts.items()
    }


def insurance(amount: str = "1200", account: str = "616") -> Deferral:
    return Deferral(A, "insurance", account, Decimal(amount), MONTH, date(2027, 5, 31), MONTH)


def test_goods_not_billed_bring_their_tax() -> None:
    unbilled = [Unbilled(A, Decimal("0.2"), Decimal("60.03")), Unbilled(A, Decimal("0.055"), Decimal("10.00"))]
    assert said(bills_to_come(unbilled)) == {"44586": "12.56", "4081 A": "-12.56"}


def test_goods_not_invoiced_bring_revenue_and_tax() -> None:
    assert said(invoices_to_issue([Uninvoiced(A, Decimal("0.2"), Decimal("29.97"))])) == {
        "4181 A": "35.96",
        "707": "-29.97",
        "44587": "-5.99",
    }


def test_a_loss_in_sight_is_provided_for_and_a_gain_waits() -> None:
    owed = ForeignItem(A, True, Decimal(110), Decimal(100), ExchangeRate("USD", Decimal("1.25"), LAST))
    assert said(revalued([owed])) == {"476": "12.00", "411 A": "-12.00", "6815": "12.00", "1515": "-12.00"}
    owing = ForeignItem(A, False, Decimal(110), Decimal(100), ExchangeRate("USD", Decimal("1.25"), LAST))
    assert said(revalued([owing])) == {"401 A": "12.00", "477": "-12.00"}


def test_a_year_paid_ahead_leaves_month_by_month() -> None:
    assert said(deferred([insurance()], LAST)) == {"486": "1101.37", "616": "-1101.37"}
    assert said(deferred([insurance(account="706")], LAST)) == {"706": "1101.37", "487": "-1101.37"}
    assert insurance().left(date(2026, 5, 31)) == 0  # not posted yet
    assert insurance().left(date(2027, 5, 31)) == 0
    early = Deferral(A, "rent", "613", Decimal(300), date(2026, 9, 1), date(2026, 9, 30), MONTH)
    assert early.left(LAST) == 300


@given(cents, st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(0, 800))
def test_what_is_put_off_only_falls_and_all_of_it_arrives(amount: Decimal, starts_on: date, days: int) -> None:
    deferral = Deferral(A, "x", "616", amount, starts_on, starts_on + timedelta(days=days), starts_on)
    left = [deferral.left(starts_on + timedelta(days=day)) for day in range(days + 2)]
    assert left == sorted(left, reverse=True)
    assert all(0 <= each <= amount for each in left)
    assert left[-1] == 0


amounts = st.one_of(
    st.builds(
        bills_to_come, st.lists(st.builds(Unbilled, partners, st.sampled_from([Decimal("0.2"), Decimal(0)]), cents))
    ),
    st.builds(invoices_to_issue, st.lists(st.builds(Uninvoiced, partners, st.just(Decimal("0.055")), cents))),
    st.builds(revalued, st.lists(st.builds(ForeignItem, partners, st.booleans(), cents, cents, rates))),
)


@given(amounts, amounts)
def test_entries_bring_what_is_posted_to_what_is_wanted(wanted: Amounts, posted: Amounts) -> None:
    lines = lines_of(wanted, posted)
    after = dict(posted)
    for line in lines:
        key = (line.account, line.partner_id)
        after[key] = after.get(key, Decimal(0)) + line.debit - line.credit
    assert {key: amount for key, amount in after.items() if amount} == {k: a for k, a in wanted.items() if a}
    assert {line.account for line in lines} <= set(CHART)
    assert lines_of(wanted, wanted) == ()
    if lines:
        closing = shut(Accrual(Kind.REVALUATION, lines))
        entry, back = entries_of(closing, [A, B])  # balanced, or it could not be built
        assert (entry.posted_on, back.posted_on, back.reverses) == (LAST, NEXT, entry.id)


def shut(*accruals: Accrual, blockers: tuple[Blocker, ...] = ()) -> Closing:
    return Closing(MONTH, LAST, NEXT, blockers, accruals)


def test_only_what_was_shown_is_posted_and_not_over_what_blocks() -> None:
    one = shut(Accrual(Kind.BILLS_TO_COME, lines_of(bills_to_come([Unbilled(A, Decimal("0.2"), Decimal(60))]), {})))
    other = shut(Accrual(Kind.BILLS_TO_COME, lines_of(bills_to_come([Unbilled(B, Decimal("0.2"), Decimal(60))]), {})))
    one.check(one.content_hash, accepts_blockers=False)
    with pytest.raises(ClosingMoved):
        other.check(one.content_hash, accepts_blockers=True)
    soft, hard = Blocker("a", "finance", 1, None, "/", blocks=False), Blocker("b", "finance", 1, None, "/", blocks=True)
    shut(blockers=(soft,)).check(shut().content_hash, accepts_blockers=False)
    with pytest.raises(ClosingBlocked):
        shut(blockers=(soft, hard)).check(shut().content_hash, accepts_blockers=False)
    shut(blockers=(hard,)).check(shut().content_hash, accepts_blockers=True)
