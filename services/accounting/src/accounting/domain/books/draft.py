"""An entry by hand as it is kept until a second person approves it: plain data, the same each time it is read."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from kit.money import ZERO

from accounting.domain.entry import Axes, JournalEntry, JournalLine


def amount_of(entry: JournalEntry) -> Decimal:
    """What the entry moves: the sum of its debits."""
    return sum((line.debit for line in entry.lines), ZERO)


def content_of(entry: JournalEntry) -> dict[str, Any]:
    """Everything that an approval covers."""
    return {
        "journal": entry.journal,
        "posted_on": entry.posted_on.isoformat(),
        "document_on": entry.document_on.isoformat(),
        "document_number": entry.document_number,
        "label": entry.label,
        "lines": [_line_content(line) for line in entry.lines],
    }


def _line_content(line: JournalLine) -> dict[str, Any]:
    return {
        "account": line.account,
        "debit": f"{line.debit:.2f}",
        "credit": f"{line.credit:.2f}",
        "partner_id": str(line.partner_id) if line.partner_id else None,
        "site": line.axes.site,
        "family": line.axes.family,
        "customer_id": str(line.axes.customer_id) if line.axes.customer_id else None,
        "channel": line.axes.channel,
    }


def entry_of(entry_id: UUID, content: Mapping[str, Any]) -> JournalEntry:
    """The entry that this content is of."""
    return JournalEntry(
        id=entry_id,
        journal=content["journal"],
        posted_on=date.fromisoformat(content["posted_on"]),
        document_on=date.fromisoformat(content["document_on"]),
        label=content["label"],
        source="manual",
        source_id=entry_id,
        lines=tuple(_line_of(line) for line in content["lines"]),
        document_number=content["document_number"],
    )


def _line_of(line: Mapping[str, Any]) -> JournalLine:
    customer = line["customer_id"]
    return JournalLine(
        account=line["account"],
        debit=Decimal(line["debit"]),
        credit=Decimal(line["credit"]),
        partner_id=UUID(line["partner_id"]) if line["partner_id"] else None,
        axes=Axes(line["site"], line["family"], UUID(customer) if customer else None, line["channel"]),
    )
