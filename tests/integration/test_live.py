"""Figures are pushed through the gateway while people work."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import httpx
import pytest
from stack.platform import Platform
from wholesaler.client import Role

from tests.integration.house import House

pytestmark = pytest.mark.integration

WITHIN = timedelta(seconds=2)  # from the event to whoever looks
PATIENCE_S = 60


async def _pushed(lines: AsyncIterator[str], topic: str) -> tuple[dict[str, Any], datetime]:
    """The first message about a topic, and when it came."""
    async for line in lines:
        if line.startswith("data: ") and topic in (message := json.loads(line.removeprefix("data: ")))["topics"]:
            return message, datetime.now(UTC)
    raise AssertionError(f"The stream ended before anything of {topic} came.")


async def test_a_sale_is_seen_within_two_seconds_of_its_event(house: House, platform: Platform) -> None:
    article = await house.article(price="10.00", stock="20", cost="5.00")
    await house.quiet()
    headers = {"Authorization": f"Bearer {await house.gateway.token(Role.FINANCE)}"}
    async with (
        httpx.AsyncClient(base_url=platform.url, headers=headers, timeout=PATIENCE_S) as http,
        http.stream("GET", "/api/reporting/v1/live") as answer,
    ):
        assert answer.headers["content-type"].startswith("text/event-stream")
        lines = answer.aiter_lines()
        before, _ = await _pushed(lines, "accounting.valuations.v1")
        seen = asyncio.create_task(_pushed(lines, "accounting.invoices.v1"))
        await house.sell(article, "2")
        after, seen_at = await asyncio.wait_for(seen, PATIENCE_S)
    assert seen_at - datetime.fromisoformat(after["event_at"]) < WITHIN
    assert Decimal(after["revenue"]) - Decimal(before["revenue"]) == Decimal("20.00")
