"""Sales' facts as protobuf."""

from sales.wire.commissions import COMMISSIONS, commission_entered
from sales.wire.offers import OFFERS, offer_closed, offer_sent
from sales.wire.orders import ORDERS, cancelled, closed, confirmed, held, payment_terms, promised, released, revised
from sales.wire.returns import RETURNS, credit_requested, return_authorised, return_closed

__all__ = [
    "COMMISSIONS",
    "OFFERS",
    "ORDERS",
    "RETURNS",
    "cancelled",
    "closed",
    "commission_entered",
    "confirmed",
    "credit_requested",
    "held",
    "offer_closed",
    "offer_sent",
    "payment_terms",
    "promised",
    "released",
    "return_authorised",
    "return_closed",
    "revised",
]
