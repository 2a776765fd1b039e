from collections import Counter
from decimal import Decimal

import pytest
from wholesaler import master_data
from wholesaler.dataset import DataSet
from wholesaler.reader import mended


def test_families_are_a_tree_below_one_root(data: DataSet) -> None:
    tree = master_data.families(data)
    assert [family["code"] for family in tree] == [
        "wwi", "clothing", "computing-novelties", "novelty-items", "packaging-materials", "toys",
    ]  # fmt: skip
    assert {family.get("parent_code") for family in tree[1:]} == {"wwi"}


def test_products_are_bought_in_outers_of_exactly_so_many(data: DataSet) -> None:
    by_sku = {product["sku"]: product for product in master_data.products(data)}
    assert len(by_sku) == 219
    assert by_sku["WWI-0003"]["packagings"] == [
        {"code": "EACH", "uom": "C62", "numerator": 1, "denominator": 1},
        {"code": "CARTON10", "uom": "XCT", "numerator": 10, "denominator": 1},
    ]
    assert by_sku["WWI-0001"]["packagings"] == [{"code": "EACH", "uom": "C62", "numerator": 1, "denominator": 1}]


def test_every_packaging_that_is_bought_is_one_of_the_product(data: DataSet) -> None:
    for item in data.stock_items.values():
        packagings = master_data.product(item)["packagings"]
        assert isinstance(packagings, list)
        codes = [packaging["code"] for packaging in packagings]
        assert len(codes) == len(set(codes))
        assert master_data.packaging_code(item) in codes
    for order in data.purchase_orders.values():
        for line in order.lines:
            assert line.quantity_per_outer == data.stock_items[line.stock_item_id].quantity_per_outer


def test_both_costing_methods_run(data: DataSet) -> None:
    assert Counter(map(master_data.costing_method, data.stock_items.values())) == {"avco": 110, "fifo": 109}


def test_partners_are_customers_and_suppliers_and_bills_go_to_one_known_before(data: DataSet) -> None:
    partners = master_data.partners(data, "EUR")
    assert len(partners) == 639
    assert max(Counter(partner["code"] for partner in partners).values()) == 1
    known: set[object] = set()
    for partner in partners:
        assert partner.get("bill_to_partner_id") in known | {None}
        known.add(partner["id"])


def test_salespersons_have_their_log_on_names(data: DataSet) -> None:
    names = master_data.salespersons(data)
    assert len(set(names.values())) == 10
    assert names[2] == "kaylaw"
    assert {order.salesperson_id for order in data.sales_orders.values()} <= names.keys()


def test_only_four_articles_sell_below_the_margin_that_needs_approval_and_none_below_the_floor(data: DataSet) -> None:
    rates = {item.id: (item.unit_price - item.last_cost) / item.unit_price for item in data.stock_items.values()}
    assert [item for item, rate in rates.items() if rate < master_data.MARGIN_APPROVAL_RATE] == [142, 143, 144, 145]
    assert min(rates.values()) > master_data.MARGIN_FLOOR_RATE


def test_every_article_is_taxed_at_the_one_rate(data: DataSet) -> None:
    assert {item.tax_rate for item in data.stock_items.values()} == {master_data.TAX_RATE}


def test_opening_stock_is_at_last_cost_in_a_bin(data: DataSet) -> None:
    lines = master_data.opening_stock(data)["lines"]
    assert isinstance(lines, list)
    assert len(lines) == 219
    assert all(row.unit_cost == data.stock_items[row.stock_item_id].last_cost for row in data.opening_stock)
    assert {line["location"] for line in lines} == set(master_data.bins(data))
    assert sum(Decimal(line["quantity"]) for line in lines) == sum(row.quantity for row in data.opening_stock)


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("148 Ch\u00c3\u00a1vez Street", "148 Chávez Street"),
        ("Bimla Prabhup\u00c4\u0081da", "Bimla Prabhup\u0101da"),
        ("Rosa Sánchez", "Rosa Sánchez"),
        ("Cañon", "Cañon"),
        ("plain", "plain"),
    ],
)
def test_names_are_read_as_they_were_meant(read: str, meant: str) -> None:
    assert mended(read) == meant
