"""The proof of a stock value: an independent checker recomputes it to the cent, and finds what was changed in it."""

import csv
import io
import subprocess
import sys
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from accounting.queries.stock_value.proof import COLUMNS
from hypothesis import given
from hypothesis import strategies as st
from kit.testing.properties import on_a_database
from kit.testing.services import ServiceUnderTest

from services.accounting.tests.factories import House
from services.accounting.tests.test_costing_methods import approve, propose
from services.accounting.tests.test_returns_to_suppliers import bill, received
from services.accounting.tests.test_valuation_cases import landed

_CHECKER = Path(__file__).parents[3] / "tools" / "check_proof.py"
Rows = list[dict[str, str]]


async def proof(house: House, **params: str) -> Rows:
    async with house.accounting.client("accounting.valuation.read") as client:
        answer = await client.get("/valuation/proof", params={"product_id": house.product_id, **params})
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


def checked(rows: Rows, folder: Path) -> tuple[int, str]:
    """(exit status, what it says) of the checker, as anybody runs it."""
    path = folder / "proof.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    done = subprocess.run([sys.executable, "-I", str(_CHECKER), str(path)], capture_output=True, text=True, check=False)  # noqa: S603  # ours
    return done.returncode, done.stdout + done.stderr


async def full_story(accounting: ServiceUnderTest, method: str) -> House:
    """A bit of everything."""
    house = await House(accounting, method).open()
    await house.move("opening", "3", unit_cost="2.345")
    first = await received(house, "10", "3.333333")
    second = await received(house, "7", "5.1")
    sale = await house.move("shipment", "8", line_id=await house.order("99"))
    await bill(house, first, "35.07", f"F-{house.product_id}", "10")
    await landed(house, second, "4.44")
    await house.move("return", "1", returns=sale)
    await house.move("to-supplier", "2", returns=second.movement_id)
    found = await house.move("gain", "2")
    await house.move("gain", "2", reverses=found)
    await house.move("loss", "1")
    await house.move("shipment", "20")  # more than there is
    await received(house, "12", "4.5")
    asked = (await propose(house, "avco" if method == "fifo" else "fifo", effective_on="2026-03-31")).json()
    assert (await approve(house, asked["id"]))["status"] == "approved"
    await house.move("shipment", "1")
    return house


@pytest.mark.parametrize("method", ["fifo", "avco", "lot"])
async def test_the_checker_recomputes_it_to_the_cent(accounting: ServiceUnderTest, method: str, tmp_path: Path) -> None:
    house = await full_story(accounting, method)
    rows = await proof(house, as_of="2026-12-31")
    assert checked(rows, tmp_path) == (0, f"{rows[0]['quantity']} of SKU are worth {rows[0]['amount']}.\n")
    quantity, value = await house.value()
    assert (Decimal(rows[0]["quantity"]), Decimal(rows[0]["amount"])) == (Decimal(quantity), Decimal(value))
    receipts = [row for row in rows if row["unit_price"]]
    assert [(row["supplier"], row["order"], row["unit_price"]) for row in receipts][:1] == [
        ("Supplier", "PO-1", "3.333333")
    ]


def tampered(rows: Rows, kind: str, column: str, change: str, which: int = 0) -> Rows:
    """The file with one cell changed."""
    found = [i for i, row in enumerate(rows) if row["kind"] == kind and row[column]]
    copy = [dict(row) for row in rows]
    cell = copy[found[which]][column]
    copy[found[which]][column] = str(Decimal(cell) + Decimal(change)) if column != "layer" else change
    return copy


@pytest.mark.parametrize(
    ("kind", "column", "change"),
    [
        ("product", "amount", "0.01"),
        ("product", "quantity", "1"),
        ("movement", "amount", "0.01"),
        ("movement", "quantity", "1"),
        ("movement", "unit_price", "0.01"),
        ("change", "amount", "-0.01"),
        ("change", "difference", "0.5"),
        ("change", "spread_over", "1"),
        ("take", "quantity", "0.5"),
        ("take", "layer", "elsewhere"),
        ("ledger", "debit", "0.01"),
        ("site", "amount", "1"),
    ],
)
async def test_a_changed_file_is_found_out(
    accounting: ServiceUnderTest, kind: str, column: str, change: str, tmp_path: Path
) -> None:
    house = await full_story(accounting, "fifo")
    rows = await proof(house, as_of="2026-12-31")
    status, said = checked(tampered(rows, kind, column, change), tmp_path)
    assert status == 1
    assert "the file says" in said


async def test_a_fact_that_is_taken_out_is_missed(accounting: ServiceUnderTest, tmp_path: Path) -> None:
    house = await full_story(accounting, "fifo")
    rows = await proof(house, as_of="2026-12-31")
    facts = [row for row in rows if row["kind"] in ("movement", "change")]
    for fact in facts:
        assert checked([row for row in rows if row is not fact], tmp_path)[0] == 1


