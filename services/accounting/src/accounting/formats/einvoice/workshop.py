"""The work on files, in processes of its own: a native crash of a library takes no service down, and no event loop waits.

Spawned, not forked: Saxon's own threads do not survive a fork.
"""

import asyncio
import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from typing import ParamSpec, TypeVar

from kit.errors import Unavailable
from kit.paper import Paper

from accounting.domain.einvoice.checks import checks
from accounting.domain.einvoice.findings import Finding, Severity
from accounting.domain.einvoice.lifecycle import LifeMessage, LifeStatus
from accounting.domain.einvoice.model import Document
from accounting.domain.einvoice.reporting import Report
from accounting.formats.einvoice import cdar, frr, pdf, reading, rules
from accounting.formats.einvoice.writing import Profile, Syntax, written
from accounting.formats.einvoice.xml import Unreadable, parsed

P = ParamSpec("P")
T = TypeVar("T")

PDF, XML = "application/pdf", "application/xml"


class WorkshopAway(Unavailable):
    """The processes that work on files have stopped; new ones start with the next request."""


@dataclass(frozen=True, slots=True)
class MadeFile:
    """Of an invoice: `factur-x`, `cii` or `ubl`."""

    kind: str
    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Made:
    """An invoice as files, or why there are none."""

    files: tuple[MadeFile, ...]
    findings: tuple[Finding, ...]
    rules_version: str

    @property
    def is_valid(self) -> bool:
        return bool(self.files)


@dataclass(frozen=True, slots=True)
class Taken:
    """What somebody sent, read and judged; `document` None: it cannot be understood."""

    document: Document | None
    syntax: str
    profile: str
    findings: tuple[Finding, ...]
    rules_version: str
    xml: bytes


def make(document: Document, paper: Paper) -> Made:
    """Write, check and print an invoice: all files, or none and the findings."""
    own = tuple(checks(document))
    if own:
        return Made((), own, rules.rules_version())
    is_wide = any(line.order_number or line.despatch_number for line in document.lines)
    profile, printed = (Profile.EXTENDED_FR, Profile.EXTENDED) if is_wide else (Profile.EN16931, Profile.EN16931)
    cii, ubl = written(document, Syntax.CII, profile), written(document, Syntax.UBL, profile)
    inside = written(document, Syntax.CII, printed) if is_wide else cii
    found: tuple[Finding, ...] = ()
    for xml in dict.fromkeys((cii, ubl, inside)):
        found += rules.judge(xml).findings
    if any(each.severity is Severity.FATAL for each in found):
        return Made((), found, rules.rules_version())
    hybrid = pdf.factur_x(paper, inside, printed)
    name = document.number
    files = (
        MadeFile("factur-x", f"{name}.pdf", PDF, hybrid),
        MadeFile("cii", f"{name}-cii.xml", XML, cii),
        MadeFile("ubl", f"{name}-ubl.xml", XML, ubl),
    )
    return Made(files, found, rules.rules_version())


def take(content: bytes) -> Taken:
    """Read and judge a PDF or XML.

    Raises:
        Unreadable: it is no electronic invoice at all.
    """
    if content.startswith(b"%PDF"):
        inside = pdf.contained(content)
        judged = rules.judge(inside.xml)
        faults = [*inside.faults, pdf.profile_fault(inside.declared, judged.profile)]
        found = tuple(Finding("PDF", Severity.FATAL, fault) for fault in faults if fault)
        xml = inside.xml
    else:
        judged, found, xml = rules.judge(content), (), content
    document: Document | None = None
    if not any(each.rule == "XSD" for each in judged.findings):
        try:
            document = reading.read(parsed(xml))
        except Unreadable as error:
            found += (Finding("unreadable", Severity.FATAL, error.detail),)
    found += judged.findings
    if document is not None:
        found += tuple(replace(each, severity=Severity.WARNING) for each in checks(document))
    return Taken(document, str(judged.syntax), str(judged.profile), found, judged.rules_version, xml)


def say(message: LifeMessage) -> tuple[bytes, tuple[Finding, ...]]:
    """A life-cycle message, and what its rules say of it."""
    xml = cdar.write_status(message)
    return xml, cdar.judge_status(xml)


def report(head: frr.ReportHead, told: Report) -> tuple[bytes, bytes, tuple[Finding, ...]]:
    """A report to the tax office, a hash of what it tells, and what its rules say of it."""
    xml = frr.write_report(head, told)
    return xml, frr.substance(xml), frr.judge_report(xml)


class Workshop:
    """Processes that start when there is work first."""

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._pool: ProcessPoolExecutor | None = None

    async def make(self, document: Document, paper: Paper) -> Made:
        """As the function, elsewhere.

        Raises:
            WorkshopAway: the process died over it.
        """
        return await self._run(make, document, paper)

    async def take(self, content: bytes) -> Taken:
        """As the function, elsewhere.

        Raises:
            Unreadable: it is no electronic invoice at all.
            WorkshopAway: the process died over it.
        """
        return await self._run(take, content)

    async def say(self, message: LifeMessage) -> tuple[bytes, tuple[Finding, ...]]:
        """As the function, elsewhere.

        Raises:
            WorkshopAway: the process died over it.
        """
        return await self._run(say, message)

    async def report(self, head: frr.ReportHead, told: Report) -> tuple[bytes, bytes, tuple[Finding, ...]]:
        """As the function, elsewhere.

        Raises:
            WorkshopAway: the process died over it.
        """
        return await self._run(report, head, told)

    async def read_status(self, content: bytes) -> tuple[LifeStatus, str, str]:
        """As `cdar.read_status`, elsewhere.

        Raises:
            Unreadable: it is no life-cycle message.
            WorkshopAway: the process died over it.
        """
        return await self._run(cdar.read_status, content)

    async def _run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(self._workers, mp_context=multiprocessing.get_context("spawn"))
        pool = self._pool
        try:
            return await asyncio.wrap_future(pool.submit(work, *args, **kwargs))
        except BrokenProcessPool as error:
            if self._pool is pool:
                self._pool = None
            raise WorkshopAway("A process that works on files died: repeat the request.") from error

    def close(self) -> None:
        """End the processes, once they are idle."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None
