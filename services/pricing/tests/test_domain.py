"""The rules of prices and margins, without a database."""

from datetime import date
from decimal import Decimal
from itertools import permutations
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pricing.domain.margin import DEFAULT_RULE, MarginRule, RuleSet, Sale, Verdict, judge
from pricing.domain.price import Offer, Price, Scope, faults_of, steps_to_price

AMOUNTS = st.decimals(min_value=0, max_value=10**6, places=4)
POSITIVE = st.decimals(min_value="0.000001", max_value=10**6, places=6)
QUANTITIES = st.decimals(min_value="0.001", max_value=10_000, places=3)
BREAKS = st.sampled_from([Decimal(0), Decimal(1), Decimal(12), Decimal(144)])
DAYS = st.dates(date(2026, 1, 1), date(2026, 1, 4))
CUSTOMER = uuid4()


@st.composite
def offers(draw: st.DrawFn, ranks: st.SearchStrategy[int] = st.integers(0, 2)) -> Offer:  # noqa: B008  # a strategy
    return Offer(draw(ranks), draw(BREAKS), draw(DAYS), str(uuid4()), draw(AMOUNTS))


def offer(rank: int, min_quantity: str, unit_price: str, effective_from: date = date(2026, 1, 1)) -> Offer:
    return Offer(
        rank, Decimal(min_quantity), effective_from, f"{rank}-{min_quantity}-{unit_price}", Decimal(unit_price)
    )


# --- prices ---


def test_every_step_of_a_price_is_told() -> None:
    known = [
        offer(2, "50", "7.00"), offer(0, "0", "10.00"), offer(0, "12", "9.00"), offer(0, "144", "8.00"),
        offer(1, "0", "9.50"), offer(2, "0", "8.80"), offer(2, "12", "8.50"),
    ]  # fmt: skip
    steps = steps_to_price(known, Decimal(12), segment="shops")
    assert [(step.rule, step.label, str(step.unit_price)) for step in steps] == [
        ("list-price", "List price", "10.00"),
        ("volume-price", "List price from 12", "9.00"),
        ("category-price", "Price for the category shops", "9.50"),
        ("customer-price", "Price of the customer", "8.80"),
        ("volume-price", "Price of the customer from 12", "8.50"),
    ]


def test_without_a_price_there_is_no_step() -> None:
    assert steps_to_price([], Decimal(1), segment="") == []
    assert steps_to_price([offer(0, "12", "9.00")], Decimal("11.999"), segment="") == []


def test_the_newest_of_equals_counts() -> None:
    known = [offer(0, "0", "9.00", date(2026, 6, 1)), offer(0, "0", "8.00", date(2026, 1, 1))]
    assert [step.unit_price for step in steps_to_price(known, Decimal(1), segment="")] == [Decimal("9.00")]


@given(st.lists(offers()), QUANTITIES)
def test_the_most_specific_price_wins(known: list[Offer], quantity: Decimal) -> None:
    """Of the widest knowledge: scope before quantity before age, whatever the amounts are."""
    reached = [each for each in known if each.min_quantity <= quantity]
    steps = steps_to_price(known, quantity, segment="shops")
    if not reached:
        assert steps == []
        return
    best = max(reached, key=lambda each: (each.scope_rank, each.min_quantity, each.effective_from, each.price_id))
    assert (steps[-1].rule_id, steps[-1].unit_price) == (best.price_id, best.unit_price)


@given(st.lists(offers(), max_size=5), QUANTITIES)
def test_the_order_in_which_prices_are_known_does_not_matter(known: list[Offer], quantity: Decimal) -> None:
    explained = [steps_to_price(order, quantity, segment="shops") for order in permutations(known)]
    assert all(each == explained[0] for each in explained)


