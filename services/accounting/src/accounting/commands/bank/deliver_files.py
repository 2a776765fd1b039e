"""Approved payment files go to the bank's folder, each once; the run is sent when its file is there."""

from datetime import datetime
from uuid import UUID

from kit.audit import AuditEntry
from kit.db import Database, Transaction
from kit.effects import Doer, Effect
from kit.errors import unknown

from accounting.clients.bank_drop import BankDrop
from accounting.storage.bank import runs
from accounting.storage.bank.runs import Run
from kit import audit, effects

PAYMENT_FILE = "payment-file"  # the kind of the effect
_BY = "accounting"


def key_of(run_id: UUID) -> str:
    """Of the one delivery of a run's file."""
    return f"{PAYMENT_FILE}:{run_id}"


async def want_delivery(tx: Transaction, run: Run, now: datetime) -> None:
    """Let the run's file go to the bank's folder after this transaction."""
    await effects.want(tx, PAYMENT_FILE, key_of(run.id), {"run_id": str(run.id), "name": f"{run.number}.xml"}, now)


def file_doer(database: Database, drop: BankDrop) -> Doer:
    """Puts files into the bank's folder, and asks it what an attempt that failed has done."""

    async def act(effect: Effect) -> None:
        run_id = UUID(effect.payload["run_id"])
        async with database.read() as tx:
            found = await runs.file_of(tx, run_id)
        if found is None:
            raise unknown("payment file", run_id)
        await drop.deliver(effect.payload["name"], found[0])
        await sent(run_id)

    async def happened(effect: Effect) -> bool:
        if not await drop.has(effect.payload["name"]):
            return False
        await sent(UUID(effect.payload["run_id"]))
        return True

    async def sent(run_id: UUID) -> None:
        async with database.transaction() as tx:
            run = await runs.lock(tx, run_id)
            if run.status == "approved":  # not known yet
                await runs.set_status(tx, run_id, "sent")
                await audit.record(
                    tx, AuditEntry("payment_run", str(run_id), "sent", {"status": [run.status, "sent"]}, _BY)
                )

    return Doer(act, happened, away_for_all=True)


async def decide_delivery(tx: Transaction, run_id: UUID, *, again: bool, by: str, now: datetime) -> None:
    """Deliver a file again that waits for somebody's decision; or let people carry it, or cancel its run.

    Raises:
        NotFound: there is no such run whose file is delivered.
        EffectNotParked: it waits for nobody.
    """
    effect_id = await tx.fetchval("SELECT id FROM effect WHERE key = $1", key_of(run_id))
    if effect_id is None:
        raise unknown("delivery of a payment run", run_id)
    await effects.decide(tx, effect_id, again=again, now=now)
    action = "delivered-again" if again else "delivery-given-up"
    await audit.record(tx, AuditEntry("payment_run", str(run_id), action, {}, by))
