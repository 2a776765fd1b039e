"""Requests for quotes: what is asked, what suppliers answer, how answers compare, and who gets the order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, localcontext
from enum import StrEnum
from uuid import UUID

from kit.errors import DomainError, Fault
from kit.exchange import ExchangeRate
from kit.money import EXACT, ONE, ZERO, round_half_up

from purchasing.domain.errors import (
    AwardTooLarge,
    BelowMinimum,
    LineRepeated,
    NotAMultiple,
    NotQuoted,
    ReasonRequired,
)
from purchasing.domain.prices import packs_for, packs_within

_UNIT = Decimal("0.000001")
_RATE = Decimal("0.0001")


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
class PriceBreak:
    """From so many packagings on, one costs so much."""

    from_quantity: Decimal
    unit_price: Decimal


@dataclass(frozen=True, slots=True)
class QuotedLine:
    """A supplier's answer to a line: price of one packaging from `minimum` of them on, how many he can deliver, and when.

    `breaks`: what one costs from more on, the smallest quantity first. `multiple`: packagings are sold by so many.
    `valid_until`: the last day of this line, where it is not that of the whole answer.
    """

    rfq_line_id: UUID
    unit_price: Decimal
    quantity: Decimal
    lead_time_days: int
    minimum: Decimal = ZERO
    breaks: tuple[PriceBreak, ...] = ()
    multiple: Decimal = ONE
    valid_until: date | None = None

    def price_for(self, quantity: Decimal) -> Decimal:
        """What one costs when so many are bought."""
        reached = self.break_at(quantity)
        return reached.unit_price if reached else self.unit_price

    def break_at(self, quantity: Decimal) -> PriceBreak | None:
        """The highest break that so many reach."""
        return next((each for each in reversed(self.breaks) if each.from_quantity <= quantity), None)

    def next_break(self, quantity: Decimal) -> PriceBreak | None:
        """The first break that so many do not reach."""
        return next((each for each in self.breaks if each.from_quantity > quantity), None)

    def nearest(self, wanted: Decimal) -> tuple[Decimal, ...]:
        """How many can be bought of him: so many, or else the next below and above, as far as he sells so few and has so many."""
        below = packs_within(min(wanted, self.quantity), minimum=self.minimum, multiple=self.multiple)
        above = packs_for(wanted, minimum=self.minimum, multiple=self.multiple)
        found = {below, above if above <= self.quantity else None}
        return tuple(sorted(each for each in found if each is not None))


def break_faults(line: QuotedLine) -> list[Fault]:
    """Breaks that do not begin above the one before."""
    found, before = [], line.minimum
    for i, each in enumerate(line.breaks):
        if each.from_quantity <= before:
            detail = (
                f"This break begins at {each.from_quantity}, not above the {before} before it: order them, each once."
            )
            found.append(Fault(f"breaks.{i}.from_quantity", detail))
        before = max(before, each.from_quantity)
    return found


@dataclass(frozen=True, slots=True)
class Quote:
    """A supplier's newest answer. Freight and other charges are for all of it, in its currency as all its prices.

    `valid_until` counts, and is that of each line that does not say another day.
    """

    supplier_id: UUID
    version: int
    freight: Decimal
    charges: Decimal
    valid_until: date
    currency: str
    lines: tuple[QuotedLine, ...]

    def last_day_of(self, line: QuotedLine) -> date:
        """Until when a line of it holds."""
        return line.valid_until or self.valid_until


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
    valid_until: date
    nearest: tuple[Decimal, ...]  # what is asked for, or how many can be given in its place
    multiple: Decimal = ONE
    reached_break: PriceBreak | None = None  # that the price is of, in the currency of the quote
    next_break: PriceBreak | None = None  # in the currency of the quote
    next_rate: Decimal | None = None  # -0.04: from there on four per cent cheaper


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
            bought = min(line.quantity, answer.quantity)
            price, further = answer.price_for(bought), answer.next_break(bought)
            compared.append(
                Compared(
                    supplier_id=quote.supplier_id,
                    currency=quote.currency,
                    unit_price=price,
                    landed_unit_price=_landed(price, quote, rates[quote.currency]),
                    quantity=answer.quantity,
                    arrives_on=arrives_on,
                    is_complete=answer.minimum <= line.quantity <= answer.quantity,
                    is_in_time=line.needed_on is None or arrives_on <= line.needed_on,
                    is_valid=quote.last_day_of(answer) >= today,
                    record=records.get(quote.supplier_id, nothing),
                    valid_until=quote.last_day_of(answer),
                    nearest=answer.nearest(line.quantity),
                    multiple=answer.multiple,
                    reached_break=answer.break_at(bought),
                    next_break=further,
                    next_rate=_rate_of(price, further),
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


def _landed(price: Decimal, quote: Quote, rate: ExchangeRate) -> Decimal:
    """The unit price with the line's share of the charges, by value."""
    with localcontext(EXACT):
        goods = sum((each.price_for(each.quantity) * each.quantity for each in quote.lines), ZERO)
        factor = Decimal(1) + (quote.freight + quote.charges) / goods if goods else Decimal(1)
        return round_half_up(price * factor / rate.rate, _UNIT)


