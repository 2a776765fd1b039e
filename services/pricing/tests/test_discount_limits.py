"""Who may grant which discount: the rule itself, the matrix, and the decision that rests on it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kit.ids import new_id
from kit.testing.services import ServiceUnderTest
from pricing.domain.discount_limit import (
    Authority,
    DiscountLimit,
    Level,
    LimitSet,
    judge_discount,
    with_discount,
)
from pricing.domain.margin import DEFAULT_RULE, Sale, Verdict, judge

from services.pricing.tests import factories as make

ALLOWED, ASKED, BLOCKED = Verdict.ALLOWED, Verdict.NEEDS_APPROVAL, Verdict.BLOCKED
TEN, MANAGER, DIRECTOR = Decimal("0.10"), (Level.MANAGER, Decimal("0.25")), (Level.DIRECTOR, Decimal("0.50"))
USUAL = Authority(TEN, (MANAGER, DIRECTOR))
SALE = Sale(["all", "tools", "drills"], "shop", new_id(), "field")
DAY = date(2026, 11, 25)
CENTS = st.decimals(0, 1000, places=2)
RATES = st.decimals(0, 1, places=4)


def limit(rate: str, **changes: Any) -> DiscountLimit:
    return DiscountLimit(new_id(), Decimal(rate), **({"role": "sales"} | changes))


@pytest.mark.parametrize(
    ("price", "engine", "verdict", "level"),
    [
        ("10.00", "10", ALLOWED, None),
        ("11.00", "10", ALLOWED, None),  # dearer than the engine's is no discount
        ("9.00", "10", ALLOWED, None),
        ("8.9999", "10", ASKED, Level.MANAGER),
        ("7.50", "10", ASKED, Level.MANAGER),
        ("7.49", "10", ASKED, Level.DIRECTOR),
        ("5.00", "10", ASKED, Level.DIRECTOR),
        ("4.99", "10", BLOCKED, None),
        ("0", "10", BLOCKED, None),
        ("0", "0", ALLOWED, None),
        ("9.00", None, ASKED, Level.MANAGER),  # nobody knows what is given away
    ],
)
def test_a_discount_is_his_who_may_grant_it(
    price: str, engine: str | None, verdict: Verdict, level: Level | None
) -> None:
    decision = judge_discount(Decimal(price), None if engine is None else Decimal(engine), USUAL)
    assert (decision.verdict, decision.level) == (verdict, level)


def test_the_explanation_tells_the_limit_and_who_may() -> None:
    asked = judge_discount(Decimal("8.80"), Decimal(10), USUAL)
    assert asked.reasons[-1].english == (
        "The discount is 12.00%, above the 10.00% granted without approval: a manager may approve up to 25.00%."
    )
    blocked = judge_discount(Decimal("4.99"), Decimal(10), USUAL)
    assert blocked.reasons[-1].english == (
        "The discount is 50.10%, above the 50.00% that anybody may grant: sell at 5.00 or more."
    )


@pytest.mark.parametrize(
    ("limits", "alone"),
    [
        ([], "0"),
        ([limit("0.05")], "0.05"),
        ([limit("0.05"), limit("0.02", channel="field")], "0.02"),
        ([limit("0.05", channel="field"), limit("0.03", segment="shop")], "0.03"),
        ([limit("0.03", segment="shop"), limit("0.08", family_code="tools")], "0.08"),
        ([limit("0.08", family_code="tools"), limit("0", family_code="drills")], "0"),
        ([limit("0.08", family_code="drills", segment="other"), limit("0.05")], "0.05"),
        ([limit("0.05"), limit("0.20", role="key-accounts")], "0.20"),  # the greatest of his roles
        ([limit("0.20", role="finance"), limit("0.05")], "0.05"),  # not his role
        ([limit("0.20", role=None, level=Level.MANAGER), limit("0.05")], "0.05"),  # not his word
        ([limit("0.20", effective_until=DAY), limit("0.05", effective_from=DAY)], "0.05"),
        ([limit("0.20", effective_from=date(2026, 11, 26))], "0"),
    ],
)
def test_the_most_specific_limit_that_counts_today_is_his(limits: list[DiscountLimit], alone: str) -> None:
    authority = LimitSet(limits).authority(SALE, ["sales", "key-accounts"], DAY)
    assert authority.alone == Decimal(alone)


@pytest.mark.parametrize("channel", ["portal", "edi"])
def test_in_self_service_nobody_grants_alone(channel: str) -> None:
    limits = LimitSet([limit("0.10"), limit("0.10", channel=channel), limit("0.2", role=None, level=Level.MANAGER)])
    authority = limits.authority(replace(SALE, channel=channel), ["sales"], DAY)
    assert authority == Authority(Decimal(0), ((Level.MANAGER, Decimal("0.2")),))


@given(price=CENTS, lower=CENTS, engine=CENTS, alone=RATES, manager=RATES, director=RATES)
def test_a_greater_discount_is_never_judged_milder(
    price: Decimal, lower: Decimal, engine: Decimal, alone: Decimal, manager: Decimal, director: Decimal
) -> None:
    authority = Authority(alone, ((Level.MANAGER, manager), (Level.DIRECTOR, director)))
    lower, price = sorted([lower, price])
    assert judge_discount(lower, engine, authority).verdict >= judge_discount(price, engine, authority).verdict


@given(price=CENTS, engine=CENTS, alone=RATES, more=RATES)
def test_who_may_grant_more_is_never_judged_harsher(
    price: Decimal, engine: Decimal, alone: Decimal, more: Decimal
) -> None:
    alone, more = sorted([alone, more])
    verdicts = [judge_discount(price, engine, Authority(rate, (MANAGER, DIRECTOR))).verdict for rate in (alone, more)]
    assert verdicts[1] <= verdicts[0]


@given(price=CENTS, engine=CENTS, cost=CENTS)
def test_a_line_is_judged_by_the_worse_of_margin_and_discount(price: Decimal, engine: Decimal, cost: Decimal) -> None:
    margin, discount = judge(price, cost, DEFAULT_RULE), judge_discount(price, engine, USUAL)
    both = with_discount(margin, discount)
    assert both.verdict is max(margin.verdict, discount.verdict)
    assert bool(both.levels) is (both.verdict is ASKED)
    if both.verdict is ASKED:
        assert (Level.MANAGER in both.levels) is (margin.verdict is ASKED or discount.level is Level.MANAGER)
        assert (Level.DIRECTOR in both.levels) is (discount.level is Level.DIRECTOR)


# --- the matrix ---


async def matrix(pricing: ServiceUnderTest, *more: dict[str, Any]) -> dict[str, Any]:
    """The matrix with these rows in addition."""
    now = await make.got(pricing, "/discount-limits")
    async with pricing.client(*make.MANAGER) as client:
        answer = await client.put(
            "/discount-limits", json={"items": [*now["items"], *more]}, headers={"If-Match": str(now["version"])}
        )
    assert answer.status_code == 200, answer.text
    result: dict[str, Any] = answer.json()
    return result


async def explained(pricing: ServiceUnderTest, product: str, customer: str, **changes: Any) -> tuple[str, list[str]]:
    body = {"product_id": product, "customer_id": customer, "roles": ["sales"], **changes}
    answer = await make.posted(pricing, "/discount-limits/explain", body)
    return answer["alone"], [each["level"] for each in answer["levels"]]


async def test_the_matrix_is_changed_as_a_whole_in_the_version_that_was_read(pricing: ServiceUnderTest) -> None:
    product, customer = await make.product(pricing), await make.customer(pricing)
    before = await make.got(pricing, "/discount-limits")
    assert await explained(pricing, product, customer) == ("0.10", ["manager", "director"])
    row = {"role": "sales", "max_rate": "0.30", "family_code": f"f-{product}"}
    after = await matrix(pricing, row)
    assert (after["version"], len(after["items"])) == (before["version"] + 1, len(before["items"]) + 1)
    assert await explained(pricing, product, customer) == ("0.30", ["manager", "director"])
    assert (await explained(pricing, product, customer, channel="edi"))[0] == "0"
    assert (await explained(pricing, product, customer, roles=None))[0] == "0"
    async with pricing.client(*make.MANAGER) as client:
        stale = await client.put("/discount-limits", json={"items": []}, headers={"If-Match": str(before["version"])})
        bad = await client.put(
            "/discount-limits",
            json={
                "items": [
                    row,
                    {**row, "effective_from": "2026-12-01"},
                    {**row, "level": "manager"},
                    {"max_rate": "0.1"},
                    {**row, "role": "x", "effective_from": "2026-12-01", "effective_until": "2026-12-01"},
                ]
            },
        )
        history = (await client.get("/discount-limits/history")).json()["items"]
    assert stale.status_code == 412
    assert [each["field"] for each in bad.json()["errors"]] == [
        "items.2.role", "items.3.role", "items.4.effective_until", "items.1",
    ]  # fmt: skip
    assert await make.got(pricing, "/discount-limits") == after
    assert (
        f"role sales up to 0.30 family_code f-{product} effective_from 1990-01-01" in history[0]["changes"]["limits"][1]
    )


async def test_a_quote_says_what_the_callers_roles_may_grant(pricing: ServiceUnderTest) -> None:
    product, customer = await make.product(pricing, cost="1"), await make.customer(pricing)
    await make.prices(pricing, make.price(product, "10.00"))
    line = {"product_id": product, "quantity": "1", "unit_price": "9.00"}

    async def decision(roles: list[str], **claims: Any) -> Any:
        body = {"customer_id": customer, "lines": [line]}
        answer = await make.posted(pricing, "/quotes", body, roles=roles, **claims)
        return answer["lines"][0]["decision"]

    by_seller, by_nobody = await decision(["sales"]), await decision([])
    assert (by_seller["verdict"], by_seller["discount_rate"], by_seller["approval_levels"]) == ("allowed", "0.1000", [])
    assert (by_nobody["verdict"], by_nobody["discount_limit"], by_nobody["approval_levels"]) == (
        "needs-approval", "0", ["manager"],
    )  # fmt: skip
    assert await decision(["sales"], customer_id=customer) is None
