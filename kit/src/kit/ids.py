"""Identifiers: time-ordered, so that indexes grow at their end."""

from uuid import UUID

import uuid6

from kit.errors import Invalid


def new_id() -> UUID:
    """A fresh UUIDv7."""
    return UUID(int=uuid6.uuid7().int)


def parse_id(text: str, *, field: str | None = None) -> UUID:
    """The UUID that a message carries as text.

    Raises:
        Invalid: it is none.
    """
    try:
        return UUID(text)
    except ValueError:
        raise Invalid(f"{text!r} is not a UUID.", field=field) from None
