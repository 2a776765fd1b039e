"""Supplier prices: which one holds on a day for a quantity, and what a new list changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from enum import StrEnum
from uuid import UUID

from kit.exchange import ExchangeRate
from kit.money import EXACT, ZERO, round_half_up
from kit.quantity import Factor

_UNIT_PRICE_DECIMALS = Decimal("1e-10")
_RATE_DECIMALS = Decimal("0.0001")
_PRICE_DECIMALS = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class SupplierPrice:
    """What one packaging costs from so many packagings on, in its currency, before tax.

    `effective_until` is the first day on which it does not hold any more. `minimum` and `multiple` are packagings.
    """

    supplier_id: UUID
    product_id: UUID
    packaging_code: str
    from_quantity: Decimal
    unit_price: Decimal
    minimum: Decimal
    multiple: Decimal
    lead_time_days: int
    effective_from: date
    currency: str
    effective_until: date | None = None
    supplier_sku: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A supplier's price for a wanted quantity: how many packagings must be bought for it, and what they and a stock unit
    cost in company currency.
    """

    price: SupplierPrice
    packagings: Decimal
    stock_unit_price: Decimal
    amount: Decimal


def offer(price: SupplierPrice, factor: Factor, stock_quantity: Decimal, rate: ExchangeRate) -> Offer:
    """What it takes to get at least so many stock units: whole multiples, and not less than the minimum."""
    with localcontext(EXACT):
        needed = stock_quantity * factor.denominator / factor.numerator
        packagings = packs_for(needed, minimum=price.minimum, multiple=price.multiple)
        per_unit = price.unit_price * factor.denominator / factor.numerator / rate.rate
        amount = rate.to_company(packagings * price.unit_price)
        return Offer(price, packagings, round_half_up(per_unit, _UNIT_PRICE_DECIMALS), amount)


def packs_for(needed: Decimal, *, minimum: Decimal, multiple: Decimal) -> Decimal:
    """The fewest that can be bought to have so many: whole multiples, and not less than the minimum."""
    return _steps(max(needed, minimum), multiple, "ROUND_CEILING")


def packs_within(available: Decimal, *, minimum: Decimal, multiple: Decimal) -> Decimal | None:
    """The most that can be bought without exceeding so many; None when that is not even the minimum."""
    most = _steps(available, multiple, "ROUND_FLOOR")
    return most if most and most >= minimum else None


def _steps(packagings: Decimal, multiple: Decimal, rounding: str) -> Decimal:
    with localcontext(EXACT):
        return (packagings / multiple).to_integral_value(rounding=rounding) * multiple


def best(offers: Sequence[Offer]) -> Offer | None:
    """The cheapest way to have what is wanted: by the whole amount, then by lead time, then by supplier.

    An offer counts only if the quantity that it makes one buy reaches its price break.
    """
    fitting = [each for each in offers if each.packagings >= each.price.from_quantity]
    return min(
        fitting, key=lambda each: (each.amount, each.price.lead_time_days, str(each.price.supplier_id)), default=None
    )


class ChangeKind(StrEnum):
    NEW = "new"
    RAISED = "raised"
    LOWERED = "lowered"
    TERMS = "terms"  # the same price, with another minimum, multiple, lead time, currency or reference
    UNCHANGED = "unchanged"
    ENDED = "ended"  # a complete list does not name it any more


@dataclass(frozen=True, slots=True)
class PriceChange:
    """What a line of a new list changes. `before`: in the currency of the list. `yearly_effect`: on what was bought in the
    last twelve months, in company currency.
    """

    kind: ChangeKind
    price: SupplierPrice
    before: Decimal | None
    rate: Decimal | None  # 0.05: five per cent dearer
    yearly_effect: Decimal


def price_for(prices: Sequence[SupplierPrice], packagings: Decimal) -> SupplierPrice | None:
    """The one of a packaging's prices that an order of so many is charged: of the highest break that it reaches."""
    reached = [price for price in prices if price.from_quantity <= packagings]
    return max(reached, key=lambda price: price.from_quantity, default=None)


def changes_of(
    new: Sequence[SupplierPrice],
    held: Sequence[SupplierPrice],
    bought: Mapping[tuple[UUID, str], Sequence[Decimal]],
    rates: Mapping[str, ExchangeRate],
    *,
    is_complete: bool = False,
) -> list[PriceChange]:
    """A supplier's new prices against those that hold, in their order; what a complete list leaves out comes last.

    `rates`: of each currency in them; what holds in another currency than the list's is compared at that rate.

    `bought`: how many packagings each order line of the last twelve months was for, by product and packaging. Each of them
    counts once, at the break that it reaches, now and then.
    """
    before = {_key(price): price for price in held}
    new_of, held_of = _by_packaging(new), _by_packaging(held)
    effects: dict[tuple[UUID, str, Decimal], Decimal] = {}
    for packaging, prices in new_of.items():
        for quantity in bought.get(packaging, ()):
            now, then = price_for(prices, quantity), price_for(held_of.get(packaging, ()), quantity)
            if now is not None and then is not None:
                more = (now.unit_price - _in_currency(then, now.currency, rates)) * quantity
                effects[_key(now)] = effects.get(_key(now), ZERO) + rates[now.currency].to_company(more)
    changed = [_change(price, before.get(_key(price)), effects.get(_key(price), ZERO), rates) for price in new]
    if is_complete:
        named = {_key(price) for price in new}
        left_out = [price for price in held if _key(price) not in named]
        changed += [PriceChange(ChangeKind.ENDED, price, price.unit_price, None, ZERO) for price in left_out]
    return changed


def _in_currency(price: SupplierPrice, currency: str, rates: Mapping[str, ExchangeRate]) -> Decimal:
    """A unit price in another currency, to six decimals."""
    if price.currency == currency:
        return price.unit_price
    with localcontext(EXACT):
        return round_half_up(price.unit_price / rates[price.currency].rate * rates[currency].rate, _PRICE_DECIMALS)


def _change(
    price: SupplierPrice, held: SupplierPrice | None, effect: Decimal, rates: Mapping[str, ExchangeRate]
) -> PriceChange:
    effect = round_half_up(effect)
    if held is None:
        return PriceChange(ChangeKind.NEW, price, None, None, effect)
    before = _in_currency(held, price.currency, rates)
    difference = price.unit_price - before
    with localcontext(EXACT):
        rate = round_half_up(difference / before, _RATE_DECIMALS) if before else None
    if difference:
        kind = ChangeKind.RAISED if difference > 0 else ChangeKind.LOWERED
    elif _terms(price) != _terms(held):
        kind = ChangeKind.TERMS
    else:
        kind = ChangeKind.UNCHANGED
    return PriceChange(kind, price, before, rate, effect)


def _key(price: SupplierPrice) -> tuple[UUID, str, Decimal]:
    return price.product_id, price.packaging_code, price.from_quantity


def _terms(price: SupplierPrice) -> tuple[Decimal, Decimal, int, str, str]:
    return price.minimum, price.multiple, price.lead_time_days, price.supplier_sku, price.currency


def _by_packaging(prices: Sequence[SupplierPrice]) -> dict[tuple[UUID, str], list[SupplierPrice]]:
    found: dict[tuple[UUID, str], list[SupplierPrice]] = {}
    for price in prices:
        found.setdefault((price.product_id, price.packaging_code), []).append(price)
    return found
