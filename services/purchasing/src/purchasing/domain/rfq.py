"""Requests for quotes: what is asked, what suppliers answer, how answers compare, and who gets the order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, localcontext
from enum import StrEnum
from uuid import UUID

from kit.money import EXACT, ZERO, round_half_up

from purchasing.domain.errors import AwardTooLarge, LineRepeated, NotQuoted, ReasonRequired

_UNIT = Decimal("0.000001")


class RfqStatus(StrEnum):
    OPEN = "open"
    AWARDED = "awarded"
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
    """A supplier's answer to a line: price of one packaging, how many he can deliver, and when."""

    rfq_line_id: UUID
    unit_price: Decimal
    quantity: Decimal
    lead_time_days: int


@dataclass(frozen=True, slots=True)
class Quote:
    """A supplier's newest answer. Charges (freight and others) are for all of it."""

    supplier_id: UUID
    version: int
    charges: Decimal
    valid_until: date
    lines: tuple[QuotedLine, ...]


@dataclass(frozen=True, slots=True)
class SupplierRecord:
    """How a supplier delivered so far: share of lines on time and in full; None when nothing is known."""

    on_time: Decimal | None
    in_full: Decimal | None


@dataclass(frozen=True, slots=True)
class Compared:
    """A supplier's answer to a line as it compares: landed is with its share of the charges, by value."""

    supplier_id: UUID
    unit_price: Decimal
    landed_unit_price: Decimal
    quantity: Decimal
    arrives_on: date
    is_complete: bool
    is_in_time: bool
    is_valid: bool
    record: SupplierRecord


def compare(
    line: RfqLine, quotes: Sequence[Quote], records: Mapping[UUID, SupplierRecord], today: date
) -> list[Compared]:
    """All answers to a line, the best first.

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
                    unit_price=answer.unit_price,
                    landed_unit_price=_landed(answer, quote),
                    quantity=answer.quantity,
                    arrives_on=arrives_on,
                    is_complete=answer.quantity >= line.quantity,
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


def _landed(answer: QuotedLine, quote: Quote) -> Decimal:
    """The unit price with the line's share of the charges, by value."""
    with localcontext(EXACT):
        goods = sum((each.unit_price * each.quantity for each in quote.lines), ZERO)
        factor = Decimal(1) + quote.charges / goods if goods else Decimal(1)
        return round_half_up(answer.unit_price * factor, _UNIT)


@dataclass(frozen=True, slots=True)
class Award:
    """A supplier gets so many packagings of a line; `reason` says why, when he is not the best."""

    rfq_line_id: UUID
    supplier_id: UUID
    quantity: Decimal
    reason: str = ""


def check_awards(
    lines: Sequence[RfqLine], comparisons: Mapping[UUID, Sequence[Compared]], awards: Sequence[Award]
) -> None:
    """Nothing when lines can be given away so, whole or split.

    Raises:
        NotQuoted: a supplier has no valid answer to the line, or for less.
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
