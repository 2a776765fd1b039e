"""Between Python's types and the common protobuf messages."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from comptoir.common.v1.decimal_pb2 import Decimal as DecimalMessage
from comptoir.common.v1.decimal_pb2 import Money as MoneyMessage
from google.protobuf.timestamp_pb2 import Timestamp

from kit.errors import Invalid
from kit.money import Money

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def decimal_out(value: Decimal) -> DecimalMessage:
    """The message of a number."""
    return DecimalMessage(value=decimal_text(value))


def decimal_text(value: Decimal) -> str:
    """A number as messages have it: without exponent and without needless zeros' loss, 12.50 stays "12.50"."""
    text = str(value)  # a third of the time of `format`, which only very small or large ones need
    return format(value, "f") if "E" in text else text


def decimal_in(message: DecimalMessage) -> Decimal:
    """The number of a message; an unset one is zero."""
    return Decimal(message.value) if message.value else Decimal(0)


def optional_decimal_out(value: Decimal | None) -> DecimalMessage | None:
    """Like `decimal_out`; nothing stays unset."""
    return None if value is None else decimal_out(value)


def optional_decimal_in(message: DecimalMessage) -> Decimal | None:
    """Like `decimal_in`; an unset message is nothing."""
    return Decimal(message.value) if message.value else None


def money_out(value: Money) -> MoneyMessage:
    return MoneyMessage(amount=decimal_out(value.amount), currency=value.currency)


def money_in(message: MoneyMessage) -> Money:
    return Money(decimal_in(message.amount), message.currency)


def time_out(value: datetime) -> Timestamp:
    since = value - _EPOCH
    return Timestamp(seconds=since.days * 86_400 + since.seconds, nanos=since.microseconds * 1000)


def time_in(message: Timestamp) -> datetime:
    return _EPOCH + timedelta(seconds=message.seconds, microseconds=message.nanos // 1000)


def date_in(text: str, *, field: str | None = None) -> date:
    """The date of an ISO text.

    Raises:
        Invalid: it is none.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid(f"{text!r} is not a date: write it as 2026-11-24.", field=field) from None
