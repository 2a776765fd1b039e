"""What customers call our products: written and forgotten in bulk."""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from kit.db import Transaction
from kit.errors import Fault, unknown

from catalog.commands.records import refuse
from catalog.domain.customer_code import CustomerCode, code_key
from catalog.domain.errors import CodesTaken
from catalog.storage import customer_codes, products
from catalog.wire import customer_code_changed


async def put_codes(tx: Transaction, customer_id: UUID, codes: Sequence[CustomerCode], *, replace: bool) -> None:
    """Write a customer's codes, all or none; the same again changes nothing.

    Raises:
        NotFound: there is no such customer.
        InvalidRecords: with every line at fault.
        CodesTaken: a code stands for another product, and `replace` does not say that it shall no longer.
    """
    if not await customer_codes.lock(tx, customer_id):
        raise unknown("customer", customer_id)
    refuse(await _faults(tx, codes))
    before = await customer_codes.find(tx, customer_id, [each.code for each in codes])
    taken = [
        Fault(f"items.{i}.code", f"{each.code!r} stands for product {known.product_id}: send `replace` to change that.")
        for i, each in enumerate(codes)
        if (known := before.get(code_key(each.code))) and known.product_id != each.product_id
    ]
    if taken and not replace:
        raise CodesTaken(taken)
    new = [each for each in codes if before.get(code_key(each.code)) != each]
    await _publish(tx, customer_id, await customer_codes.put(tx, customer_id, new) if new else set())


async def remove_codes(tx: Transaction, customer_id: UUID, codes: Sequence[str]) -> None:
    """Forget a customer's codes; one that is not there is forgotten already.

    Raises:
        NotFound: there is no such customer.
    """
    if not await customer_codes.lock(tx, customer_id):
        raise unknown("customer", customer_id)
    await _publish(tx, customer_id, await customer_codes.remove(tx, customer_id, codes))


async def _publish(tx: Transaction, customer_id: UUID, product_ids: set[UUID]) -> None:
    if not product_ids:
        return
    version = await customer_codes.next_version(tx)
    for each in await customer_codes.of_products(tx, customer_id, sorted(product_ids)):
        tx.publish(customer_code_changed(each, version))


async def _faults(tx: Transaction, codes: Sequence[CustomerCode]) -> list[Fault]:
    found = []
    # Held, so that nobody takes away the packaging that a code names.
    known = await products.find_many(tx, {each.product_id for each in codes}, lock=True)
    keys = [code_key(each.code) for each in codes]
    times = Counter(keys)
    for i, (each, key) in enumerate(zip(codes, keys, strict=True)):
        if not key:
            found.append(Fault(f"items.{i}.code", "A code has at least one character that can be read."))
        if times[key] > 1:
            found.append(Fault(f"items.{i}.code", f"{each.code!r} occurs {times[key]} times in this request."))
        product = known.get(each.product_id)
        if product is None:
            found.append(Fault(f"items.{i}.product_id", f"There is no product {each.product_id}: create it first."))
        elif all(each.packaging_code != packaging.code for packaging in product.packagings):
            names = ", ".join(packaging.code for packaging in product.packagings)
            found.append(
                Fault(
                    f"items.{i}.packaging_code",
                    f"{product.sku} has no packaging {each.packaging_code!r}: it has {names}.",
                )
            )
    return found
