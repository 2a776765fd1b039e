"""Requests for quotes: what is asked, what suppliers answer, how answers compare, and who gets the order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, localcontext
from enum import StrEnum
from uuid import UUID

from kit.exchange import ExchangeRate
from kit.money import EXACT, ZERO, round_half_up

from purchasing.domain.errors import AwardTooLarge, BelowMinimum, LineRepeated, NotQuoted, ReasonRequired

_UNIT = Decimal("0.000001")


class RfqStatus(StrEnum):
    OPEN = "open"
    AWARDED = "awarded"
    CANCELLED = "cancelled"


class Standing(StrEnum):
    """How a supplier stands in a request."""

    ASKED = "asked"
    DECLINED = "declined"
    ANSWERED = "answered"
    WON = "won"  # at least a part of a line
    LOST = "lost"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class RfqLine:
    """So many packagings of a product are wanted."""

    id: UUID
    product_id: UUID
    packaging_code: str
    quantity: Decimal
    needed_on: date | None


@dataclass(frozen=True, slots=True)
class QuotedLine:
    """A supplier's answer to a line: price of one packaging from `minimum` of them on, how many he can deliver, and when."""

    rfq_line_id: UUID
    unit_price: Decimal
    quantity: Decimal
    lead_time_days: int
    minimum: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Quote:
    """A supplier's newest answer. Freight and other charges are for all of it, in its currency as all its prices; the last
    day of `valid_until` counts.
    """

    supplier_id: UUID
    version: int
    freight: Decimal
    charges: Decimal
    valid_until: date
    currency: str
    lines: tuple[QuotedLine, ...]


@dataclass(frozen=True, slots=True)
class SupplierRecord:
    """How a supplier delivered so far: share of lines on time and in full; None when nothing is known."""

    on_time: Decimal | None
    in_full: Decimal | None


@dataclass(frozen=True, slots=True)
class Compared:
    """A supplier's answer to a line as it compares: landed is with its share of the charges, by value, in company currency."""

    supplier_id: UUID
    currency: str
    unit_price: Decimal
    landed_unit_price: Decimal
    quantity: Decimal
    arrives_on: date
    is_complete: bool
    is_in_time: bool
    is_valid: bool
    record: SupplierRecord


class Because(StrEnum):
    """Why the first of the compared answers is the best."""

    ONLY = "only"  # nobody else has answered
    CHEAPEST = "cheapest"
    RECORD = "record"  # as cheap as another, and more often on time
    OTHERS_EXPIRED = "others-expired"  # what is cheaper does not hold any more
    OTHERS_PARTIAL = "others-partial"  # what is cheaper is not all that is asked for
    OTHERS_LATE = "others-late"  # what is cheaper comes too late


def best_of(compared: Sequence[Compared]) -> tuple[Compared, Because] | None:
    """The best of the answers to a line, in their order of `compare`, and why; nothing when none holds any more."""
    if not compared or not compared[0].is_valid:
        return None
    best, others = compared[0], compared[1:]
    if not others:
        return best, Because.ONLY
    cheapest = min(others, key=lambda each: each.landed_unit_price)
    if cheapest.landed_unit_price < best.landed_unit_price:
        if not cheapest.is_valid:
            return best, Because.OTHERS_EXPIRED
        return best, Because.OTHERS_LATE if cheapest.is_complete else Because.OTHERS_PARTIAL
    is_tie = cheapest.landed_unit_price == best.landed_unit_price
    more_often = (best.record.on_time or ZERO) > (cheapest.record.on_time or ZERO)
    return best, Because.RECORD if is_tie and more_often else Because.CHEAPEST


def compare(
    line: RfqLine,
    quotes: Sequence[Quote],
    records: Mapping[UUID, SupplierRecord],
    rates: Mapping[str, ExchangeRate],
    today: date,
) -> list[Compared]:
    """All answers to a line, the best first. `rates`: of the currencies of the quotes.

    Valid before expired, whole before part, in time before late; then by landed price, then by how often the supplier
    was on time.
    """
    nothing = SupplierRecord(None, None)
    compared = []
    for quote in quotes:
        for answer in quote.lines:
            if answer.rfq_line_id != line.id:
                continue
            arrives_on = today + timedelta(days=answer.lead_time_days)
            compared.append(
                Compared(
                    supplier_id=quote.supplier_id,
                    currency=quote.currency,
                    unit_price=answer.unit_price,
                    landed_unit_price=_landed(answer, quote, rates[quote.currency]),
                    quantity=answer.quantity,
                    arrives_on=arrives_on,
                    is_complete=answer.minimum <= line.quantity <= answer.quantity,
                    is_in_time=line.needed_on is None or arrives_on <= line.needed_on,
                    is_valid=quote.valid_until >= today,
                    record=records.get(quote.supplier_id, nothing),
                )
            )
    return sorted(
        compared,
        key=lambda each: (
            not each.is_valid,
            not each.is_complete,
            not each.is_in_time,
            each.landed_unit_price,
            -(each.record.on_time or ZERO),
            str(each.supplier_id),
        ),
    )


