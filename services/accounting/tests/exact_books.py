"""The rules of valuation written a second time, in exact fractions, from the user guide alone: shares no code with the service.

Money on a document (what enters, what a bill changes, what is owed on) is rounded half up to the cent, once. What is there is an
exact fraction; the ledger has it rounded: the pool as a whole (average cost), or each layer (FIFO, lots).
"""

from dataclasses import dataclass, field
from fractions import Fraction
from math import floor

NOTHING = Fraction(0)


def to_cents(value: Fraction) -> Fraction:
    rounded = Fraction(floor(abs(value) * 100 + Fraction(1, 2)), 100)
    return rounded if value >= 0 else -rounded


def part_of(amount: Fraction, part: Fraction, whole: Fraction) -> Fraction:
    return amount if part == whole else to_cents(amount * part / whole)


@dataclass
class Left:
    """Of what came in: the rest, and what that rest has cost."""

    id: str
    quantity: Fraction
    cost: Fraction
    lot: str


@dataclass
class Bought:
    """The supplier's side of a receipt."""

    kept: Fraction
    amount: Fraction
    billed: Fraction = NOTHING
    billed_amount: Fraction = NOTHING


@dataclass
class Fact:
    """A movement that is in the books. Signs as seen from stock."""

    quantity: Fraction
    amount: Fraction
    kind: str
    back_quantity: Fraction = NOTHING
    back_amount: Fraction = NOTHING
    is_reversed: bool = False


