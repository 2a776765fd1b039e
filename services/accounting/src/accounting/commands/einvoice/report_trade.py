"""Report trade to the tax office: a period once it is over, and again where something in it has changed."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import structlog
from kit.db import Database, ReadTransaction, Transaction
from kit.errors import Invalid
from kit.ids import new_id
from kit.money import ZERO

from accounting.domain.einvoice.company import Company
from accounting.domain.einvoice.findings import Severity
from accounting.domain.einvoice.model import Document
from accounting.domain.einvoice.reporting import Report, Role, period_of, report_of
from accounting.domain.errors import ReportIsCurrent
from accounting.formats.einvoice.frr import ReportHead
from accounting.formats.einvoice.workshop import XML, Workshop
from accounting.queries.einvoice.documents import prepared
from accounting.storage.einvoice import archive, companies, flows, reports
from accounting.storage.einvoice.archive import NewFile
from accounting.storage.einvoice.flows import NewFlow
from accounting.storage.einvoice.reports import MadeReport
from kit import clock

ORIGINAL = "original"

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Carrier:
    """The approved platform as reports name it."""

    registration: str
    name: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A report as things stand, the one that was made of the period last, and the last that was not refused."""

    report: Report
    company: Company
    last: MadeReport | None
    stands: MadeReport | None

    @property
    def ordinal(self) -> int:
        return self.last.ordinal + 1 if self.last else 1


@dataclass(frozen=True, slots=True)
class WrittenReport:
    """A report as a file, and the hash of what it tells."""

    head: ReportHead
    xml: bytes
    substance: bytes


async def draft(tx: ReadTransaction, role: Role, day: date, currency: str) -> Draft:
    """What would be told of the period that a day is in. `currency`: the company's.

    Raises:
        CompanyNotKnown: nobody said who we are.
    """
    company = await companies.known(tx)
    period = period_of(day, company.vat_returns)
    documents: list[Document]
    if role is Role.SELLER:
        documents = [each.issued.document for each in await prepared(tx, await reports.sold(tx, period), currency)]
    else:
        documents = await reports.bought(tx, period, company)
    last, stands = await reports.of_period(tx, role, period.starts_on)
    return Draft(report_of(role, period, documents), company, last, stands)


async def write(found: Draft, carrier: Carrier, workshop: Workshop, *, now: datetime) -> WrittenReport:
    """The report as a file that breaks no rule.

    Raises:
        Invalid: the period is not over, there is nothing to tell, or a rule says no.
        ReportIsCurrent: the last report of the period says the same.
    """
    report, company, stands = found.report, found.company, found.stands
    period = report.period
    if now.date() <= period.ends_on:
        raise Invalid(f"The period ends on {period.ends_on}: it is reported after that.", field="day")
    if report.is_empty and stands is None:
        raise Invalid("Nothing of this period is to be reported.", field="day")
    head = ReportHead(
        id=f"{company.siren}-{report.role}-{period.starts_on:%Y%m%d}-{found.ordinal}",
        at=now,
        corrects=stands is not None,
        platform_registration=carrier.registration,
        platform_name=carrier.name,
        siren=company.siren,
        name=company.name,
    )
    xml, substance, findings = await workshop.report(head, report)
    if stands and stands.substance == substance:
        raise ReportIsCurrent(f"Report {stands.number} says the same: nothing has changed since.", number=stands.number)
    if fatal := [each for each in findings if each.severity is Severity.FATAL]:
        raise Invalid(f"{fatal[0].rule}: {fatal[0].text}", field="day", location=fatal[0].location)
    return WrittenReport(head, xml, substance)


async def keep(tx: Transaction, found: Draft, written: WrittenReport, *, by: str, now: datetime) -> MadeReport:
    """Archive a report, and let it go after this transaction.

    Raises:
        ReportIsCurrent: somebody made one of this period meanwhile.
    """
    report = found.report
    nets = [each.totals.net * (-1 if each.is_credit_note else 1) for each in report.invoices]
    taxes = [each.totals.tax * (-1 if each.is_credit_note else 1) for each in report.invoices]
    made = MadeReport(
        id=new_id(),
        number=written.head.id,
        role=report.role,
        period=report.period,
        ordinal=found.ordinal,
        invoice_count=len(report.invoices),
        total_count=len(report.totals),
        net_amount=sum([*nets, *(each.base for each in report.totals)], ZERO),
        tax_amount=sum([*taxes, *(each.tax for each in report.totals)], ZERO),
        substance=written.substance,
        made_by=by,
        made_at=now,
    )
    if not await reports.add(tx, made):
        raise ReportIsCurrent("Somebody made a report of this period a moment ago: look at it first.")
    name = f"{made.number}.xml"
    await archive.add(tx, [NewFile(made.id, ORIGINAL, name, XML, written.xml)])
    flow = NewFlow(f"report:{made.id}", "report", made.id, "FRR", _rule(report), name, XML, written.xml)
    await flows.queue(tx, flow, now)
    return made


def _rule(report: Report) -> str:
    """How the platform is to handle it."""
    if not report.totals:
        return "B2BInt"
    return "NotApplicable" if report.invoices else "B2C"


async def report_trade(database: Database, workshop: Workshop, carrier: Carrier, currency: str) -> int:
    """Report the last period that is over, both as seller and as buyer, unless that was done; returns how many were made.

    Corrections are left to people. Safe to do by several processes at once.
    """
    count = 0
    now = clock.now()
    for role in Role:
        async with database.read() as tx:
            found = await _due(tx, role, now.date(), currency)
        if found is None:
            continue
        try:
            written = await write(found, carrier, workshop, now=now)
            async with database.transaction() as tx:
                await keep(tx, found, written, by="accounting", now=now)
        except ReportIsCurrent:
            continue  # another process was first
        except Invalid as error:
            log.warning("report.faulty", role=str(role), detail=error.detail)
            continue
        count += 1
    return count


async def _due(tx: ReadTransaction, role: Role, today: date, currency: str) -> Draft | None:
    found = await companies.find(tx)
    if found is None:
        return None
    running = period_of(today, found[0].vat_returns)
    due = await draft(tx, role, running.starts_on - timedelta(days=1), currency)
    return None if due.last or due.report.is_empty else due
