"""The frozen corpus: a small trade written in `data/world.json`, and 200 baskets of it with their prices and reasons.

`data/priced_baskets.txt` is read by people as well as by the test. Only who means to change prices writes it anew:
`python -m services.pricing.tests.corpus`.
"""

import json
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple
from uuid import NAMESPACE_OID, UUID, uuid5

from kit.exchange import ExchangeRate
from pricing.domain.contract import Agreement
from pricing.domain.discount_limit import DiscountLimit, Level, LimitSet
from pricing.domain.engine import Layers
from pricing.domain.exchange import Exchange
from pricing.domain.margin import MarginRule, RuleSet, true_cost
from pricing.domain.price import Offer
from pricing.domain.price_rule import Counts, Kind, PriceRule, PriceRules, Stacking, faults_of
from pricing.queries.quote import AskedLine, Ground, Quote, Quoted, QuotedLine, answer
from pricing.queries.sales_facts import LineFacts, SaleFacts
from pricing.storage.rules import Rules

DATA = Path(__file__).parent / "data"
BASKETS = DATA / "priced_baskets.txt"
COUNT = 200
_FIRST_DAY = date(2026, 1, 1)
_NUMBERS = {"value", "min_quantity", "min_amount", "below_amount", "buy_quantity", "approval_rate", "floor_rate"}
_HEAD = re.compile(r"#(\d+) (\S+) (\S+) (\S+) (\S+)")
_LINE = re.compile(r"  (\S+) x (\S+)(?: at (\S+))?")


class Basket(NamedTuple):
    """What somebody asks."""

    customer: str
    channel: str
    on: date
    currency: str
    lines: Sequence[tuple[str, Decimal, Decimal | None]]  # sku, quantity, price set by hand


# A seller grants five per cent alone, his manager twenty, a director thirty.
_LIMITS = (
    DiscountLimit(uuid5(NAMESPACE_OID, "sales"), Decimal("0.05"), role="sales"),
    DiscountLimit(uuid5(NAMESPACE_OID, "manager"), Decimal("0.20"), level=Level.MANAGER),
    DiscountLimit(uuid5(NAMESPACE_OID, "director"), Decimal("0.30"), level=Level.DIRECTOR),
)


class World:
    """The trade as its file says it."""

    def __init__(self, text: str) -> None:
        world = json.loads(text)
        self.products: dict[str, dict[str, Any]] = {each["sku"]: each for each in world["products"]}
        self.customers: dict[str, dict[str, Any]] = {each["code"]: each for each in world["customers"]}
        self._segment_prices: dict[str, Any] = world["segment_prices"]
        self._contracts: list[dict[str, Any]] = world["contracts"]
        prices = PriceRules(_price_rule(each) for each in world["rules"])
        self.rules = Rules(RuleSet(_margin_rule(each) for each in world["margin_rules"]), prices, LimitSet(_LIMITS))

    def priced(self, basket: Basket) -> Quoted:
        """As pricing answers, without a database."""
        customer = self.customers[basket.customer]
        quote = Quote(
            customer_id=_id(basket.customer),
            channel=basket.channel,
            priced_on=basket.on,
            currency=basket.currency,
            lines=[AskedLine(_id(sku), quantity, manual) for sku, quantity, manual in basket.lines],
            roles=("sales",),
        )
        facts = SaleFacts(
            segment=customer["segment"],
            rules_version=1,
            lines=[self._facts(sku, customer, basket.currency) for sku, _, _ in basket.lines],
            salesperson_level=customer["salesperson_level"],
        )
        foreign = ExchangeRate(basket.currency, Decimal("1.08"), basket.on)
        rate = ExchangeRate.own("EUR", basket.on) if basket.currency == "EUR" else foreign
        exchange = Exchange.at(basket.currency, rate)
        return answer(quote, Ground(facts, self.rules, "EUR", basket.on, exchange))

    def _facts(self, sku: str, customer: Mapping[str, Any], currency: str) -> LineFacts:
        product = self.products[sku]
        path = product["families"].split("/")
        lists = [product["prices"].get(currency, {})]
        if currency == "EUR":
            lists += [self._segment_prices.get(customer["segment"], {}).get(sku, {})]
            lists += [customer.get("prices", {}).get(sku, {})]
        offers = [
            Offer(rank, Decimal(quantity), _FIRST_DAY, f"{sku}-{rank}-{quantity}", Decimal(price))
            for rank, prices in enumerate(lists)
            for quantity, price in prices.items()
        ]
        agreements = [
            _agreement(each, path)
            for each in self._contracts
            if currency == "EUR"
            and each["customer"] == customer["code"]
            and (each.get("sku") == sku or each.get("family") in path)
        ]
        cost = true_cost(_decimal(product.get("cost")), _decimal(product.get("replacement")))
        return LineFacts(sku, path, cost, _decimal(product.get("weight_kg")), layers=Layers(offers, agreements))


def load() -> World:
    return World((DATA / "world.json").read_text())


