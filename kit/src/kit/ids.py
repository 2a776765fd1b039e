"""Identifiers: time-ordered, so that indexes grow at their end.

They are of the driver's own UUID class: a `uuid.UUID` in every respect, read and written eight times as fast.
"""

import os
import time
from uuid import UUID

from asyncpg.pgproto.pgproto import UUID as DriverUUID

from kit.errors import Invalid

_last_tick = 0


def new_id() -> UUID:
    """A fresh UUIDv7, above all that this process made before.

    The twelve bits after the milliseconds are a finer clock (RFC 9562 §6.2, method 3), so that ids made by the thousand
    do not run ahead of the time.
    """
    global _last_tick  # noqa: PLW0603  # the clock that must not stand still
    _last_tick = max(time.time_ns() * 4096 // 1_000_000, _last_tick + 1)
    milliseconds, fraction = divmod(_last_tick, 4096)
    random = int.from_bytes(os.urandom(8)) >> 2
    return DriverUUID((milliseconds << 80 | (0x7000 | fraction) << 64 | 0b10 << 62 | random).to_bytes(16))


def parse_id(text: str, *, field: str | None = None) -> UUID:
    """The UUID that a message carries as text.

    Raises:
        Invalid: it is none.
    """
    try:
        return DriverUUID(text)
    except ValueError:
        raise Invalid(f"{text!r} is not a UUID.", field=field) from None
