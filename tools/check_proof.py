"""Recompute a proof file of stock value to the cent, from the file alone: `python check_proof.py proof.csv`.

It says where the file contradicts itself, and exits with 1 if it does. Standard library only, nothing of the project. The rules
are those of the user guide ("Comment le stock est valorisé"): stock is exact, the ledger has it rounded to the cent.
"""

import csv
import sys
from collections import defaultdict
from fractions import Fraction
from math import floor
from pathlib import Path

STOCK_ACCOUNT = "37"
NOTHING = Fraction(0)
Row = dict[str, str]
Layer = tuple[str, Fraction, Fraction, str]  # id, quantity, what that has cost, lot
Pair = tuple[Fraction, Fraction]


def number(text: str) -> Fraction:
    return Fraction(text or 0)


def cents(value: Fraction) -> Fraction:
    rounded = Fraction(floor(abs(value) * 100 + Fraction(1, 2)), 100)
    return rounded if value >= 0 else -rounded


def share(amount: Fraction, part: Fraction, whole: Fraction) -> Fraction:
    return amount if part == whole else cents(amount * part / whole)


class Checker:
    def __init__(self, rows: list[Row]) -> None:
        self.rows = rows
        self.faults: list[str] = []
        self.head = next(row for row in rows if row["kind"] == "product")
        self.method = self.head["reason"]
        self.layers: list[Layer] = []  # first in first
        self.pool = self.credit = self.credit_value = self.last = NOTHING
        self.facts: dict[str, Pair] = {}  # quantity, amount
        self.kept: dict[str, tuple[Fraction, str]] = {}  # receipt: what did not go back, line of its order
        self.sold: dict[str, Pair] = defaultdict(lambda: (NOTHING, NOTHING))
        self.back: dict[str, Pair] = defaultdict(lambda: (NOTHING, NOTHING))
        self.takes: list[tuple[str, str, Fraction]] = []  # issue, receipt, quantity
        self.true_ups: dict[str, Fraction] = {}

    def expect(self, what: str, told: object, found: object) -> None:
        if told != found:
            show = [f"{float(v):.6f}".rstrip("0").rstrip(".") if isinstance(v, Fraction) else v for v in (told, found)]
            self.faults.append(f"{what}: the file says {show[0]}, it must be {show[1]}")

    @property
    def held(self) -> Fraction:
        return sum((layer[1] for layer in self.layers), NOTHING)

    @property
    def posted(self) -> Fraction:
        layers = cents(self.pool) if self.method == "avco" else sum((cents(la[2]) for la in self.layers), NOTHING)
        return layers - self.credit_value

    def check(self) -> list[str]:
        facts = [row for row in self.rows if row["kind"] in ("movement", "change")]
        for place, row in enumerate(facts, 1):
            name = f"fact {row['sequence']} ({row['reason']} {row['document']})"
            self.expect(f"{name}: place", row["sequence"], str(place))
            amount = self.change(row, name) if row["kind"] == "change" else self.movement(row)
            self.expect(f"{name}: amount", number(row["amount"]), amount)
            if self.held == self.credit:
                self.expect(f"{name}: value of no stock", self.posted, NOTHING)
        told = sorted((r["id"], r["layer"], number(r["quantity"])) for r in self.rows if r["kind"] == "take")
        self.expect("what issues took from receipts", told, sorted(self.takes))
        counted = [row for row in facts if row["counted"] == "True"]
        for column, what in (("quantity", "quantity on the day"), ("amount", "value on the day")):
            total = sum((number(row[column]) for row in counted), NOTHING)
            self.expect(what, number(self.head[column]), total)
        everything = sum((number(row["amount"]) for row in facts), NOTHING)
        self.expect("value after all facts", everything, self.posted)
        if sites := [row for row in self.rows if row["kind"] == "site"]:
            for column in ("quantity", "amount"):
                total = sum((number(row[column]) for row in sites), NOTHING)
                self.expect(f"{column} of all sites", total, number(self.head[column]))
        self.ledger()
        return self.faults

    def ledger(self) -> None:
        lines: dict[str, list[tuple[str, Fraction]]] = defaultdict(list)
        due: dict[str, Fraction] = defaultdict(Fraction)
        for row in self.rows:
            if row["kind"] == "ledger":
                lines[row["entry"]].append((row["account"], number(row["debit"]) - number(row["credit"])))
            elif row["kind"] in ("movement", "change", "share") and number(row["amount"]):
                due[row["entry"]] += number(row["amount"])
        for entry in dict.fromkeys((*due, *lines)):
            self.expect(f"entry {entry}: balance", sum((v for _, v in lines[entry]), NOTHING), NOTHING)
            on_stock = sum((value for account, value in lines[entry] if account == STOCK_ACCOUNT), NOTHING)
            self.expect(f"entry {entry}: account {STOCK_ACCOUNT}", on_stock, due[entry])

    def movement(self, row: Row) -> Fraction:
        quantity = number(row["quantity"])
        amount = self.entering(row, quantity) if quantity > 0 else self.leaving(row, -quantity)
        self.facts[row["id"]] = (quantity, amount)
        if row["reason"] == "shipment":
            for key in {row["reverses"] or row["id"], row["line"]} - {"", row["reverses"]}:
                self.sold[key] = (self.sold[key][0] - quantity, self.sold[key][1] - amount)
        return amount

    def entering(self, row: Row, quantity: Fraction) -> Fraction:
        amount = cents(self.average(row["lot"]) * quantity)
        if row["reverses"]:
            amount = share(-self.facts[row["reverses"]][1], quantity, -self.facts[row["reverses"]][0])
        elif row["reason"] == "receipt" and row["unit_price"]:
            amount = cents(quantity * number(row["unit_price"]) / (number(row["rate"]) or 1))
            self.kept[row["id"]] = (quantity, row["line"])
        elif row["reason"] == "opening" or (row["reason"] == "receipt" and row["line"]):
            amount = number(row["amount"])  # brought by who loaded it
        elif row["reason"] == "customer-return" and (key := row["returns"] or row["line"]) in self.sold:
            back = self.back[key][0] + quantity
            due = cents(self.sold[key][1] * back / self.sold[key][0])
            amount, self.back[key] = due - self.back[key][1], (back, due)
        actual = NOTHING
        if settled := min(quantity, self.credit):
            actual, provisional = share(amount, settled, quantity), share(self.credit_value, settled, self.credit)
            self.credit, self.credit_value = self.credit - settled, self.credit_value - provisional
            self.true_ups[row["id"]] = provisional - actual
        self.last = amount / quantity
        if quantity > settled:
            self.layers.append((row["id"], quantity - settled, amount - actual, row["lot"]))
            self.pool_is(self.pool + amount - actual)
        return amount

    def leaving(self, row: Row, quantity: Fraction) -> Fraction:
        before, held, rest, cost = self.posted, self.held, min(quantity, self.held), NOTHING
        own, as_it_came = row["reverses"], row["reason"] in ("receipt", "supplier-return") or bool(row["reverses"])
        if row["reason"] == "supplier-return" and not own:
            of_line = [id_ for id_, (_, line) in self.kept.items() if line and line == row["line"]]
            own = row["returns"] or max(of_line, default="")
        if own in self.kept and as_it_came:
            self.kept[own] = (self.kept[own][0] - quantity, self.kept[own][1])
        first = [la for la in self.layers if la[0] == own]
        first += [la for la in self.layers if self.method == "lot" and row["lot"] and la[3] == row["lot"]]
        average = self.pool / held if held else NOTHING
        for id_, there, worth, lot in dict.fromkeys(first + self.layers):
            if taken := min(rest, there):
                self.last = self.last if self.method == "avco" else worth / there
                self.layer_is(id_, (id_, there - taken, worth - worth / there * taken, lot))
                cost, rest = cost + worth / there * taken, rest - taken
                self.takes.append((row["id"], id_, taken))
        out = cost if as_it_came else average * (held - self.held)
        self.pool_is(max(self.pool - out, NOTHING) if self.layers else NOTHING)
        missing = quantity - min(quantity, held)
        self.credit, self.credit_value = self.credit + missing, self.credit_value + cents(missing * self.last)
        return self.posted - before

    def change(self, row: Row, name: str) -> Fraction | None:
        if row["reason"] == "negative-stock":
            return self.true_ups.pop(row["line"], None)
        before = self.posted
        if row["reason"].startswith("costing-method "):
            self.method = row["reason"].split()[2]
            self.pool_is(sum((layer[2] for layer in self.layers), NOTHING))
            return self.posted - before
        difference, spread = number(row["difference"]), number(row["spread_over"])
        self.expect(f"{name}: units it is spread over", spread, self.kept.get(row["layer"], (spread, ""))[0])
        gap = cents((number(row["net"]) - number(row["received"])) / (number(row["rate"]) or 1))
        self.expect(f"{name}: difference", abs(difference), abs(gap if row["net"] else difference))
        if (layer := next((layer for layer in self.layers if layer[0] == row["layer"]), None)) is None:
            return NOTHING
        part = max(share(difference, layer[1], spread), -cents(self.pool if self.method == "avco" else layer[2]))
        self.layer_is(layer[0], (*layer[:2], max(layer[2] + part, NOTHING), layer[3]))
        self.pool_is(max(self.pool + part, NOTHING))
        return part

    def layer_is(self, id_: str, layer: Layer) -> None:
        self.layers = [new for new in (layer if old[0] == id_ else old for old in self.layers) if new[1]]

    def pool_is(self, value: Fraction) -> None:
        if self.method == "avco":
            self.pool = value
            self.last = value / self.held if self.layers else self.last

    def average(self, lot: str) -> Fraction:
        own = [la for la in self.layers if self.method == "lot" and lot and la[3] == lot] or self.layers
        if own and self.method != "avco":
            return sum((la[2] for la in own), NOTHING) / sum((la[1] for la in own), NOTHING)
        return self.pool / self.held if own else self.last


def main(path: str) -> int:
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    faults = Checker(rows).check()
    print("\n".join(faults) or f"{rows[0]['quantity']} of {rows[0]['document']} are worth {rows[0]['amount']}.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
