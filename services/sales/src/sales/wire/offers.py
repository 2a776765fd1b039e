"""Offers as protobuf."""

from collections.abc import Sequence
from datetime import datetime

from comptoir.sales.v1 import offer_pb2
from kit.events import OutgoingEvent
from kit.wire import decimal_out, optional_decimal_out, time_out

from sales.domain.charge import charged
from sales.domain.offer import Choice, Offer, OfferedItem, OfferStatus, amounts, charges_for, usual
from sales.wire.charges import charge_message

OFFERS = "sales.offers.v1"

_CHOICES = {
    Choice.FIXED: offer_pb2.OFFER_CHOICE_FIXED,
    Choice.OPTION: offer_pb2.OFFER_CHOICE_OPTION,
    Choice.ALTERNATIVE: offer_pb2.OFFER_CHOICE_ALTERNATIVE,
}
_OUTCOMES = {
    OfferStatus.ACCEPTED: offer_pb2.OFFER_OUTCOME_ACCEPTED,
    OfferStatus.REFUSED: offer_pb2.OFFER_OUTCOME_REFUSED,
    OfferStatus.EXPIRED: offer_pb2.OFFER_OUTCOME_EXPIRED,
    OfferStatus.SUPERSEDED: offer_pb2.OFFER_OUTCOME_SUPERSEDED,
    OfferStatus.WITHDRAWN: offer_pb2.OFFER_OUTCOME_WITHDRAWN,
}


def offer_sent(offer: Offer, at: datetime) -> OutgoingEvent:
    terms = offer.terms
    message = offer_pb2.OfferSent(
        offer_id=str(offer.offer_id),
        edition_id=str(offer.id),
        number=offer.number,
        edition=offer.edition,
        customer_id=str(terms.customer_id),
        bill_to_id=str(terms.bill_to_id),
        salesperson=terms.salesperson,
        team=terms.team,
        channel=terms.channel,
        segment=terms.segment,
        currency=terms.currency,
        warehouse=terms.warehouse,
        priced_on=terms.ordered_on.isoformat(),
        valid_until=offer.valid_until.isoformat(),
        customer_reference=terms.customer_reference,
        net_amount=decimal_out(offer.net),
        margin_amount=optional_decimal_out(offer.margin),
        lines=[_offer_line(line) for line in offer.items],
        charges=[charge_message(charge) for charge in offer.charges if charge.amount],
        exchange_rate=optional_decimal_out(terms.rate.rate if terms.rate else None),
        rate_on=terms.rate.on.isoformat() if terms.rate else "",
        occurred_at=time_out(at),
    )
    return OutgoingEvent(OFFERS, str(offer.offer_id), message)


def _offer_line(line: OfferedItem) -> offer_pb2.OfferLine:
    decision = line.price.decision
    return offer_pb2.OfferLine(
        offer_line_id=str(line.id),
        product_id=str(line.item.product_id),
        quantity=decimal_out(line.item.quantity),
        unit_price=decimal_out(line.price.unit_price),
        list_price=optional_decimal_out(line.price.list_price),
        unit_cost=optional_decimal_out(decision.unit_cost),
        margin_rate=optional_decimal_out(decision.margin_rate),
        choice=_CHOICES[line.choice],
        choice_group=line.group,
        kit_product_id="" if line.item.kit is None else str(line.item.kit.product_id),
    )


def offer_closed(
    offer: Offer, at: datetime, *, reason: str = "", taken: Sequence[OfferedItem] | None = None
) -> OutgoingEvent:
    """`taken`: what was ordered of it."""
    terms = offer.terms
    taken = usual(offer.items) if taken is None else taken
    net, margin = amounts(taken)
    on_top = charged(charges_for(offer, taken))
    message = offer_pb2.OfferClosed(
        offer_id=str(offer.offer_id),
        edition_id=str(offer.id),
        number=offer.number,
        edition=offer.edition,
        outcome=_OUTCOMES[offer.status],
        reason=reason,
        sales_order_id="" if offer.sales_order_id is None else str(offer.sales_order_id),
        customer_id=str(terms.customer_id),
        salesperson=terms.salesperson,
        team=terms.team,
        channel=terms.channel,
        segment=terms.segment,
        currency=terms.currency,
        net_amount=decimal_out(net + on_top),
        margin_amount=optional_decimal_out(None if margin is None else margin + on_top),
        exchange_rate=optional_decimal_out(terms.rate.rate if terms.rate else None),
        rate_on=terms.rate.on.isoformat() if terms.rate else "",
        occurred_at=time_out(at),
    )
    return OutgoingEvent(OFFERS, str(offer.offer_id), message)
