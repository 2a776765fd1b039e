"""Read a file of accounting entries as the tax office's public checker does, and say what is wrong with it."""

import codecs
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import BinaryIO

from kit.money import ZERO

from accounting.domain.fec.record import COLUMNS

_NAME = re.compile(r"^[0-9]{9}FEC[0-9]{8}(_[0-9]+)?\.txt$", re.IGNORECASE)
_AMOUNT = re.compile(r"^(?P<before>[+-]?)(?P<digits>[0-9]+(?:,[0-9]+)?)(?P<after>[+-]?)$")
_DATE = re.compile(r"^(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})$")
_SEQUENCE = re.compile(r"([0-9]+)$")
_REQUIRED = ("EcritureNum", "EcritureDate", "CompteNum", "CompteLib", "EcritureLib")
_EXPECTED = ("JournalCode", "JournalLib", "PieceRef", "PieceDate", "ValidDate")
_DATES = ("EcritureDate", "PieceDate", "ValidDate", "DateLet")
_CHUNK = 1 << 20
_FINDINGS_MAX = 1000  # kept with their line; all are counted


class Severity(StrEnum):
    REFUSED = "refused"
    FLAGGED = "flagged"


class Outcome(StrEnum):
    CONFORM = "conform"
    FLAGGED = "flagged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong; `line` counts from 1, the header's; none: about the file or an entry as a whole."""

    severity: Severity
    rule: str
    detail: str
    line: int | None = None


@dataclass(slots=True)
class _Entry:
    date: str
    document: tuple[str, str]
    balance: Decimal = ZERO
    other_dates: frozenset[str] = frozenset()
    has_other_documents: bool = False


@dataclass(slots=True)
class FecReport:
    """What a file holds and what is wrong with it."""

    encoding: str = "utf-8"
    separator: str = ""
    columns: int = 0
    lines: int = 0
    entries: int = 0
    unbalanced_entries: int = 0
    debit: Decimal = ZERO
    credit: Decimal = ZERO
    findings: list[Finding] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    severities: set[Severity] = field(default_factory=set)

    @property
    def outcome(self) -> Outcome:
        if Severity.REFUSED in self.severities:
            return Outcome.REFUSED
        return Outcome.FLAGGED if self.severities else Outcome.CONFORM

    def found(self, severity: Severity, rule: str, detail: str, line: int | None = None) -> None:
        self.counts[rule] += 1
        self.severities.add(severity)
        if len(self.findings) < _FINDINGS_MAX:
            self.findings.append(Finding(severity, rule, detail, line))


def check_fec(name: str, content: BinaryIO) -> FecReport:
    """Read it twice: for its characters, then line by line."""
    report = FecReport(encoding=_encoding(content))
    if not _NAME.match(name):
        report.found(Severity.REFUSED, "name", f"{name} is not SIREN, FEC, closing date (AAAAMMJJ) and .txt.")
    lines = _lines(content, report.encoding)
    header = next(lines, "")
    fields = _header(report, header)
    if not fields:
        return report
    entries: dict[tuple[str, str], _Entry] = {}
    for number, line in enumerate(lines, 2):
        if line.strip():
            report.lines += 1
            _check_line(report, fields, line.split(report.separator), number, entries)
    if not report.lines:
        report.found(Severity.REFUSED, "empty", "The file has no line below its header.")
    _check_entries(report, entries)
    return report


def _encoding(content: BinaryIO) -> str:
    """UTF-8 where it shows; plain ASCII is the same in both sets and goes by the older one."""
    decoder, is_ascii = codecs.getincrementaldecoder("utf-8")(), True
    try:
        while chunk := content.read(_CHUNK):
            is_ascii = is_ascii and chunk.isascii()
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "iso8859-15"
    finally:
        content.seek(0)
    return "iso8859-15" if is_ascii else "utf-8"


def _lines(content: BinaryIO, encoding: str) -> Iterator[str]:
    text = io.TextIOWrapper(content, encoding="utf-8-sig" if encoding == "utf-8" else encoding, newline=None)
    try:
        for line in text:
            yield line.removesuffix("\n")
    finally:
        text.detach()


def _header(report: FecReport, header: str) -> list[str]:
    """Names of the fields as the law writes them; none when nothing can be read."""
    report.separator = next((mark for mark in ("\t", "|") if mark in header), "")
    if not report.separator:
        report.found(Severity.REFUSED, "separator", "Fields are separated by tabulation or vertical bar.", 1)
        return []
    known = {name.lower(): name for name in COLUMNS} | {"montant": "Montant", "sens": "Sens"}
    fields = [known.get(cell.strip().lower(), cell.strip()) for cell in header.split(report.separator)]
    report.columns = len([name for name in fields if name])
    amounts = ("Montant", "Sens") if "Montant" in fields else ("Debit", "Credit")
    missing = [name for name in (*_REQUIRED, *amounts) if name not in fields]
    for name in missing:
        report.found(Severity.REFUSED, "header", f"The field {name} is missing in the header.", 1)
    for name in _EXPECTED:
        if name not in fields:
            report.found(Severity.FLAGGED, "header", f"The field {name} is missing in the header.", 1)
    return [] if missing else fields


