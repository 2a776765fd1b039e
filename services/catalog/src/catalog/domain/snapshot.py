"""A record as the history keeps it, and back: JSON values by field."""

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from decimal import Decimal
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints
from uuid import UUID

R = TypeVar("R")

_NOT_KEPT = ("id", "version")  # they say which entry it is


def kept(record: Any) -> dict[str, Any]:
    """The fields of a record that its history keeps."""
    return {name: _plain(getattr(record, name)) for name in _names(type(record)) if name not in _NOT_KEPT}


def _plain(value: Any) -> Any:
    """As `asdict`, without its copies: what a record holds does not change."""
    if isinstance(value, tuple):
        return tuple(_plain(each) for each in value)
    if isinstance(value, Mapping):
        return dict(value)
    return {name: _plain(getattr(value, name)) for name in _names(type(value))} if is_dataclass(value) else value


def _names(kind: type) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind))


def restored(kind: type[R], values: Mapping[str, Any]) -> R:
    """The record with these JSON values; a field that is not among them has its empty value.

    An entry of the history leaves out what was empty, and knows nothing of fields that came later.
    """
    hints = _hints(kind)  # type: ignore[arg-type]  # a class can be hashed
    given = {name: _value(hints[name], values[name]) for name in hints if name in values}
    empty = {
        each.name: _empty(hints[each.name])
        for each in fields(kind)  # type: ignore[arg-type]  # a dataclass
        if each.name not in given and not _has_default(each)
    }
    return kind(**given, **empty)


def _value(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    if get_origin(hint) is UnionType:
        (hint,) = (each for each in get_args(hint) if each is not type(None))
    if get_origin(hint) is tuple:
        item = get_args(hint)[0]
        return tuple(_value(item, each) for each in value)
    if is_dataclass(hint) and isinstance(hint, type):
        return restored(hint, value)
    if hint in (UUID, Decimal):
        return value if isinstance(value, hint) else hint(str(value))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(value)
    return value


def _empty(hint: Any) -> Any:
    if get_origin(hint) is UnionType:
        return None
    return hint() if hint in (str, int, bool) else ()


def _has_default(each: "Field[Any]") -> bool:
    return each.default is not MISSING or each.default_factory is not MISSING


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
