"""What the machine itself can do, measured in the same run on the same PostgreSQL: the yardstick of every figure."""

import asyncio
import re
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from uuid import uuid4

import asyncpg
from stack.postgres import BIN, Postgres

_DATABASE = "benchmark"
_SECONDS = 5
_ROUNDS = 3
_ROWS = 1000
_SINGLE = (
    "INSERT INTO limit_probe (document_id, note) VALUES (gen_random_uuid(), 'one hundred bytes of some document');"
)


@dataclass(frozen=True, slots=True)
class Limits:
    """Per second; the median of three rounds."""

    commits_one_client: float
    commits_eight_clients: float
    batched_rows: float  # INSERT … SELECT unnest of 1,000 rows, one commit each
    python_calls: float  # of CPU time: one build of Python is twice as fast as another, and a busy machine slows all


async def measure(postgres: Postgres) -> Limits:
    """Leaves nothing behind but an empty database."""
    await asyncio.to_thread(postgres.create_database, _DATABASE, _DATABASE, "test")
    dsn = postgres.dsn(_DATABASE)
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute("DROP TABLE IF EXISTS limit_probe")
        await connection.execute(
            "CREATE TABLE limit_probe (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, document_id uuid NOT NULL,"
            " note text NOT NULL)"
        )
        one = [await _commits(dsn, 1) for _ in range(_ROUNDS)]
        eight = [await _commits(dsn, 8) for _ in range(_ROUNDS)]
        rows = [await _batched_rows(connection) for _ in range(_ROUNDS)]
        await connection.execute("DROP TABLE limit_probe")
    finally:
        await connection.close()
    return Limits(median(one), median(eight), median(rows), median(_python_calls() for _ in range(_ROUNDS)))


async def _commits(dsn: str, clients: int) -> float:
    """By pgbench, which costs next to nothing itself."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "single.sql"
        script.write_text(_SINGLE)
        process = await asyncio.create_subprocess_exec(
            BIN / "pgbench", "--no-vacuum", "--protocol=prepared", f"--file={script}", f"--client={clients}",
            f"--jobs={min(clients, 2)}", f"--time={_SECONDS}", dsn,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        told = (await process.communicate())[0].decode()
    found = re.search(r"tps = ([0-9.]+)", told)
    if process.returncode or found is None:
        raise RuntimeError(f"pgbench failed:\n{told}")
    return float(found[1])


async def _batched_rows(connection: "asyncpg.Connection[asyncpg.Record]") -> float:
    ids = [uuid4() for _ in range(_ROWS)]
    notes = ["one hundred bytes of some document"] * _ROWS
    statement = "INSERT INTO limit_probe (document_id, note) SELECT * FROM unnest($1::uuid[], $2::text[])"
    started, written = time.perf_counter(), 0
    while time.perf_counter() - started < _SECONDS:
        await connection.execute(statement, ids, notes)
        written += _ROWS
    return written / (time.perf_counter() - started)


class _Counter:
    __slots__ = ("count",)

    def __init__(self) -> None:
        self.count = 0

    def add(self, more: int) -> int:
        self.count += more
        return self.count


def _python_calls() -> float:
    counter, calls = _Counter(), 1_000_000
    started = time.process_time()
    for _ in range(calls):
        counter.add(1)
    return calls / (time.process_time() - started)
