"""Simulate other prices, rules and costs on past orders: asked by somebody, worked through by a job, a part at a time."""

from collections.abc import Sequence
from uuid import UUID

from kit.audit import AuditEntry
from kit.db import ReadTransaction, Transaction

from kit import audit, clock
from pricing.domain.errors import ListInOtherCurrency, WrongStatus
from pricing.domain.margin import RuleSet
from pricing.domain.past_order import PastOrder
from pricing.domain.rule_history import RuleHistory, RuleState
from pricing.domain.scenario import Changes, Scenario, TriedList
from pricing.domain.simulation import RulesOfSides, Simulated, effects, simulated
from pricing.storage import price_lists, rule_history, rules, simulations, sold

_PART = 50  # orders judged in one breath: quotes are answered by the same process in between
_PARTS = 20  # in one transaction


async def start_simulation(
    tx: Transaction, id_: UUID, name: str, scenario: Scenario, *, currency: str, by: str
) -> None:
    """Write it down for the job.

    Raises:
        NotFound: there is no such price list.
        ListInOtherCurrency: the list has prices in another currency than the company's.
    """
    if scenario.price_list_id is not None:
        tried = await price_lists.tried(tx, scenario.price_list_id, [])
        if tried.currency != currency:
            raise ListInOtherCurrency(
                f"Sales in {currency} are simulated; the list is in {tried.currency}.", field="price_list_id"
            )
    await simulations.add(tx, id_, name, scenario, await sold.count(tx, scenario, currency), by)
    await audit.record(tx, AuditEntry("simulation", str(id_), "asked", {"name": [None, name]}, by))


async def cancel_simulation(tx: Transaction, id_: UUID, *, by: str) -> None:
    """Give it up; what is done so far stays readable.

    Raises:
        NotFound: there is none with this id.
        WrongStatus: it is over.
    """
    status = await simulations.lock_status(tx, id_)
    if status != "running":
        raise WrongStatus(f"This simulation is {status}: it stays so.", status=status)
    await simulations.finish(tx, id_, "cancelled", clock.now())
    await audit.record(tx, AuditEntry("simulation", str(id_), "cancelled", {}, by))


async def work_on_simulations(tx: Transaction, *, currency: str) -> None:
    """Take the oldest simulation some parts further, if there is one that nobody works on."""
    running = await simulations.next_running(tx)
    if running is None:
        return
    bench = _Bench(running.scenario, RuleSet(await rules.all_rules(tx)), await rule_history.states(tx))
    last, today = running.last, clock.now().date()
    for _ in range(_PARTS):
        orders = await sold.after(tx, running.scenario, currency, last, limit=_PART, today=today)
        if orders:
            done = bench.run(orders, await _tried(tx, running.scenario, orders))
            last = orders[-1].ordered_on, orders[-1].order_id
            await simulations.advance(tx, running, done, effects(done), last=last)
        if len(orders) < _PART:
            await simulations.finish(tx, running.id, "done", clock.now())
            break


class _Bench:
    """A scenario with the rules of every instant, on both sides."""

    def __init__(self, scenario: Scenario, margins: RuleSet, states: Sequence[RuleState]) -> None:
        self._scenario = scenario
        self._changes = Changes(scenario)
        self._margins = margins
        self._then = RuleHistory(states)
        self._now = RuleHistory(states, put=scenario.rules, removed=scenario.rules_removed)

    def run(self, orders: Sequence[PastOrder], tried: TriedList | None) -> list[Simulated]:
        return [line for order in orders for line in self._simulated(order, tried)]

    def _simulated(self, order: PastOrder, tried: TriedList | None) -> list[Simulated]:
        sides = RulesOfSides(
            self._then.at(order.confirmed_at), self._now.at(self._scenario.prices_as_of or order.confirmed_at)
        )
        return simulated(order, self._changes, sides, self._margins, tried)


async def _tried(tx: ReadTransaction, scenario: Scenario, orders: Sequence[PastOrder]) -> TriedList | None:
    if scenario.price_list_id is None:
        return None
    products = {line.product_id for order in orders for line in order.lines}
    return await price_lists.tried(tx, scenario.price_list_id, products)
