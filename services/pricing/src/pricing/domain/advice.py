"""What would pass instead of a line that is not plainly allowed."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from kit.money import ONE

from pricing.domain.labels import money, plain

_TRIED = 6  # quantities to try for a line: refusals are the exception, and stay cheap


class OtherQuantity(NamedTuple):
    """The same product at a price that passes, from a break on."""

    quantity: Decimal
    unit_price: Decimal


class Substitute(NamedTuple):
    """Another product that the catalog names for this one, at a price that passes."""

    product_id: UUID
    sku: str
    unit_price: Decimal


class OtherSite(NamedTuple):
    """The same line from another site of ours, from where carrying it costs less."""

    warehouse: str
    unit_price: Decimal


class Advice(NamedTuple):
    """Beside the lowest price that passes, which the decision has."""

    quantity: OtherQuantity | None = None
    substitute: Substitute | None = None
    site: OtherSite | None = None


NO_ADVICE = Advice()


def quantities_to_try(breaks: Iterable[Decimal], quantity: Decimal) -> list[Decimal]:
    """Where another price may begin: breaks below the one that the quantity reaches, the closest first, then those above."""
    found = {each or min(ONE, quantity) for each in breaks}
    below = sorted((each for each in found if each <= quantity), reverse=True)[1:]
    return [*below, *sorted(each for each in found if each > quantity)][:_TRIED]


def told(explanation: str, advice: Advice) -> str:
    """The explanation of a decision with what would pass."""
    sentences: Sequence[str] = [
        explanation,
        f"{plain(advice.quantity.quantity)} at {money(advice.quantity.unit_price)} pass." if advice.quantity else "",
        f"{advice.substitute.sku} at {money(advice.substitute.unit_price)} passes instead."
        if advice.substitute
        else "",
        f"From {advice.site.warehouse} it passes at {money(advice.site.unit_price)}." if advice.site else "",
    ]
    return " ".join(filter(None, sentences))