@given(
    st.lists(st.tuples(BREAKS, AMOUNTS), min_size=1, max_size=4, unique_by=lambda pair: pair[0]),
    st.lists(QUANTITIES, min_size=2, max_size=6),
)
def test_who_buys_more_never_pays_more_where_the_list_falls(
    pairs: list[tuple[Decimal, Decimal]], quantities: list[Decimal]
) -> None:
    breaks = sorted(each for each, _ in pairs)
    falling = sorted((amount for _, amount in pairs), reverse=True)
    known = [
        Offer(0, min_quantity, date(2026, 1, 1), str(uuid4()), amount)
        for min_quantity, amount in zip(breaks, falling, strict=True)
    ]
    paid = [
        steps[-1].unit_price
        for quantity in sorted(quantities)
        if (steps := steps_to_price(known, quantity, segment=""))
    ]
    assert paid == sorted(paid, reverse=True)


@given(st.lists(offers()), QUANTITIES)
def test_every_step_has_the_price_of_its_rule(known: list[Offer], quantity: Decimal) -> None:
    known_prices = {each.price_id: each.unit_price for each in known}
    steps = steps_to_price(known, quantity, segment="shops")
    assert all(known_prices[step.rule_id] == step.unit_price for step in steps)


@pytest.mark.parametrize(
    ("scope", "key", "until", "fields"),
    [
        (Scope.LIST, "", None, []),
        (Scope.LIST, "shops", None, ["scope_key"]),
        (Scope.SEGMENT, "", None, ["scope_key"]),
        (Scope.CUSTOMER, "C000832", None, ["scope_key"]),
        (Scope.CUSTOMER, "5b9f0c52-7c3f-4a86-9d1e-0e6d2f4a7b10", date(2026, 1, 2), []),
        (Scope.LIST, "", date(2026, 1, 1), ["effective_until"]),
        (Scope.CUSTOMER, "", date(2025, 1, 1), ["scope_key", "effective_until"]),
    ],
)
def test_every_fault_of_a_price_is_named(scope: Scope, key: str, until: date | None, fields: list[str]) -> None:
    price = Price(uuid4(), uuid4(), scope, key, Decimal(0), Decimal(1), "EUR", date(2026, 1, 1), until)
    assert [fault.field for fault in faults_of(price)] == fields


# --- margins ---

RULE = MarginRule(uuid4(), approval_rate=Decimal("0.25"), floor_rate=Decimal("0.10"))


@pytest.mark.parametrize(
    ("unit_price", "unit_cost", "verdict", "rate"),
    [
        ("10", "7.50", Verdict.ALLOWED, "0.2500"),
        ("10", "7.500001", Verdict.NEEDS_APPROVAL, "0.2499"),
        ("10", "9", Verdict.NEEDS_APPROVAL, "0.1000"),
        ("10", "9.000001", Verdict.BLOCKED, "0.0999"),
        ("10", "12", Verdict.BLOCKED, "-0.2000"),
        ("10", "0", Verdict.ALLOWED, "1.0000"),
        ("0", "0", Verdict.BLOCKED, None),
        ("0", None, Verdict.BLOCKED, None),
        ("10", None, Verdict.NEEDS_APPROVAL, None),
    ],
)
def test_a_margin_exactly_at_a_rate_still_passes_it(
    unit_price: str, unit_cost: str | None, verdict: Verdict, rate: str | None
) -> None:
    decision = judge(Decimal(unit_price), None if unit_cost is None else Decimal(unit_cost), RULE)
    assert (decision.verdict, decision.margin_rate) == (verdict, None if rate is None else Decimal(rate))


def test_the_explanation_says_what_to_do() -> None:
    told = [judge(Decimal(price), Decimal("7.5"), RULE).explanation for price in ("10", "9", "8")]
    assert told == [
        "The margin is 25.00%, at least the 25.00% wanted.",
        "The margin is 16.66%, below the 25.00% wanted: sell at 10.00 or have it approved.",
        "The margin is 6.25%, below the floor of 10.00%: sell at 10.00 or more.",
    ]


