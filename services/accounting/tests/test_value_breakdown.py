"""What stock was worth, product by product and site by site: both sum up to the report."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from accounting.queries.stock_value.as_of import Worth
from accounting.queries.stock_value.by_site import SiteValue, share_by_site
from hypothesis import given
from hypothesis import strategies as st
from kit.money import ZERO
from kit.testing.services import ServiceUnderTest

from services.accounting.tests.factories import House

READ = "accounting.valuation.read"
ONE, TWO = UUID(int=1), UUID(int=2)


async def ask(accounting: ServiceUnderTest, path: str, **params: str) -> dict[str, Any]:
    async with accounting.client(READ) as client:
        answer = await client.get(path, params=params)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def test_products_and_sites_sum_up_to_the_report(accounting: ServiceUnderTest) -> None:
    house = await House(accounting, "fifo").open()
    await house.move("opening", "10", unit_cost="5", day="2026-01-05")
    await house.move("loss", "2", day="2026-02-10")
    day = {"as_of": "2026-01-31"}
    whole = await ask(accounting, "/valuation/report", **day)
    products = (await ask(accounting, "/valuation/products", **day, sort="-value", limit="200"))["items"]
    assert [Decimal(each["value"]) for each in products] == sorted(
        (Decimal(p["value"]) for p in products), reverse=True
    )
    assert sum(Decimal(each["value"]) for each in products) == Decimal(whole["value"])
    (ours,) = [each for each in products if each["product_id"] == house.product_id]
    assert (ours["quantity"], ours["value"], ours["method"]) == ("10", "50.00", "fifo")
    sites = (await ask(accounting, "/valuation/sites", **day))["items"]
    assert sum(Decimal(each["value"]) for each in sites) == Decimal(whole["value"])
    nobody = await ask(accounting, "/valuation/products", **day, family="no-such-family")
    assert nobody["items"] == []


def test_a_value_is_shared_by_what_lies_where_and_stays_together_where_something_is_missing() -> None:
    lines = [Worth(ONE, "A", Decimal(3), Decimal("10.00")), Worth(TWO, "B", Decimal(1), Decimal("4.00"))]
    lying = {ONE: [("LYON", Decimal(1)), ("PARIS", Decimal(2))], TWO: [("LYON", Decimal(-1)), ("PARIS", Decimal(2))]}
    assert share_by_site(lines, lying) == [
        SiteValue("", 1, Decimal("4.00")), SiteValue("LYON", 1, Decimal("3.33")), SiteValue("PARIS", 1, Decimal("6.67")),
    ]  # fmt: skip


@given(
    st.lists(
        st.tuples(st.decimals("0.01", 1000, places=2), st.lists(st.integers(1, 50), min_size=1, max_size=4)), max_size=5
    )
)
def test_sites_lose_and_invent_nothing(stocks: list[tuple[Decimal, list[int]]]) -> None:
    lines, lying = [], {}
    for number, (value, quantities) in enumerate(stocks):
        product = UUID(int=number)
        lines.append(Worth(product, None, Decimal(sum(quantities)), value))
        lying[product] = [(f"S{n}", Decimal(quantity)) for n, quantity in enumerate(quantities)]
    shared = share_by_site(lines, lying)
    assert sum((each.value for each in shared), ZERO) == sum((value for value, _ in stocks), ZERO)
