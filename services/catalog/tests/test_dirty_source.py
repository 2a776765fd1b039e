"""A wholesaler's codes and descriptions as an old system left them: what is refused, why, and what loads once cleaned."""

import csv
import re
from collections import Counter
from pathlib import Path

from kit.testing.services import ServiceUnderTest

from services.catalog.tests import factories as make

SOURCE = Path(__file__).parent / "data" / "uk_giftware_products.csv"
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,39}")
_ARTICLE = re.compile(r"[0-9]{5}[A-Z]{0,2}|DCGS[0-9]{4}[A-Z]?")
_BULK = 1000


def _rows() -> list[tuple[str, str]]:
    with SOURCE.open(encoding="utf-8", newline="") as source:
        return [(row["StockCode"], row["Description"]) for row in csv.DictReader(source)]


def _body(code: str, name: str) -> dict[str, str]:
    return {"sku": code, "name_en": name, "family_code": "visserie"}


def _cleaned(rows: list[tuple[str, str]]) -> dict[str, str]:
    """One name for each article: capitals in codes, single spaces, the longest description that is no note."""
    names: dict[str, str] = {}
    for raw_code, raw_name in rows:
        code, name = raw_code.strip().upper(), " ".join(raw_name.split())
        if _ARTICLE.fullmatch(code) and name.isupper() and "\N{REPLACEMENT CHARACTER}" not in name:
            names[code] = max(names.get(code, ""), name, key=len)
    return names


async def test_raw_rows_are_refused_line_by_line_with_the_reason(catalog: ServiceUnderTest) -> None:
    rows = _rows()
    assert len(rows) == 2946
    wrong_codes = [row for row in rows if not _CODE.fullmatch(row[0])]
    empty = [row for row in rows if _CODE.fullmatch(row[0]) and not row[1].strip()][:50]
    broken = [row for row in rows if "\N{REPLACEMENT CHARACTER}" in row[1]]
    times = Counter(code for code, _ in rows)
    twice = [row for row in rows if times[row[0]] > 1 and row not in empty and _CODE.fullmatch(row[0])][:50]
    async with catalog.client(*make.WRITER) as client:
        by_code = await client.post("/products/bulk", json={"products": [_body(*row) for row in wrong_codes]})
        mixed = [*empty, *broken, *twice]
        by_rule = await client.post("/products/bulk", json={"products": [_body(*row) for row in mixed]})
        found = (await client.get("/products", params={"q": rows[0][0]})).json()["items"]
    assert {code for code, _ in wrong_codes} == {"BANK CHARGES"}
    assert (by_code.status_code, by_code.json()["errors"][0]["field"].rsplit(".", 1)[-1]) == (422, "sku")
    reasons = Counter(fault["field"].rsplit(".", 1)[-1] for fault in by_rule.json()["errors"])
    named_twice = sum(1 for code, _ in mixed if Counter(code for code, _ in mixed)[code] > 1)
    assert reasons == {"name_fr": len(empty), "name_en": len(broken), "sku": named_twice}
    assert "encoding" in next(
        fault["detail"] for fault in by_rule.json()["errors"] if fault["field"].endswith("name_en")
    )
    assert found == []


async def test_once_cleaned_every_article_loads(catalog: ServiceUnderTest) -> None:
    names = sorted(_cleaned(_rows()).items())
    assert len(names) > 2500
    async with catalog.client(*make.WRITER) as client:
        for start in range(0, len(names), _BULK):
            part = names[start : start + _BULK]
            answer = await client.post("/products/bulk", json={"products": [_body(*row) for row in part]})
            assert answer.status_code == 201, answer.text[:500]
            assert len(answer.json()["items"]) == len(part)
        again = await client.post("/products/bulk", json={"products": [_body(*row) for row in names[:3]]})
        heart = (await client.get("/products", params={"q": "hanging heart holder 85123a"})).json()["items"]
    assert (again.status_code, len(again.json()["errors"])) == (409, 3)
    assert [item["sku"] for item in heart] == ["85123A"]
