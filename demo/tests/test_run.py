"""A whole run against the contract in memory: it ends, it agrees with the documents, and it can be repeated."""

import io

import httpx
import pytest
from rich.console import Console
from wholesaler import controls
from wholesaler.config import Settings
from wholesaler.dataset import DataSet
from wholesaler.errors import MonthBlocked, Refused
from wholesaler.report import Outcome
from wholesaler.run import run

from demo.tests.platform import Platform


async def play(platform: Platform, period: str) -> tuple[Outcome, str]:
    console = Console(file=io.StringIO(), width=200)
    settings = Settings(PERIOD=period, patience_s=5)
    outcome = await run(settings, console, platform.transport())
    assert isinstance(console.file, io.StringIO)
    return outcome, console.file.getvalue()


@pytest.mark.usefixtures("data")
async def test_january_ends_with_every_control_met() -> None:
    outcome, text = await play(Platform(), "2013-01")
    assert [control for control in outcome.controls if not control.holds] == []
    assert outcome.holds
    assert outcome.done["shipments"] == 1_639
    assert outcome.done["sales orders"] == 1_674
    assert outcome.done["adjustments"] == 1
    assert [each.actual for each in outcome.controls if "closed" in each.name] == [1, "period-closed"]
    assert "✓ Everything holds." in text
    assert "✗" not in text


@pytest.mark.usefixtures("data")
async def test_a_second_run_changes_nothing_and_a_longer_one_continues() -> None:
    platform = Platform()
    first, _ = await play(platform, "2013-01-01..2013-01-03")
    commands = platform.commands
    second, _ = await play(platform, "2013-01-01..2013-01-03")
    assert platform.commands == commands
    assert (sum(second.done.values()), second.controls) == (0, first.controls)
    longer, _ = await play(platform, "2013-01-01..2013-01-04")
    assert longer.holds
    assert 0 < longer.done["sales orders"] < first.done["sales orders"]


async def test_a_run_that_was_cut_short_is_finished_by_the_next(data: DataSet) -> None:
    platform = Platform()
    requests_left = iter(range(700))

    def until_it_breaks(request: httpx.Request) -> httpx.Response:
        return platform.answer(request) if next(requests_left, None) is not None else httpx.Response(500)

    settings = Settings(PERIOD="2013-01-01..2013-01-05")
    with pytest.raises(Refused, match="was refused with 500"):
        await run(settings, Console(file=io.StringIO()), httpx.MockTransport(until_it_breaks))
    assert 0 < len(platform.lists["inventory/shipments"]) < 200
    outcome, _ = await play(platform, "2013-01-01..2013-01-05")
    assert outcome.holds
    assert 0 < outcome.done["shipments"] < len(controls.invoices_of(data, outcome.period))


@pytest.mark.usefixtures("data")
async def test_orders_that_stock_cannot_serve_wait_and_are_told() -> None:
    """On 5 January two orders lack stock that older orders hold; they leave with the next receipt, on the 7th."""
    platform = Platform()
    until_5th, text = await play(platform, "2013-01-01..2013-01-05")
    assert until_5th.holds
    assert "2 of these wait for stock still" in text
    until_7th, text = await play(platform, "2013-01-01..2013-01-07")
    assert until_7th.holds
    assert "wait for stock still" not in text


@pytest.mark.usefixtures("data")
async def test_a_month_that_something_is_in_the_way_of_is_not_closed() -> None:
    platform = Platform()
    platform.blockers = [{"kind": "suspense-not-empty", "count": 2, "link": "/general-ledger/471", "blocks": True}]
    with pytest.raises(MonthBlocked, match=r"2013-01 cannot be closed: 2 suspense-not-empty \(/general-ledger/471\)"):
        await play(platform, "2013-01")
    assert platform.lists["accounting/closings"] == {}