def _check_line(
    report: FecReport, fields: list[str], cells: list[str], number: int, entries: dict[tuple[str, str], _Entry]
) -> None:
    if len(cells) != len(fields):
        detail = f"{len(cells)} fields instead of {len(fields)}."
        report.found(Severity.REFUSED, "fields", detail, number)
        return
    row = {name: cell.strip() for name, cell in zip(fields, cells, strict=True)}
    _check_values(report, row, number)
    debit, credit = _amounts(report, row, number)
    report.debit += debit
    report.credit += credit
    key, document = (
        (row.get("JournalCode", ""), row["EcritureNum"]),
        (row.get("PieceRef", ""), row.get("PieceDate", "")),
    )
    entry = entries.get(key)
    if entry is None:
        entry = entries[key] = _Entry(row["EcritureDate"], document)
    entry.balance += debit - credit
    if entry.date != row["EcritureDate"]:
        entry.other_dates |= {row["EcritureDate"]}
    if entry.document != document:
        entry.has_other_documents = True


def _check_values(report: FecReport, row: dict[str, str], number: int) -> None:
    for name in _REQUIRED:
        if not row[name]:
            report.found(Severity.REFUSED, "required", f"{name} is empty.", number)
    for name in _EXPECTED:
        if not row.get(name, "?"):
            report.found(Severity.FLAGGED, "no-value", f"{name} is empty.", number)
    if not row["CompteNum"][:3].isdigit() or len(row["CompteNum"]) < 3:
        report.found(Severity.FLAGGED, "account", f"Account {row['CompteNum']} does not begin with 3 digits.", number)
    for name in _DATES:
        if value := row.get(name):
            _check_date(report, name, value, number)


def _check_date(report: FecReport, name: str, value: str, number: int) -> None:
    year = _year(value)
    if year is None:
        report.found(Severity.REFUSED, "date", f"{name} {value} is no date AAAAMMJJ.", number)
    elif not 1900 <= year <= 2099:
        report.found(Severity.FLAGGED, "year", f"{name} {value} is before 1900 or after 2099.", number)


@lru_cache(maxsize=4096)
def _year(value: str) -> int | None:
    found = _DATE.match(value)
    if not found or not 1 <= int(found["month"]) <= 12 or not 1 <= int(found["day"]) <= 31:
        return None
    return int(found["year"])


def _amounts(report: FecReport, row: dict[str, str], number: int) -> tuple[Decimal, Decimal]:
    if "Montant" in row:
        amount = _amount(report, "Montant", row["Montant"], number)
        if row["Sens"] not in ("D", "C", "+1", "-1"):
            report.found(Severity.REFUSED, "side", f"Sens {row['Sens']} is none of D, C, +1, -1.", number)
        return (amount, ZERO) if row["Sens"] in ("D", "+1") else (ZERO, amount)
    debit = _amount(report, "Debit", row["Debit"], number)
    credit = _amount(report, "Credit", row["Credit"], number)
    if (debit == 0) == (credit == 0):
        both = "neither debit nor credit" if debit == 0 else "debit and credit on one line"
        report.found(Severity.FLAGGED, "one-side", f"There is {both}.", number)
    return debit, credit


def _amount(report: FecReport, name: str, value: str, number: int) -> Decimal:
    found = _AMOUNT.match(value)
    if not found or (found["before"] and found["after"]):
        why = "decimal point instead of comma" if "." in value else "no number with a decimal comma"
        report.found(Severity.REFUSED, "amount", f"{name} {value or 'is empty'}: {why}.", number)
        return ZERO
    amount = Decimal(found["digits"].replace(",", "."))
    return -amount if "-" in (found["before"], found["after"]) else amount


def _check_entries(report: FecReport, entries: dict[tuple[str, str], _Entry]) -> None:
    report.entries = sum(1 + len(entry.other_dates) for entry in entries.values())
    sequences: dict[str, list[int]] = {}
    for (journal, number), entry in entries.items():
        if entry.balance:
            report.unbalanced_entries += 1
            report.found(Severity.FLAGGED, "balance", f"Entry {journal} {number} differs by {entry.balance}.")
        if entry.other_dates:
            report.found(Severity.FLAGGED, "one-date", f"Entry {journal} {number} has several booking dates.")
        if entry.has_other_documents:
            report.found(Severity.FLAGGED, "one-document", f"Entry {journal} {number} has several documents.")
        if found := _SEQUENCE.search(number):
            sequences.setdefault(journal, []).append(int(found[1]))
    for journal, numbers in sequences.items():
        missing = max(numbers) - min(numbers) + 1 - len(set(numbers))
        if missing:
            report.found(Severity.FLAGGED, "sequence", f"Journal {journal} lacks {missing} entry numbers.")
