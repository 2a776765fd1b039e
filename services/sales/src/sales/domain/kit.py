"""Kits: products that are sold as one and held, shipped and billed as their components."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from kit.money import EXACT, round_half_up, split

from sales.domain.errors import KitNotPossible


@dataclass(frozen=True, slots=True)
class Component:
    """So many stock units of a product are in one kit."""

    product_id: UUID
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class Kit:
    """What one stock unit of the product is made of; without components it is a product like any other."""

    product_id: UUID
    components: tuple[Component, ...] = ()
    version: int = 0


@dataclass(frozen=True, slots=True)
class KitPart:
    """The kit that an order line is a part of: `quantity` of them were asked for in one line of the order (`position`)."""

    product_id: UUID
    sku: str
    quantity: Decimal
    position: int
    manual_unit_price: Decimal | None = None
    description: str = ""  # of the kit


def check_kit(kit: Kit, kits: Sequence[UUID]) -> None:
    """Nothing when it can be made; `kits` are those of its components that are kits themselves.

    Raises:
        KitNotPossible: it contains itself, another kit, or a component twice.
    """
    ids = [component.product_id for component in kit.components]
    for i, id_ in enumerate(ids):
        if id_ == kit.product_id or id_ in kits:
            raise KitNotPossible("A kit is made of products that are no kits.", field=f"components.{i}.product_id")
        if id_ in ids[:i]:
            raise KitNotPossible("This component occurs twice: say its whole quantity once.", field=f"components.{i}")


def shared_out(quantity: Decimal, unit_price: Decimal, components: Sequence[tuple[Decimal, Decimal]]) -> list[Decimal]:
    """Unit prices of the components (quantity, own unit price) of so many kits at a price.

    They share the amount as their own prices stand to each other, so that all have the same discount, and their lines
    add up to it to the cent.
    """
    net = round_half_up(EXACT.multiply(quantity, unit_price))
    amounts = split(net, [EXACT.multiply(each, price) for each, price in components])
    return [unit_price_of(amount, each) for amount, (each, _) in zip(amounts, components, strict=True)]


def unit_price_of(amount: Decimal, quantity: Decimal) -> Decimal:
    """With as many decimals as it takes for the quantity times it to be the amount again, rounded."""
    decimals = 4 + max(quantity.adjusted(), 0)
    return EXACT.divide(amount, quantity).quantize(Decimal(1).scaleb(-decimals), context=EXACT)
