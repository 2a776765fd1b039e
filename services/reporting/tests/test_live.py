"""Figures are pushed, over a real connection."""

import json
import time
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from kit.testing import tokens
from kit.testing.servers import served
from kit.testing.services import ServiceUnderTest

from kit import clock
from services.reporting.tests import factories as make

WITHIN_S = 2
INVOICES = "accounting.invoices.v1"


async def messages(answer: httpx.Response) -> AsyncIterator[dict[str, Any]]:
    async for line in answer.aiter_lines():
        if line.startswith("data: "):
            yield json.loads(line.removeprefix("data: "))


async def test_who_looks_sees_a_sale_within_two_seconds_of_its_event(reporting: ServiceUnderTest) -> None:
    today = clock.now().date()
    sold = make.invoice(make.line(make.text_id(), product_id=make.text_id(), net="12.50"), issued_on=today.isoformat())
    headers = {"Authorization": f"Bearer {tokens.token('reporting.margins.read')}"}
    async with (
        served(reporting.app) as address,
        httpx.AsyncClient(headers=headers, timeout=WITHIN_S * 2) as client,
        client.stream("GET", f"{address}/api/reporting/v1/live") as answer,
    ):
        assert answer.headers["content-type"].startswith("text/event-stream")
        pushed = messages(answer)
        before = await anext(pushed)
        started = time.perf_counter()
        await reporting.deliver(INVOICES, sold)
        after = await anext(pushed)
        delay_s = time.perf_counter() - started
    assert delay_s < WITHIN_S
    assert after["topics"] == [INVOICES]
    assert float(after["revenue"]) - float(before["revenue"]) == pytest.approx(12.5)


async def test_changes_of_one_moment_are_one_message(reporting: ServiceUnderTest) -> None:
    headers = {"Authorization": f"Bearer {tokens.token('reporting.margins.read')}"}
    item = make.text_id()
    async with (
        served(reporting.app) as address,
        httpx.AsyncClient(headers=headers, timeout=5) as client,
        client.stream("GET", f"{address}/api/reporting/v1/live") as answer,
    ):
        pushed = messages(answer)
        await anext(pushed)
        movement = make.text_id()
        await reporting.deliver(INVOICES, make.invoice(make.line(movement, product_id=item, net="10")))
        await reporting.deliver("accounting.valuations.v1", make.issue(movement, product_id=item, cost="4"))
        assert set((await anext(pushed))["topics"]) == {INVOICES, "accounting.valuations.v1"}
