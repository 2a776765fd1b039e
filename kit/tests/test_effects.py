"""Effects outside happen once for each cause, whatever dies on the way."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest
from kit.db import Database
from kit.effects import Doer, Effect, EffectNotParked, carry_out, want
from kit.errors import Conflict, NotFound, Unavailable
from kit.ids import new_id
from sqlalchemy import MetaData
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from kit import effects

WORKER = Path(__file__).parent / "effect_worker.py"
AT = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.fixture(scope="session")
async def database(new_database: Callable[[str], str]) -> AsyncIterator[Database]:
    dsn = new_database("effects")
    table = effects.effect_table(MetaData())
    connection = await asyncpg.connect(dsn)
    dialect = postgresql.asyncpg.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy's dialects are untyped
    await connection.execute(str(CreateTable(table).compile(dialect=dialect)))
    for index in table.indexes:
        await connection.execute(str(CreateIndex(index).compile(dialect=dialect)))
    await connection.close()
    made = Database(dsn)
    yield made
    await made.close()


async def wanted(database: Database, *, kind: str | None = None, count: int = 1) -> tuple[str, list[str]]:
    """A kind of its own, and the keys."""
    kind = kind or str(new_id())
    keys = [f"{kind}:{n}" for n in range(count)]
    async with database.transaction() as tx:
        for key in keys:
            assert await want(tx, kind, key, {"n": key}, AT)
    return kind, keys


async def state(database: Database, kind: str) -> list[tuple[str, int, str]]:
    rows = await database.fetch("SELECT status, attempts, error FROM effect WHERE kind = $1 ORDER BY key", kind)
    return [(row["status"], row["attempts"], row["error"]) for row in rows]


async def test_a_cause_has_one_effect_and_a_transaction_that_fails_none(database: Database) -> None:
    kind, (key,) = await wanted(database)
    async with database.transaction() as tx:
        assert not await want(tx, kind, key, {}, AT)
    with suppress(RuntimeError):
        async with database.transaction() as tx:
            await want(tx, kind, "other", {}, AT)
            raise RuntimeError
    done: list[str] = []

    async def act(effect: Effect) -> None:
        done.append(effect.key)

    assert await carry_out(database, {kind: Doer(act)}, now=lambda: AT) == 1
    assert await carry_out(database, {kind: Doer(act)}, now=lambda: AT + timedelta(days=1)) == 0
    assert done == [key]


async def test_what_is_away_is_tried_again_after_longer_and_longer(database: Database) -> None:
    kind, _ = await wanted(database)
    times: list[float] = []
    at = AT

    def present() -> datetime:
        return at

    async def act(effect: Effect) -> None:
        times.append((at - AT).total_seconds())
        if effect.attempts < 5:
            raise Unavailable("The mail server is away.")

    while not any(status == "done" for status, _, _ in await state(database, kind)):
        await carry_out(database, {kind: Doer(act)}, now=present)
        at += timedelta(seconds=10)
    assert times == [0, 30, 90, 210, 450]


async def test_a_refusal_waits_for_people(database: Database) -> None:
    kind, _ = await wanted(database)
    refuse = True

    async def act(effect: Effect) -> None:
        if refuse:
            raise Conflict("No such mailbox.")

    await carry_out(database, {kind: Doer(act)}, now=lambda: AT)
    assert await state(database, kind) == [("parked", 1, "No such mailbox.")]
    (row,) = await database.fetch("SELECT id FROM effect WHERE kind = $1", kind)
    refuse = False
    assert await carry_out(database, {kind: Doer(act)}, now=lambda: AT + timedelta(days=9)) == 0
    async with database.transaction() as tx:
        await effects.decide(tx, row["id"], again=True, now=AT)
    assert await carry_out(database, {kind: Doer(act)}, now=lambda: AT) == 1
    for id_, refusal in ((row["id"], EffectNotParked), (new_id(), NotFound)):
        with pytest.raises(refusal):
            async with database.transaction() as tx:
                await effects.decide(tx, UUID(str(id_)), again=False, now=AT)


async def test_many_workers_share_and_none_does_what_another_does(database: Database) -> None:
    kind, keys = await wanted(database, count=40)
    done: Counter[str] = Counter()

    async def act(effect: Effect) -> None:
        await asyncio.sleep(0.005)
        done[effect.key] += 1

    counts = await asyncio.gather(*(carry_out(database, {kind: Doer(act)}, now=lambda: AT) for _ in range(6)))
    assert sum(counts) == len(keys)
    assert done == Counter(keys)


@pytest.mark.parametrize("can_tell", [True, False])
async def test_a_worker_that_is_killed_repeats_nothing(database: Database, tmp_path: Path, *, can_tell: bool) -> None:
    """kill -9 again and again: each effect is done once, or (where nobody can tell) at most once and parked."""
    kind, keys = await wanted(database, count=8)
    sink = tmp_path / "done"
    command = [sys.executable, str(WORKER), database.dsn, kind, str(sink), "tell" if can_tell else ""]
    for _ in range(40):
        worker = subprocess.Popen(command, start_new_session=True)  # noqa: ASYNC220, S603  # ours, and to be killed
        seen = len(lines(sink))
        until = time.monotonic() + 10
        while worker.poll() is None and len(lines(sink)) < seen + 2 and time.monotonic() < until:
            await asyncio.sleep(0.002)
        if worker.poll() is None:
            os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
        await database.fetch(
            "UPDATE effect SET next_at = $2 WHERE kind = $1 AND status = 'trying' RETURNING id", kind, AT
        )
        if all(status in ("done", "parked") for status, _, _ in await state(database, kind)):
            break
    statuses = Counter(status for status, _, _ in await state(database, kind))
    counts = Counter(lines(sink))
    assert set(counts.values()) <= {1}
    assert statuses["done"] + statuses["parked"] == len(keys)
    assert statuses["done"] <= len(counts) <= len(keys)
    assert (statuses["parked"] == 0) is can_tell


def lines(path: Path) -> list[str]:
    return path.read_text().split() if path.exists() else []
