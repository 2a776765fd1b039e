"""Simulations, how far they are, and what came out of them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from kit.db import Transaction
from kit.errors import unknown

from pricing.domain.price import Price, Scope
from pricing.domain.price_rule import Counts, Kind, PriceRule, Stacking
from pricing.domain.scenario import CostChange, Scenario
from pricing.domain.simulation import Effect, Simulated

_EFFECT = tuple(field.name for field in fields(Effect))
_KINDS = ["int" if name.startswith("lines") else "numeric" for name in _EFFECT]
_ADD = (
    f"INSERT INTO simulation_effect AS e (simulation_id, axis, key, {', '.join(_EFFECT)})"
    " SELECT $1, x.* FROM unnest($2::text[], $3::text[],"
    f" {', '.join(f'${i}::{kind}[]' for i, kind in enumerate(_KINDS, 4))}) AS x"
    " ON CONFLICT (simulation_id, axis, key) DO UPDATE SET"
    f" {', '.join(f'{name} = e.{name} + excluded.{name}' for name in _EFFECT)}"
)
_STOP = (
    "simulation_id", "order_line_id", "order_number", "ordered_on", "customer_id", "product_id", "quantity",
    "unit_price_before", "unit_price_after", "margin_rate_before", "margin_rate_after", "verdict_before",
    "verdict_after", "explanation", "reasons", "owes",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Running:
    """A simulation under way, and the last order that is done."""

    id: UUID
    scenario: Scenario
    last: tuple[date, UUID]


async def add(tx: Transaction, id_: UUID, name: str, scenario: Scenario, lines_total: int, by: str) -> None:
    await tx.execute(
        "INSERT INTO simulation (id, name, scenario, status, lines_total, lines_done, requested_by)"
        " VALUES ($1, $2, $3, 'running', $4, 0, $5)",
        id_,
        name,
        _stored(scenario),
        lines_total,
        by,
    )


async def next_running(tx: Transaction) -> Running | None:
    """The oldest that nobody works on, held until the transaction ends."""
    row = await tx.fetchrow(
        "SELECT id, scenario, last_ordered_on, last_order_id FROM simulation WHERE status = 'running'"
        " ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED"
    )
    if row is None:
        return None
    last = row["last_ordered_on"] or date.min, row["last_order_id"] or UUID(int=0)
    return Running(row["id"], _scenario(row["scenario"]), last)


async def advance(
    tx: Transaction,
    running: Running,
    done: Sequence[Simulated],
    effects: Mapping[tuple[str, str], Effect],
    *,
    last: tuple[date, UUID],
) -> None:
    """Write what came out of further orders, of which `last` is the last one."""
    keys, values = list(effects), list(effects.values())
    await tx.execute(
        _ADD,
        running.id,
        [axis for axis, _ in keys],
        [key for _, key in keys],
        *([getattr(effect, name) for effect in values] for name in _EFFECT),
    )
    stopped = [each for each in done if each.after.verdict.name != "ALLOWED"]
    await tx.copy("simulation_stop", _STOP, [_stop(running.id, each) for each in stopped])
    await tx.execute(
        "UPDATE simulation SET lines_done = lines_done + $2, last_ordered_on = $3, last_order_id = $4 WHERE id = $1",
        running.id,
        len(done),
        *last,
    )


async def finish(tx: Transaction, id_: UUID, status: str, at: datetime) -> None:
    """Nothing follows: what was counted is what there was. A line more or less may have been sold meanwhile."""
    await tx.execute(
        "UPDATE simulation SET status = $2, finished_at = $3, lines_total = CASE WHEN $2 = 'done' THEN lines_done"
        " ELSE lines_total END WHERE id = $1",
        id_,
        status,
        at,
    )


async def lock_status(tx: Transaction, id_: UUID) -> str:
    """Held until the transaction ends.

    Raises:
        NotFound: there is no such simulation.
    """
    status = await tx.fetchval("SELECT status FROM simulation WHERE id = $1 FOR UPDATE", id_)
    if status is None:
        raise unknown("simulation", id_)
    return str(status)


def _stop(id_: UUID, each: Simulated) -> tuple[object, ...]:
    order, line, before, after = each
    return (
        id_, line.order_line_id, order.number, order.ordered_on, order.customer_id, line.product_id, line.quantity,
        before.unit_price, after.unit_price, before.margin_rate, after.margin_rate, before.verdict.name,
        after.verdict.name, after.explanation, [reason.stored for reason in after.reasons],
        [item._asdict() for item in after.owes],
    )  # fmt: skip


def _stored(scenario: Scenario) -> dict[str, Any]:
    return {name: value for name, value in asdict(scenario).items() if value is not None}


def _scenario(stored: Mapping[str, Any]) -> Scenario:
    """As it was written, from JSON."""
    as_of = stored.get("prices_as_of")
    return Scenario(
        ordered_from=date.fromisoformat(stored["ordered_from"]),
        ordered_until=date.fromisoformat(stored["ordered_until"]),
        customer_id=_uuid(stored.get("customer_id")),
        family_code=stored.get("family_code"),
        cost_changes=tuple(
            CostChange(
                Decimal(each["rate"]), _uuid(each["product_id"]), each["family_code"], _uuid(each["supplier_id"])
            )
            for each in stored["cost_changes"]
        ),
        prices=tuple(_price(each) for each in stored["prices"]),
        price_list_id=_uuid(stored.get("price_list_id")),
        rules=tuple(_rule(each) for each in stored.get("rules", ())),
        rules_removed=tuple(stored.get("rules_removed", ())),
        prices_as_of=None if as_of is None else datetime.fromisoformat(as_of),
    )


def _price(stored: Mapping[str, Any]) -> Price:
    until = stored["effective_until"]
    return Price(
        **{
            **stored,
            "id": UUID(stored["id"]),
            "product_id": UUID(stored["product_id"]),
            "scope": Scope(stored["scope"]),
            "min_quantity": Decimal(stored["min_quantity"]),
            "unit_price": Decimal(stored["unit_price"]),
            "effective_from": date.fromisoformat(stored["effective_from"]),
            "effective_until": None if until is None else date.fromisoformat(until),
        }
    )


_NUMBERS = ("value", "min_quantity", "min_amount", "below_amount", "buy_quantity")
_DAYS = ("effective_from", "effective_until")
_IDS = ("id", "product_id", "customer_id")


def _rule(stored: Mapping[str, Any]) -> PriceRule:
    parsed = {
        **{name: _decimal(stored[name]) for name in _NUMBERS},
        **{name: None if stored[name] is None else date.fromisoformat(stored[name]) for name in _DAYS},
        **{name: _uuid(stored[name]) for name in _IDS},
        "kind": Kind(stored["kind"]),
        "stacking": Stacking(stored["stacking"]),
        "counts": Counts(stored["counts"]),
    }
    return PriceRule(**{**stored, **parsed})


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _uuid(text: str | None) -> UUID | None:
    return None if text is None else UUID(text)
