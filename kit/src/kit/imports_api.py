"""The endpoints of imports, the same for every kind: read a file, map its columns, see what it would do, apply, undo."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Body, Query, Request
from pydantic import BaseModel, Field
from sqlalchemy import MetaData, Table, select

from kit import audit, clock, import_runs, importing
from kit.audit import AuditEntry
from kit.auth import Principal
from kit.bodies import Strict
from kit.db import Database, ReadTransaction, Transaction
from kit.errors import Conflict, DomainError, Fault, Forbidden, Invalid, NotFound, faults_of, listed, unknown
from kit.http import Command, Db, Paging, requires
from kit.iban import masked
from kit.import_runs import Context, Decision, Done, Finding, Importer, Line, Status, Verdict
from kit.importing import ROWS_MAX, Column
from kit.pagination import Page, fetch_page
from kit.problems import FieldProblem

_FAILED = Fault("", "The service failed: nothing was written. Try again.", "failed")
_NOT_UNDONE = Fault("", "The service failed: nothing was taken back. Try again.", "undo-failed")
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")  # ISO 13616
_SHOWN = 5  # rows of the file that help to map it
MappingName = Annotated[str, Field(min_length=1, max_length=80, examples=["Tarif Vis & Co"])]


class ImportColumnOut(BaseModel):
    """What a file may say."""

    name: str = Field(examples=["sku"])
    kind: importing.Kind
    is_required: bool
    choices: list[str] = Field(description="Of a choice: what may be said.")
    example: str = Field(examples=["VIS-4X40"])


class ImportShapeOut(BaseModel):
    """What an import of this kind takes."""

    columns: list[ImportColumnOut]
    options: list[ImportColumnOut] = Field(description="What is said once, for all lines.")
    mappings: list[str] = Field(description="Names under which mappings are remembered.")
    rows_max: int


class ImportOut(BaseModel):
    """An import: a file, which of its columns is which, and what it does or did."""

    id: UUID
    kind: str
    file_name: str
    status: Status
    names: list[str] = Field(description="Of the columns of the file.")
    mapping: dict[str, int] = Field(description="Our columns to their places in the file.")
    options: dict[str, str]
    total: int
    done: int = Field(description="Lines that were dealt with so far.")
    counts: dict[str, int] = Field(description="Lines by verdict.")
    written: int = Field(description="Lines that became something.")
    faults: list[FieldProblem] = Field(
        description="Why applying all lines was refused, or undoing them: nothing was written."
    )
    created_by: str
    created_at: datetime
    is_stalled: bool = Field(description="Who applies or undoes it gave no sign for 5 minutes: it may be asked again.")
    applied_by: str | None
    applied_at: datetime | None
    undone_by: str | None
    undone_at: datetime | None


class ReadImportOut(ImportOut):
    first: list[list[str]] = Field(description="The first rows, to see which column is which.")


class CheckIn(Strict):
    """Which column is which; `save_as` remembers it under a name."""

    mapping: dict[str, Annotated[int, Field(ge=0, le=1000)]] = Field(
        max_length=100, examples=[{"sku": 0, "name_fr": 2}]
    )
    options: dict[str, Annotated[str, Field(max_length=200)]] = Field(default_factory=dict, max_length=20)
    save_as: MappingName | None = None


class ImportCandidateOut(BaseModel):
    record_id: UUID
    code: str
    name: str
    reasons: list[str] = Field(examples=[["vat_id"]])


class ImportLineOut(BaseModel):
    position: int = Field(description="Row of the file, as a spreadsheet shows it.")
    cells: list[str]
    values: dict[str, str] = Field(description="As we write them.")
    verdict: Verdict | None
    faults: list[FieldProblem]
    candidates: list[ImportCandidateOut]
    changes: dict[str, list[str]] = Field(description="By column: before and after.")
    decision: Decision | None
    record_id: UUID | None = Field(description="What it became.")


class DecideIn(Strict):
    """What becomes of lines that are probably there already."""

    decision: Decision
    positions: list[int] | None = Field(default=None, max_length=ROWS_MAX, description="Null: all of them.")


class ApplyImportIn(Strict):
    mode: Literal["all-or-none", "good-lines"]


_HEAD = (*(name for name in ImportOut.model_fields if name != "is_stalled"), "touched_at")


def imports_router(importer: Importer, metadata: MetaData) -> APIRouter:
    """`/{kind}-imports`, for who may write the records themselves."""
    kind = importer.kind.replace("-", "_")
    router = APIRouter(
        prefix=f"/{importer.kind}-imports",
        tags=["imports"],
        generate_unique_id_function=lambda route: f"{route.name}_of_{kind}",
    )
    _questions(router, importer, metadata)
    _steps(router, importer, metadata)
    return router


def _questions(router: APIRouter, importer: Importer, metadata: MetaData) -> None:
    """What can be asked, and the reading of a file."""
    run, line, mapping = (metadata.tables[name] for name in ("import_run", "import_line", "import_mapping"))
    writer = requires(importer.permission)
    kind = importer.kind

    @router.get("/shape", summary="What such an import takes")
    async def get_shape(caller: Annotated[Principal, writer], db: Db) -> ImportShapeOut:
        async with db.read() as tx:
            rows = await tx.select(
                select(mapping.c.name).where(mapping.c.kind == kind).order_by(mapping.c.name).limit(200)
            )
        return ImportShapeOut(
            columns=_columns_out(importer.columns),
            options=_columns_out(importer.options),
            mappings=[row["name"] for row in rows],
            rows_max=ROWS_MAX,
        )

    @router.get("", summary="Imports of the past")
    async def list_imports(caller: Annotated[Principal, writer], db: Db, paging: Paging) -> Page[ImportOut]:
        async with db.read() as tx:
            return await fetch_page(
                tx,
                select(*(run.c[name] for name in _HEAD)).where(run.c.kind == kind),
                paging,
                sortable={"created_at": run.c.created_at},
                key=run.c.id,
                convert=lambda row: _out(dict(row)),
            )

    @router.post("", status_code=201, summary="Read a file; nothing is written of it")
    async def post_import(
        *,
        caller: Annotated[Principal, writer],
        command: Command,
        file_name: Annotated[str, Query(min_length=1, max_length=200)],
        mapping_name: Annotated[str | None, Query(max_length=80, description="A mapping that was remembered.")] = None,
        body: Annotated[
            bytes,
            Body(
                media_type="application/octet-stream",
                description="A workbook (.xlsx) of which the first sheet counts, or CSV text; the first row names the columns.",
            ),
        ],
    ) -> ReadImportOut:
        sheet = await asyncio.to_thread(importing.read_file, body)
        async with command.transaction() as tx:
            known = await import_runs.remembered(tx, kind, mapping_name) if mapping_name else {}
            places = importing.proposed(importer.columns, sheet.names, known)
            run_id = await import_runs.add(tx, kind, file_name, sheet, places, caller.subject)
            head = await _told(tx, run, kind, run_id)
            return command.answer(ReadImportOut(**dict(head), first=[list(row) for row in sheet.rows[:_SHOWN]]))

    @router.get("/{run_id}", summary="One import, and how far it is")
    async def get_import(caller: Annotated[Principal, writer], db: Db, run_id: UUID) -> ImportOut:
        async with db.read() as tx:
            return await _told(tx, run, kind, run_id)

    @router.get("/{run_id}/lines", summary="What each line does or did, or why it cannot")
    async def list_import_lines(
        caller: Annotated[Principal, writer], db: Db, paging: Paging, run_id: UUID, verdict: Verdict | None = None
    ) -> Page[ImportLineOut]:
        async with db.read() as tx:
            head = await _told(tx, run, kind, run_id)
            statement = select(*(line.c[name] for name in ImportLineOut.model_fields)).where(line.c.run_id == run_id)
            if verdict is not None:
                statement = statement.where(line.c.verdict == verdict.value)
            return await fetch_page(
                tx,
                statement,
                paging,
                sortable={"position": line.c.position},
                key=line.c.position,
                convert=lambda row: _line_out(dict(row), is_open=head.created_by == caller.subject),
            )


def _steps(router: APIRouter, importer: Importer, metadata: MetaData) -> None:
    """From what was read to what is written, and back."""
    run = metadata.tables["import_run"]
    writer = requires(importer.permission)
    kind = importer.kind

    @router.post("/{run_id}/check", summary="See what each line would do; nothing is written of them")
    async def post_check(
        caller: Annotated[Principal, writer], command: Command, run_id: UUID, body: CheckIn, request: Request
    ) -> ImportOut:
        async with command.transaction() as tx:
            found = await import_runs.lock(tx, kind, run_id, Status.READ, Status.CHECKED)
            _check_mapping(importer, body.mapping, found["names"])
            options = _options(importer, body.options)
            rows = await import_runs.raw_lines(tx, run_id)
            read = await asyncio.to_thread(_cleaned, importer, body.mapping, rows)
            good = [line for line, faults in read if not faults]
            findings = await importer.check(tx, good, _context(caller, request, run_id, options)) if good else []
            by_position = {line.position: finding for line, finding in zip(good, findings, strict=True)}
            checked = [
                (line, Finding(Verdict.REFUSED, tuple(faults)) if faults else by_position[line.position])
                for line, faults in read
            ]
            await import_runs.keep_check(tx, run_id, checked, mapping=body.mapping, options=options)
            if body.save_as:
                names = {column: found["names"][place] for column, place in body.mapping.items()}
                await import_runs.save_mapping(tx, kind, body.save_as, names, options, caller.subject, clock.now())
            return command.answer(await _told(tx, run, kind, run_id))

    @router.post("/{run_id}/decide", summary="Say what becomes of lines that are probably there already")
    async def post_import_decision(
        caller: Annotated[Principal, writer], command: Command, run_id: UUID, body: DecideIn
    ) -> ImportOut:
        async with command.transaction() as tx:
            await import_runs.lock(tx, kind, run_id, Status.CHECKED)
            await import_runs.decide(tx, run_id, body.decision, body.positions)
            return command.answer(await _told(tx, run, kind, run_id))

    @router.post("/{run_id}/apply", summary="Write the lines: all or none, or those that can be taken")
    async def post_apply_import(
        caller: Annotated[Principal, writer], db: Db, run_id: UUID, body: ApplyImportIn, request: Request
    ) -> ImportOut:
        is_all = body.mode == "all-or-none"
        async with db.transaction() as tx:
            found = await import_runs.claim(tx, kind, run_id, is_all=is_all, by=caller.subject, now=clock.now())
        about = _context(caller, request, run_id, found["options"])
        await (_apply_all if is_all else _apply_good)(db, importer, about)
        async with db.read() as tx:
            return await _told(tx, run, kind, run_id)

    @router.post("/{run_id}/undo", summary="Take back what an import wrote, all of it")
    async def post_undo_import(
        caller: Annotated[Principal, writer], db: Db, run_id: UUID, request: Request
    ) -> ImportOut:
        async with db.transaction() as tx:
            found = await import_runs.claim_undo(tx, kind, run_id, by=caller.subject, now=clock.now())
        await _undo_all(db, importer, _context(caller, request, run_id, found["options"]))
        async with db.read() as tx:
            return await _told(tx, run, kind, run_id)


async def _told(tx: ReadTransaction, run: Table, kind: str, run_id: UUID) -> ImportOut:
    rows = await tx.select(select(*(run.c[name] for name in _HEAD)).where(run.c.id == run_id, run.c.kind == kind))
    if not rows:
        raise unknown("import", run_id)
    return _out(dict(rows[0]))


def _out(row: dict[str, Any]) -> ImportOut:
    return ImportOut(**row, is_stalled=import_runs.is_stalled(row["status"], row["touched_at"], clock.now()))


def _line_out(told: dict[str, Any], *, is_open: bool) -> ImportLineOut:
    """A line; who did not bring the file sees no bank account in it."""
    if not is_open:
        told["cells"] = [_hidden(cell) for cell in told["cells"]]
        told["values"] = {name: _hidden(value) for name, value in told["values"].items()}
    return ImportLineOut(**told)


def _hidden(cell: str) -> str:
    plain = "".join(cell.split()).upper()
    return masked(plain) if _IBAN.fullmatch(plain) else cell


def _context(caller: Principal, request: Request, run_id: UUID, options: Mapping[str, str]) -> Context:
    return Context(caller, options, getattr(request.app.state, "currency", ""), run_id)


async def _apply_all(db: Database, importer: Importer, about: Context) -> None:
    """Every line in one transaction; how far it is, in others, for those who look."""
    try:
        async with db.transaction() as tx:
            done = 0
            while part := await _write_part(tx, importer, about, 0):
                done += len(part)
                async with db.transaction() as other:
                    await import_runs.progress(other, about.run_id, done, clock.now())
            await _end(tx, importer, about)
    except Exception as error:  # whatever it was, nothing was written
        async with db.transaction() as tx:
            await import_runs.back_to_checked(
                tx, about.run_id, faults_of(error) if isinstance(error, DomainError) else [_FAILED]
            )
        raise


async def _undo_all(db: Database, importer: Importer, about: Context) -> None:
    """Every line in one transaction, the last first; how far it is, in others, for those who look."""
    try:
        async with db.transaction() as tx:
            written = await import_runs.written(tx, about.run_id)
            for first in range(0, len(written), importer.part):
                await importer.undo(tx, written[first : first + importer.part], about)
                async with db.transaction() as other:
                    await import_runs.progress(
                        other, about.run_id, min(first + importer.part, len(written)), clock.now()
                    )
            await import_runs.set_undone(tx, about.run_id, clock.now())
            changes: dict[str, list[object]] = {"status": ["applied", "undone"], "lines": [len(written), 0]}
            await audit.record(tx, AuditEntry("import", str(about.run_id), "undone", changes, about.caller.subject))
    except Exception as error:  # whatever it was, nothing was undone
        async with db.transaction() as tx:
            reasons = faults_of(error) if isinstance(error, DomainError) else [_NOT_UNDONE]
            await import_runs.back_to_applied(tx, about.run_id, reasons)
        raise


async def _apply_good(db: Database, importer: Importer, about: Context) -> None:
    """A part at a time; where one is refused its lines are tried one by one, and those at fault say why."""
    done, after = 0, 0
    while True:
        try:
            async with db.transaction() as tx:
                part = await _write_part(tx, importer, about, after)
                done += len(part)
                await import_runs.progress(tx, about.run_id, done, clock.now())
        except (Conflict, Forbidden, Invalid, NotFound):
            part = await _one_by_one(db, importer, about, after, done)
            done += len(part)
        if not part:
            break
        after = part[-1].position
    async with db.transaction() as tx:
        await _end(tx, importer, about)


async def _one_by_one(db: Database, importer: Importer, about: Context, after: int, done: int) -> list[Line]:
    async with db.read() as reading:
        part = await import_runs.next_part(reading, about.run_id, after, importer.part)
    for number, line in enumerate(part, start=1):
        try:
            async with db.transaction() as tx:
                await import_runs.keep_done(tx, about.run_id, [line], await importer.apply(tx, [line], about))
                await import_runs.progress(tx, about.run_id, done + number, clock.now())
        except (Conflict, Forbidden, Invalid, NotFound) as error:
            async with db.transaction() as tx:
                await import_runs.refuse(tx, about.run_id, line.position, faults_of(error))
                await import_runs.progress(tx, about.run_id, done + number, clock.now())
    return part


async def _write_part(tx: Transaction, importer: Importer, about: Context, after: int) -> list[Line]:
    part = await import_runs.next_part(tx, about.run_id, after, importer.part)
    if part:
        done: list[Done] = await importer.apply(tx, part, about)
        await import_runs.keep_done(tx, about.run_id, part, done)
    return part


async def _end(tx: Transaction, importer: Importer, about: Context) -> None:
    await import_runs.finish(tx, about.run_id, clock.now())
    changes: dict[str, list[object]] = {"kind": [None, importer.kind]}
    await audit.record(tx, AuditEntry("import", str(about.run_id), "applied", changes, about.caller.subject))


def _cleaned(
    importer: Importer, mapping: Mapping[str, int], rows: Sequence[tuple[int, list[str]]]
) -> list[tuple[Line, list[Fault]]]:
    read = []
    for position, cells in rows:
        values, faults = importing.cleaned(importer.columns, mapping, cells)
        read.append((Line(position, values), faults))
    return read


def _check_mapping(importer: Importer, mapping: Mapping[str, int], names: Sequence[str]) -> None:
    known = {column.name for column in importer.columns}
    faults = [
        Fault(f"mapping.{name}", "There is no such column.", "column-unknown") for name in mapping if name not in known
    ]
    faults += [
        Fault(f"mapping.{name}", f"The file has {len(names)} columns.", "column-beyond", {"columns": str(len(names))})
        for name, place in mapping.items()
        if place >= len(names)
    ]
    needed = [(column.name,) for column in importer.columns if column.is_required]
    faults += [
        Fault(f"mapping.{group[0]}", f"Say which column has {' or '.join(group)}.", "column-needed")
        for group in (*needed, *importer.one_of)
        if not set(group) & mapping.keys()
    ]
    _refuse(faults)


def _options(importer: Importer, given: Mapping[str, str]) -> dict[str, str]:
    known = [column.name for column in importer.options]
    faults = [
        Fault(f"options.{name}", "There is no such option.", "option-unknown") for name in given if name not in known
    ]
    cells = [given.get(name, "") for name in known]
    values, unread = importing.cleaned(importer.options, {name: i for i, name in enumerate(known)}, cells)
    _refuse([*faults, *(fault.within("options.") for fault in unread)])
    return values


def _refuse(faults: Sequence[Fault]) -> None:
    if faults:
        raise Invalid(faults[0].detail, field=faults[0].field, errors=listed(faults))


def _columns_out(columns: Sequence[Column]) -> list[ImportColumnOut]:
    return [
        ImportColumnOut(
            name=each.name,
            kind=each.kind,
            is_required=each.is_required,
            choices=list(each.shown or dict.fromkeys(each.choices.values())),
            example=each.example,
        )
        for each in columns
    ]