async def test_it_is_the_proof_of_a_day_and_of_an_instant(accounting: ServiceUnderTest, tmp_path: Path) -> None:
    """What is posted later is told where something before builds on it, and not counted."""
    house = await House(accounting, "fifo").open()
    await house.move("opening", "5", unit_cost="2", day="2026-03-01")
    async with accounting.database.read() as tx:
        instant = await tx.fetchval("SELECT clock_timestamp()")
    await house.move("shipment", "2", day="2026-03-20")
    await house.move("gain", "1", day="2026-03-05")  # told late
    rows = await proof(house, as_of="2026-03-10")
    assert (rows[0]["quantity"], rows[0]["amount"]) == ("6", "12.00")
    assert [row["counted"] for row in rows if row["kind"] == "movement"] == ["True", "False", "True"]
    assert checked(rows, tmp_path)[0] == 0
    known = await proof(house, as_of="2026-03-31", known_at=instant.isoformat())
    assert (known[0]["quantity"], known[0]["amount"]) == ("5", "10.00")
    assert checked(known, tmp_path)[0] == 0


async def test_value_is_pooled_and_lies_where_the_goods_are(accounting: ServiceUnderTest, tmp_path: Path) -> None:
    house = await House(accounting, "avco").open()
    await house.move("receipt", "9", line_id=await house.order("3.34"), warehouse="LYON")
    await house.move("transfer", "4", warehouse="LYON", to_warehouse="LILLE")
    await house.move("shipment", "2", warehouse="LYON")
    rows = await proof(house, as_of="2026-12-31")
    sites = [(row["warehouse"], row["quantity"], row["amount"]) for row in rows if row["kind"] == "site"]
    assert sites == [("LILLE", "4", "13.36"), ("LYON", "3", "10.02")]
    assert checked(rows, tmp_path)[0] == 0


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_it_is_there_to_read(accounting: ServiceUnderTest, language: str) -> None:
    house = await full_story(accounting, "fifo")
    params = {"product_id": house.product_id, "format": "pdf", "language": language}
    async with accounting.client("accounting.valuation.read") as client:
        answer = await client.get("/valuation/proof", params=params)
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF-")


async def test_there_is_no_proof_of_what_never_moved(accounting: ServiceUnderTest) -> None:
    async with accounting.client("accounting.valuation.read") as client:
        answer = await client.get("/valuation/proof", params={"product_id": House(accounting).product_id})
    assert answer.status_code == 404


_STEPS = st.lists(
    st.tuples(
        st.sampled_from(["receive", "ship", "back", "to-supplier", "gain", "loss", "bill", "land", "undo", "method"]),
        st.integers(1, 12),
        st.integers(1, 9999),
    ),
    min_size=1,
    max_size=20,
)


async def touch(house: House, receipts: list[Any], kind: str, price: int) -> None:
    """Something happens to a receipt; what can happen once is the last thing that does."""
    receipt = receipts[price % len(receipts)]
    if kind == "land":
        return await landed(house, receipt, f"{price / 100}")
    receipts.remove(receipt)
    if kind == "bill":
        await bill(house, receipt, f"{price / 100}", f"F-{receipt.movement_id}")
    elif kind == "undo":
        await house.move("receipt", str(int(Decimal(receipt.quantity.value))), reverses=receipt.movement_id)
    else:
        await house.move("to-supplier", "1", returns=receipt.movement_id)
    return None


@on_a_database
@given(method=st.sampled_from(["fifo", "avco", "lot"]), steps=_STEPS)
async def test_every_history_is_proved(
    accounting: ServiceUnderTest, tmp_path_factory: Any, method: str, steps: Sequence[tuple[str, int, int]]
) -> None:
    house = await House(accounting, method).open()
    receipts: list[Any] = []
    shipped: list[str] = []
    for kind, quantity, price in steps:
        match kind:
            case "receive":
                receipts.append(await received(house, str(quantity), f"{price / 1000}"))
            case "ship":
                shipped.append(await house.move("shipment", str(quantity)))
            case "back" if shipped:
                await house.move("return", "1", returns=shipped.pop())
            case "gain" | "loss":
                await house.move(kind, str(quantity))
            case "method":
                asked = await propose(house, ("fifo", "avco", "lot")[price % 3], effective_on="2026-03-31")
                if asked.status_code == 201:
                    await approve(house, asked.json()["id"])
            case _ if receipts:
                await touch(house, receipts, kind, price)
            case _:
                pass
    async with accounting.client("accounting.valuation.read") as client:
        known = (await client.get("/valuation", params={"product_id": house.product_id})).json()["items"]
    if known:
        rows = await proof(house, as_of="2026-12-31")
        assert checked(rows, tmp_path_factory.mktemp("proof"))[0] == 0, checked(rows, tmp_path_factory.mktemp("proof"))
        assert Decimal(rows[0]["amount"]) == Decimal(known[0]["value"])
