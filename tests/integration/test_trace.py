"""An order is one trace: through the gateway, HTTP, gRPC and Kafka."""

import pytest

from tests.integration.house import House
from tests.integration.traces import Span, Traces

pytestmark = pytest.mark.integration

PLACE = "POST /api/sales/v1/orders/place"
ASKED = {  # by gRPC, while the customer waits
    ("pricing", "/comptoir.pricing.v1.PricingService/QuoteLines"),
    ("accounting", "/comptoir.accounting.v1.CreditService/ReserveCredit"),
    ("inventory", "/comptoir.inventory.v1.InventoryService/ReserveStock"),
}
TOLD = {  # through Kafka, afterwards
    (service, "consume comptoir.sales.v1.OrderConfirmed") for service in ("accounting", "inventory", "reporting")
}


async def test_one_order_is_one_trace_through_gateway_services_and_events(house: House, traces: Traces) -> None:
    article = await house.article(price="10.00", stock="5", cost="4.00")
    before = {span.span_id for span in placed(traces)}
    await house.place({article: "2"})

    async def is_whole() -> bool:
        new = [span for span in placed(traces) if span.span_id not in before]
        return bool(new) and steps(traces, new[0]) >= {("sales", PLACE), *ASKED, *TOLD} and has_gateway(traces, new[0])

    await house.until(is_whole, "every step of the order has told its span")
    (order,) = [span for span in placed(traces) if span.span_id not in before]
    own = {span.span_id: span for span in traces.of(order.trace_id) if span.trace_id == order.trace_id}
    assert own[order.parent_id].service == "gateway"
    assert {own[span.parent_id].service for span in own.values() if (span.service, span.name) in ASKED} == {"sales"}


def placed(traces: Traces) -> list[Span]:
    return [span for span in list(traces.spans) if (span.service, span.name) == ("sales", PLACE)]


def steps(traces: Traces, order: Span) -> set[tuple[str, str]]:
    return {(span.service, span.name) for span in traces.of(order.trace_id)}


def has_gateway(traces: Traces, order: Span) -> bool:
    """Whether the gateway, which tells its spans by the handful, has told the one that leads to the order."""
    return any(span.service == "gateway" and span.span_id == order.parent_id for span in traces.of(order.trace_id))
