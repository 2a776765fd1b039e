"""Units, packagings and conversions: exact, whatever they are counted in."""

from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from catalog.api.schemas import PackagingIn, ProductIn, packagings_of
from catalog.domain.conversion import Measure, OverPrecise, convert, measure
from catalog.domain.nesting import Contents, UnknownContents, resolved
from catalog.domain.product import completed
from hypothesis import given
from hypothesis import strategies as st
from kit.ids import new_id
from kit.testing.services import ServiceUnderTest
from kit.uom import UOMS, Dimension, factor_between

from services.catalog.tests import factories as make

_EXACT = sorted(code for code, unit in UOMS.items() if unit.factor is not None)


@pytest.mark.parametrize(
    ("source", "target", "factor"),
    [
        ("INH", "CMT", Fraction("2.54")),
        ("LBR", "GRM", Fraction("453.59237")),
        ("GLL", "LTR", Fraction("3.785411784")),
        ("GLI", "LTR", Fraction("4.54609")),
        ("TNE", "KGM", Fraction(1000)),
        ("GRO", "DZN", Fraction(12)),
        ("KWH", "3B", Fraction("3.6")),
        ("FTK", "MTK", Fraction("0.09290304")),
        ("HUR", "MIN", Fraction(60)),
    ],
)
def test_units_of_one_dimension_convert_by_their_legal_factor(source: str, target: str, factor: Fraction) -> None:
    assert factor_between(source, target) == factor


@pytest.mark.parametrize(
    ("source", "target"), [("KGM", "MTR"), ("XBX", "C62"), ("MON", "DAY"), ("SET", "C62"), ("??", "C62")]
)
def test_units_that_measure_different_things_do_not_convert(source: str, target: str) -> None:
    assert factor_between(source, target) is None


@given(st.sampled_from(_EXACT), st.sampled_from(_EXACT), st.sampled_from(_EXACT))
def test_the_way_back_and_the_way_round_lose_nothing(first: str, second: str, third: str) -> None:
    there = factor_between(first, second)
    if there is not None:
        assert there * (factor_between(second, first) or 0) == 1
        if (on := factor_between(second, third)) is not None:
            assert factor_between(first, third) == there * on


def test_every_dimension_has_its_base_unit_and_packages_have_no_fixed_number() -> None:
    bases = {unit.dimension for unit in UOMS.values() if unit.factor == 1}
    assert bases == set(Dimension) - {Dimension.PACKAGE}
    assert all(unit.factor is None for unit in UOMS.values() if unit.dimension is Dimension.PACKAGE)
    assert all(0 <= unit.decimals <= 6 for unit in UOMS.values())


def test_two_packs_of_96_are_144_and_48_pieces() -> None:
    piece, pack = Measure("EACH", Fraction(1), 0), Measure("PACK96", Fraction(96), 0)
    assert convert(Decimal(2), pack, piece) == Decimal(144) + Decimal(48)
    assert convert(Decimal(144) + Decimal(48), piece, pack) == 2
    refused = convert(Decimal(144), piece, pack)
    assert isinstance(refused, OverPrecise)
    assert (refused.below, refused.above) == (Decimal(96), Decimal(192))


_measures = st.builds(
    Measure,
    st.just("A"),
    st.fractions(min_value=Fraction(1, 1000), max_value=1000, max_denominator=1000),
    st.integers(0, 6),
)
_quantities = st.decimals(min_value=0, max_value=10**6, places=3)


@given(_quantities, _measures, _measures)
def test_what_converts_comes_back_and_what_does_not_has_neighbours_that_do(
    quantity: Decimal, source: Measure, target: Measure
) -> None:
    result = convert(quantity, source, target)
    if isinstance(result, OverPrecise):
        assert result.below < quantity < result.above
        for near in (result.below, result.above):
            passed = convert(near, source, target)
            assert isinstance(passed, Decimal)
            assert convert(passed, target, source) == near
    else:
        assert convert(result, target, source) == quantity


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=30), _measures)
def test_parts_always_sum_to_the_whole(parts: list[int], packaging: Measure) -> None:
    stock = Measure("KGM", Fraction(1), 6)
    whole = convert(Decimal(sum(parts)), packaging, stock)
    converted = [convert(Decimal(part), packaging, stock) for part in parts]
    if all(isinstance(each, Decimal) for each in converted):
        assert sum(each for each in converted if isinstance(each, Decimal)) == whole


