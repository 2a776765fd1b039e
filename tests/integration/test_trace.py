"""An order is one trace: through the gateway, HTTP, gRPC and Kafka."""

from dataclasses import replace
from secrets import token_hex

import pytest
from stack.platform import Platform

from tests.integration.house import House, gateway
from tests.integration.traces import Traces

pytestmark = pytest.mark.integration

PLACED = ("sales", "POST /api/sales/v1/orders/place")
ASKED = {  # by gRPC, while the customer waits
    ("pricing", "/comptoir.pricing.v1.PricingService/QuoteLines"),
    ("accounting", "/comptoir.accounting.v1.CreditService/ReserveCredit"),
    ("inventory", "/comptoir.inventory.v1.InventoryService/ReserveStock"),
}
TOLD = {  # through Kafka, afterwards
    (service, "consume comptoir.sales.v1.OrderConfirmed") for service in ("accounting", "inventory", "reporting")
}


async def test_one_order_is_one_trace_through_gateway_services_and_events(
    platform: Platform, house: House, traces: Traces
) -> None:
    article = await house.article(price="10.00", stock="5", cost="4.00")
    trace_id, caller = token_hex(16), token_hex(8)
    headers = {"traceparent": f"00-{trace_id}-{caller}-01"}
    async with gateway(platform.url, house.faults, headers=headers) as customer:
        await replace(house, gateway=customer).place({article: "2"})

    async def is_whole() -> bool:
        steps = {(span.service, span.name) for span in traces.of(trace_id)}
        own = traces.own(trace_id)
        return steps >= {PLACED, *ASKED, *TOLD} and all(span.parent_id in {caller, *own} for span in own.values())

    await house.until(is_whole, "every step of the order has told its span")
    own = traces.own(trace_id)
    assert {own[span.parent_id].service for span in own.values() if (span.service, span.name) == PLACED} == {"gateway"}
    assert {own[span.parent_id].service for span in own.values() if (span.service, span.name) in ASKED} == {"sales"}
