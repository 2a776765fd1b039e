"""What a scanner reads."""

import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from catalog.domain.gs1 import CODE_MAX, GS, NET_UNITS, RULES, Scan, Unreadable, check_digit, date_of, read
from hypothesis import given
from hypothesis import strategies as st
from kit.testing.services import ServiceUnderTest

from services.catalog.tests import factories as make

TODAY = date(2026, 11, 25)
_TEXT = "".join(chr(code) for code in range(0x21, 0x7B) if chr(code) not in "#$@[\\]^`()")


def _gtin(body: str) -> str:
    return body + check_digit(body)


def _element_string(elements: list[tuple[str, str]]) -> str:
    """As a symbol carries it: GS after a value of variable length, unless it is the last."""
    parts = []
    for i, (identifier, value) in enumerate(elements):
        variable = identifier in RULES and not RULES[identifier].is_fixed
        parts.append(identifier + value + (GS if variable and i < len(elements) - 1 else ""))
    return "".join(parts)


@pytest.mark.parametrize("code", ["96385074", "036000291452", "3017620422003", "13017620422000"])
def test_a_bare_gtin_is_read_as_14_digits(code: str) -> None:
    assert read(code, today=TODAY) == Scan(gtin=code.zfill(14))


def test_one_scan_gives_everything() -> None:
    code = f"]C101030176204220031727013110LOT-42{GS}3035{GS}21S/9"
    assert read(code, today=TODAY) == Scan(
        gtin="03017620422003", lot="LOT-42", expires_on=date(2027, 1, 31), count=35, serial="S/9"
    )


def test_a_logistic_unit_says_what_it_contains() -> None:
    sscc = _gtin("00630762042200312"[:17])
    scan = read(f"(00){sscc}(02)03017620422003(37)48(414)3017620422003", today=TODAY)
    assert (scan.sscc, scan.gtin, scan.is_content, scan.count, scan.gln) == (
        sscc, "03017620422003", True, 48, "3017620422003",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("3017620422004", "check-digit"),
        ("(01)03017620422004", "check-digit"),
        ("(00)000000000000000001", "check-digit"),
        ("(01)03017620422003(17)271301", "date"),
        ("(01)03017620422003(17)270230", "date"),
        ("(01)0301762042200", "length"),
        ("(01)03017620422003(02)03017620422003(37)1", "ambiguous"),
        ("(01)03017620422003(10)A(10)B", "ambiguous"),
        ("(01)03017620422003(3103)001000(3150)000001", "ambiguous"),
        ("(01)03017620422003(37)5", "incomplete"),
        ("(02)03017620422003", "incomplete"),
        ("(10)LOT", "incomplete"),
        ("(01)03017620422003(30)0", "count"),
        ("(01)03017620422003(10)é", "characters"),
        ("(01)03017620422003(30)x", "characters"),
        ("(01)03017620422003(99)x", "syntax"),
        ("(01)03017620422003)(10", "syntax"),
        ("hello", "syntax"),
        ("", "length"),
        ("1" * (CODE_MAX + 1), "length"),
    ],
)
def test_what_is_not_sure_is_refused_with_its_reason(code: str, reason: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(code, today=TODAY)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("digits", "today", "means"),
    [
        ("270200", TODAY, date(2027, 2, 28)),
        ("280200", TODAY, date(2028, 2, 29)),
        ("760101", TODAY, date(2076, 1, 1)),
        ("770101", TODAY, date(1977, 1, 1)),
        ("010101", date(1999, 1, 1), date(2001, 1, 1)),
        ("990101", date(2001, 1, 1), date(1999, 1, 1)),
    ],
)
def test_a_date_is_in_the_century_that_is_nearest_and_day_00_ends_the_month(
    digits: str, today: date, means: date
) -> None:
    assert date_of(digits, today=today) == means


VECTORS = json.loads((Path(__file__).parent / "gs1_vectors.json").read_text())


@pytest.mark.parametrize("vector", VECTORS["codes"], ids=lambda vector: ascii(vector["code"]))
def test_the_service_reads_what_devices_read(vector: dict[str, Any]) -> None:
    """The console's reader (web/src/scanner/gs1.ts) passes the same cases."""
    today = date.fromisoformat(VECTORS["today"])
    if "refused" in vector:
        with pytest.raises(Unreadable) as refused:
            read(vector["code"], today=today)
        assert refused.value.reason == vector["refused"]
        return
    scan = read(vector["code"], today=today)
    names = ("gtin", "lot", "serial", "count", "expires_on", "best_before", "sscc")
    said = {name: value for name in names if (value := getattr(scan, name)) is not None}
    assert {name: str(value) if isinstance(value, date) else value for name, value in said.items()} == vector["says"]


_days = st.dates(TODAY - timedelta(days=49 * 365), TODAY + timedelta(days=50 * 365))
_texts = st.text(_TEXT, min_size=1, max_size=20)