def test_a_packaging_may_be_said_by_what_it_contains() -> None:
    given_ = [
        PackagingIn(code="PALLET", uom="XPX", contains={"quantity": 40, "of": "BOX12"}),
        PackagingIn(code="BOX12", uom="XBX", contains={"quantity": 12, "of": "EACH"}),
        PackagingIn(code="SACK", uom="XBG", numerator=1, denominator=4),
    ]
    assert [(each.numerator, each.denominator) for each in packagings_of(given_)] == [(480, 1), (12, 1), (1, 4)]


@pytest.mark.parametrize(
    ("contents", "says"),
    [
        ({"A": Contents(2, "B"), "B": Contents(2, "A")}, "contains itself"),
        ({"A": Contents(2, "NOWHERE")}, "no packaging of the product"),
        ({"A": Contents(10**12, "EACH"), "B": Contents(2, "A")}, "more than"),
    ],
)
def test_contents_that_lead_nowhere_are_refused(contents: dict[str, Contents], says: str) -> None:
    with pytest.raises(UnknownContents, match=says):
        resolved({}, contents)


@given(st.lists(st.integers(1, 9), min_size=1, max_size=10), st.randoms(use_true_random=False))
def test_levels_multiply_in_whatever_order_they_are_listed(counts: list[int], random: Random) -> None:
    chain = [(f"L{i}", Contents(count, f"L{i - 1}" if i else "EACH")) for i, count in enumerate(counts)]
    random.shuffle(chain)
    product = 1
    for count in counts:
        product *= count
    assert resolved({}, dict(chain))[f"L{len(counts) - 1}"] == product


def test_a_name_that_is_a_packaging_and_a_unit_of_another_size_is_refused() -> None:
    box = {"code": "DZN", "uom": "XBX", "numerator": 10}
    product = completed(ProductIn.model_validate(make.product(packagings=[box])).to_domain())
    assert isinstance(measure(product, "DZN"), str)
    assert isinstance(measure(product, "KGM"), str)
    assert measure(product, "GRO") == Measure("GRO", Fraction(144), 0)


async def test_quantities_convert_in_bulk_and_every_refusal_says_what_would_pass(catalog: ServiceUnderTest) -> None:
    packagings = [
        {"code": "PALLET", "uom": "XPX", "contains": {"quantity": 40, "of": "BOX12"}},
        {"code": "BOX12", "uom": "XBX", "contains": {"quantity": 12, "of": "EACH"}},
    ]
    screws = await make.created(catalog, "/products", make.product(packagings=packagings))
    sand = await make.created(catalog, "/products", make.product(stock_uom="KGM"))
    assert [part["numerator"] for part in screws["packagings"]] == [480, 12, 1]

    def line(product: dict[str, object], quantity: str, source: str, target: str) -> dict[str, object]:
        return {"product_id": product["id"], "quantity": quantity, "from": source, "to": target}

    good = [
        line(screws, "2", "PALLET", "BOX12"),
        line(screws, "24", "EACH", "BOX12"),
        line(sand, "0.5", "TNE", "EACH"),
        line(sand, "1", "KGM", "GRM"),
    ]
    bad = [
        line(screws, "30", "EACH", "BOX12"),
        line(sand, "1", "KGM", "MTR"),
        {**line(sand, "1", "KGM", "KGM"), "product_id": str(new_id())},
    ]
    async with catalog.client("catalog.products.read") as client:
        answer = await client.post("/conversions", json={"lines": good})
        refused = await client.post("/conversions", json={"lines": [*good, *bad]})
    assert [Decimal(each) for each in answer.json()["quantities"]] == [80, 2, 500, 1000]
    problem = refused.json()
    assert (refused.status_code, problem["type"].rsplit("/", 1)[-1]) == (422, "not-convertible")
    assert [fault["field"] for fault in problem["errors"]] == ["lines.4.quantity", "lines.5.to", "lines.6.product_id"]
    assert problem["nearest"] == [{"field": "lines.4.quantity", "below": "24", "above": "36"}]