def _landed(answer: QuotedLine, quote: Quote, rate: ExchangeRate) -> Decimal:
    """The unit price with the line's share of the charges, by value."""
    with localcontext(EXACT):
        goods = sum((each.unit_price * each.quantity for each in quote.lines), ZERO)
        factor = Decimal(1) + (quote.freight + quote.charges) / goods if goods else Decimal(1)
        return round_half_up(answer.unit_price * factor / rate.rate, _UNIT)


@dataclass(frozen=True, slots=True)
class Award:
    """A supplier gets so many packagings of a line; `reason` says why, when he is not the best."""

    rfq_line_id: UUID
    supplier_id: UUID
    quantity: Decimal
    reason: str = ""


def check_awards(
    lines: Sequence[RfqLine],
    comparisons: Mapping[UUID, Sequence[Compared]],
    minimums: Mapping[tuple[UUID, UUID], Decimal],
    awards: Sequence[Award],
) -> None:
    """Nothing when lines can be given away so, whole or split. `minimums`: of each answer, by supplier and line.

    Raises:
        NotQuoted: a supplier has no valid answer to the line, or for less.
        BelowMinimum: a supplier's price is for more than he gets.
        AwardTooLarge: more is given away than was asked for.
        ReasonRequired: another than the best supplier gets a line, and nobody says why.
        LineRepeated: a supplier gets a line twice.
    """
    asked = {line.id: line.quantity for line in lines}
    given: dict[UUID, Decimal] = {}
    seen: set[tuple[UUID, UUID]] = set()
    for i, award in enumerate(awards):
        answers = {each.supplier_id: each for each in comparisons.get(award.rfq_line_id, ())}
        answer = answers.get(award.supplier_id)
        if answer is None or not answer.is_valid or answer.quantity < award.quantity:
            raise NotQuoted(
                "This supplier has no valid answer for so much of this line.", field=f"awards.{i}.supplier_id"
            )
        minimum = minimums[award.supplier_id, award.rfq_line_id]
        if award.quantity < minimum:
            raise BelowMinimum(
                f"This price holds from {minimum} on: give that many, or ask for another quote.",
                field=f"awards.{i}.quantity",
                minimum=str(minimum),
            )
        if (award.rfq_line_id, award.supplier_id) in seen:
            raise LineRepeated("This supplier gets this line twice: give it once.", field=f"awards.{i}")
        seen.add((award.rfq_line_id, award.supplier_id))
        best = comparisons[award.rfq_line_id][0]
        if best.supplier_id != award.supplier_id and not award.reason:
            raise ReasonRequired(
                "Another offer compares better: say why this one is taken.", field=f"awards.{i}.reason"
            )
        given[award.rfq_line_id] = given.get(award.rfq_line_id, ZERO) + award.quantity
        if given[award.rfq_line_id] > asked[award.rfq_line_id]:
            raise AwardTooLarge(
                f"{asked[award.rfq_line_id]} were asked for, {given[award.rfq_line_id]} are given away.",
                field=f"awards.{i}.quantity",
            )


@dataclass(frozen=True, slots=True)
class Part:
    """What became of a part of a requested line: ordered, or (without an order) wanted still. Stock units."""

    stock_quantity: Decimal
    order_id: UUID | None


def shared_out(requested: Decimal, given: Sequence[tuple[UUID, Decimal]]) -> list[Part]:
    """A requested line after so much was ordered for it (order, stock units): its parts, which sum to it exactly."""
    parts, rest = [], requested
    for order_id, quantity in given:
        if taken := min(quantity, rest):
            parts.append(Part(taken, order_id))
            rest -= taken
    if rest:
        parts.append(Part(rest, None))
    return parts
