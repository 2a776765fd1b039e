"""A supplier's answer that came as a table: its rows find their lines by product and packaging."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from kit.db import ReadTransaction
from kit.errors import Fault, InvalidRecords

from purchasing.domain.rfq import PriceBreak, QuotedLine, RfqLine
from purchasing.storage import masters, rfqs


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row with a price; no quantity means all that is asked for."""

    place: int
    sku: str
    packaging_code: str | None
    unit_price: Decimal
    quantity: Decimal | None
    lead_time_days: int
    minimum: Decimal
    valid_until: date | None


async def quoted_lines(
    tx: ReadTransaction, rfq_id: UUID, rows: Sequence[TableRow], *, unreadable: Sequence[Fault]
) -> list[QuotedLine]:
    """The lines that a table answers.

    Raises:
        NotFound: there is no such request.
        InvalidRecords: with every row that cannot be read, or leads to no line or to several; or with none at all.
    """
    rfq = await rfqs.get(tx, rfq_id)
    known = await masters.some_products(tx, [line.product_id for line in rfq.lines])
    asked: dict[str, list[RfqLine]] = defaultdict(list)
    for line in rfq.lines:
        asked[known[line.product_id].sku].append(line)
    faults, quoted = list(unreadable), []
    for row in rows:
        lines = [each for each in asked[row.sku] if row.packaging_code in (None, each.packaging_code)]
        if len(lines) == 1:
            (line,) = lines
            quantity = row.quantity or line.quantity
            quoted.append(
                QuotedLine(
                    line.id,
                    row.unit_price,
                    quantity,
                    row.lead_time_days,
                    row.minimum,
                    valid_until=row.valid_until,
                )
            )
        else:
            why = "is asked for in several packagings: name one" if lines else "is not asked for"
            faults.append(Fault(f"lines.{row.place}.sku", f"{row.sku} {why}."))
    quoted = _with_breaks(quoted)
    if not quoted and not faults:
        faults.append(Fault("lines", "No row has a price."))
    if faults:
        raise InvalidRecords(faults)
    return quoted


def _with_breaks(quoted: Sequence[QuotedLine]) -> list[QuotedLine]:
    """Rows of one line with several minimums are its price and its breaks; other repetitions are told as such later."""
    groups: dict[UUID, list[QuotedLine]] = defaultdict(list)
    for line in quoted:
        groups[line.rfq_line_id].append(line)
    found = []
    for group in groups.values():
        first, *others = sorted(group, key=lambda line: line.minimum)
        if len({line.minimum for line in group}) < len(group):
            found += group
        else:
            breaks = tuple(PriceBreak(line.minimum, line.unit_price) for line in others)
            found.append(replace(first, breaks=breaks, quantity=max(line.quantity for line in group)))
    return found
