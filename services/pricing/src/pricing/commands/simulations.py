"""Simulate other prices and costs on past orders: asked by somebody, worked through by a job, a part at a time."""

from uuid import UUID

from kit.audit import AuditEntry
from kit.db import Transaction

from kit import audit, clock
from pricing.domain.errors import WrongStatus
from pricing.domain.margin import RuleSet, Sale
from pricing.domain.simulation import Changes, Scenario, SoldLine, effects, simulated
from pricing.storage import rules, simulations, sold

_PART = 500  # lines judged in one breath: quotes are answered by the same process in between
_PARTS = 20  # in one transaction


async def start_simulation(
    tx: Transaction, id_: UUID, name: str, scenario: Scenario, *, currency: str, by: str
) -> None:
    """Write it down for the job."""
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
    judges = RuleSet(await rules.all_rules(tx))
    changes, last = Changes(running.scenario), running.last
    for _ in range(_PARTS):
        lines = await sold.after(tx, running.scenario, currency, last, _PART)
        done = [simulated(line, changes, judges.rule_for(_sale(line))) for line in lines]
        if done:
            await simulations.advance(tx, running, done, effects(done))
            last = done[-1].line.ordered_on, done[-1].line.order_line_id
        if len(done) < _PART:
            await simulations.finish(tx, running.id, "done", clock.now())
            break


def _sale(line: SoldLine) -> Sale:
    return Sale(tuple(line.family_path), line.segment, line.customer_id, line.channel)
