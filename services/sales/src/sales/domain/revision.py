"""Revisions of a firm order: what is wanted otherwise, at which prices, and what that changes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum
from uuid import UUID

from kit.money import ZERO

from sales.domain.charge import Charge
from sales.domain.delivery import DeliveryPolicy
from sales.domain.errors import (
    BelowShipped,
    GoodsPicked,
    LineNotOfOrder,
    NoDay,
    NothingChanges,
    PriceOfShipped,
    RevisionStale,
    WrongStatus,
)
from sales.domain.fulfilment import UNDER_WAY, Goods, status_of
from sales.domain.margin import MarginDecision, Verdict
from sales.domain.order import NOBODY, Granter, OrderLine, SalesOrder, Terms, line_id, signed_content
from sales.domain.promise import Promise


class RevisionStatus(StrEnum):
    PROPOSED = "proposed"
    AWAITING_APPROVAL = "awaiting-approval"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"  # another one was accepted, or the order was given up


OPEN = frozenset({RevisionStatus.PROPOSED, RevisionStatus.AWAITING_APPROVAL})


@dataclass(frozen=True, slots=True)
class RevisedLine:
    """A line as it is wanted, new or not, at its price. `cancels_rest`: what was not shipped by then is not wanted."""

    line: OrderLine
    cancels_rest: bool = False


@dataclass(frozen=True, slots=True)
class RevisedTerms:
    """What is otherwise of the order itself; None stays."""

    customer_reference: str | None = None
    deliver_to: str | None = None
    requested_on: date | None = None
    delivery: DeliveryPolicy | None = None
    consolidate_until: date | None = None
    priority: int | None = None


_TERMS = tuple(field.name for field in fields(RevisedTerms))


@dataclass(frozen=True, slots=True)
class Revision:
    """A change of a firm order. `base` is how often the order had been revised when it was written."""

    id: UUID
    order_id: UUID
    number: int
    base: int
    reason: str
    lines: tuple[RevisedLine, ...]
    terms: RevisedTerms
    written_by: str
    status: RevisionStatus = RevisionStatus.PROPOSED
    granter: Granter = NOBODY  # who speaks for its prices
    charges: tuple[Charge, ...] | None = None  # None: they stay


@dataclass(frozen=True, slots=True)
class Difference:
    """A field before and after. `line_id` None is the order itself; `before` None is a line that is added."""

    line_id: UUID | None
    sku: str
    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Margin:
    """What an order earns before tax; unknown while the cost of a line is."""

    amount: Decimal
    rate: Decimal | None


def revised(order: SalesOrder, revision: Revision) -> SalesOrder:
    """The order as the revision wants it; what was shipped stays, and what is wanted beyond what is held waits for stock.

    Raises:
        WrongStatus: it is not firm, or nothing of it is owed any more.
        RevisionStale: another revision was accepted since this one was written.
        LineNotOfOrder, BelowShipped, PriceOfShipped, NoDay, NothingChanges: it makes no sense.
    """
    if order.status not in UNDER_WAY:
        raise WrongStatus(
            f"{order.number} is {order.status}: only a firm order of which goods are owed is revised.",
            status=str(order.status),
        )
    if order.revision != revision.base:
        raise RevisionStale(
            f"{order.number} was revised since: write the revision anew.", base=revision.base, current=order.revision
        )
    wanted = {each.line.id: (i, each) for i, each in enumerate(revision.lines)}
    kept = tuple(_changed(line, *wanted[line.id]) if line.id in wanted else line for line in order.lines)
    known = {line.id for line in order.lines}
    added = tuple(
        replace(each.line, goods=Goods(each.line.quantity).holding(ZERO))
        for each in revision.lines
        if each.line.id not in known
    )
    lines, terms = (*kept, *added), _terms(order, revision.terms)
    charges = order.charges if revision.charges is None else revision.charges
    if (lines, terms, charges) == (order.lines, order.terms, order.charges):
        raise NothingChanges(f"{order.number} would stay as it is.", field="changes")
    return replace(
        order,
        lines=lines,
        terms=terms,
        charges=charges,
        granter=order.granter if lines == order.lines else revision.granter,
        status=status_of((line.goods for line in lines), is_given_up=False),
        revision=order.revision + 1,
        version=order.version + 1,
    )


def _terms(order: SalesOrder, wanted: RevisedTerms) -> Terms:
    changes = {name: value for name in _TERMS if (value := getattr(wanted, name)) is not None}
    terms = replace(order.terms, **changes)
    if terms.delivery is not DeliveryPolicy.CONSOLIDATED:
        return replace(terms, consolidate_until=None)
    if terms.consolidate_until is None:
        raise NoDay("Say until when the order waits for others to the same address.", field="consolidate_until")
    return terms


def _changed(line: OrderLine, index: int, wanted: RevisedLine) -> OrderLine:
    if wanted.cancels_rest:
        goods = replace(line.goods, quantity=line.goods.shipped).holding(line.goods.reserved)
        return replace(line, goods=goods, packaging_code=None, packaging_quantity=goods.quantity)
    after = wanted.line
    if after.quantity < line.goods.shipped:
        raise BelowShipped(
            f"{line.goods.shipped} of {line.sku} were shipped already: not less can be wanted.",
            field=f"changes.{index}.quantity",
            shipped=str(line.goods.shipped),
        )
    if line.goods.shipped and after.unit_price != line.unit_price:
        raise PriceOfShipped(
            f"{line.goods.shipped} of {line.sku} were shipped at {line.unit_price}: cancel its rest and add a line at the"
            " new price.",
            field=f"changes.{index}.unit_price",
            shipped=str(line.goods.shipped),
        )
    return replace(after, goods=replace(line.goods, quantity=after.quantity).holding(line.goods.reserved))


def check_lines(order: SalesOrder, line_ids: list[UUID]) -> None:
    """Nothing when these are lines of the order.

    Raises:
        LineNotOfOrder: one is not.
    """
    known = {line.id for line in order.lines}
    for i, id_ in enumerate(line_ids):
        if id_ not in known:
            raise LineNotOfOrder(f"{order.number} has no line {id_}.", field=f"changes.{i}.line_id")


def check_picked(before: SalesOrder, after: SalesOrder, picked: Mapping[UUID, Decimal]) -> None:
    """Nothing when what is not wanted any more still lies in its place.

    Raises:
        GoodsPicked: it was taken from there for this order; with every such line.
    """
    lines = {line.id: line for line in after.lines}
    found = [line for line in before.lines if picked.get(line.id, ZERO) > lines[line.id].goods.owed]
    if found:
        raise GoodsPicked(
            f"{picked[found[0].id]} of {found[0].sku} are picked: have them put back first, or let them leave.",
            lines=[{"order_line_id": str(line.id), "sku": line.sku, "picked": str(picked[line.id])} for line in found],
        )


@dataclass(frozen=True, slots=True)
class Agreed:
    """What a revision leaves as it was agreed on: lines that are not judged again, and what the order earned with them."""

    line_ids: frozenset[UUID]
    margin_rate: Decimal | None  # net of what is owed after the sale; None: a cost was not known


def agreed_part(before: SalesOrder, after: SalesOrder) -> Agreed:
    """Lines that did not grow, at prices that did not change. The total is judged all the same, unless it earns no less."""
    known = {line.id: line for line in before.lines}
    kept = frozenset(line.id for line in after.lines if not _is_more(line, known.get(line.id)))
    return Agreed(kept, earned_rate(before))


def earned_rate(order: SalesOrder) -> Decimal | None:
    """What the order earns by the rates at which its lines were judged, charges included; None where one is not known."""
    earned = order.charged
    for line in order.lines:
        if line.quantity and line.decision.margin_rate is None:
            return None
        earned += line.net * (line.decision.margin_rate or ZERO)
    return (earned / order.net).quantize(Decimal("0.0001"), ROUND_FLOOR) if order.net else None


def wanted(order: SalesOrder) -> SalesOrder:
    """The order without the lines of which nothing is wanted any more."""
    return replace(order, lines=tuple(line for line in order.lines if line.quantity))


def is_judged(before: SalesOrder, after: SalesOrder) -> bool:
    """Whether the margin of the whole may be another: where a line is otherwise, or a charge."""
    return (before.net, _prices(before)) != (after.net, _prices(after)) and bool(wanted(after).lines)


def _prices(order: SalesOrder) -> list[tuple[UUID, Decimal, Decimal]]:
    return [(line.id, line.quantity, line.unit_price) for line in order.lines if line.quantity]


def judged_part(before: SalesOrder, after: SalesOrder) -> SalesOrder:
    """The revised order with only the lines that answer for its margin: new, grown, at another price; or, where the total is
    not what it should be and none of these is there, the one that was judged for it.
    """
    known = {line.id: line for line in before.lines}
    return replace(after, lines=tuple(line for line in after.lines if _answers(line, known.get(line.id))))


def _answers(line: OrderLine, before: OrderLine | None) -> bool:
    return _is_more(line, before) or before is None or line.decision != before.decision


def _is_more(line: OrderLine, before: OrderLine | None) -> bool:
    if before is None:
        return True
    return line.quantity > before.quantity or line.unit_price != before.unit_price


def with_decisions(
    revision: Revision, before: SalesOrder, after: SalesOrder, decisions: Mapping[UUID, MarginDecision]
) -> tuple[Revision, SalesOrder]:
    """The revision and its order with what was decided. Agreed lines keep what they were judged, but one that answers for
    the total: it becomes a part of the revision.
    """
    agreed = agreed_part(before, after).line_ids
    told = {id_: each for id_, each in decisions.items() if id_ not in agreed or each.verdict is not Verdict.ALLOWED}

    def judged(line: OrderLine) -> OrderLine:
        return replace(line, decision=told.get(line.id, line.decision))

    after = replace(after, lines=tuple(judged(line) for line in after.lines))
    lines = [replace(each, line=judged(each.line)) for each in revision.lines]
    known = {each.line.id for each in lines}
    lines += [RevisedLine(line) for line in after.lines if line.id in told and line.id not in known]
    return replace(revision, lines=tuple(lines)), after


def increments(before: SalesOrder, after: SalesOrder, revision_id: UUID) -> SalesOrder | None:
    """An order of what the revision adds, under the revision's id: stock can be held for it; None when it adds nothing."""
    known = {line.id: line.quantity for line in before.lines}
    ids = _increment_ids(before, after, revision_id)
    lines = tuple(
        replace(line, id=ids[line.id], goods=Goods(line.quantity - known.get(line.id, ZERO)))
        for line in after.lines
        if line.id in ids
    )
    number = f"{after.number}/{after.revision}"
    return replace(after, id=revision_id, number=number, lines=lines) if lines else None


