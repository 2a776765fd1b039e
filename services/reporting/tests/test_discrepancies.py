"""Why counts differ: what was said, what the system proposes, what nobody knows; the same sums by cause, site and month."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from comptoir.catalog.v1.product_pb2 import ProductChanged
from comptoir.inventory.v1.count_pb2 import CountedLine, CountPosted
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kit.testing.services import ServiceUnderTest
from kit.wire import decimal_out, time_out
from reporting.domain.discrepancy import UNEXPLAINED, Attribution, Basis, attribute

from services.reporting.tests import factories as make

COUNTS = "inventory.counts.v1"
READ = "reporting.discrepancies.read"


def line(expected: str, counted: str, unit_cost: str = "1", **more: Any) -> CountedLine:
    return CountedLine(
        product_id=make.text_id(),
        location="A-01",
        expected=decimal_out(Decimal(expected)),
        counted=decimal_out(Decimal(counted)),
        unit_cost=decimal_out(Decimal(unit_cost)),
        **more,
    )


def count(*lines: CountedLine, site: str, on: datetime = datetime(2034, 5, 31, 12, tzinfo=UTC)) -> CountPosted:
    return CountPosted(
        count_id=make.text_id(), number="CT-1", warehouse=site, part=1, parts=1, lines=lines, occurred_at=time_out(on)
    )


async def ask(reporting: ServiceUnderTest, path: str = "", **params: str) -> Any:
    async with reporting.client(READ) as client:
        answer = await client.get(f"/discrepancies{path}", params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize(
    ("said", "probable", "probability", "attributed"),
    [
        ("theft", "misplaced", 95, Attribution("theft", Basis.SAID)),
        ("", "misplaced", 95, Attribution("misplaced", Basis.PROPOSED)),
        ("", "unit-mistake", 60, Attribution("unit-mistake", Basis.PROPOSED)),
        ("", "unit-mistake", 40, Attribution(UNEXPLAINED, Basis.NONE)),
        ("", "", 0, Attribution(UNEXPLAINED, Basis.NONE)),
    ],
)
def test_what_is_said_comes_before_what_is_likely_and_a_hint_explains_nothing(
    said: str, probable: str, probability: int, attributed: Attribution
) -> None:
    assert attribute(said, probable, probability) == attributed


async def test_differences_come_by_cause_with_their_money_and_the_share_that_is_explained(
    reporting: ServiceUnderTest,
) -> None:
    """12 of A for 5 each are missing and 12 of B for 5 too many; 3 for 10 were stolen; 1 for 10 nobody can tell."""
    site = make.text_id()
    other = make.text_id()
    await reporting.deliver(
        "catalog.products.v1", ProductChanged(product_id=other, version=1, sku="B-OTHER", name_en="B")
    )
    mixed = {
        "probable_cause": "mixed-up",
        "probability": 80,
        "evidence": "other-product-here",
        "evidence_location": "A-01",
    }
    await reporting.deliver(
        COUNTS,
        count(
            line("20", "8", "5", evidence_product_id=other, **mixed),
            line("20", "32", "5", **mixed),
            line("9", "6", "10", cause="theft", probable_cause="typing-error", probability=70),
            line("4", "3", "10", probable_cause="unit-mistake", probability=40),
            line("7", "7", "100"),
            site=site,
        ),
        repeat=2,
    )
    found = await ask(reporting, site=site)
    assert [(row["key"], row["lines"], row["value"], row["net"], row["share"]) for row in found["rows"]] == [
        ("mixed-up", 2, "120", "0", "0.7500"),
        ("theft", 1, "30", "-30", "0.1875"),
        ("unexplained", 1, "10", "-10", "0.0625"),
    ]
    assert [(row["units_missing"], row["units_found"]) for row in found["rows"]] == [
        ("12", "12"),
        ("3", "0"),
        ("1", "0"),
    ]
    total = found["total"]
    assert (total["value_said"], total["value_proposed"], total["explained_rate"]) == ("30", "120", "0.9375")
    assert (found["lines_counted"], found["value_counted"]) == (5, "1030")
    lines = (await ask(reporting, "/lines", site=site, cause="mixed-up", sort="difference"))["items"]
    assert [(each["difference"], each["evidence_sku"], each["basis"]) for each in lines] == [
        ("-12", "B-OTHER", "proposed"), ("12", None, "proposed"),
    ]  # fmt: skip
    assert [each["key"] for each in (await ask(reporting, site=site, by="month"))["rows"]] == ["2034-05"]


drawn = st.tuples(
    st.integers(0, 9), st.integers(0, 9), st.decimals(0, 50, places=2), st.sampled_from(["", "theft", "damage"]),
    st.sampled_from(["", "mixed-up", "misplaced"]), st.integers(0, 100), st.sampled_from(["x", "y"]), st.integers(1, 3),
)  # fmt: skip


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(drawn, min_size=1, max_size=8))
async def test_causes_sites_months_and_lines_add_up_to_the_same(reporting: ServiceUnderTest, lines: list[Any]) -> None:
    """In a year that only this example asks for."""
    async with reporting.database.transaction() as tx:
        await tx.execute("DELETE FROM count_line WHERE extract(year FROM counted_on) = 2036")
    for expected, counted, cost, said, probable, probability, site, month in lines:
        await reporting.deliver(
            COUNTS,
            count(
                line(
                    str(expected), str(counted), str(cost), cause=said, probable_cause=probable, probability=probability
                ),
                site=site,
                on=datetime(2036, month, 15, 12, tzinfo=UTC),
            ),
        )
    year = {"from": "2036-01-01", "until": "2037-01-01"}
    reports = [await ask(reporting, by=by, **year) for by in ("cause", "site", "month")]
    assert all(report["total"] == reports[0]["total"] for report in reports)
    shown = (await ask(reporting, "/lines", limit="200", **year))["items"]
    assert sum((Decimal(each["value"]) for each in shown), Decimal(0)) == Decimal(reports[0]["total"]["value"])
    assert len(shown) == reports[0]["total"]["lines"]
    for row in reports[0]["rows"]:
        behind = (await ask(reporting, "/lines", limit="200", cause=row["key"], **year))["items"]
        assert len(behind) == row["lines"]
        assert sum((Decimal(each["difference"]) for each in behind), Decimal(0)) == Decimal(
            row["units_found"]
        ) - Decimal(row["units_missing"])


async def test_lines_come_in_pages_and_who_may_not_see_costs_sees_none(reporting: ServiceUnderTest) -> None:
    site = make.text_id()
    await reporting.deliver(COUNTS, count(*(line("10", str(n)) for n in (1, 2, 3)), site=site))
    first = await ask(reporting, "/lines", site=site, sort="-value", limit="2")
    second = await ask(reporting, "/lines", site=site, sort="-value", limit="2", cursor=first["next_cursor"])
    assert [each["value"] for each in first["items"] + second["items"]] == ["9", "8", "7"]
    async with reporting.client("reporting.alerts.read") as client:
        assert (await client.get("/discrepancies")).status_code == 403
