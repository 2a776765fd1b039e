"""Names that a second run finds again: ids and idempotency keys derived from the source's own numbers."""

import hashlib
from datetime import UTC, date, datetime, time
from uuid import UUID

from wholesaler.period import FIRST_DAY


def document_id(kind: str, number: object, on: date = FIRST_DAY) -> UUID:
    """The id that this document of the source has with us, whoever asks and whenever.

    A UUIDv7 in form: the time is the day of the document, so that ids sort as the business went; what is random in
    others is here a hash of the source's number.
    """
    milliseconds = int(datetime.combine(on, time(), UTC).timestamp() * 1000)
    noise = int.from_bytes(hashlib.sha256(f"wwi/{kind}/{number}".encode()).digest()[:10], "big")
    version_and_a = 0x7000 | (noise >> 68)
    variant_and_b = 0x8000_0000_0000_0000 | (noise & 0x3FFF_FFFF_FFFF_FFFF)
    return UUID(int=milliseconds << 80 | version_and_a << 64 | variant_and_b)


def command_key(command: str, *numbers: object) -> str:
    """The Idempotency-Key of a command on a document of the source; long lists of numbers are hashed."""
    name = "-".join(str(number) for number in numbers)
    if len(name) > 100:
        name = hashlib.sha256(name.encode()).hexdigest()
    return f"wwi:{command}:{name}"


def sku(stock_item_id: int) -> str:
    return f"WWI-{stock_item_id:04}"


def product_id(stock_item_id: int) -> UUID:
    return document_id("stock-item", stock_item_id)


def customer_id(number: int) -> UUID:
    return document_id("customer", number)


def supplier_id(number: int) -> UUID:
    return document_id("supplier", number)
