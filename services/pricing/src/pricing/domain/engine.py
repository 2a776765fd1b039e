"""The engine's price of a line before rules: lists, then what was agreed with the customer."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from kit.money import ZERO

from pricing.domain.contract import Agreement, agreed_steps
from pricing.domain.price import Offer, PriceStep, steps_to_price


class Layers(NamedTuple):
    """What a line could be sold at: the offers of lists, and the agreements of contracts."""

    offers: Sequence[Offer] = ()
    agreements: Sequence[Agreement] = ()


def base_steps(
    layers: Layers, quantity: Decimal, *, segment: str, quantity_of_order: Decimal
) -> tuple[list[PriceStep], bool]:
    """The steps to the price, none where there is no price, and whether no rule may change it.

    `quantity_of_order`: all that the order has of the product.
    """
    steps = steps_to_price(layers.offers, quantity, segment=segment)
    if not layers.agreements:
        return steps, False
    return agreed_steps(steps, layers.agreements, quantity, quantity_of_order=quantity_of_order)


def quantities_by_product(lines: Iterable[tuple[UUID, Decimal]]) -> dict[UUID, Decimal]:
    """What an order has of each product in all of its lines."""
    found: dict[UUID, Decimal] = {}
    for product_id, quantity in lines:
        found[product_id] = found.get(product_id, ZERO) + quantity
    return found