@dataclass
class ExactBooks:
    method: str  # "avco", "fifo", "lot"
    left: list[Left] = field(default_factory=list)
    pool: Fraction = NOTHING
    on_credit: Fraction = NOTHING
    on_credit_amount: Fraction = NOTHING
    last_cost: Fraction = NOTHING
    facts: dict[str, Fact] = field(default_factory=dict)
    bought: dict[str, Bought] = field(default_factory=dict)
    landed_owed: Fraction = NOTHING

    # --- what the ledger says ---

    @property
    def held(self) -> Fraction:
        return sum((each.quantity for each in self.left), NOTHING)

    @property
    def quantity(self) -> Fraction:
        return self.held - self.on_credit

    @property
    def stock(self) -> Fraction:
        """Account 37."""
        if self.method == "avco":
            return to_cents(self.pool) - self.on_credit_amount
        return sum((to_cents(each.cost) for each in self.left), NOTHING) - self.on_credit_amount

    @property
    def not_billed(self) -> Fraction:
        """Account 4081."""
        return sum((each.amount - each.billed_amount for each in self.bought.values()), NOTHING)

    # --- what comes in ---

    def receive(self, id_: str, quantity: Fraction, price: Fraction, lot: str = "") -> Fraction:
        amount = to_cents(quantity * price)
        self.bought[id_] = Bought(quantity, amount)
        self._enter(id_, quantity, amount, lot, "receipt")
        return amount

    def find(self, id_: str, quantity: Fraction, lot: str = "") -> Fraction:
        own = [each for each in self.left if self.method == "lot" and lot and each.lot == lot]
        if own:
            average = sum((each.cost for each in own), NOTHING) / sum((each.quantity for each in own), NOTHING)
        elif self.left:
            average = self._worth() / self.held
        else:
            average = self.last_cost
        amount = to_cents(average * quantity)
        self._enter(id_, quantity, amount, lot, "gain")
        return amount

    def come_back(self, id_: str, issue_id: str, quantity: Fraction, lot: str = "") -> Fraction:
        issue = self.facts[issue_id]
        issue.back_quantity += quantity
        due = to_cents(-issue.amount * issue.back_quantity / -issue.quantity)
        amount, issue.back_amount = due - issue.back_amount, due
        self._enter(id_, quantity, amount, lot, "return")
        return amount

    def undo_issue(self, id_: str, issue_id: str, lot: str = "") -> Fraction:
        issue = self.facts[issue_id]
        issue.is_reversed = True
        self._enter(id_, -issue.quantity, -issue.amount, lot, "undo")
        return -issue.amount

    # --- what goes out: each returns the change of stock, below zero ---

    def issue(self, id_: str, quantity: Fraction, lot: str = "") -> Fraction:
        return self._leave(id_, quantity, "issue", lot)

    def give_back(self, id_: str, receipt_id: str, quantity: Fraction) -> Fraction:
        self._owed_less(receipt_id, quantity)
        return self._leave(id_, quantity, "to supplier", own=receipt_id)

    def undo_entry(self, id_: str, entry_id: str) -> Fraction:
        entry = self.facts[entry_id]
        entry.is_reversed = True
        if entry_id in self.bought:
            self._owed_less(entry_id, entry.quantity)
        return self._leave(id_, entry.quantity, "undo", own=entry_id)

    # --- what is known late: each returns what stock takes of it ---

    def bill(self, receipt_id: str, quantity: Fraction, net: Fraction) -> Fraction:
        bought = self.bought[receipt_id]
        open_quantity, open_amount = bought.kept - bought.billed, bought.amount - bought.billed_amount
        received = part_of(open_amount, quantity, open_quantity)
        bought.billed += quantity
        bought.billed_amount += received
        return self.cost_more(receipt_id, net - received)

    def land(self, receipt_id: str, amount: Fraction) -> Fraction:
        self.landed_owed += amount
        return self.cost_more(receipt_id, amount)

    def cost_more(self, receipt_id: str, difference: Fraction) -> Fraction:
        found = next((each for each in self.left if each.id == receipt_id), None)
        if found is None or difference == 0:
            return NOTHING
        part = part_of(difference, found.quantity, self.bought[receipt_id].kept)
        part = max(part, -to_cents(self.pool if self.method == "avco" else found.cost))
        found.cost = max(found.cost + part, NOTHING)
        if self.method == "avco":
            self.pool = max(self.pool + part, NOTHING)
            self.last_cost = self.pool / self.held
        return part

    def cost_by(self, method: str) -> Fraction:
        before = self.stock
        self.method = method
        self.pool = sum((each.cost for each in self.left), NOTHING)
        if method == "avco" and self.left:
            self.last_cost = self.pool / self.held
        return self.stock - before

    # --- how ---

    def _worth(self) -> Fraction:
        return self.pool if self.method == "avco" else sum((each.cost for each in self.left), NOTHING)

    def _enter(self, id_: str, quantity: Fraction, amount: Fraction, lot: str, kind: str) -> None:
        self.facts[id_] = Fact(quantity, amount, kind)
        settled = min(quantity, self.on_credit)
        actual = part_of(amount, settled, quantity) if settled else NOTHING
        if settled:
            provisional = part_of(self.on_credit_amount, settled, self.on_credit)
            self.on_credit -= settled
            self.on_credit_amount -= provisional
        self.last_cost = amount / quantity
        if quantity > settled:
            self.left.append(Left(id_, quantity - settled, amount - actual, lot))
            if self.method == "avco":
                self.pool += amount - actual
                self.last_cost = self.pool / self.held

    def _leave(self, id_: str, quantity: Fraction, kind: str, lot: str = "", own: str = "") -> Fraction:
        before, held, rest, cost = self.stock, self.held, min(quantity, self.held), NOTHING
        average = self.pool / held if held else NOTHING
        first = [each for each in self.left if each.id == own]
        first += [each for each in self.left if self.method == "lot" and lot and each.lot == lot]
        for each in (*first, *self.left):
            taken = min(rest, each.quantity)
            if taken:
                unit = each.cost / each.quantity
                if self.method != "avco":
                    self.last_cost = unit
                each.quantity -= taken
                each.cost -= unit * taken
                cost += unit * taken
                rest -= taken
        self.left = [each for each in self.left if each.quantity]
        if self.method == "avco" and held:
            out = cost if kind in ("to supplier", "undo") else average * (held - self.held)
            self.pool = max(self.pool - out, NOTHING) if self.left else NOTHING
            if self.left:
                self.last_cost = self.pool / self.held
        missing = quantity - min(quantity, held)
        self.on_credit += missing
        self.on_credit_amount += to_cents(missing * self.last_cost)
        amount = self.stock - before
        self.facts[id_] = Fact(-quantity, amount, kind)
        return amount

    def _owed_less(self, receipt_id: str, quantity: Fraction) -> None:
        bought = self.bought[receipt_id]
        less = bought.amount if quantity >= bought.kept else to_cents(bought.amount * quantity / bought.kept)
        bought.kept -= quantity
        bought.amount -= less
