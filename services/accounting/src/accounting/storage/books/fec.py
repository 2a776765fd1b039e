"""The records of a fiscal year, one after the other, in as little memory for a million as for one."""

from collections.abc import AsyncIterator

from kit.db import ReadTransaction

from accounting.domain.chart import Journal, named
from accounting.domain.fec.record import Record
from accounting.storage.books import chart


async def records(tx: ReadTransaction, year: int) -> AsyncIterator[Record]:
    """Opening entries first, then by day of validation. Entries that close accounts are not a part of the file."""
    accounts, journals = await chart.chart(tx), await chart.journals(tx)
    names = {code: account.name_fr for code, account in accounts.items()}
    await tx.without_timeout()
    async for row in tx.stream(
        "SELECT e.journal, e.number, e.posted_on, l.account, p.code, p.name, e.document_number, e.document_on, e.label,"
        " l.debit, l.credit, (e.created_at AT TIME ZONE 'Europe/Paris')::date AS validated_on, l.currency, l.currency_amount"
        " FROM journal_entry e JOIN journal_line l ON l.entry_id = e.id LEFT JOIN partner p ON p.id = l.partner_id"
        " WHERE e.fiscal_year = $1 AND e.journal <> $2"
        " ORDER BY e.journal <> $3, validated_on, e.journal, e.number, l.position",
        year,
        Journal.CLOSING,
        Journal.OPENING,
    ):
        journal, account = row["journal"], row["account"]
        if account not in names:
            names[account] = named(account, accounts).name_fr
        yield Record(
            journal=journal,
            journal_name=journals[journal].name_fr if journal in journals else journal,
            number=f"{journal}-{year}-{row['number']:06d}",
            posted_on=row["posted_on"],
            account=account,
            account_name=names[account],
            partner=row["code"] or "",
            partner_name=row["name"] or "",
            document=row["document_number"],
            document_on=row["document_on"],
            label=row["label"],
            debit=row["debit"],
            credit=row["credit"],
            validated_on=row["validated_on"],
            currency=row["currency"],
            currency_amount=row["currency_amount"],
        )
