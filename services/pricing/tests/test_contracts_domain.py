"""What a contract makes of a price, without a database."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kit.money import ZERO
from pricing.domain.contract import (
    Agreement,
    CappedLine,
    Contract,
    ContractLine,
    SoldLine,
    agreed_steps,
    calls_of,
    faults_of,
    over_called,
)
from pricing.domain.price import PriceStep

PRODUCT, OTHER = UUID(int=2), UUID(int=3)
LIST = [
    PriceStep("list-price", "l", "List price", Decimal("10.00")),
    PriceStep("volume-price", "v", "List price from 12", Decimal("9.00")),
    PriceStep("customer-price", "c", "Price of the customer", Decimal("7.77")),
]


def agreement(**changes: Any) -> Agreement:
    values = {
        "depth": 1000, "min_quantity": ZERO, "effective_from": date(2026, 1, 1), "line_id": "k", "code": "K-1",
        "unit_price": None, "discount_rate": None, "quantity_cap": None, "quantity_called": ZERO, "takes_rules": False,
    }  # fmt: skip
    numbers = ("min_quantity", "unit_price", "discount_rate", "quantity_cap", "quantity_called")
    changes = {name: Decimal(each) if name in numbers else each for name, each in changes.items()}
    return Agreement(**{**values, **changes})


def agreed(
    *agreements: Agreement, quantity: str = "20", whole: str | None = None, steps: Any = LIST
) -> tuple[Any, ...]:
    told, is_final = agreed_steps(steps, agreements, Decimal(quantity), quantity_of_order=Decimal(whole or quantity))
    return told[-1].rule, str(told[-1].unit_price), is_final, told[-1].label


def test_a_contract_comes_before_every_list_and_names_itself() -> None:
    assert agreed(agreement(unit_price="8.50")) == ("contract-price", "8.50", True, "Contract K-1")


def test_a_discount_is_on_the_list_not_on_the_customers_own_price() -> None:
    found = agreed(agreement(discount_rate="0.10", takes_rules=True))
    assert found == ("contract-discount", "8.10", False, "Contract K-1: 10 % off the list")


def test_without_a_list_price_a_discount_says_nothing() -> None:
    assert agreed_steps([], [agreement(discount_rate="0.10")], Decimal(1), quantity_of_order=Decimal(1)) == ([], False)
    alone = agreed(agreement(unit_price="8.50"), steps=[])
    assert alone[:2] == ("contract-price", "8.50")


def test_the_closest_agreement_counts() -> None:
    family, deeper = agreement(depth=1, discount_rate="0.3"), agreement(depth=2, discount_rate="0.2")
    product, more = agreement(unit_price="8.50"), agreement(unit_price="8.00", min_quantity="50")
    assert agreed(family, deeper)[1] == "7.20"
    assert agreed(family, product, deeper, more)[1] == "8.50"
    assert agreed(family, product, deeper, more, quantity="50")[1] == "8.00"
    newer = agreement(unit_price="8.20", effective_from=date(2026, 6, 1))
    assert agreed(product, newer)[1] == "8.20"


def test_a_quantity_used_up_is_told_and_the_next_agreement_counts() -> None:
    capped = agreement(unit_price="6.00", quantity_cap="100", quantity_called="70")
    assert agreed(capped, quantity="30")[1] == "6.00"
    rule, price, _, label = agreed(capped, quantity="31")
    assert (rule, price, label) == ("contract-used-up", "7.77", "Contract K-1: only 30 of 100 left")
    assert agreed(capped, quantity="20", whole="31")[0] == "contract-used-up"
    assert agreed(capped, agreement(depth=1, discount_rate="0.1"), quantity="31")[1] == "8.10"


# --- calls ---


def capped(product: UUID, left: str, price: str = "6.00", min_quantity: str = "0") -> CappedLine:
    return CappedLine(uuid4(), "K-1", product, Decimal(min_quantity), Decimal(price), Decimal(left))


def sold(product: UUID, quantity: str, price: str = "6.00") -> SoldLine:
    return SoldLine(uuid4(), product, Decimal(quantity), Decimal(price))


def test_who_pays_more_takes_nothing_of_the_contract() -> None:
    line, break_ = capped(PRODUCT, "100"), capped(PRODUCT, "50", "5.00", "20")
    dear, cheap, other = sold(PRODUCT, "5", "6.01"), sold(PRODUCT, "5"), sold(OTHER, "5")
    many = sold(PRODUCT, "20", "5.00")
    calls = calls_of([dear, cheap, other, many], [line, break_])
    assert [(call.order_line_id, call.contract_line_id) for call in calls] == [
        (cheap.order_line_id, line.id),
        (many.order_line_id, break_.id),
    ]


@given(st.lists(st.integers(1, 60), min_size=1, max_size=5), st.integers(0, 100))
def test_an_order_is_over_exactly_when_it_wants_more_than_is_left(quantities: list[int], left: int) -> None:
    line = capped(PRODUCT, str(left))
    calls = calls_of([sold(PRODUCT, str(quantity)) for quantity in quantities], [line])
    assert bool(over_called(calls, [line])) == (sum(quantities) > left)


# --- contracts that make no sense ---


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ({"product_id": PRODUCT, "unit_price": Decimal(1)}, []),
        ({"family_code": "tools", "discount_rate": Decimal("0.1")}, []),
        ({"unit_price": Decimal(1)}, ["lines.0.product_id", "lines.0.unit_price"]),
        ({"product_id": PRODUCT, "family_code": "tools", "discount_rate": Decimal("0.1")}, ["lines.0.product_id"]),
        ({"family_code": "tools", "unit_price": Decimal(1)}, ["lines.0.unit_price"]),
        ({"product_id": PRODUCT}, ["lines.0.unit_price"]),
        (
            {"product_id": PRODUCT, "discount_rate": Decimal("0.1"), "quantity_cap": Decimal(5)},
            ["lines.0.quantity_cap"],
        ),
    ],
)
def test_every_fault_of_a_line_is_named(line: dict[str, Any], fields: list[str]) -> None:
    assert [fault.field for fault in faults_of(contract(ContractLine(uuid4(), **line)))] == fields


def test_a_contract_says_a_thing_once_and_ends_after_it_began() -> None:
    twice = [ContractLine(uuid4(), PRODUCT, unit_price=Decimal(price)) for price in (1, 2)]
    assert [fault.field for fault in faults_of(contract(*twice, until=date(2026, 1, 1)))] == [
        "effective_until",
        "lines.1",
    ]


def contract(*lines: ContractLine, until: date | None = None) -> Contract:
    return Contract(uuid4(), "K-1", uuid4(), "Frame", "EUR", date(2026, 1, 1), until, takes_rules=False, lines=lines)
