"""Revisions of a placed order: what the buyer wants otherwise, or the supplier says that will be otherwise."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from kit.money import ZERO
from kit.quantity import to_stock

from purchasing.domain.errors import (
    BelowReceived,
    LineNotOfOrder,
    LineRepeated,
    NothingChanges,
    RevisionStale,
    WrongStatus,
)
from purchasing.domain.order import OrderLine, OrderStatus, PurchaseOrder, signed_content, status_of


class RevisionStatus(StrEnum):
    PROPOSED = "proposed"
    AWAITING_APPROVAL = "awaiting-approval"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class Source(StrEnum):
    BUYER = "buyer"
    SUPPLIER = "supplier"


@dataclass(frozen=True, slots=True)
class LineChange:
    """What is otherwise of a line; None stays. `cancel_rest`: what has not come will not."""

    line_id: UUID
    quantity: Decimal | None = None  # packagings
    unit_price: Decimal | None = None
    expected_on: date | None = None
    cancel_rest: bool = False


@dataclass(frozen=True, slots=True)
class Revision:
    """A change of a placed order. `base` is how often the order had been revised when it was written."""

    id: UUID
    order_id: UUID
    number: int
    base: int
    source: Source
    reason: str
    changes: tuple[LineChange, ...]
    added: tuple[OrderLine, ...]
    written_by: str
    status: RevisionStatus = RevisionStatus.PROPOSED


@dataclass(frozen=True, slots=True)
class Difference:
    """A field of a line before and after. `line_id` names a line of the order after the revision."""

    line_id: UUID
    product_id: UUID
    field: str
    before: str | None
    after: str | None


def revised(order: PurchaseOrder, revision: Revision, decimals: Mapping[UUID, int]) -> PurchaseOrder:
    """The order as the revision wants it; what has come stays. `decimals` are those of the products' quantities.

    Raises:
        WrongStatus: it is not placed, or all of it has come.
        RevisionStale: another revision was accepted since this one was written.
        LineNotOfOrder, LineRepeated, BelowReceived, InexactConversion, NothingChanges: it makes no sense.
    """
    if order.status is not OrderStatus.PLACED:
        raise WrongStatus(
            f"{order.number} is {order.status}: only a placed order is revised.", status=str(order.status)
        )
    if order.revision != revision.base:
        raise RevisionStale(
            f"{order.number} was revised since: write the revision anew.", base=revision.base, current=order.revision
        )
    known = {line.id: line for line in order.lines}
    changes: dict[UUID, LineChange] = {}
    for i, change in enumerate(revision.changes):
        if change.line_id not in known:
            raise LineNotOfOrder(f"{order.number} has no line {change.line_id}.", field=f"changes.{i}.line_id")
        if change.line_id in changes:
            raise LineRepeated("A line is changed twice.", field=f"changes.{i}.line_id")
        changes[change.line_id] = change
    lines = tuple(
        _changed(line, changes[line.id], decimals[line.product_id], field=f"changes.{list(changes).index(line.id)}")
        if line.id in changes
        else line
        for line in order.lines
    )
    after = replace(order, lines=(*lines, *revision.added), revision=order.revision + 1, version=order.version + 1)
    if after.lines == order.lines:
        raise NothingChanges("The revision changes nothing.", field="changes")
    return replace(after, status=status_of(order.status, after.lines))


def _changed(line: OrderLine, change: LineChange, decimals: int, *, field: str) -> OrderLine:
    after = line
    if change.quantity is not None:
        stock_quantity = to_stock(change.quantity, line.factor, decimals, field=f"{field}.quantity")
        if stock_quantity < line.received:
            raise BelowReceived(
                f"{line.received} (stock units) have come of this line already: not less can be ordered.",
                field=f"{field}.quantity",
                received=str(line.received),
            )
        after = replace(after, quantity=change.quantity, stock_quantity=stock_quantity, cancelled=ZERO)
    if change.unit_price is not None:
        after = replace(after, unit_price=change.unit_price)
    if change.expected_on is not None:
        after = replace(after, expected_on=change.expected_on)
    if change.cancel_rest:
        after = replace(after, cancelled=after.cancelled + after.outstanding)
    return after


def differences(before: PurchaseOrder, after: PurchaseOrder) -> Iterator[Difference]:
    """Field by field, in the order of the lines."""
    known = {line.id: line for line in before.lines}
    for line in after.lines:
        was = known.get(line.id)
        for field in ("quantity", "unit_price", "expected_on", "cancelled"):
            old, new = None if was is None else getattr(was, field), getattr(line, field)
            if old != new and not (was is None and field == "cancelled"):
                yield Difference(line.id, line.product_id, field, _text(old), _text(new))


def incoming_change(before: PurchaseOrder, after: PurchaseOrder) -> dict[UUID, Decimal]:
    """How much more (or less) of each product is to come, in stock units."""
    changes: dict[UUID, Decimal] = {}
    for sign, order in ((-1, before), (1, after)):
        for line in order.lines:
            changes[line.product_id] = changes.get(line.product_id, ZERO) + sign * line.outstanding
    return {product: change for product, change in changes.items() if change}


def signed(revision: Revision, after: PurchaseOrder) -> Mapping[str, object]:
    """What an approval of the revision covers."""
    return {**signed_content(after), "revision": revision.id}


def from_answer(order: PurchaseOrder, answers: Sequence[LineChange]) -> tuple[LineChange, ...]:
    """What of a supplier's answer is otherwise than ordered.

    Raises:
        LineNotOfOrder: he answers to another order.
    """
    known = {line.id: line for line in order.lines}
    found = []
    for i, answer in enumerate(answers):
        line = known.get(answer.line_id)
        if line is None:
            raise LineNotOfOrder(f"{order.number} has no line {answer.line_id}.", field=f"lines.{i}.line_id")
        change = LineChange(
            line.id,
            None if answer.quantity in (None, line.quantity) else answer.quantity,
            None if answer.unit_price in (None, line.unit_price) else answer.unit_price,
            None if answer.expected_on in (None, line.expected_on) else answer.expected_on,
        )
        if change != LineChange(line.id):
            found.append(change)
    return tuple(found)


def _text(value: object) -> str | None:
    return None if value is None else str(value)
