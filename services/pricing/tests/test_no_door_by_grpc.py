"""Whatever a service asks over gRPC, what margin and discount want approved is not let through."""

from decimal import Decimal
from typing import Any

from comptoir.pricing.v1 import decision_pb2
from comptoir.pricing.v1 import pricing_service_pb2 as pb
from hypothesis import given
from hypothesis import strategies as st
from kit.auth import Principal
from kit.ids import new_id
from kit.testing.properties import on_a_database
from kit.testing.services import ServiceUnderTest
from kit.wire import decimal_out

from services.pricing.tests import factories as make
from services.pricing.tests.peers import Sales
from services.pricing.tests.test_exceptions import Case

COST, APPROVAL, FLOOR, GRANTED, CAP = Decimal(6), Decimal("0.30"), Decimal("0.10"), Decimal("8.50"), Decimal(10)
ALLOWED = decision_pb2.VERDICT_ALLOWED

lines = st.builds(
    lambda quantity, price, by_hand, engine: (Decimal(quantity), price, by_hand, engine),
    st.integers(1, 20),
    st.decimals("0", "12", places=2),
    st.booleans(),
    st.one_of(st.none(), st.decimals("0.01", "12", places=2)),
)
requests = st.fixed_dictionaries(
    {
        "lines": st.lists(lines, min_size=1, max_size=3),
        "is_approved": st.booleans(),
        "channel": st.sampled_from(["field", "portal", "edi", ""]),
        "currency": st.sampled_from(["", "EUR", "XAF"]),
        "roles": st.sampled_from([(), ("sales",), ("director", "manager"), ("admin",)]),
        "same_order": st.booleans(),
    }
)


@on_a_database
@given(asked=st.lists(requests, min_size=1, max_size=6))
async def test_nothing_thin_is_allowed_but_what_an_exception_covers(
    pricing: ServiceUnderTest, sales: Sales, asked: list[dict[str, Any]]
) -> None:
    product, customer = await make.product(pricing, cost=str(COST)), await make.customer(pricing)
    await make.prices(pricing, make.price(product, "10"))
    await make.rule(pricing, str(APPROVAL), str(FLOOR), customer_id=customer)
    case = Case(pricing, product, customer)
    exception = await case.granted(unit_price=str(GRANTED), quantity_cap=str(CAP))
    order_id = str(new_id())
    for each in asked:
        request = pb.DecideMarginRequest(
            order_id=order_id if each["same_order"] else str(new_id()),
            customer_id=customer,
            channel=each["channel"],
            currency=each["currency"],
            is_approved=each["is_approved"],
        )
        for quantity, price, by_hand, engine in each["lines"]:
            line = request.lines.add(order_line_id=str(new_id()), product_id=product, set_by_hand=by_hand)
            line.quantity.CopyFrom(decimal_out(quantity))
            line.unit_price.CopyFrom(decimal_out(price))
            if engine is not None:
                line.engine_unit_price.CopyFrom(decimal_out(engine))
        answer = await sales.decide(request, Principal("somebody", roles=each["roles"]))
        told = [line.decision for line in answer.lines]
        assert answer.verdict == max(decision.verdict for decision in told)
        for (_, price, by_hand, _), decision in zip(each["lines"], told, strict=True):
            if decision.verdict == ALLOWED:
                check(price, decision, exception["id"], is_known=each["currency"] != "XAF")
                assert not decision.exception_id or by_hand
            elif price * (1 - FLOOR) < COST and each["currency"] != "XAF":
                assert decision.verdict == decision_pb2.VERDICT_BLOCKED
        assert Decimal((await case.get(exception["id"]))["quantity_used"]) <= CAP


def check(price: Decimal, decision: Any, exception_id: str, *, is_known: bool) -> None:
    """Earned enough, or granted; never in a currency of which nobody knows the rate."""
    assert is_known
    if decision.exception_id:
        assert (decision.exception_id, price >= GRANTED) == (exception_id, True)
    else:
        assert price - COST >= APPROVAL * price
