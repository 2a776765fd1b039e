"""Imports of files: read, mapped, checked without writing, applied, undone. Each is a document with its lines."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, DateTime, ForeignKey, Index, Integer, MetaData, Table, Text, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import UUID as SqlUUID

from kit import importing
from kit.auth import Principal
from kit.db import ReadTransaction, Transaction
from kit.errors import Conflict, Fault, listed, unknown
from kit.ids import new_id
from kit.importing import Sheet
from kit.schema import NAMING

_DEAD_AFTER = timedelta(minutes=5)  # longer than any part takes: who applies longer than that without a sign has died


class ImportClosed(Conflict):
    """The import as it stands says no."""


class ImportIncomplete(Conflict):
    """All lines were to be taken, and some cannot be, or nobody has said what to do with them."""


class NotUndone(Conflict):
    """Something was done since with what the import wrote."""


class Status(StrEnum):
    READ = "read"
    CHECKED = "checked"
    APPLYING = "applying"
    APPLIED = "applied"
    UNDOING = "undoing"
    UNDONE = "undone"


_DOING = {Status.APPLYING: "applying this import", Status.UNDOING: "taking this import back"}


class Verdict(StrEnum):
    """What applying a line would do."""

    NEW = "new"
    CHANGE = "change"  # of the record that has its key
    SAME = "same"
    DUPLICATE = "duplicate"  # probably a record that is there under another key: somebody decides
    REFUSED = "refused"


class Decision(StrEnum):
    """What to do with a line."""

    CREATE = "create"
    MERGE = "merge"  # into `target`
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that a line probably is already, and why."""

    record_id: UUID
    code: str
    name: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its values as we write them. `position`: the row as a spreadsheet shows it."""

    position: int
    values: Mapping[str, str]
    decision: Decision | None = None
    target: UUID | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check says of a line; `changes`: by column, before and after; `target`: what it would change or merge into."""

    verdict: Verdict
    faults: tuple[Fault, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    changes: Mapping[str, tuple[str, str]] | None = None
    target: UUID | None = None
    decision: Decision | None = None  # proposed


@dataclass(frozen=True, slots=True)
class Done:
    """What a line became, and what undoing needs to know."""

    record_id: UUID
    undo: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Context:
    """Who imports, what holds for all lines, and the company's currency."""

    caller: Principal
    options: Mapping[str, str]
    currency: str
    run_id: UUID


@dataclass(frozen=True, slots=True)
class Importer:
    """A kind of import. `check` writes nothing; `apply` is given lines to create or merge, and writes all or raises.

    `undo` takes back what lines became, the last first, or raises a refusal for all of them.
    """

    kind: str
    permission: str
    columns: tuple[importing.Column, ...]
    check: Callable[[Transaction, Sequence[Line], Context], Awaitable[list[Finding]]]
    apply: Callable[[Transaction, Sequence[Line], Context], Awaitable[list[Done]]]
    undo: Callable[[Transaction, Sequence[Done], Context], Awaitable[None]]
    options: tuple[importing.Column, ...] = ()  # what is said once for the whole file
    one_of: tuple[tuple[str, ...], ...] = ()  # of each group at least one column has to be there
    part: int = 500  # lines applied at a time


def import_tables(metadata: MetaData) -> tuple[Table, Table, Table]:
    """The tables that each service with imports has for itself: runs, their lines, and mappings by name."""
    run = Table(
        "import_run",
        metadata,
        Column("id", SqlUUID, primary_key=True),
        Column("kind", Text, nullable=False),
        Column("file_name", Text, nullable=False),
        Column("status", Text, nullable=False),
        Column("names", JSONB, nullable=False, comment="of the columns of the file"),
        Column("mapping", JSONB, nullable=False, comment="our columns to places in the file"),
        Column("options", JSONB, nullable=False),
        Column("total", Integer, nullable=False),
        Column("done", Integer, nullable=False),
        Column("counts", JSONB, nullable=False, comment="lines by verdict; of the check"),
        Column("written", Integer, nullable=False, comment="lines that became something"),
        Column("faults", JSONB, nullable=False, server_default="[]", comment="why all lines together were refused"),
        Column("created_by", Text, nullable=False),
        Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
        Column("touched_at", DateTime(timezone=True), nullable=False, comment="last sign of who applies or undoes it"),
        Column("applied_by", Text),
        Column("applied_at", DateTime(timezone=True)),
        Column("undone_by", Text),
        Column("undone_at", DateTime(timezone=True)),
        CheckConstraint(f"status IN ({', '.join(map(repr, map(str, Status)))})", name="status"),
    )
    Index("ix_import_run_kind_created_at_id", run.c.kind, run.c.created_at, run.c.id)
    line = Table(
        "import_line",
        metadata,
        Column("run_id", SqlUUID, ForeignKey("import_run.id"), primary_key=True),
        Column("position", Integer, primary_key=True, comment="row of the file, as spreadsheets show it"),
        Column("cells", JSONB, nullable=False),
        Column("values", JSONB, nullable=False, server_default="{}"),
        Column("verdict", Text),
        Column("faults", JSONB, nullable=False, server_default="[]"),
        Column("candidates", JSONB, nullable=False, server_default="[]"),
        Column("changes", JSONB, nullable=False, server_default="{}"),
        Column("decision", Text),
        Column("target", SqlUUID),
        Column("record_id", SqlUUID),
        Column("undo", JSONB),
    )
    mapping = Table(
        "import_mapping",
        metadata,
        Column("kind", Text, primary_key=True),
        Column("name", Text, primary_key=True),
        Column("columns", JSONB, nullable=False, comment="our columns to names of the file's"),
        Column("options", JSONB, nullable=False),
        Column("saved_by", Text, nullable=False),
        Column("saved_at", DateTime(timezone=True), nullable=False),
    )
    return run, line, mapping


def add_faults_of_runs() -> None:
    """Make the column of why a run was refused, where the tables were made before it was (call it in a revision)."""
    from alembic import op  # noqa: PLC0415  # a service at work does without Alembic

    op.execute("ALTER TABLE import_run ADD COLUMN IF NOT EXISTS faults jsonb DEFAULT '[]' NOT NULL")
    op.execute("COMMENT ON COLUMN import_run.faults IS 'why all lines together were refused'")


def add_status_of_undoing() -> None:
    """Let runs be on their way back, where the tables were made before they could (call it in a revision)."""
    from alembic import op  # noqa: PLC0415  # a service at work does without Alembic

    op.execute("ALTER TABLE import_run DROP CONSTRAINT ck_import_run_status")
    op.execute(
        "ALTER TABLE import_run ADD CONSTRAINT ck_import_run_status"
        " CHECK (status IN ('read', 'checked', 'applying', 'applied', 'undoing', 'undone'))"
    )
    op.execute("COMMENT ON COLUMN import_run.touched_at IS 'last sign of who applies or undoes it'")


def create_import_tables() -> None:
    """Make the tables in a service that is older than its imports (call it in a revision)."""
    from alembic import op  # noqa: PLC0415  # a service at work does without Alembic

    for table in import_tables(MetaData(naming_convention=NAMING)):
        table.create(op.get_bind())


async def add(tx: Transaction, kind: str, file_name: str, sheet: Sheet, mapping: Mapping[str, int], by: str) -> UUID:
    """Keep a file as it was read."""
    id_ = new_id()
    await tx.execute(
        "INSERT INTO import_run (id, kind, file_name, status, names, mapping, options, total, done, counts, written,"
        " created_by, touched_at) VALUES ($1, $2, $3, 'read', $4, $5, '{}', $6, 0, '{}', 0, $7, now())",
        id_,
        kind,
        file_name,
        list(sheet.names),
        dict(mapping),
        len(sheet.rows),
        by,
    )
    await tx.copy(
        "import_line",
        ("run_id", "position", "cells"),
        [(id_, number, list(cells)) for number, cells in zip(sheet.numbers, sheet.rows, strict=True)],
    )
    return id_


async def lock(tx: Transaction, kind: str, run_id: UUID, *allowed: Status) -> Mapping[str, Any]:
    """A run of this kind, held until the transaction ends.

    Raises:
        NotFound: there is none.
        ImportClosed: it is in none of these states.
    """
    row = await tx.fetchrow("SELECT * FROM import_run WHERE id = $1 AND kind = $2 FOR UPDATE", run_id, kind)
    if row is None:
        raise unknown("import", run_id)
    if Status(row["status"]) not in allowed:
        raise ImportClosed(f"This import is {row['status']}: read the file again for another.", status=row["status"])
    return dict(row)


async def raw_lines(tx: ReadTransaction, run_id: UUID) -> list[tuple[int, list[str]]]:
    rows = await tx.fetch("SELECT position, cells FROM import_line WHERE run_id = $1 ORDER BY position", run_id)
    return [(row["position"], row["cells"]) for row in rows]


async def keep_check(
    tx: Transaction,
    run_id: UUID,
    lines: Sequence[tuple[Line, Finding]],
    *,
    mapping: Mapping[str, int],
    options: Mapping[str, str],
) -> None:
    """Write what a check found; a later one takes its place."""
    counts = {verdict.value: 0 for verdict in Verdict}
    for _, finding in lines:
        counts[finding.verdict] += 1
    await tx.execute(
        "UPDATE import_line l SET values = v.values, verdict = v.verdict, faults = v.lists -> 'faults',"
        " candidates = v.lists -> 'candidates', changes = v.changes, decision = v.decision, target = v.target"
        " FROM unnest($2::int[], $3::jsonb[], $4::text[],"
        " $5::jsonb[], $6::jsonb[], $7::text[], $8::uuid[])"
        " AS v (position, values, verdict, lists, changes, decision, target)"
        " WHERE l.run_id = $1 AND l.position = v.position",
        run_id,
        [line.position for line, _ in lines],
        [dict(line.values) for line, _ in lines],
        [finding.verdict.value for _, finding in lines],
        [_lists(finding) for _, finding in lines],  # in one: an array of lists would be an array of two dimensions
        [{name: list(pair) for name, pair in (finding.changes or {}).items()} for _, finding in lines],
        [finding.decision.value if finding.decision else None for _, finding in lines],
        [finding.target for _, finding in lines],
    )
    await tx.execute(
        "UPDATE import_run SET status = 'checked', mapping = $2, options = $3, counts = $4, done = 0, faults = '[]'"
        " WHERE id = $1",
        run_id,
        dict(mapping),
        dict(options),
        counts,
    )


def _lists(finding: Finding) -> dict[str, Any]:
    candidates = [
        {"record_id": str(each.record_id), "code": each.code, "name": each.name, "reasons": list(each.reasons)}
        for each in finding.candidates
    ]
    return {"faults": listed(finding.faults), "candidates": candidates}


async def decide(tx: Transaction, run_id: UUID, decision: Decision, positions: Sequence[int] | None) -> int:
    """Say what becomes of duplicates: these, or all of them; a merge is with the first candidate. Returns how many."""
    return await tx.execute(
        "UPDATE import_line SET decision = $2, target = CASE WHEN $2 = 'merge' THEN (candidates->0->>'record_id')::uuid END"
        " WHERE run_id = $1 AND verdict = 'duplicate' AND ($3::int[] IS NULL OR position = ANY($3))",
        run_id,
        decision.value,
        None if positions is None else list(positions),
    )


def is_stalled(status: str, touched_at: datetime, now: datetime) -> bool:
    """Whether who applies or undoes a run has died."""
    return status in {Status.APPLYING, Status.UNDOING} and touched_at <= now - _DEAD_AFTER


async def _lock_left(
    tx: Transaction, kind: str, run_id: UUID, ready: Status, under_way: Status, now: datetime
) -> Mapping[str, Any]:
    """A run that is ready, or that somebody was at who has died; held as `lock` holds it, with its refusals."""
    run = await lock(tx, kind, run_id, ready, under_way)
    if run["status"] == under_way and not is_stalled(run["status"], run["touched_at"], now):
        raise ImportClosed(f"Somebody is {_DOING[under_way]}: wait for its end.", status=run["status"])
    return run


async def claim(tx: Transaction, kind: str, run_id: UUID, *, is_all: bool, by: str, now: datetime) -> Mapping[str, Any]:
    """Begin to apply, or go on where somebody died.

    Raises:
        NotFound, ImportClosed: there is nothing to apply, or somebody is at it.
        ImportIncomplete: all lines are wanted, and some cannot be taken.
    """
    run = await _lock_left(tx, kind, run_id, Status.CHECKED, Status.APPLYING, now)
    if is_all:
        refused = run["counts"][Verdict.REFUSED]
        undecided = await tx.fetchval(
            "SELECT count(*) FROM import_line WHERE run_id = $1 AND verdict = 'duplicate' AND decision IS NULL", run_id
        )
        if refused or undecided:
            raise ImportIncomplete(
                f"{refused} lines cannot be taken and {undecided} wait for a decision: nothing was written. Mend the file,"
                " decide, or take the good lines.",
                refused=refused,
                undecided=undecided,
            )
    await tx.execute(
        "UPDATE import_run SET status = 'applying', applied_by = $2, touched_at = $3, faults = '[]' WHERE id = $1",
        run_id,
        by,
        now,
    )
    return run


async def claim_undo(tx: Transaction, kind: str, run_id: UUID, *, by: str, now: datetime) -> Mapping[str, Any]:
    """Begin to undo, or begin again where somebody died, who had undone nothing.

    Raises:
        NotFound, ImportClosed: there is nothing to undo, or somebody is at it.
    """
    run = await _lock_left(tx, kind, run_id, Status.APPLIED, Status.UNDOING, now)
    await tx.execute(
        "UPDATE import_run SET status = 'undoing', undone_by = $2, touched_at = $3, done = 0, faults = '[]' WHERE id = $1",
        run_id,
        by,
        now,
    )
    return run


async def next_part(tx: ReadTransaction, run_id: UUID, after: int, limit: int) -> list[Line]:
    """What is to be written next."""
    rows = await tx.fetch(
        "SELECT position, values, verdict, decision, target FROM import_line WHERE run_id = $1 AND position > $2"
        " AND record_id IS NULL AND (verdict IN ('new', 'change') OR verdict = 'duplicate' AND decision IN ('create', 'merge'))"
        " ORDER BY position LIMIT $3",
        run_id,
        after,
        limit,
    )
    return [
        Line(
            row["position"],
            row["values"],
            Decision(row["decision"])
            if row["decision"]
            else Decision.MERGE
            if row["verdict"] == "change"
            else Decision.CREATE,
            row["target"],
        )
        for row in rows
    ]


async def keep_done(tx: Transaction, run_id: UUID, lines: Sequence[Line], done: Sequence[Done]) -> None:
    """Write what lines became."""
    await tx.execute(
        "UPDATE import_line l SET record_id = v.record_id, undo = v.undo FROM unnest($2::int[], $3::uuid[], $4::jsonb[])"
        " AS v (position, record_id, undo) WHERE l.run_id = $1 AND l.position = v.position",
        run_id,
        [line.position for line in lines],
        [each.record_id for each in done],
        [dict(each.undo) for each in done],
    )


async def refuse(tx: Transaction, run_id: UUID, position: int, faults: Sequence[Fault]) -> None:
    """A line that could not be written after all: something came in between."""
    await tx.execute(
        "UPDATE import_line SET verdict = 'refused', faults = $3 WHERE run_id = $1 AND position = $2",
        run_id,
        position,
        listed(faults),
    )


async def progress(tx: Transaction, run_id: UUID, done: int, now: datetime) -> None:
    """A sign of life, and how far it is."""
    await tx.execute("UPDATE import_run SET done = $2, touched_at = $3 WHERE id = $1", run_id, done, now)


async def finish(tx: Transaction, run_id: UUID, now: datetime) -> None:
    """Everything that can be written is."""
    await tx.execute(
        "UPDATE import_run SET status = 'applied', applied_at = $2, done = total, written ="
        " (SELECT count(*) FROM import_line WHERE run_id = $1 AND record_id IS NOT NULL),"
        " counts = (SELECT jsonb_object_agg(verdict, n) FROM"
        " (SELECT verdict, count(*) AS n FROM import_line WHERE run_id = $1 GROUP BY verdict) c) WHERE id = $1",
        run_id,
        now,
    )


async def back_to_checked(tx: Transaction, run_id: UUID, faults: Sequence[Fault]) -> None:
    """Nothing was written, for these reasons: it may be tried again. Who looks later finds them too."""
    await tx.execute(
        "UPDATE import_run SET status = 'checked', done = 0, faults = $2 WHERE id = $1",
        run_id,
        listed(faults, limit=100),
    )


async def back_to_applied(tx: Transaction, run_id: UUID, faults: Sequence[Fault]) -> None:
    """Nothing was undone, for these reasons: it may be tried again."""
    await tx.execute(
        "UPDATE import_run SET status = 'applied', done = total, undone_by = NULL, faults = $2 WHERE id = $1",
        run_id,
        listed(faults, limit=100),
    )


async def written(tx: ReadTransaction, run_id: UUID) -> list[Done]:
    """What the import wrote, the last first."""
    rows = await tx.fetch(
        "SELECT record_id, undo FROM import_line WHERE run_id = $1 AND record_id IS NOT NULL ORDER BY position DESC",
        run_id,
    )
    return [Done(row["record_id"], row["undo"]) for row in rows]


async def set_undone(tx: Transaction, run_id: UUID, now: datetime) -> None:
    """Everything that it wrote is taken back."""
    await tx.execute(
        "UPDATE import_run SET status = 'undone', undone_at = $2, done = written WHERE id = $1", run_id, now
    )


async def save_mapping(
    tx: Transaction,
    kind: str,
    name: str,
    columns: Mapping[str, str],
    options: Mapping[str, str],
    by: str,
    now: datetime,
) -> None:
    """Remember under a name which column is which."""
    await tx.execute(
        "INSERT INTO import_mapping (kind, name, columns, options, saved_by, saved_at) VALUES ($1, $2, $3, $4, $5, $6)"
        " ON CONFLICT (kind, name) DO UPDATE SET columns = excluded.columns, options = excluded.options,"
        " saved_by = excluded.saved_by, saved_at = excluded.saved_at",
        kind,
        name,
        dict(columns),
        dict(options),
        by,
        now,
    )


async def remembered(tx: ReadTransaction, kind: str, name: str) -> Mapping[str, str]:
    """Our columns to names of the file's.

    Raises:
        NotFound: nobody has saved that name.
    """
    columns = await tx.fetchval("SELECT columns FROM import_mapping WHERE kind = $1 AND name = $2", kind, name)
    if columns is None:
        raise unknown("mapping", name)
    found: Mapping[str, str] = columns
    return found
