"""Valuation against exact rational arithmetic, over generated histories."""

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

import pytest
from accounting.domain.valuation import Method, Stock, cents, issue, receive, revalue
from hypothesis import given, settings
from hypothesis import strategies as st
from kit.ids import new_id

quantities = st.integers(1, 400).map(Decimal)
amounts = st.integers(1, 2_000_000).map(lambda n: Decimal(n) / 100)
history = st.lists(
    st.one_of(
        st.tuples(st.just("in"), quantities, amounts), st.tuples(st.just("out"), quantities, st.just(Decimal(0)))
    ),
    max_size=60,
)


def stock(method: Method) -> Stock:
    return Stock(new_id(), method)


@dataclass
class Exact:
    """The same rules in fractions, without any rounding, written independently."""

    fifo: bool
    layers: list[list[Fraction]] = field(default_factory=list)  # [quantity, value]

    def value(self) -> Fraction:
        return sum((value for _, value in self.layers), Fraction(0))

    def quantity(self) -> Fraction:
        return sum((quantity for quantity, _ in self.layers), Fraction(0))

    def receive(self, quantity: Decimal, amount: Decimal) -> None:
        self.layers.append([Fraction(quantity), Fraction(amount)])
        if not self.fifo:
            self.layers = [[self.quantity(), self.value()]]

    def issue(self, quantity: Decimal) -> None:
        left = Fraction(quantity)
        while left:
            head = self.layers[0]
            taken = min(left, head[0])
            head[1] -= head[1] * taken / head[0]
            head[0] -= taken
            left -= taken
            if head[0] == 0:
                self.layers.pop(0)


@pytest.mark.parametrize("method", list(Method))
@settings(max_examples=300, deadline=None)
@given(history=history)
def test_the_ledger_agrees_to_the_cent_with_exact_arithmetic(
    method: Method, history: list[tuple[str, Decimal, Decimal]]
) -> None:
    ours, exact = stock(method), Exact(method is not Method.AVCO)
    ledger = Decimal(0)
    for kind, quantity, amount in history:
        if kind == "in":
            ledger += receive(ours, new_id(), quantity, amount).amount
            exact.receive(quantity, amount)
        elif quantity <= ours.quantity:
            ledger -= issue(ours, new_id(), quantity).amount
            exact.issue(quantity)
        assert ours.posted == ledger
        assert ours.held == sum(layer.quantity for layer in ours.layers)
        if method is not Method.AVCO:
            assert ours.held_value == sum(layer.posted for layer in ours.layers)
        assert Fraction(ours.quantity) == exact.quantity()
        # One head layer at most is broken: the whole is within half a cent of the exact value.
        assert abs(Fraction(ledger) - exact.value()) <= Fraction(1, 200)
        if ours.quantity == 0:
            assert ledger == 0


@pytest.mark.parametrize("method", list(Method))
@settings(max_examples=200, deadline=None)
@given(history=history)
def test_what_goes_on_credit_is_trued_up_and_nothing_is_lost(
    method: Method, history: list[tuple[str, Decimal, Decimal]]
) -> None:
    """With negative stock allowed: ledger = state at each step, and at quantity zero nothing is left."""
    ours = stock(method)
    ledger = Decimal(0)
    for kind, quantity, amount in history:
        if kind == "in":
            received = receive(ours, new_id(), quantity, amount)
            ledger += received.amount - received.true_up
        else:
            ledger -= issue(ours, new_id(), quantity).amount
        assert ours.posted == ledger
        if ours.quantity == 0:
            assert ledger == 0


@pytest.mark.parametrize("method", list(Method))
@settings(max_examples=200, deadline=None)
@given(received=st.integers(1, 500), gone=st.integers(0, 500), price=amounts, difference=amounts)
def test_a_price_difference_is_shared_by_what_is_left(
    method: Method, received: int, gone: int, price: Decimal, difference: Decimal
) -> None:
    gone = min(gone, received)
    ours, receipt = stock(method), new_id()
    receive(ours, receipt, Decimal(received), price)
    if gone:
        issue(ours, new_id(), Decimal(gone))
    before = ours.posted
    to_stock = revalue(ours, receipt, difference, received=Decimal(received), left=Decimal(received - gone))
    assert ours.posted == before + to_stock
    assert abs(Fraction(to_stock) - Fraction(difference) * (received - gone) / received) <= Fraction(1, 200)
    if gone < received:
        issue(ours, new_id(), Decimal(received - gone))
    assert ours.posted == 0


def test_fifo_takes_the_first_layer_first_and_the_last_unit_takes_the_rest() -> None:
    ours = stock(Method.FIFO)
    receive(ours, new_id(), Decimal(3), Decimal("10.00"))
    receive(ours, new_id(), Decimal(2), Decimal("8.00"))
    costs = [issue(ours, new_id(), Decimal(1)).amount for _ in range(5)]
    assert costs == [Decimal("3.33"), Decimal("3.34"), Decimal("3.33"), Decimal("4.00"), Decimal("4.00")]


def test_avco_issues_at_the_running_average() -> None:
    ours = stock(Method.AVCO)
    receive(ours, new_id(), Decimal(10), Decimal("100.00"))
    receive(ours, new_id(), Decimal(10), Decimal("200.00"))
    assert issue(ours, new_id(), Decimal(5)).amount == Decimal("75.00")
    assert ours.unit_cost == Decimal("15.000000")


def test_a_named_layer_goes_first() -> None:
    ours, second = stock(Method.FIFO), new_id()
    receive(ours, new_id(), Decimal(5), Decimal("5.00"))
    receive(ours, second, Decimal(5), Decimal("10.00"))
    assert issue(ours, new_id(), Decimal(6), first_from=second).amount == Decimal("11.00")


def test_half_a_cent_kept_with_noise_still_rounds_up() -> None:
    assert cents(Decimal("3.33499999999999999999")) == Decimal("3.34")