def test_without_any_rule_a_sale_below_cost_wants_approval() -> None:
    verdicts = [judge(Decimal(price), Decimal(10), DEFAULT_RULE).verdict for price in ("10", "9.99", "5", "4.99")]
    assert verdicts == [Verdict.ALLOWED, Verdict.NEEDS_APPROVAL, Verdict.NEEDS_APPROVAL, Verdict.BLOCKED]


@st.composite
def rates(draw: st.DrawFn) -> tuple[Decimal, Decimal]:
    pair = draw(st.lists(st.decimals("-0.999999", "0.999999", places=6), min_size=2, max_size=2))
    return max(pair), min(pair)


@given(AMOUNTS, rates())
def test_the_floor_price_passes_and_a_cent_less_does_not(unit_cost: Decimal, pair: tuple[Decimal, Decimal]) -> None:
    rule = MarginRule(None, *pair)
    floor_price = judge(Decimal(1), unit_cost, rule).floor_price
    assert floor_price is not None
    assert judge(floor_price, unit_cost, rule).verdict is Verdict.ALLOWED
    assert judge(floor_price - Decimal("0.01"), unit_cost, rule).verdict is not Verdict.ALLOWED


@given(POSITIVE, POSITIVE, AMOUNTS, rates())
def test_a_higher_price_is_never_judged_worse(
    one: Decimal, other: Decimal, unit_cost: Decimal, pair: tuple[Decimal, Decimal]
) -> None:
    rule = MarginRule(None, *pair)
    assert judge(max(one, other), unit_cost, rule).verdict <= judge(min(one, other), unit_cost, rule).verdict


# --- which rule ---


@st.composite
def rules(draw: st.DrawFn) -> MarginRule:
    return MarginRule(
        uuid4(),
        Decimal("0.2"),
        Decimal("0.1"),
        draw(st.sampled_from([None, "all", "tools", "drills", "paint"])),
        draw(st.sampled_from([None, "shops", "plants"])),
        draw(st.sampled_from([None, CUSTOMER, UUID(int=7)])),
        draw(st.sampled_from([None, "field", "portal"])),
    )


SALE = Sale(("all", "tools", "drills"), "shops", CUSTOMER, "field")


def matches(rule: MarginRule) -> bool:
    return (
        rule.customer_id in (None, CUSTOMER)
        and rule.family_code in (None, *SALE.family_path)
        and rule.segment in (None, "shops")
        and rule.channel in (None, "field")
    )


def specificity(rule: MarginRule) -> tuple[bool, int, bool, bool]:
    depth = (None, *SALE.family_path).index(rule.family_code)
    return rule.customer_id is not None, depth, rule.segment is not None, rule.channel is not None


@given(st.lists(rules(), unique_by=lambda rule: rule.scope), st.randoms(use_true_random=False))
def test_the_most_specific_rule_counts_in_whatever_order_they_come(known: list[MarginRule], random: object) -> None:
    expected = max(filter(matches, known), key=specificity, default=DEFAULT_RULE)
    assert RuleSet(known).rule_for(SALE) is expected
    shuffled = list(known)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis' own Random
    assert RuleSet(shuffled).rule_for(SALE) is expected


def test_a_customers_rule_comes_before_the_deepest_familys() -> None:
    own = MarginRule(uuid4(), Decimal("0.1"), Decimal(0), customer_id=CUSTOMER)
    deep = MarginRule(uuid4(), Decimal("0.3"), Decimal(0), "drills", "shops", None, "field")
    wide = MarginRule(uuid4(), Decimal("0.2"), Decimal(0), "tools", "shops", None, "field")
    assert RuleSet([wide, deep, own]).rule_for(SALE) is own
    assert RuleSet([wide, deep]).rule_for(SALE) is deep
    assert RuleSet([]).rule_for(SALE) is DEFAULT_RULE