@given(
    st.integers(0, 10**13 - 1),
    st.fixed_dictionaries(
        {},
        optional={
            "10": _texts,
            "21": _texts,
            "17": _days.map(lambda day: day.strftime("%y%m%d")),
            "30": st.integers(1, 10**8 - 1).map(str),
            "240": _texts,
        },
    ),
    st.one_of(st.none(), st.tuples(st.sampled_from(sorted(NET_UNITS)), st.integers(0, 5), st.integers(0, 999_999))),
    st.permutations(range(7)),
    st.booleans(),
)
def test_what_is_written_is_what_is_read(
    number: int, optional: dict[str, str], net: tuple[str, int, int] | None, order: list[int], bracketed: bool
) -> None:
    elements = {"01": _gtin(f"{number:013}"), **optional}
    if net is not None:
        elements[f"{net[0]}{net[1]}"] = f"{net[2]:06}"
    listed = list(elements.items())
    shuffled = [listed[i] for i in order if i < len(listed)]
    code = "".join(f"({name}){value}" for name, value in shuffled) if bracketed else _element_string(shuffled)
    scan = read(code, today=TODAY)
    assert (scan.gtin, scan.lot, scan.serial) == (elements["01"], optional.get("10"), optional.get("21"))
    assert (scan.expires_on.strftime("%y%m%d") if scan.expires_on else None) == optional.get("17")
    assert (str(scan.count) if scan.count else None) == optional.get("30")
    assert scan.others == {name: value for name, value in optional.items() if name == "240"}
    assert scan.net == (None if net is None else (Decimal(net[2]).scaleb(-net[1]), NET_UNITS[net[0]]))


@given(st.one_of(st.text(max_size=60), st.text(f"0123456789(){GS}", max_size=60)))
def test_whatever_comes_is_read_or_refused(text: str) -> None:
    try:
        scan = read(text, today=TODAY)
    except Unreadable as error:
        said = error.detail
    else:
        said = scan.gtin or scan.sscc or scan.gln or ""
    assert said


async def test_scans_find_product_packaging_quantity_lot_and_date(catalog: ServiceUnderTest) -> None:
    each, box, ham_gtin = (_gtin(f"{number:012}") for number in (301762042201, 301762042202, 301762042203))
    packagings = [
        {"code": "EACH", "uom": "C62", "numerator": 1, "gtin": each},
        {"code": "BOX12", "uom": "XBX", "numerator": 12, "gtin": box},
    ]
    screws = await make.created(catalog, "/products", make.product(packagings=packagings, tracking="lot"))
    unit = {"code": "EACH", "uom": "KGM", "numerator": 1, "gtin": ham_gtin}
    ham = await make.created(catalog, "/products", make.product(stock_uom="KGM", packagings=[unit]))
    codes = [
        each,
        f"(01){box.zfill(14)}(10)L42(17)270100",
        f"02{box.zfill(14)}3740",
        f"(01){ham_gtin.zfill(14)}(3102)001234",
        screws["sku"],
        each[:-1] + str((int(each[-1]) + 1) % 10),
        _gtin("4" * 12),
        "(01)nonsense",
    ]
    async with catalog.client("catalog.products.read") as client:
        answer = await client.post("/scans", json={"codes": codes})
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    assert [
        (item["sku"], item["packaging_code"], item["quantity"] and Decimal(item["quantity"])) for item in items[:5]
    ] == [
        (screws["sku"], "EACH", 1),
        (screws["sku"], "BOX12", 12),
        (screws["sku"], "BOX12", 480),
        (ham["sku"], "EACH", Decimal("12.34")),
        (screws["sku"], "EACH", 1),
    ]
    assert (items[1]["lot"], items[1]["expires_on"]) == ("L42", "2027-01-31")
    assert [item["refused"]["reason"] for item in items[5:]] == ["check-digit", "unknown-gtin", "length"]


async def test_a_code_that_may_mean_two_products_is_refused(catalog: ServiceUnderTest) -> None:
    gtin = _gtin("301762042299")
    box = {"code": "BOX", "uom": "XBX", "numerator": 6, "gtin": gtin}
    await make.created(catalog, "/products", make.product(packagings=[box]))
    await make.created(catalog, "/products", make.product(sku=gtin))
    async with catalog.client("catalog.products.read") as client:
        (item,) = (await client.post("/scans", json={"codes": [gtin]})).json()["items"]
    assert (item["refused"]["reason"], item["product_id"]) == ("ambiguous", None)


async def test_a_gtin_belongs_to_one_packaging_however_it_is_written(catalog: ServiceUnderTest) -> None:
    gtin = _gtin("301762042288")
    box = {"code": "BOX", "uom": "XBX", "numerator": 6, "gtin": gtin}
    owner = await make.created(catalog, "/products", make.product(packagings=[box]))
    async with catalog.client(*make.ALL) as client:
        again = await client.post("/products", json=make.product(packagings=[{**box, "gtin": gtin.zfill(14)}]))
        twice = await client.post(
            "/products/bulk",
            json={
                "products": [
                    make.product(packagings=[{**box, "gtin": g}])
                    for g in (_gtin("301762042277"), "0" + _gtin("301762042277"))
                ]
            },
        )
    assert (again.status_code, again.json()["existing"], again.json()["field"]) == (
        409,
        [owner["id"]],
        "packagings.0.gtin",
    )
    assert owner["sku"] in again.json()["detail"]
    assert [fault["field"] for fault in twice.json()["errors"]] == [
        "products.0.packagings.0.gtin",
        "products.1.packagings.0.gtin",
    ]
