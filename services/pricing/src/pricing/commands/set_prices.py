"""Set prices, with their trail."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import localcontext
from typing import NamedTuple

from kit.audit import AuditEntry, differences
from kit.db import Transaction
from kit.errors import Fault, InvalidRecords, listed, sentence_of
from kit.money import EXACT

from kit import audit
from pricing.domain.errors import CustomerNotKnown, ProductNotKnown
from pricing.domain.price import Price, customer_of, faults_of, per_stock_unit
from pricing.queries.sales_facts import customer_fault, product_fault
from pricing.storage import prices
from pricing.storage.prices import Written


class PackedPrice(NamedTuple):
    """A price as it is set: of one packaging, and from so many of them on, where it names one."""

    price: Price
    packaging_code: str | None = None


async def set_prices(tx: Transaction, packed: Sequence[PackedPrice], *, subject: str) -> list[Price]:
    """Write prices, all or none; one for the same product, scope, quantity, currency and first day replaces the older.

    Returns them per stock unit.

    Raises:
        InvalidRecords: prices make no sense, or are of packagings that there are not; with every fault of every price.
        ProductNotKnown, CustomerNotKnown: they do, but pricing has not heard of some; with all of these.
    """
    asked, faults = await _per_stock_unit(tx, packed)
    faults += [fault.within(f"prices.{i}.") for i, price in enumerate(asked) for fault in faults_of(price)]
    faults += _repeated(asked)
    products, customers = await _not_known(tx, asked)
    if faults:
        raise InvalidRecords([*faults, *products, *customers])
    if products or customers:
        refusal = ProductNotKnown if products else CustomerNotKnown
        both = [*products, *customers]
        raise refusal(sentence_of(both), field=both[0].field, errors=listed(both))
    await prices.lock_scopes(tx, {(str(price.scope), price.scope_key, price.currency) for price in asked})
    written = await prices.put(tx, asked, subject=subject)
    pairs = list(zip(asked, written, strict=True))
    await audit.record(tx, *(entry for price, was in pairs if (entry := _trail(price, was, subject))))
    return [replace(price, id=was.price_id) for price, was in pairs]


async def _per_stock_unit(tx: Transaction, packed: Sequence[PackedPrice]) -> tuple[list[Price], list[Fault]]:
    named = {each.price.product_id for each in packed if each.packaging_code is not None}
    known = await prices.packagings(tx, named) if named else {}
    asked, faults = [], []
    for i, (price, code) in enumerate(packed):
        factors = known.get(price.product_id)
        if code is None or factors is None:  # a product not heard of is told below
            asked.append(price)
        elif (factor := factors.get(code)) is None:
            asked.append(price)
            has = ", ".join(factors) or "none"
            faults.append(Fault(f"prices.{i}.packaging_code", f"The product has no packaging {code!r}: it has {has}."))
        else:
            with localcontext(EXACT):
                least = price.min_quantity * factor.numerator / factor.denominator
            unit_price = per_stock_unit(price.unit_price, factor)
            asked.append(replace(price, min_quantity=least, unit_price=unit_price))
    return asked, faults


def _repeated(asked: Sequence[Price]) -> list[Fault]:
    times = Counter(price.place for price in asked)
    detail = "Another price of this request is for the same product, scope, quantity, currency and first day."
    return [Fault(f"prices.{i}", detail) for i, price in enumerate(asked) if times[price.place] > 1]


async def _not_known(tx: Transaction, asked: Sequence[Price]) -> tuple[list[Fault], list[Fault]]:
    products = await prices.unknown_products(tx, {price.product_id for price in asked})
    customers = await prices.unknown_customers(tx, {id_ for price in asked if (id_ := customer_of(price))})
    return (
        [
            product_fault(price.product_id, f"prices.{i}.product_id")
            for i, price in enumerate(asked)
            if price.product_id in products
        ],
        [
            customer_fault(id_, f"prices.{i}.scope_key")
            for i, price in enumerate(asked)
            if (id_ := customer_of(price)) in customers
        ],
    )


def _trail(price: Price, was: Written, subject: str) -> AuditEntry | None:
    before = {"unit_price": was.unit_price_before, "effective_until": was.effective_until_before}
    until = price.effective_until
    after = {"unit_price": str(price.unit_price), "effective_until": None if until is None else until.isoformat()}
    changes = differences(before, after)
    if not changes:
        return None
    return AuditEntry("price", str(was.price_id), "created" if was.is_new else "changed", changes, subject)
