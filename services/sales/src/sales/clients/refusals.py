"""What peers refuse, in sales' own words: what they have not heard of is not found here either."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import orjson
from kit.errors import DomainError
from kit.rpc import PeerRefused

from sales.domain.errors import CustomerNotKnown, NoPrice, ProductNotKnown, WarehouseNotKnown

_NOT_THERE: Mapping[str, type[DomainError]] = {
    "product-not-known": ProductNotKnown,
    "customer-not-known": CustomerNotKnown,
    "warehouse-not-known": WarehouseNotKnown,
    "no-price": NoPrice,
}


@contextmanager
def in_our_words() -> Iterator[None]:
    """Around a call.

    Raises:
        CustomerNotKnown, ProductNotKnown, WarehouseNotKnown, NoPrice: the peer says so; one just created is known in a moment.
    """
    try:
        yield
    except PeerRefused as refused:
        kind = _NOT_THERE.get(refused.reason)
        if kind is None:
            raise
        values = {"errors": orjson.loads(listed)} if (listed := refused.peer_values.get("errors")) else {}
        raise kind(refused.detail, field=refused.peer_values.get("field"), **values) from refused