def baskets_of(text: str) -> Iterator[tuple[Basket, str]]:
    """The baskets of the file, each with its block of text."""
    for block in text.strip().split("\n\n"):
        head, *rows = block.splitlines()
        match = _HEAD.fullmatch(head)
        assert match, head
        lines = [(found[1], Decimal(found[2]), _decimal(found[3])) for row in rows if (found := _LINE.fullmatch(row))]
        yield Basket(match[2], match[3], date.fromisoformat(match[4]), match[5], lines), block


def told(number: int, basket: Basket, quoted: Quoted) -> str:
    """A basket with its prices and reasons, for people."""
    rows = [f"#{number:03} {basket.customer} {basket.channel} {basket.on} {basket.currency}"]
    for (sku, quantity, manual), line in zip(basket.lines, quoted.lines, strict=True):
        rows.append(f"  {sku} x {quantity}" + (f" at {manual}" if manual is not None else ""))
        rows += [
            f"    {step.amount:>10} {step.unit_price:>12} {step.rule}: {step.label_fr}" for step in line.priced.steps
        ]
        rows.append(f"    {line.priced.amount:>10} = {_judged(line)}")
    rows += [f"  {charge.amount:>12} {charge.rule}: {charge.label_fr}" for charge in quoted.charges]
    rows.append(f"  {quoted.amount:>12} = {quoted.verdict.name.lower()}")
    if quoted.order:
        rows.append(f"  order: {quoted.order.explanation}")
    return "\n".join(rows)


def _judged(line: QuotedLine) -> str:
    decision = line.decision
    rate = "?" if decision.margin_rate is None else f"{decision.margin_rate:.2%}"
    owed = f", owes {decision.owed.normalize():f}" if decision.owed else ""
    replaced = f", bought anew at {decision.unit_cost}" if decision.is_replacement_cost else ""
    return f"{decision.verdict.name.lower()}, margin {rate}, floor {decision.floor_price or '?'}{owed}{replaced}"


def drawn(world: World) -> Iterator[Basket]:
    """Baskets as they come: always the same."""
    numbers = random.Random(2026)
    days = [date(2026, 9, 15), date(2026, 11, 25), date(2026, 11, 25), date(2027, 1, 10)]
    for i in range(COUNT):
        currency = "USD" if i % 25 == 24 else "EUR"
        skus = [sku for sku, product in world.products.items() if currency in product["prices"]]
        lines = []
        for sku in numbers.sample(skus, numbers.randint(1, min(6, len(skus)))):
            is_screw = sku.startswith("VIS")
            quantity = numbers.choice(
                [100, 500, 1000, 1500, 2500] if is_screw else [1, 2, 3, 5, 6, 10, 12, 20, 25, 48, 60, 120]
            )
            by_hand = numbers.random() < 0.08
            price = next(iter(world.products[sku]["prices"][currency].values()))
            manual = (
                (Decimal(price) * numbers.choice([70, 80, 90]) / 100).quantize(Decimal("0.01")) if by_hand else None
            )
            lines.append((sku, Decimal(quantity), manual))
        yield Basket(
            numbers.choice(list(world.customers)),
            numbers.choice(["field", "field", "portal", "edi"]),
            numbers.choice(days),
            currency,
            lines,
        )


def _price_rule(values: Mapping[str, Any]) -> PriceRule:
    known: dict[str, Any] = {"effective_from": "2026-01-01", "kind": "", **values}
    product, customer = known.pop("product", None), known.pop("customer", None)
    for name in _NUMBERS & known.keys():
        known[name] = Decimal(known[name])
    known["kind"] = Kind(known["kind"])
    known["stacking"] = Stacking(known.get("stacking", "together"))
    known["counts"] = Counts(known.get("counts", "line"))
    for name in {"effective_from", "effective_until"} & known.keys():
        known[name] = date.fromisoformat(known[name])
    rule = PriceRule(
        id=_id(known["code"]),
        product_id=_id(product) if product else None,
        customer_id=_id(customer) if customer else None,
        **known,
    )
    assert not list(faults_of(rule)), rule
    return rule


def _margin_rule(values: Mapping[str, Any]) -> MarginRule:
    known: dict[str, Any] = {name: Decimal(each) if name in _NUMBERS else each for name, each in values.items()}
    customer = known.pop("customer", None)
    return MarginRule(id=_id(repr(values)), customer_id=_id(customer) if customer else None, **known)


def _agreement(values: Mapping[str, Any], path: Sequence[str]) -> Agreement:
    return Agreement(
        depth=1000 if "sku" in values else path.index(values["family"]),
        min_quantity=Decimal(values.get("min_quantity", "0")),
        effective_from=_FIRST_DAY,
        line_id=values.get("sku") or values["family"],
        code=values["code"],
        unit_price=_decimal(values.get("unit_price")),
        discount_rate=_decimal(values.get("discount_rate")),
        quantity_cap=_decimal(values.get("quantity_cap")),
        quantity_called=Decimal(values.get("quantity_called", "0")),
        takes_rules=values["takes_rules"],
    )


def _id(name: str) -> UUID:
    return uuid5(NAMESPACE_OID, name)


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


if __name__ == "__main__":
    trade = load()
    blocks = [told(i, basket, trade.priced(basket)) for i, basket in enumerate(drawn(trade), 1)]
    BASKETS.write_text("\n\n".join(blocks) + "\n")
