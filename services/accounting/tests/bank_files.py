"""Statements as a bank would write them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import count
from xml.sax.saxutils import escape

OURS = "FR7630006000011234567890189"
_numbers = count(1)


@dataclass(frozen=True)
class Transfer:
    """An entry, or a transaction of a batch; above zero: it came in."""

    amount: str
    text: str = ""
    name: str = ""
    iban: str = ""
    end_to_end_id: str = ""
    day: str = "2026-03-20"
    code: tuple[str, str, str] = ("PMNT", "RCDT", "ESCT")
    is_reversal: bool = False
    status: str = "BOOK"
    reason: str = ""
    batch: Sequence["Transfer"] = ()
    reference: str = field(default_factory=lambda: f"BANK-{next(_numbers):06d}")


def camt(
    *entries: Transfer,
    version: int = 8,
    opening: str = "1000.00",
    closing: str | None = None,
    account: str = OURS,
    currency: str = "EUR",
    number: str | None = None,
) -> bytes:
    """A file with one statement; it closes where its booked entries lead, unless another balance is asked for."""
    return camt_file(
        statement(
            *entries,
            version=version,
            opening=opening,
            closing=closing,
            account=account,
            currency=currency,
            number=number,
        ),
        version=version,
    )


def camt_file(*statements: str, version: int = 8, kind: str = "camt.053", message: str = "BkToCstmrStmt") -> bytes:
    namespace = f"urn:iso:std:iso:20022:tech:xsd:{kind}.001.{version:02d}"
    head = "<GrpHdr><MsgId>M-1</MsgId><CreDtTm>2026-03-21T06:00:00+01:00</CreDtTm></GrpHdr>"
    body = f"<{message}>{head}{''.join(statements)}</{message}>"
    return f'<?xml version="1.0" encoding="UTF-8"?><Document xmlns="{namespace}">{body}</Document>'.encode()


def statement(
    *entries: Transfer,
    version: int = 8,
    opening: str = "1000.00",
    closing: str | None = None,
    account: str = OURS,
    currency: str = "EUR",
    number: str | None = None,
) -> str:
    booked = sum((Decimal(entry.amount) for entry in entries if entry.status == "BOOK"), Decimal(0))
    closes = Decimal(closing) if closing is not None else Decimal(opening) + booked
    balances = _balance("OPBD", Decimal(opening), currency) + _balance("CLBD", closes, currency)
    told = "".join(_entry(entry, version, currency) for entry in entries)
    number = number or f"ST-{next(_numbers):06d}"
    return f"<Stmt><Id>{number}</Id><Acct><Id><IBAN>{account}</IBAN></Id><Ccy>{currency}</Ccy></Acct>{balances}{told}</Stmt>"


def _balance(code: str, amount: Decimal, currency: str) -> str:
    kind = f"<Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>"
    return f"<Bal>{kind}{_amount(amount, currency)}<Dt><Dt>2026-03-20</Dt></Dt></Bal>"


def _amount(amount: Decimal, currency: str) -> str:
    sign = "CRDT" if amount >= 0 else "DBIT"
    return f'<Amt Ccy="{currency}">{abs(amount)}</Amt><CdtDbtInd>{sign}</CdtDbtInd>'


def _entry(entry: Transfer, version: int, currency: str) -> str:
    status = f"<Sts><Cd>{entry.status}</Cd></Sts>" if version >= 8 else f"<Sts>{entry.status}</Sts>"
    domain, family, sub = entry.code
    code = f"<BkTxCd><Domn><Cd>{domain}</Cd><Fmly><Cd>{family}</Cd><SubFmlyCd>{sub}</SubFmlyCd></Fmly></Domn></BkTxCd>"
    details = "".join(_details(each, version, currency) for each in entry.batch or (entry,))
    reversal = "<RvslInd>true</RvslInd>" if entry.is_reversal else ""
    return (
        f"<Ntry>{_amount(Decimal(entry.amount), currency)}{reversal}{status}<BookgDt><Dt>{entry.day}</Dt></BookgDt>"
        f"<AcctSvcrRef>{entry.reference}</AcctSvcrRef>{code}<NtryDtls>{details}</NtryDtls></Ntry>"
    )


def _details(one: Transfer, version: int, currency: str) -> str:
    role = "Dbtr" if Decimal(one.amount) > 0 else "Cdtr"
    name = f"<Nm>{escape(one.name)}</Nm>"
    party = f"<{role}>{f'<Pty>{name}</Pty>' if version >= 8 else name}</{role}>" if one.name else ""
    account = f"<{role}Acct><Id><IBAN>{one.iban}</IBAN></Id></{role}Acct>" if one.iban else ""
    references = f"<Refs><EndToEndId>{one.end_to_end_id or 'NOTPROVIDED'}</EndToEndId></Refs>"
    amount = _amount(Decimal(one.amount), currency)
    reason = f"<RtrInf><Rsn><Cd>{one.reason}</Cd></Rsn></RtrInf>" if one.reason else ""
    text = f"<RmtInf><Ustrd>{escape(one.text)}</Ustrd></RmtInf>" if one.text else ""
    return f"<TxDtls>{references}{amount}<RltdPties>{party}{account}</RltdPties>{text}{reason}</TxDtls>"
