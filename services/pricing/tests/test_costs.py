"""What pricing learns from others."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import permutations

from comptoir.accounting.v1.valuation_pb2 import MovementValued, StockRevalued
from comptoir.catalog.v1.partner_pb2 import PartnerChanged
from comptoir.catalog.v1.product_pb2 import ProductChanged
from kit.testing.services import ServiceUnderTest
from kit.wire import decimal_out

from services.pricing.tests import factories as make

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


def history(product: str) -> list[tuple[MovementValued | StockRevalued, datetime]]:
    revalued = StockRevalued(
        product_id=product, unit_cost_after=decimal_out(Decimal("5.50")), quantity_after=decimal_out(Decimal(1))
    )
    return [
        (make.valued(product, "5.00"), NOON),
        (make.valued(product, "6.00"), NOON + timedelta(seconds=1)),
        (revalued, NOON + timedelta(seconds=2)),
    ]


async def test_the_last_cost_told_counts_in_whatever_order_facts_come(pricing: ServiceUnderTest) -> None:
    for order in permutations(range(3)):
        product = await make.product(pricing)
        facts = history(product)
        for i in order:
            await make.told(pricing, facts[i], repeat=2)
        together = await make.product(pricing)
        facts = history(together)
        await make.told(pricing, *(facts[i] for i in order), repeat=2)
        for each in (product, together):
            cost = await make.got(pricing, f"/costs/{each}")
            assert (cost["unit_cost"], cost["updated_at"]) == ("5.50", "2026-11-25T12:00:02Z"), order


async def test_goods_that_were_free_have_a_cost_and_goods_that_never_came_have_none(pricing: ServiceUnderTest) -> None:
    free, never = await make.product(pricing, cost="0"), await make.product(pricing)
    await make.told(pricing, (make.valued(never, "0", quantity_after="-3"), NOON))
    assert (await make.got(pricing, f"/costs/{free}"))["unit_cost"] == "0"
    await make.got(pricing, f"/costs/{never}", status=404)
    await make.prices(pricing, make.price(free), make.price(never))
    quote = await make.quoted(pricing, await make.customer(pricing), (free, "1"), (never, "1"))
    assert [line["decision"]["verdict"] for line in quote["lines"]] == ["allowed", "needs-approval"]


async def test_the_newest_version_of_a_record_is_kept(pricing: ServiceUnderTest) -> None:
    product, customer = await make.product(pricing, cost="8", version=5), await make.customer(pricing, version=5)
    await make.prices(pricing, make.price(product), make.price(product, "9.00", scope="segment", scope_key="plants"))
    await pricing.deliver(
        make.PRODUCTS,
        *(ProductChanged(product_id=product, version=v, sku=f"V{v}", family_path=["f", f"v{v}"]) for v in (7, 6, 4)),
        repeat=2,
    )
    await pricing.deliver(
        make.PARTNERS,
        PartnerChanged(partner_id=customer, version=7, segment="plants"),
        PartnerChanged(partner_id=customer, version=6, segment="shops"),
    )
    await pricing.deliver(make.PARTNERS, PartnerChanged(partner_id=customer, version=6, segment="shops"))
    await make.rule(pricing, "0.90", "0.80", family_code="v7")
    quote = await make.quoted(pricing, customer, (product, "1"))
    assert (quote["lines"][0]["unit_price"], quote["verdict"]) == ("9.00", "blocked")


async def test_costs_are_listed(pricing: ServiceUnderTest) -> None:
    products = {await make.product(pricing, cost="3") for _ in range(3)}
    page = await make.got(pricing, "/costs", limit=200)
    assert products <= {each["product_id"] for each in page["items"]}