def with_increments(
    before: SalesOrder, after: SalesOrder, held: Mapping[UUID, tuple[Decimal, Decimal]], revision_id: UUID
) -> SalesOrder:
    """The revised order with what was held, under the ids of `increments`, for what it adds."""
    gained = {id_: held[more][0] for id_, more in _increment_ids(before, after, revision_id).items()}
    return replace(
        after,
        lines=tuple(
            replace(line, goods=line.goods.holding(line.goods.reserved + gained.get(line.id, ZERO)))
            for line in after.lines
        ),
    )


def with_own_ids(
    before: SalesOrder, after: SalesOrder, found: Mapping[UUID, Promise], revision_id: UUID
) -> dict[UUID, Promise]:
    """Promises of the order's lines and of what the revision adds to them: the later of both is that of the line."""
    promises = dict(found)
    for id_, more in _increment_ids(before, after, revision_id).items():
        both = [each for each in (promises.get(id_), promises.pop(more, None)) if each is not None]
        if both:
            promises[id_] = max(both, key=lambda each: each.on or date.max)
    return promises


def _increment_ids(before: SalesOrder, after: SalesOrder, revision_id: UUID) -> dict[UUID, UUID]:
    """Lines that grow, or are new, and the ids of what they add in `increments`."""
    known = {line.id: line.quantity for line in before.lines}
    grown = [line.id for line in after.lines if line.quantity > known.get(line.id, ZERO)]
    return {id_: line_id(revision_id, i) for i, id_ in enumerate(grown)}


