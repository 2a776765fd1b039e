"""What exceptions let orders do, as a rule of their own."""

from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kit.ids import new_id
from pricing.domain.exception import PriceException, Status, Terms
from pricing.domain.exception_use import Allowances, Wanted, allows
from pricing.domain.margin import MarginRule, judge

DAY = date(2026, 11, 25)
PRODUCT, OTHER, CUSTOMER = new_id(), new_id(), new_id()
PATH = ("all", "tools")
RULE = MarginRule(None, Decimal("0.30"), Decimal("0.10"))
QUANTITIES = st.decimals("0.001", 50, places=3)


def exception(number: str = "EX-1", **changes: Any) -> PriceException:
    values: dict[str, Any] = {
        "customer_id": CUSTOMER, "product_id": PRODUCT, "family_code": None, "unit_price": Decimal(8),
        "discount_rate": None, "min_margin_rate": None, "quantity_cap": Decimal(10), "channel": None,
        "effective_from": DAY, "effective_until": date(2026, 12, 25), "reason": "x",
    }  # fmt: skip
    return PriceException(new_id(), number, Terms(**{**values, **changes}), "seller", (), Status.GRANTED)


def discount(rate: str, number: str = "EX-1", **changes: Any) -> PriceException:
    return exception(number, **{"unit_price": None, "discount_rate": Decimal(rate), **changes})


def wanted(
    price: str = "8", quantity: Decimal | str = "1", cost: str | None = "1", engine: str | None = "10"
) -> Wanted:
    margin = judge(Decimal(price), None if cost is None else Decimal(cost), RULE)
    return Wanted(PRODUCT, PATH, Decimal(quantity), Decimal(price), None if engine is None else Decimal(engine), margin)


@pytest.mark.parametrize(
    ("granted", "line", "is_allowed"),
    [
        (exception(), wanted("8"), True),
        (exception(), wanted("8.01"), True),
        (exception(), wanted("7.99"), False),
        (exception(), wanted("8", engine=None), True),
        (discount("0.2"), wanted("8"), True),
        (discount("0.2"), wanted("7.99"), False),
        (discount("0.333"), wanted("6.67"), True),
        (discount("0.3333"), wanted("6.66"), False),  # to the cent, in the house's favour
        (discount("0.2"), wanted("8", engine=None), False),  # off what?
        (exception(), wanted("8", cost="6"), False),  # 25 %: rules ask, and nobody answered for this exception
        (exception(min_margin_rate=Decimal("0.25")), wanted("8", cost="6"), True),
        (exception(min_margin_rate=Decimal("0.25")), wanted("8", cost="6.01"), False),
        (exception(min_margin_rate=Decimal("0.25")), wanted("8", cost=None), False),
        (exception(min_margin_rate=Decimal(-1)), wanted("8", cost="7.5"), False),  # below the floor: nobody may
    ],
)
def test_it_allows_what_it_was_granted_for(granted: PriceException, line: Wanted, is_allowed: bool) -> None:
    assert allows(granted, line) is is_allowed


def taken(line: Wanted, *exceptions: PriceException, channel: str = "field", on: date = DAY) -> str | None:
    left = {each.id: each.terms.quantity_cap for each in exceptions}
    found = Allowances(exceptions, left, channel=channel, on=on).take(line)
    return None if found is None or not found.is_enough else found.exception.number


def test_the_products_own_is_used_first_then_what_ends_soonest() -> None:
    family = discount("0.2", "EX-family", product_id=None, family_code="tools")
    late, soon = exception("EX-late"), exception("EX-soon", effective_until=date(2026, 11, 30))
    assert taken(wanted(), family, late, soon) == "EX-soon"
    assert taken(wanted(), family, late) == "EX-late"
    assert taken(wanted(), family) == "EX-family"
    assert taken(wanted(quantity="11"), exception("EX-10"), exception("EX-12", quantity_cap=Decimal(12))) == "EX-12"


def test_it_is_only_for_its_sales_and_days() -> None:
    assert taken(wanted(), exception(product_id=OTHER)) is None
    assert taken(wanted(), discount("0.2", product_id=None, family_code="garden")) is None
    assert taken(wanted(), exception(channel="edi")) is None
    assert taken(wanted(), exception(channel="edi"), channel="edi") == "EX-1"
    assert taken(wanted(), exception(), on=date(2026, 12, 24)) == "EX-1"
    assert taken(wanted(), exception(), on=date(2026, 12, 25)) is None
    assert taken(wanted(), exception(), on=date(2026, 11, 24)) is None


@given(caps=st.lists(QUANTITIES, min_size=1, max_size=4), quantities=st.lists(QUANTITIES, max_size=12))
def test_lines_together_never_take_more_than_is_left(caps: list[Decimal], quantities: list[Decimal]) -> None:
    exceptions = [exception(f"EX-{i}", quantity_cap=cap) for i, cap in enumerate(caps)]
    left = {each.id: each.terms.quantity_cap for each in exceptions}
    allowances = Allowances(exceptions, left, channel="field", on=DAY)
    used: Counter[UUID] = Counter()
    for quantity in quantities:
        found = allowances.take(wanted(quantity=quantity))
        if found is not None and found.is_enough:
            used[found.exception.id] += quantity  # type: ignore[assignment]  # counts in decimals
        else:
            assert all(left[each.id] - used[each.id] < quantity for each in exceptions)
    assert all(used[id_] <= left[id_] for id_ in left)


@given(
    price=st.decimals("0.01", 20, places=2), engine=st.decimals("0.01", 20, places=2), rate=st.decimals(0, 1, places=3)
)
def test_a_special_price_is_allowed_by_the_exception_it_comes_from(
    price: Decimal, engine: Decimal, rate: Decimal
) -> None:
    exceptions = [exception(unit_price=price), discount(str(rate))]
    left = dict.fromkeys([each.id for each in exceptions], Decimal(10))
    allowances = Allowances(exceptions, left, channel="field", on=DAY)
    offer = allowances.special_price(PRODUCT, PATH, Decimal(1), engine)
    prices = [each for each in (price, exceptions[1].price(engine)) if each is not None and each < engine]
    assert (offer is None) == (not prices)
    if offer is not None:
        assert offer[1] == min(prices)
        if offer[1] > 0:
            assert allows(offer[0], wanted(str(offer[1]), cost="0.0001", engine=str(engine))) is (offer[1] > 0)
