"""Every operation in any order, against exact fractions: the ledger's figures agree to the cent after each step."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from accounting.domain.movement import Basis, Direction, Movement, Outcome, Reason, Sold, value_movement
from accounting.domain.purchase import PurchasePrice, ReceivedAt
from accounting.domain.schemes import SchemeName, stock_lines
from accounting.domain.valuation import Method, Stock, change_method, revalue
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from kit.exchange import ExchangeRate
from kit.ids import new_id

from services.accounting.tests.exact_books import ExactBooks

_AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
_OWN = ExchangeRate.own("EUR", date(2026, 3, 2))
quantities = st.one_of(st.integers(1, 30).map(Decimal), st.integers(1, 9999).map(lambda n: Decimal(n) / 1000))
prices = st.one_of(st.integers(1, 99).map(Decimal), st.integers(0, 99_999_999).map(lambda n: Decimal(n) / 1_000_000))
lots = st.sampled_from(["", "A", "B"])
which = st.integers(0, 1000)


class Histories(RuleBasedStateMachine):
    """Our rules and the exact ones, side by side."""

    @initialize(method=st.sampled_from(list(Method)))
    def open(self, method: Method) -> None:
        self.ours = Stock(new_id(), method)
        self.exact = ExactBooks(method)
        self.ledger = self.not_billed = Decimal(0)
        self.received: dict[UUID, ReceivedAt] = {}
        self.sold: dict[UUID, Sold] = {}
        self.moved: dict[UUID, tuple[Decimal, Decimal]] = {}

    @rule(quantity=quantities, price=prices, lot=lots)
    def receive(self, quantity: Decimal, price: Decimal, lot: str) -> None:
        movement = self._movement(Reason.RECEIPT, quantity, lot=lot, is_in=True, order_line_id=new_id())
        outcome = self._value(movement, PurchasePrice(price, _OWN))
        self._agree(outcome, self.exact.receive(str(movement.id), Fraction(quantity), Fraction(price), lot))
        self.received[movement.id] = ReceivedAt(quantity, outcome.amount, outcome.amount, _OWN)

    @rule(quantity=quantities, lot=lots, reason=st.sampled_from([Reason.SHIPMENT, Reason.ADJUSTMENT, Reason.SCRAP]))
    def issue(self, quantity: Decimal, lot: str, reason: Reason) -> None:
        movement = self._movement(reason, quantity, lot=lot)
        outcome = self._value(movement)
        self._agree(outcome, self.exact.issue(str(movement.id), Fraction(quantity), lot))
        if reason is Reason.SHIPMENT:
            self.sold[movement.id] = Sold(quantity, -outcome.amount)

    @precondition(lambda self: self.ours.held > 0)
    @rule(lot=lots)
    def sell_out(self, lot: str) -> None:
        self.issue(self.ours.held, lot, Reason.SHIPMENT)

    @rule(quantity=quantities, lot=lots)
    def find(self, quantity: Decimal, lot: str) -> None:
        movement = self._movement(Reason.ADJUSTMENT, quantity, lot=lot, is_in=True)
        self._agree(self._value(movement), self.exact.find(str(movement.id), Fraction(quantity), lot))

    @precondition(lambda self: self.sold)
    @rule(n=which, parts=st.integers(1, 4))
    def come_back(self, n: int, parts: int) -> None:
        shipped = list(self.sold)[n % len(self.sold)]
        sold = self.sold[shipped]
        quantity = (sold.quantity - sold.returned_quantity) / parts
        if quantity <= 0 or quantity != round(quantity, 12) or self.exact.facts[str(shipped)].is_reversed:
            return
        movement = self._movement(Reason.CUSTOMER_RETURN, quantity, is_in=True, returns=shipped)
        self._agree(self._value(movement), self.exact.come_back(str(movement.id), str(shipped), Fraction(quantity)))

    @precondition(lambda self: self.received)
    @rule(n=which, quantity=quantities)
    def give_back(self, n: int, quantity: Decimal) -> None:
        receipt = list(self.received)[n % len(self.received)]
        quantity = min(quantity, self.received[receipt].quantity)
        if quantity <= 0:
            return
        movement = self._movement(Reason.SUPPLIER_RETURN, quantity, returns=receipt)
        self._agree(self._value(movement), self.exact.give_back(str(movement.id), str(receipt), Fraction(quantity)))

    @precondition(lambda self: self.moved)
    @rule(n=which)
    def undo(self, n: int) -> None:
        original = list(self.moved)[n % len(self.moved)]
        fact, quantity = self.exact.facts[str(original)], abs(self.moved[original][0])
        kept = self.received.get(original)
        if fact.is_reversed or fact.kind in ("undo", "to supplier") or fact.back_quantity:
            return
        if kept is not None and (kept.quantity != quantity or self.exact.bought[str(original)].billed):
            return  # goods that went back, or are billed, are not taken out again by a reversal
        reason = Reason.RECEIPT if kept is not None else Reason.ADJUSTMENT
        movement = self._movement(reason, quantity, is_in=fact.quantity < 0, reverses=original)
        undone = self.exact.undo_issue if fact.quantity < 0 else self.exact.undo_entry
        self._agree(self._value(movement), undone(str(movement.id), str(original)))

    @precondition(lambda self: self.received)
    @rule(n=which, more=st.integers(-300, 900).map(lambda n: Decimal(n) / 100))
    def cost_more(self, n: int, more: Decimal) -> None:
        """A bill's difference, a landed cost, a credit on the price, each of them taken back: one rule."""
        receipt = list(self.received)[n % len(self.received)]
        layer = next(layer for layer in self.ours.layers if layer.movement_id == receipt)
        part = revalue(self.ours, receipt, more, received=self.received[receipt].quantity, left=layer.quantity)
        assert Fraction(part) == self.exact.cost_more(str(receipt), Fraction(more))
        self.ledger += part

    @rule(method=st.sampled_from(list(Method)))
    def cost_by(self, method: Method) -> None:
        change = change_method(self.ours, method)
        assert Fraction(change) == self.exact.cost_by(method)
        self.ledger += change

    @invariant()
    def the_books_hold(self) -> None:
        if not hasattr(self, "ours"):
            return
        assert Fraction(self.ours.quantity) == self.exact.quantity
        assert Fraction(self.ours.posted) == self.exact.stock
        assert self.ours.posted == self.ledger
        assert Fraction(self.not_billed) == self.exact.not_billed
        assert sum(layer.quantity for layer in self.ours.layers) == self.ours.held
        if self.ours.quantity == 0:
            assert self.ledger == 0

    def _movement(
        self,
        reason: Reason,
        quantity: Decimal,
        *,
        lot: str = "",
        is_in: bool = False,
        order_line_id: UUID | None = None,
        reverses: UUID | None = None,
        returns: UUID | None = None,
    ) -> Movement:
        return Movement(
            id=new_id(),
            product_id=self.ours.product_id,
            quantity=quantity,
            direction=Direction.INTO_STOCK if is_in else Direction.OUT_OF_STOCK,
            reason=reason,
            document_id=new_id(),
            document_number="",
            document_line_id=None,
            order_id=None,
            order_line_id=order_line_id,
            reverses=reverses,
            returns=returns,
            occurred_at=_AT,
            opening_unit_cost=None,
            lot=lot,
        )

    def _value(self, movement: Movement, price: PurchasePrice | None = None) -> Outcome:
        origin = movement.reverses or movement.returns
        receipts = {movement.id: origin} if origin in self.received else {}
        basis = Basis({movement.id: price} if price else {}, self.moved, self.sold, receipts, self.received)
        outcome = value_movement(self.ours, movement, basis)
        sign = 1 if movement.direction is Direction.INTO_STOCK else -1
        self.moved[movement.id] = (sign * movement.quantity, outcome.amount)
        for scheme in SchemeName:
            purchased = None if outcome.purchased is None else outcome.purchased.value
            lines = stock_lines(scheme, movement.cause, outcome.amount, purchased=purchased)
            assert sum(line.debit - line.credit for line in lines) == 0
            assert sum(line.debit - line.credit for line in lines if line.account == "37") == outcome.amount
        self.ledger += outcome.amount - outcome.true_up
        self.not_billed += outcome.purchased.value if outcome.purchased is not None else 0
        return outcome

    def _agree(self, outcome: Outcome, exact: Fraction) -> None:
        assert Fraction(outcome.amount) == exact


TestHistories = Histories.TestCase
TestHistories.settings = settings(max_examples=400, stateful_step_count=40, deadline=None)