def differences(before: SalesOrder, after: SalesOrder) -> Iterator[Difference]:
    """Field by field: the order itself, then its lines in their order."""
    for field in _TERMS:
        old, new = getattr(before.terms, field), getattr(after.terms, field)
        if old != new:
            yield Difference(None, "", field, _text(old), _text(new))
    if before.charged != after.charged:
        yield Difference(None, "", "charged", str(before.charged), str(after.charged))
    known = {line.id: line for line in before.lines}
    for line in after.lines:
        was = known.get(line.id)
        for field in ("quantity", "unit_price"):
            old, new = None if was is None else getattr(was, field), getattr(line, field)
            if old != new:
                yield Difference(line.id, line.sku, field, _text(old), _text(new))


def margin_of(order: SalesOrder) -> Margin | None:
    """At the costs that its lines were judged with; None when one is not known."""
    earned = order.charged
    for line in order.lines:
        if line.decision.unit_cost is None:
            return None
        earned += line.net - line.quantity * line.decision.unit_cost
    rate = (earned / order.net).quantize(Decimal("0.0001")) if order.net else None
    return Margin(earned.quantize(Decimal("0.01")), rate)


def signed_revision(revision: Revision, part: SalesOrder) -> Mapping[str, object]:
    """What an approval of the revision covers: the lines that it makes otherwise (`judged_part`), on that order as it was."""
    return {**signed_content(part), "revision": revision.id, "base": revision.base}


def _text(value: object) -> str | None:
    return None if value is None else str(value)
