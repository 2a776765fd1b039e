"""Past sales at other prices and costs, line by line."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kit.exchange import ExchangeRate
from kit.ids import new_id
from pricing.domain.contract import Agreement
from pricing.domain.discount_limit import LimitSet
from pricing.domain.engine import Layers
from pricing.domain.exchange import Exchange
from pricing.domain.margin import MarginDecision, MarginRule, RuleSet, UnitCost, Verdict
from pricing.domain.past_order import PastLine, PastOrder, replayed_prices
from pricing.domain.price import Offer, Price, Scope
from pricing.domain.price_rule import Kind, PriceRule, PriceRules
from pricing.domain.scenario import Changes, CostChange, Scenario
from pricing.domain.simulation import RulesOfSides, Simulated, effects, simulated
from pricing.queries.quote import AskedLine, Ground, Quote, answer
from pricing.queries.sales_facts import LineFacts, SaleFacts
from pricing.storage.rules import Rules

from services.pricing.tests.test_price_rules_domain import rules

DAY = date(2026, 11, 1)
NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
PRODUCT, OTHER, CUSTOMER, SUPPLIER = new_id(), new_id(), new_id(), new_id()
PATH = ("all", "tools", "drills")
RULE = MarginRule(None, Decimal("0.30"), Decimal("0.10"))
PRICES = st.decimals("0.01", 1000, places=2)
RATES = st.decimals("-0.5", 2, places=3)


def offer(price: str | Decimal, rank: int = 0, min_quantity: str = "0") -> Offer:
    return Offer(rank, Decimal(min_quantity), DAY, f"{rank}-{min_quantity}", Decimal(price))


def line(sold: str | Decimal = "10", *offers: Offer, as_of: tuple[Offer, ...] = (), **changes: Any) -> PastLine:
    values: dict[str, Any] = {
        "order_line_id": new_id(), "product_id": PRODUCT, "family_path": ["all", "tools"], "supplier_ids": [SUPPLIER],
        "weight_kg": None, "quantity": Decimal(5), "is_by_hand": False, "cost": UnitCost(Decimal(6)),
    }  # fmt: skip
    layers = {"then": Layers(offers), "as_of": Layers(as_of)}
    return PastLine(**{**values, **layers, **changes}, unit_price=Decimal(sold))


def order(*lines: PastLine, **changes: Any) -> PastOrder:
    values: dict[str, Any] = {
        "order_id": new_id(), "number": "SO-1", "ordered_on": DAY, "confirmed_at": NOON, "customer_id": CUSTOMER,
        "segment": "shop", "channel": "field", "currency": "EUR",
    }  # fmt: skip
    return PastOrder(**{**values, **changes}, lines=lines)


def run(past: PastOrder, scenario: Scenario, *rules: PriceRule, now: list[PriceRule] | None = None) -> list[Simulated]:
    sides = RulesOfSides(PriceRules(rules), PriceRules(rules if now is None else now))
    return simulated(past, Changes(scenario), sides, RuleSet([RULE]))


def price_after(past: PastLine, scenario: Scenario) -> Decimal:
    (found,) = run(order(past), scenario)
    return found.after.unit_price


def new_price(price: str, scope: Scope = Scope.LIST, key: str = "", min_quantity: str = "0") -> Price:
    return Price(new_id(), PRODUCT, scope, key, Decimal(min_quantity), Decimal(price), "EUR", DAY)


def scenario(**changes: Any) -> Scenario:
    return Scenario(DAY, date(2026, 12, 1), **changes)


@pytest.mark.parametrize(
    ("changes", "rate"),
    [
        ([CostChange(Decimal("0.08"))], "0.08"),
        ([CostChange(Decimal("0.08")), CostChange(Decimal("0.05"), supplier_id=SUPPLIER)], "0.05"),
        (
            [CostChange(Decimal("0.05"), supplier_id=SUPPLIER), CostChange(Decimal("0.04"), family_code="all")],
            "0.04",
        ),
        ([CostChange(Decimal("0.04"), family_code="all"), CostChange(Decimal("0.03"), family_code="tools")], "0.03"),
        ([CostChange(Decimal("0.03"), family_code="tools"), CostChange(Decimal(0), product_id=PRODUCT)], "0"),
        ([CostChange(Decimal("0.08"), family_code="garden"), CostChange(Decimal("0.1"), product_id=new_id())], "0"),
    ],
)
def test_the_most_specific_change_of_cost_counts(changes: list[CostChange], rate: str) -> None:
    found = Changes(scenario(cost_changes=tuple(changes))).cost_rate(line())
    assert found == Decimal(rate)


@pytest.mark.parametrize(
    ("sold", "prices", "then"),
    [
        ("10", [new_price("12")], "12"),  # sold at the list's price: the new list's
        ("9", [new_price("12")], "10.8"),  # ten per cent off: still ten per cent off
        ("10", [new_price("12", Scope.SEGMENT, "shop")], "12"),
        ("10", [new_price("12", Scope.SEGMENT, "other")], "10"),
        ("10", [new_price("11"), new_price("9", min_quantity="5")], "9"),
        ("10", [new_price("11"), new_price("9", min_quantity="6")], "11"),
        ("10", [new_price("12", Scope.CUSTOMER, str(CUSTOMER))], "12"),
        ("10", [], "10"),
    ],
)
def test_a_new_list_moves_prices_as_it_moves_the_engines(sold: str, prices: list[Price], then: str) -> None:
    past = line(sold, offer("10"), offer("10", min_quantity="3"), is_by_hand=sold != "10")
    assert price_after(past, scenario(prices=tuple(prices))) == Decimal(then)


def test_what_had_no_price_then_is_priced_by_the_new_list_and_what_has_none_stays() -> None:
    assert price_after(line("10"), scenario(prices=(new_price("12"),))) == Decimal(12)
    as_of = scenario(prices_as_of=NOON)
    assert price_after(line("10", offer("10")), as_of) == Decimal(10)
    assert price_after(line("9", offer("10"), as_of=(offer("8"),)), as_of) == Decimal("7.2")


@given(sold=PRICES, then=PRICES, rate=RATES)
def test_without_a_change_nothing_changes_and_a_cost_moves_margins_only(
    sold: Decimal, then: Decimal, rate: Decimal
) -> None:
    past = order(line(sold, offer(then)))
    (same,) = run(past, scenario())
    assert same.before == same.after
    (dearer,) = run(past, scenario(cost_changes=(CostChange(rate),)))
    assert dearer.revenues[0] == dearer.revenues[1]
    assert dearer.before == same.before
    assert dearer.margins is not None
    assert (dearer.margins[1] <= dearer.margins[0]) is (rate >= 0) or dearer.margins[1] == dearer.margins[0]


@given(solds=st.lists(st.tuples(PRICES, st.sampled_from([Decimal(6), None])), max_size=8), rate=RATES)
def test_customers_and_products_sum_to_the_same(solds: list[tuple[Decimal, Decimal | None]], rate: Decimal) -> None:
    orders = [order(line(sold, offer(sold), cost=UnitCost(cost)), customer_id=new_id()) for sold, cost in solds]
    tried = scenario(cost_changes=(CostChange(rate),), prices=(new_price("50"),))
    found = effects([each for past in orders for each in run(past, tried)])
    names = ("lines", "lines_without_cost", "lines_stopped_after", "revenue_before", "revenue_after", "margin_after")
    totals = [
        [sum(getattr(effect, name) for key, effect in found.items() if key[0] == axis) for name in names]
        for axis in ("customer", "product")
    ]
    assert totals[0] == totals[1]
    assert totals[0][0] == len(orders)
    if orders:
        tops = [found["family", code] for code in ("all", "tools")]
        assert [[getattr(effect, name) for name in names] for effect in tops] == totals


def test_what_an_order_is_charged_with_counts_in_what_its_total_earns() -> None:
    """7.00 of 20 % is 1.40 at least; the line earns 1.00, and the freight, while the order is below 10.00, the rest."""
    freight = PriceRule(
        new_id(), "F", Kind.FREIGHT, "Port", "Freight", Decimal(2), DAY, currency="EUR", below_amount=Decimal(10)
    )
    least = MarginRule(None, Decimal("0.20"), Decimal(0), is_for_order=True)
    sides = RulesOfSides(PriceRules([freight]), PriceRules([freight]))
    past = order(line("7", offer("7"), quantity=Decimal(1)))
    dearer = Changes(scenario(prices=(new_price("10"),)))

    def verdicts(rules: RulesOfSides, changes: Changes) -> list[Verdict]:
        (found,) = simulated(past, changes, rules, RuleSet([least]))
        return [found.before.verdict, found.after.verdict]

    assert verdicts(sides, dearer) == [Verdict.ALLOWED, Verdict.ALLOWED]
    free = RulesOfSides(PriceRules([freight]), PriceRules([]))
    assert verdicts(free, Changes(scenario())) == [Verdict.ALLOWED, Verdict.NEEDS_APPROVAL]


# --- whole orders, got again ---

SALE_LINES = st.lists(
    st.tuples(
        st.integers(1, 30),
        st.decimals("0.01", "100", places=2),
        st.sampled_from([None, "8", "8.125"]),  # a price set by hand
        st.one_of(st.none(), st.tuples(st.decimals("0.01", "50", places=2), st.sampled_from([None, "20"]))),
        st.booleans(),  # of the first product, or another
    ),
    min_size=1,
    max_size=5,
)


@given(asked=SALE_LINES, known=st.lists(rules(), max_size=6))
def test_what_held_gives_every_past_price_again(asked: list[Any], known: list[PriceRule]) -> None:
    """Quoted as people are quoted, with prices set by hand beside; then replayed from what an order tells."""
    products = [PRODUCT if is_first else OTHER for *_, is_first in asked]
    layers = [
        Layers((offer(price),), () if agreed is None else (agreement(*agreed),)) for _, price, _, agreed, _ in asked
    ]
    quote = Quote(
        CUSTOMER,
        "field",
        DAY,
        "EUR",
        [
            AskedLine(product, Decimal(quantity), None if by_hand is None else Decimal(by_hand))
            for product, (quantity, _, by_hand, *_) in zip(products, asked, strict=True)
        ],
    )
    facts = SaleFacts("shop", 1, [LineFacts("A", PATH, UnitCost(Decimal(1)), None, layers=each) for each in layers])
    ground = Ground(
        facts, Rules(RuleSet([]), PriceRules(known), LimitSet([])), "EUR", DAY,
        Exchange.at("EUR", ExchangeRate.own("EUR", DAY)),
    )  # fmt: skip
    quoted = answer(quote, ground)
    past = order(
        *(
            line(
                each.unit_price,
                product_id=product,
                family_path=PATH,
                quantity=each.asked.quantity,
                is_by_hand=each.asked.manual_unit_price is not None,
                then=its,
            )
            for product, each, its in zip(products, quoted.lines, layers, strict=True)
        )
    )
    got = replayed_prices(past, layers, PriceRules(known).of_sale(past.occasion))
    for each, price in zip(quoted.lines, got, strict=True):
        engine = each.priced.steps[-2 if each.asked.manual_unit_price is not None else -1]
        assert price == engine.unit_price
    (before, after) = ([side.unit_price for side in sides] for sides in zip(*_sides(past, known), strict=True))
    assert before == after == [each.unit_price for each in quoted.lines]


def _sides(past: PastOrder, known: list[PriceRule]) -> list[tuple[MarginDecision, MarginDecision]]:
    return [(each.before, each.after) for each in run(past, scenario(), *known)]


def agreement(price: Decimal, cap: str | None) -> Agreement:
    left = None if cap is None else Decimal(cap)
    return Agreement(1000, Decimal(0), DAY, "k", "K", price, None, left, Decimal(0), takes_rules=True)