def _rate_of(price: Decimal, further: PriceBreak | None) -> Decimal | None:
    if further is None or not price:
        return None
    with localcontext(EXACT):
        return round_half_up((further.unit_price - price) / price, _RATE)


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
    answered: Mapping[tuple[UUID, UUID], QuotedLine],
    awards: Sequence[Award],
) -> None:
    """Nothing when lines can be given away so, whole or split. `answered`: each answer, by supplier and line.

    A supplier may get more than is asked for where he sells no fewer: up to the least that covers what is left.

    Raises:
        NotQuoted: a supplier has no valid answer to the line, or for less.
        BelowMinimum, NotAMultiple: a supplier does not sell so few, or not so many at a time; with what he would sell.
        AwardTooLarge: more is given away than was asked for.
        ReasonRequired: another than the best supplier gets a line, and nobody says why.
        LineRepeated: a supplier gets a line twice.
    """
    left = {line.id: line.quantity for line in lines}
    seen: set[tuple[UUID, UUID]] = set()
    for i, award in enumerate(awards):
        answers = {each.supplier_id: each for each in comparisons.get(award.rfq_line_id, ())}
        compared = answers.get(award.supplier_id)
        if compared is None or not compared.is_valid or compared.quantity < award.quantity:
            raise NotQuoted(
                "This supplier has no valid answer for so much of this line.", field=f"awards.{i}.supplier_id"
            )
        if (award.rfq_line_id, award.supplier_id) in seen:
            raise LineRepeated("This supplier gets this line twice: give it once.", field=f"awards.{i}")
        seen.add((award.rfq_line_id, award.supplier_id))
        best = comparisons[award.rfq_line_id][0]
        if best.supplier_id != award.supplier_id and not award.reason:
            raise ReasonRequired(
                "Another offer compares better: say why this one is taken.", field=f"awards.{i}.reason"
            )
        line = answered[award.supplier_id, award.rfq_line_id]
        if award.quantity not in line.nearest(award.quantity):
            raise _not_sold_so(award.quantity, line, field=f"awards.{i}.quantity")
        rest = left[award.rfq_line_id]
        if award.quantity > rest and (rest <= 0 or award.quantity not in line.nearest(rest)):
            raise AwardTooLarge(
                f"{rest} are not given away yet: {award.quantity} are more.", field=f"awards.{i}.quantity"
            )
        left[award.rfq_line_id] = rest - award.quantity


def _not_sold_so(quantity: Decimal, line: QuotedLine, *, field: str) -> DomainError:
    """The refusal of a quantity that the supplier does not sell, with those next to it that he does."""
    nearest = line.nearest(quantity)
    beside = {"below" if each < quantity else "above": str(each) for each in nearest}
    instead = "Give " + " or ".join(map(str, nearest)) if nearest else "Give this line to another"
    if quantity < line.minimum:
        detail = f"This price holds from {line.minimum} on. {instead}, or ask for another quote."
        return BelowMinimum(detail, field=field, minimum=str(line.minimum), **beside)
    detail = f"The supplier sells by {line.multiple}, which {quantity} is no multiple of. {instead}."
    return NotAMultiple(detail, field=field, multiple=str(line.multiple), **beside)


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
