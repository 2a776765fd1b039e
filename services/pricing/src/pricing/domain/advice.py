"""What would pass instead of a line that is not plainly allowed."""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from kit.money import ONE

from pricing.domain.price import tidy
from pricing.domain.reason import Fact, Reason

_TRIED = 6  # quantities to try for a line: refusals are the exception, and stay cheap


class OtherQuantity(NamedTuple):
    """The same product at a price that passes, from a break on."""

    quantity: Decimal
    unit_price: Decimal


class Substitute(NamedTuple):
    """Another product that the catalog names for this one, at a price that passes."""

    product_id: UUID
    sku: str
    unit_price: Decimal


class OtherSite(NamedTuple):
    """The same line from another site of ours, from where carrying it costs less."""

    warehouse: str
    unit_price: Decimal


class Advice(NamedTuple):
    """Beside the lowest price that passes, which the decision has."""

    quantity: OtherQuantity | None = None
    substitute: Substitute | None = None
    site: OtherSite | None = None


NO_ADVICE = Advice()


def quantities_to_try(breaks: Iterable[Decimal], quantity: Decimal) -> list[Decimal]:
    """Where another price may begin: breaks below the one that the quantity reaches, the closest first, then those above."""
    found = {each or min(ONE, quantity) for each in breaks}
    below = sorted((each for each in found if each <= quantity), reverse=True)[1:]
    return [*below, *sorted(each for each in found if each > quantity)][:_TRIED]


def reasons_of(advice: Advice) -> list[Reason]:
    """What would pass, as reasons beside those of the decision."""
    quantity, substitute, site = advice
    found = []
    if quantity is not None:
        facts: dict[str, Fact] = {"quantity": quantity.quantity, "unit_price": tidy(quantity.unit_price)}
        found.append(Reason("quantity-passes", facts))
    if substitute is not None:
        facts = {"sku": substitute.sku, "unit_price": tidy(substitute.unit_price)}
        found.append(Reason("substitute-passes", facts))
    if site is not None:
        found.append(Reason("site-passes", {"warehouse": site.warehouse, "unit_price": tidy(site.unit_price)}))
    return found
