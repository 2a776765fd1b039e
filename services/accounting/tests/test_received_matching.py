"""Which orders an invoice is about: names before guesses, what was received before what is to come, nothing twice."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from accounting.domain.einvoice.proposal import (
    Billed,
    LineMatch,
    OrderLine,
    Reason,
    Unmatched,
    gtin14,
    match_orders,
    with_charges,
)
from hypothesis import given
from hypothesis import strategies as st
from kit.ids import new_id
from kit.money import ZERO

SCREWS, NAILS = new_id(), new_id()


def order(**changes: object) -> OrderLine:
    made = OrderLine(
        id=new_id(), order_number="PO-2026-000012", product_id=SCREWS, sku="VIS-8", supplier_sku="V8/40",
        gtins={gtin14("4006381333931"): Fraction(1), gtin14("4006381333948"): Fraction(12)},
        units={"C62": Fraction(1), "XBX": Fraction(12), "KGM": Fraction(1000, 7)}, unit_price=Decimal(2), ordered=Decimal(24),
        received=Decimal(24), unbilled=Decimal(24),
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]  # a test names the members


def billed(**changes: object) -> Billed:
    made = Billed(Decimal(24), "C62", Decimal(48), seller_sku="", buyer_sku="", gtin="", order_number="")
    return replace(made, **changes)  # type: ignore[arg-type]


def one(line: Billed, *orders: OrderLine) -> LineMatch:
    (match,) = match_orders([line], orders)
    return match


def test_a_line_is_known_by_any_of_its_names() -> None:
    for reason, names in {
        Reason.GTIN: {"gtin": "4006381333931"},
        Reason.SUPPLIER_SKU: {"seller_sku": "v8/40 "},
        Reason.OUR_SKU: {"buyer_sku": "VIS-8"},
        Reason.PRICE_AND_QUANTITY: {},
    }.items():
        each = order()
        match = one(
            billed(**names),
            each,
            order(product_id=NAILS, sku="CLOU", supplier_sku="C", gtins={}, unit_price=Decimal(3)),
        )
        assert (match.reason, match.parts) == (reason, ((each.id, Decimal(24), Decimal(48)),)), reason


def test_the_order_that_is_named_comes_first_however_it_is_written() -> None:
    other, named = order(), order(order_number="PO-2026-000013")
    for written in ("PO-2026-000013", "po 2026 000013", "Votre commande PO-2026-000013 du 3 mars"):
        assert one(billed(gtin="4006381333931", order_number=written), other, named).parts[0].order_line_id == named.id
    assert one(billed(gtin="4006381333931", order_number="unknown"), other, named).parts[0].order_line_id == other.id


def test_boxes_are_counted_in_our_units() -> None:
    for line in (
        billed(quantity=Decimal(2), unit="XBX", seller_sku="V8/40"),
        billed(quantity=Decimal(2), gtin="4006381333948"),
    ):
        assert one(line, order()).parts[0][1:] == (Decimal(24), Decimal(48))


def test_what_does_not_come_out_even_or_has_no_known_unit_is_left_to_people() -> None:
    assert one(billed(quantity=Decimal(1), unit="KGM", seller_sku="V8/40"), order()).unmatched is Unmatched.UNKNOWN_UNIT
    assert one(billed(unit="MTR", seller_sku="V8/40"), order()).unmatched is Unmatched.UNKNOWN_UNIT


def test_two_products_at_one_price_are_not_guessed() -> None:
    match = one(billed(), order(), order(product_id=NAILS))
    assert (match.parts, match.unmatched) == ((), Unmatched.SEVERAL_PRODUCTS)


def test_a_line_below_zero_and_one_of_nothing_known_are_left_to_people() -> None:
    assert one(billed(quantity=Decimal(-1)), order()).unmatched is Unmatched.TAKES_AWAY
    assert one(billed(net_amount=Decimal(40)), order()).unmatched is Unmatched.UNKNOWN_PRODUCT


def test_one_line_may_be_of_several_orders_and_several_lines_of_one() -> None:
    first, second = order(unbilled=Decimal(10), received=Decimal(10)), order(unbilled=Decimal(8), received=Decimal(8))
    name = {"seller_sku": "V8/40"}
    (whole,) = match_orders([billed(quantity=Decimal(18), net_amount=Decimal("36.01"), **name)], [second, first])
    assert [part[:2] for part in whole.parts] == [(first.id, Decimal(10)), (second.id, Decimal(8))]
    assert sum((part.net_amount for part in whole.parts), ZERO) == Decimal("36.01")
    one_, two = match_orders(
        [billed(quantity=Decimal(6), **name), billed(quantity=Decimal(6), **name)], [first, second]
    )
    assert [part[:2] for part in one_.parts] == [(first.id, Decimal(6))]
    assert [part[:2] for part in two.parts] == [(first.id, Decimal(4)), (second.id, Decimal(2))]


def test_more_than_came_is_billed_on_what_is_to_come_then_on_the_last_order() -> None:
    each = order(received=Decimal(10), unbilled=Decimal(10))
    assert one(billed(quantity=Decimal(30), seller_sku="V8/40"), each).parts == ((each.id, Decimal(30), Decimal(48)),)


def test_freight_is_part_of_what_goods_cost() -> None:
    assert with_charges([Decimal(30), Decimal(10)], Decimal(44)) == [Decimal(33), Decimal(11)]
    assert with_charges([Decimal(30), Decimal(-10)], Decimal(24)) == [Decimal(30), Decimal(-10)]


@given(
    quantities=st.lists(st.integers(1, 40), min_size=1, max_size=6),
    orders=st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=5),
    cents=st.integers(0, 10**6),
)
def test_nothing_is_lost_and_no_received_unit_is_taken_twice(
    quantities: list[int], orders: list[tuple[int, int]], cents: int
) -> None:
    candidates = [
        order(unbilled=Decimal(unbilled), received=Decimal(unbilled), ordered=Decimal(unbilled + more))
        for unbilled, more in orders
    ]
    lines = [
        billed(quantity=Decimal(each), net_amount=Decimal(cents).scaleb(-2), gtin="4006381333931")
        for each in quantities
    ]
    matches = match_orders(lines, candidates)
    for line, match in zip(lines, matches, strict=True):
        assert sum((part.quantity for part in match.parts), ZERO) == line.quantity
        assert sum((part.net_amount for part in match.parts), ZERO) == line.net_amount
    for each in candidates[:-1]:  # ids rise: what is billed beyond all orders stays with the last
        taken = sum((part.quantity for match in matches for part in match.parts if part.order_line_id == each.id), ZERO)
        assert taken <= each.ordered
