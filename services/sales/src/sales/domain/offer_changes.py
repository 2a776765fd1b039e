"""What an edition of an offer changes of the one before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sales.domain.offer import OfferedItem

_Key = tuple[UUID, str | None, UUID | None]  # product, packaging, the kit that it is a part of


@dataclass(frozen=True, slots=True)
class LineChange:
    """A line before and after; None where there was, or is, none."""

    sku: str
    before: OfferedItem | None
    after: OfferedItem | None

    @property
    def is_changed(self) -> bool:
        return _told(self.before) != _told(self.after)


def compared(before: Sequence[OfferedItem], after: Sequence[OfferedItem]) -> list[LineChange]:
    """Each line beside its former self: the same product in the same packaging, the first beside the first."""
    former = _keyed(before)
    latter = _keyed(after)
    changes = [LineChange(line.item.sku, former.get(key), line) for key, line in latter.items()]
    return changes + [LineChange(line.item.sku, line, None) for key, line in former.items() if key not in latter]


def _keyed(lines: Sequence[OfferedItem]) -> Mapping[tuple[UUID, str | None, UUID | None, int], OfferedItem]:
    seen: dict[_Key, int] = {}
    keyed = {}
    for line in lines:
        kit = line.item.kit
        key = line.item.product_id, line.item.packaging_code, None if kit is None else kit.product_id
        seen[key] = seen.get(key, 0) + 1
        keyed[*key, seen[key]] = line
    return keyed


def _told(line: OfferedItem | None) -> tuple[object, ...] | None:
    if line is None:
        return None
    rate = line.price.decision.margin_rate
    return line.item.quantity, line.price.unit_price, line.choice, line.group, line.text, line.lead_time_days, rate
