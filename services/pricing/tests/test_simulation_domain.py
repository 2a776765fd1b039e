"""Past sales at other prices and costs, line by line."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kit.ids import new_id
from pricing.domain.margin import MarginRule
from pricing.domain.price import Offer, Price, Scope
from pricing.domain.simulation import Changes, CostChange, Scenario, SoldLine, effects, simulated

DAY = date(2026, 11, 1)
PRODUCT, CUSTOMER, SUPPLIER = new_id(), new_id(), new_id()
RULE = MarginRule(None, Decimal("0.30"), Decimal("0.10"))
PRICES = st.decimals("0.01", 1000, places=2)
RATES = st.decimals("-0.5", 2, places=3)


def offer(price: str | Decimal, rank: int = 0, min_quantity: str = "0") -> Offer:
    return Offer(rank, Decimal(min_quantity), DAY, f"{rank}-{min_quantity}", Decimal(price))


def line(sold: str | Decimal = "10", *then: Offer, as_of: tuple[Offer, ...] = (), **changes: Any) -> SoldLine:
    values: dict[str, Any] = {
        "order_line_id": new_id(), "order_number": "SO-1", "ordered_on": DAY, "customer_id": CUSTOMER,
        "product_id": PRODUCT, "family_path": ["all", "tools"], "supplier_ids": [SUPPLIER], "segment": "shop",
        "channel": "field", "quantity": Decimal(5), "unit_cost": Decimal(6),
    }  # fmt: skip
    return SoldLine(**{**values, **changes}, unit_price=Decimal(sold), offers_then=then, offers_as_of=as_of)


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
    found = Changes(scenario(prices=tuple(prices))).price(line(sold, offer("10"), offer("10", min_quantity="3")))
    assert found == Decimal(then)


def test_what_had_no_price_then_is_priced_by_the_new_list_and_what_has_none_stays() -> None:
    assert Changes(scenario(prices=(new_price("12"),))).price(line("10")) == Decimal(12)
    assert Changes(scenario(prices_as_of=datetime(2026, 1, 1, tzinfo=UTC))).price(line("10", offer("10"))) == Decimal(
        10
    )
    as_of = Changes(scenario(prices_as_of=datetime(2026, 1, 1, tzinfo=UTC)))
    assert as_of.price(line("9", offer("10"), as_of=(offer("8"),))) == Decimal("7.2")


@given(sold=PRICES, then=PRICES, rate=RATES)
def test_without_a_change_nothing_changes_and_a_cost_moves_margins_only(
    sold: Decimal, then: Decimal, rate: Decimal
) -> None:
    past = line(sold, offer(then))
    same = simulated(past, Changes(scenario()), RULE)
    assert same.before == same.after
    dearer = simulated(past, Changes(scenario(cost_changes=(CostChange(rate),))), RULE)
    assert dearer.revenues[0] == dearer.revenues[1]
    assert dearer.before == same.before
    assert dearer.margins is not None
    assert (dearer.margins[1] <= dearer.margins[0]) is (rate >= 0) or dearer.margins[1] == dearer.margins[0]


@given(solds=st.lists(st.tuples(PRICES, st.sampled_from([Decimal(6), None])), max_size=8), rate=RATES)
def test_customers_and_products_sum_to_the_same(solds: list[tuple[Decimal, Decimal | None]], rate: Decimal) -> None:
    lines = [line(sold, offer(sold), unit_cost=cost, customer_id=new_id(), product_id=PRODUCT) for sold, cost in solds]
    changes = Changes(scenario(cost_changes=(CostChange(rate),), prices=(new_price("50"),)))
    found = effects([simulated(each, changes, RULE) for each in lines])
    names = ("lines", "lines_without_cost", "lines_stopped_after", "revenue_before", "revenue_after", "margin_after")
    totals = [
        [sum(getattr(effect, name) for (by, _), effect in found.items() if by == axis) for name in names]
        for axis in ("customer", "product")
    ]
    assert totals[0] == totals[1]
    assert totals[0][0] == len(lines)
