"""Terms of payment go from the customer to his firm order as the rule that they are."""

from comptoir.catalog.v1.partner_pb2 import MonthEnd, PartnerChanged, PaymentTerms
from comptoir.sales.v1.sales_order_pb2 import OrderConfirmed
from kit.wire import decimal_in

from services.sales.tests import factories as make
from services.sales.tests.factories import House

ESC = PaymentTerms(
    code="ESC",
    net_days=30,
    month_end=MonthEnd.MONTH_END_AFTER_DAYS,
    discount_rate=make.number("0.02"),
    discount_days=8,
)


async def test_an_order_keeps_the_terms_on_which_it_was_written(house: House) -> None:
    customer = await house.customer(payment_terms=ESC, payment_days=60)
    draft = await house.draft(customer_id=customer)
    changed = PartnerChanged(
        partner_id=customer, version=2, code="C", name="Q", is_customer=True, is_active=True, payment_days=15
    )
    await house.sales.deliver("catalog.partners.v1", changed)
    since = await house.sales.outbox_position()
    await house.post(f"/orders/{draft['id']}/confirm", {})
    await house.place(customer_id=customer)
    kept, new = await house.sales.published(OrderConfirmed, since=since)
    assert (kept.payment_days, kept.payment_terms.code, kept.payment_terms.net_days) == (60, "ESC", 30)
    assert kept.payment_terms.month_end == MonthEnd.MONTH_END_AFTER_DAYS
    assert (decimal_in(kept.payment_terms.discount_rate), kept.payment_terms.discount_days) == (
        decimal_in(ESC.discount_rate), 8,
    )  # fmt: skip
    assert (new.payment_days, new.HasField("payment_terms")) == (15, False)
