"""What rules do to a basket, without a database."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kit.money import ZERO, round_half_up
from pricing.domain.basket import BasketLine, PricedBasket, price_basket
from pricing.domain.margin import MarginRule, Owed, OwedItem, Verdict, judge
from pricing.domain.price import PriceStep
from pricing.domain.price_rule import Counts, Kind, Occasion, PriceRule, PriceRules, Stacking, faults_of

CUSTOMER, PRODUCT, OTHER = UUID(int=1), UUID(int=2), UUID(int=3)
SALE = Occasion(CUSTOMER, "shops", "field", "EUR", date(2026, 11, 25), "EUR")
PATHS = {PRODUCT: ("all", "tools", "drills"), OTHER: ("all", "tools", "saws")}
_MONEY = {
    Kind.FIXED_PRICE, Kind.AMOUNT_OFF, Kind.LINE_SURCHARGE, Kind.ORDER_SURCHARGE, Kind.MINIMUM_ORDER, Kind.FREIGHT,
    Kind.FREIGHT_COST_WEIGHT,
}  # fmt: skip


def rule(code: str, kind: Kind, value: str, **changes: Any) -> PriceRule:
    values: dict[str, Any] = {
        "name_fr": f"Règle {code}",
        "name_en": f"Rule {code}",
        "effective_from": date(2026, 1, 1),
        "currency": "EUR" if kind in _MONEY else None,
    }
    numbers = ("min_quantity", "min_amount", "below_amount", "buy_quantity")
    changes = {name: Decimal(each) if name in numbers else each for name, each in changes.items()}
    return PriceRule(uuid4(), code, kind, value=Decimal(value), **{**values, **changes})


def line(quantity: str, unit_price: str, product: UUID = PRODUCT, **changes: Any) -> BasketLine:
    steps = (PriceStep("list-price", "l", "List price", Decimal(unit_price), "Prix de tarif"),)
    return BasketLine(product, PATHS[product], Decimal(quantity), steps, **changes)


def priced(lines: list[BasketLine], *rules: PriceRule, sale: Occasion = SALE) -> PricedBasket:
    return price_basket(lines, PriceRules(rules).of_sale(sale), sale.currency)


def told(basket: PricedBasket, index: int = 0) -> list[tuple[str, str, str]]:
    return [(step.rule, str(step.unit_price), str(step.amount)) for step in basket.lines[index].steps]


# --- one rule of each kind ---


@pytest.mark.parametrize(
    ("kind", "value", "unit_price", "amount"),
    [
        (Kind.LINE_DISCOUNT, "0.05", "9.50", "114.00"),
        (Kind.LINE_DISCOUNT, "0.033", "9.67", "116.04"),
        (Kind.AMOUNT_OFF, "0.75", "9.25", "111.00"),
        (Kind.AMOUNT_OFF, "11", "0", "0.00"),
        (Kind.FIXED_PRICE, "8.80", "8.80", "105.60"),
        (Kind.FIXED_PRICE, "10.50", "10.00", "120.00"),
        (Kind.LINE_SURCHARGE, "0.20", "10.20", "122.40"),
        (Kind.ORDER_DISCOUNT, "0.05", "9.50", "114.00"),
    ],
)
def test_a_rule_changes_the_price(kind: Kind, value: str, unit_price: str, amount: str) -> None:
    (found,) = priced([line("12", "10.00")], rule("A", kind, value)).lines
    assert (found.unit_price, str(found.amount)) == (Decimal(unit_price), amount)


def test_of_twelve_two_are_free_when_ten_are_bought() -> None:
    basket = priced([line("25", "10.00")], rule("A", Kind.FREE_GOODS, "2", buy_quantity="10"))
    (found,) = basket.lines
    assert (found.free_quantity, found.amount, found.unit_price) == (Decimal(4), Decimal("210.00"), Decimal("8.40"))
    assert [(step.label, step.label_fr) for step in found.steps[1:]] == [
        ("Rule A: 4 free", "Règle A : dont 4 gratuits")
    ]
    assert priced([line("11", "10.00")], rule("A", Kind.FREE_GOODS, "2", buy_quantity="10")).amount == Decimal("110.00")


def test_an_order_is_charged_and_the_closest_terms_count() -> None:
    rules = [
        rule("S", Kind.ORDER_SURCHARGE, "3", name_en="Handling"),
        rule("M", Kind.MINIMUM_ORDER, "15", below_amount="150", name_en="Small order"),
        rule("F1", Kind.FREIGHT, "25"),
        rule("F2", Kind.FREIGHT, "9.90", segment="shops", below_amount="500", name_en="Carriage"),
    ]
    small, large = priced([line("10", "10.00")], *rules), priced([line("50", "10.00")], *rules)
    assert [(each.label, str(each.amount)) for each in small.charges] == [
        ("Handling", "3.00"),
        ("Small order: the order is below 150.00", "15.00"),
        ("Carriage: the order is below 500.00", "9.90"),
    ]
    assert (small.amount, large.amount) == (Decimal("127.90"), Decimal("503.00"))


def test_what_is_owed_lowers_the_margin_and_raises_the_floor() -> None:
    rules = [
        rule("R", Kind.VOLUME_REBATE, "0.03"),
        rule("C", Kind.CASH_DISCOUNT, "0.02"),
        rule("K", Kind.FREIGHT_COST_WEIGHT, "0.50"),
    ]
    (found,) = priced([line("1", "10.00", weight_kg=Decimal("0.4"))], *rules).lines
    assert (found.unit_price, found.owed.rate, found.owed.amount) == (Decimal(10), Decimal("0.05"), Decimal("0.20"))
    wanted = MarginRule(None, Decimal("0.25"), Decimal("0.10"))
    decision = judge(found.unit_price, Decimal(7), wanted, found.owed)
    assert (decision.verdict, str(decision.margin_rate), str(decision.floor_price)) == (
        Verdict.NEEDS_APPROVAL, "0.2300", "10.29",
    )  # fmt: skip
    assert decision.explanation == (
        "The margin is 23.00%, below the 25.00% wanted: sell at 10.29 or have it approved."
        " Of the price, 0.70 is owed after the sale."
    )
    assert judge(found.unit_price, Decimal(7), wanted).verdict is Verdict.ALLOWED


def test_where_all_of_a_price_is_owed_no_price_passes() -> None:
    wanted = MarginRule(None, Decimal("0.25"), Decimal("0.10"))
    owed = Owed([OwedItem("volume-rebate", "", "", "", Decimal("0.80"), ZERO)])
    decision = judge(Decimal(10), Decimal(1), wanted, owed)
    assert (decision.verdict, decision.floor_price) == (Verdict.NEEDS_APPROVAL, None)
    assert "no price reaches" in decision.explanation


# --- who, what, when, how many ---


@pytest.mark.parametrize(
    ("scope", "holds"),
    [
        ({}, True),
        ({"product_id": PRODUCT}, True),
        ({"product_id": OTHER}, False),
        ({"family_code": "tools"}, True),
        ({"family_code": "saws"}, False),
        ({"customer_id": CUSTOMER}, True),
        ({"customer_id": OTHER}, False),
        ({"segment": "shops"}, True),
        ({"segment": "plants"}, False),
        ({"channel": "field"}, True),
        ({"channel": "portal"}, False),
        ({"currency": "EUR"}, True),
        ({"currency": "USD"}, False),
        ({"effective_from": date(2026, 11, 25)}, True),
        ({"effective_from": date(2026, 11, 26)}, False),
        ({"effective_until": date(2026, 11, 25)}, False),
        ({"effective_until": date(2026, 11, 26)}, True),
        ({"min_quantity": "12"}, True),
        ({"min_quantity": "12.001"}, False),
        ({"min_amount": "120", "currency": "EUR"}, True),
        ({"min_amount": "120.01", "currency": "EUR"}, False),
        ({"below_amount": "120.01", "currency": "EUR"}, True),
        ({"below_amount": "120", "currency": "EUR"}, False),
    ],
)
def test_a_rule_counts_where_it_is_meant_to(scope: dict[str, Any], holds: bool) -> None:
    basket = priced([line("12", "10.00")], rule("A", Kind.LINE_DISCOUNT, "0.1", **scope))
    assert basket.amount == (Decimal("108.00") if holds else Decimal("120.00"))


def test_a_break_may_count_the_whole_family() -> None:
    lines = [line("60", "10.00"), line("40", "5.00", OTHER)]
    mixed = {"family_code": "tools", "min_quantity": "100", "counts": Counts.ORDER}
    basket = priced(lines, rule("A", Kind.LINE_DISCOUNT, "0.1", **mixed))
    assert [str(each.amount) for each in basket.lines] == ["540.00", "180.00"]
    assert priced(lines[:1], rule("A", Kind.LINE_DISCOUNT, "0.1", **mixed)).amount == 600


# --- how rules meet ---


def test_stages_come_in_order_and_in_a_stage_discounts_follow_each_other() -> None:
    rules = [
        rule("Z", Kind.LINE_DISCOUNT, "0.10", stage=2),
        rule("B", Kind.LINE_DISCOUNT, "0.05", stage=1),
        rule("A", Kind.AMOUNT_OFF, "1", stage=1),
    ]
    assert told(priced([line("10", "11.00")], *rules)) == [
        ("list-price", "11.00", "110.00"),
        ("amount-off", "10.00", "-10.00"),
        ("line-discount", "9.50", "-5.00"),
        ("line-discount", "8.55", "-9.50"),
    ]


def test_the_best_of_those_alone_takes_the_place_of_the_others() -> None:
    together = [rule("A", Kind.LINE_DISCOUNT, "0.05"), rule("B", Kind.LINE_DISCOUNT, "0.05")]
    alone = [rule("C", Kind.LINE_DISCOUNT, rate, stacking=Stacking.ALONE) for rate in ("0.12", "0.15")]
    assert [each for each, _, _ in told(priced([line("1", "100")], *together, *alone))] == [
        "list-price",
        "line-discount",
    ]
    assert priced([line("1", "100")], *together, *alone).amount == 85
    weak = rule("D", Kind.LINE_DISCOUNT, "0.09", stacking=Stacking.ALONE)
    assert priced([line("1", "100")], *together, weak).amount == Decimal("90.25")


def test_a_price_set_by_hand_is_final() -> None:
    lines = [line("10", "10.00", is_final=True), line("10", "10.00")]
    basket = priced(lines, rule("A", Kind.LINE_DISCOUNT, "0.1"), rule("B", Kind.ORDER_DISCOUNT, "0.1"))
    assert [str(each.amount) for each in basket.lines] == ["100.00", "81.00"]


def test_a_discount_on_the_order_is_shared_to_the_cent() -> None:
    lines = [line("1", "0.99"), line("1", "0.99"), line("3", "0.33", OTHER)]
    basket = priced(lines, rule("A", Kind.ORDER_DISCOUNT, "0.05"))
    assert [str(each.amount) for each in basket.lines] == ["0.94", "0.94", "0.94"]
    assert basket.amount == Decimal("2.82")
    odd = priced([line("1", "0.10"), line("1", "0.10"), line("1", "0.10")], rule("A", Kind.ORDER_DISCOUNT, "0.1"))
    assert [str(each.amount) for each in odd.lines] == ["0.09", "0.09", "0.09"]


def test_yen_have_no_cents() -> None:
    sale = SALE._replace(currency="JPY")
    basket = priced([line("7", "33.3"), line("1", "99", OTHER)], rule("A", Kind.ORDER_DISCOUNT, "0.07"), sale=sale)
    assert [str(each.amount) for each in basket.lines] == ["217", "92"]


# --- properties ---

QUANTITIES = st.decimals(min_value="0.001", max_value=10_000, places=3)
PRICES = st.decimals(min_value=0, max_value=10_000, places=4)
LINES = st.lists(
    st.builds(
        lambda quantity, price, product, final: line(str(quantity), str(price), product, is_final=final),
        QUANTITIES,
        PRICES,
        st.sampled_from([PRODUCT, OTHER]),
        st.booleans(),
    ),
    min_size=1,
    max_size=6,
)


@st.composite
def rules(draw: st.DrawFn, kinds: tuple[Kind, ...] = tuple(Kind)) -> PriceRule:
    kind = draw(st.sampled_from(kinds))
    scope: dict[str, Any] = {}
    if kind is Kind.FREE_GOODS:
        scope["buy_quantity"] = draw(st.integers(1, 12))
    reduces = kind in (Kind.FIXED_PRICE, Kind.AMOUNT_OFF, Kind.LINE_DISCOUNT, Kind.FREE_GOODS, Kind.ORDER_DISCOUNT)
    if reduces:
        scope["stacking"] = draw(st.sampled_from(Stacking))
    if kind not in (Kind.ORDER_SURCHARGE, Kind.MINIMUM_ORDER, Kind.FREIGHT):
        scope["family_code"] = draw(st.sampled_from([None, "tools", "drills", "paint"]))
        scope["min_quantity"] = draw(st.sampled_from(["0", "10", "100"]))
        scope["counts"] = draw(st.sampled_from(Counts))
    if kind is Kind.MINIMUM_ORDER:
        scope["below_amount"] = "1000"
    is_amount = kind in _MONEY or kind is Kind.FREE_GOODS
    value = draw(st.integers(1, 20)) if is_amount else draw(st.decimals("0.01", "1", places=3))
    return rule(draw(st.sampled_from("ABCD")), kind, str(value), stage=draw(st.integers(0, 2)), **scope)


@given(LINES, st.lists(rules(), max_size=8), st.randoms(use_true_random=False))
def test_the_order_in_which_rules_were_written_does_not_matter(
    lines: list[BasketLine], known: list[PriceRule], random: Any
) -> None:
    shuffled = list(known)
    random.shuffle(shuffled)
    assert (
        comparable(priced(lines, *known)) == comparable(priced(lines, *shuffled)) == comparable(priced(lines, *known))
    )


def comparable(basket: PricedBasket) -> object:
    lines = [(*each[:-1], each.owed.items) for each in basket.lines]
    return lines, basket.charges, basket.amount


@given(LINES, st.lists(rules(), max_size=8))
def test_the_explanation_adds_up_to_the_document(lines: list[BasketLine], known: list[PriceRule]) -> None:
    """Steps to their line, lines and charges to the whole, to the cent; and the unit price gives the line again."""
    basket = priced(lines, *known)
    for asked, found in zip(lines, basket.lines, strict=True):
        assert sum(step.amount for step in found.steps) == found.amount >= 0
        assert round_half_up(asked.quantity * found.unit_price) == found.amount
        assert found.steps[-1].unit_price == found.unit_price >= 0
    whole = sum(each.amount for each in basket.lines) + sum(each.amount for each in basket.charges)
    assert basket.amount == whole


@given(LINES, st.lists(rules(), max_size=8))
def test_the_explanation_is_the_whole_reason(lines: list[BasketLine], known: list[PriceRule]) -> None:
    """What no line names changed nothing: priced again by what the explanations name, everything costs the same."""
    told = priced(lines, *known)
    named = {step.rule_id for line in told.lines for step in line.steps} | {each.rule_id for each in told.charges}
    again = priced(lines, *(each for each in known if str(each.id) in named))
    assert [each[:-1] for each in again.lines] == [each[:-1] for each in told.lines]
    assert (again.charges, again.amount) == (told.charges, told.amount)


@given(LINES, st.lists(rules(), max_size=8))
def test_no_rule_counts_twice_and_one_alone_counts_alone(lines: list[BasketLine], known: list[PriceRule]) -> None:
    by_id = {str(each.id): each for each in known}
    for asked, found in zip(lines, priced(lines, *known).lines, strict=True):
        applied = [by_id[step.rule_id] for step in found.steps[1:]]
        assert len({each.id for each in applied}) == len(applied)
        assert not (asked.is_final and applied)
        assert sum(each.kind is Kind.FREE_GOODS for each in applied) <= 1
        reducing = [each for each in applied if each.kind is not Kind.LINE_SURCHARGE]
        for each in reducing:
            if each.stacking is Stacking.ALONE:
                same_phase = (other.kind is Kind.ORDER_DISCOUNT for other in reducing if other.stage == each.stage)
                assert sum(is_order == (each.kind is Kind.ORDER_DISCOUNT) for is_order in same_phase) == 1


@given(
    st.lists(rules(kinds=(Kind.FIXED_PRICE, Kind.AMOUNT_OFF, Kind.LINE_DISCOUNT)), max_size=6),
    PRICES,
    st.lists(QUANTITIES, min_size=2, max_size=5),
)
def test_who_buys_more_never_pays_more_for_one(
    known: list[PriceRule], price: Decimal, quantities: list[Decimal]
) -> None:
    paid = [priced([line(str(each), str(price))], *known).lines[0].unit_price for each in sorted(quantities)]
    assert paid == sorted(paid, reverse=True)


@given(LINES, st.lists(rules(kinds=(Kind.LINE_DISCOUNT, Kind.AMOUNT_OFF)), max_size=4), rules())
def test_one_more_reduction_never_raises_the_price(
    lines: list[BasketLine], known: list[PriceRule], other: PriceRule
) -> None:
    if other.kind in (Kind.FIXED_PRICE, Kind.AMOUNT_OFF, Kind.LINE_DISCOUNT):
        pairs = zip(priced(lines, *known).lines, priced(lines, *known, other).lines, strict=True)
        assert all(after.unit_price <= before.unit_price for before, after in pairs)


@given(PRICES, st.decimals("0", "0.5", places=4), st.decimals("0", "20", places=2))
def test_the_floor_price_passes_with_what_is_owed_and_a_cent_less_does_not(
    unit_cost: Decimal, rate: Decimal, amount: Decimal
) -> None:
    wanted = MarginRule(None, Decimal("0.25"), Decimal("0.10"))
    owed = Owed([OwedItem("volume-rebate", "", "", "", rate, amount)])
    floor = judge(Decimal(1), unit_cost, wanted, owed).floor_price
    assert floor is not None
    assert judge(floor, unit_cost, wanted, owed).verdict is Verdict.ALLOWED
    assert judge(floor - Decimal("0.01"), unit_cost, wanted, owed).verdict is not Verdict.ALLOWED


# --- rules that make no sense ---


@pytest.mark.parametrize(
    ("kind", "value", "changes", "fields"),
    [
        (Kind.LINE_DISCOUNT, "0.05", {}, []),
        (Kind.LINE_DISCOUNT, "5", {}, ["value"]),
        (Kind.AMOUNT_OFF, "0", {}, ["value"]),
        (Kind.FIXED_PRICE, "0", {}, []),
        (Kind.AMOUNT_OFF, "1", {"currency": None}, ["currency"]),
        (Kind.LINE_DISCOUNT, "0.05", {"min_amount": "100"}, ["currency"]),
        (Kind.FREE_GOODS, "1", {}, ["buy_quantity"]),
        (Kind.LINE_DISCOUNT, "0.05", {"buy_quantity": "10"}, ["buy_quantity"]),
        (Kind.MINIMUM_ORDER, "15", {}, ["below_amount"]),
        (Kind.FREIGHT, "15", {"min_amount": "10", "below_amount": "10"}, ["below_amount"]),
        (Kind.VOLUME_REBATE, "0.05", {"stacking": Stacking.ALONE}, ["stacking"]),
        (Kind.LINE_DISCOUNT, "0.05", {"product_id": PRODUCT, "family_code": "tools"}, ["family_code"]),
        (Kind.LINE_DISCOUNT, "0.05", {"customer_id": CUSTOMER, "segment": "shops"}, ["segment"]),
        (Kind.FREIGHT, "15", {"family_code": "tools"}, ["kind"]),
        (Kind.LINE_DISCOUNT, "0.05", {"effective_until": date(2026, 1, 1)}, ["effective_until"]),
    ],
)
def test_every_fault_of_a_rule_is_named(kind: Kind, value: str, changes: dict[str, Any], fields: list[str]) -> None:
    assert [fault.field for fault in faults_of(rule("A", kind, value, **changes))] == fields
