"""Read bank statements in ISO 20022: camt.052, camt.053 and camt.054, versions 1 to 8 and what follows them.

Elements are found by their local name, so that one reader serves every version. An entry's amount and sign are its own
(`Ntry/Amt`, `Ntry/CdtDbtInd`): its details may be in other currencies, or left out.
"""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from lxml import etree

from accounting.domain.bank.errors import UnreadableStatement
from accounting.domain.bank.statement import Balance, Detail, Entry, Statement

_NAMESPACE = re.compile(r"urn:iso:std:iso:20022:tech:xsd:(camt\.05[234]\.001\.\d\d)")
_STATEMENTS = ("Stmt", "Rpt", "Ntfctn")
_AMOUNT = re.compile(r"[0-9]{1,18}(\.[0-9]{1,5})?|\.[0-9]{1,5}")


def read_camt(content: bytes) -> list[Statement]:
    """Every statement of a file, at least one.

    Raises:
        UnreadableStatement: it is no such file, holds no statement, or an amount or a sign in it is none.
    """
    root = _root(content)
    kind = _NAMESPACE.fullmatch(etree.QName(root).namespace or "")
    if kind is None:
        raise UnreadableStatement("The file is no camt.052, camt.053 or camt.054 message.")
    found = [_statement(each, kind[1]) for message in root for each in message if _name(each) in _STATEMENTS]
    if not found:
        raise UnreadableStatement("The file holds no statement.")
    return found


def _root(content: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableStatement(f"The file is no XML: {error}.") from None
    if root.getroottree().docinfo.doctype:
        raise UnreadableStatement("The file declares a document type, which no bank's does.")
    return root


def _name(element: etree._Element) -> str:
    return str(etree.QName(element).localname)


def _all(element: etree._Element, path: str) -> list[etree._Element]:
    """Elements down a path of local names; a step may name several ("Cd|Prtry")."""
    found = [element]
    for step in path.split("/"):
        names = step.split("|")
        found = [child for each in found for child in each if _name(child) in names]
    return found


def _text(element: etree._Element, *paths: str) -> str:
    """The text at the first of the paths that has one."""
    for path in paths:
        for each in _all(element, path):
            if each.text and each.text.strip():
                return " ".join(each.text.split())
    return ""


def _statement(element: etree._Element, kind: str) -> Statement:
    iban = _text(element, "Acct/Id/IBAN").replace(" ", "")
    page = _text(element, "StmtPgntn/PgNb", "RptPgntn/PgNb", "NtfctnPgntn/PgNb")
    return Statement(
        id=_text(element, "Id"),
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1,
        kind=kind,
        iban=iban or None,
        account=iban or _text(element, "Acct/Id/Othr/Id", "Acct/Id/PrtryAcct/Id", "Acct/Id/BBAN"),
        currency=_text(element, "Acct/Ccy") or None,
        balances=tuple(_balance(each) for each in _all(element, "Bal")),
        entries=tuple(_entry(each) for each in _all(element, "Ntry")),
    )


def _balance(element: etree._Element) -> Balance:
    amount, currency = _amount(element)
    return Balance(
        code=_text(element, "Tp/CdOrPrtry/Cd|Prtry", "Tp/Cd"),
        amount=amount * _sign(element),
        currency=currency,
        on=_day(element, "Dt"),
    )


def _entry(element: etree._Element) -> Entry:
    amount, currency = _amount(element)
    sign = _sign(element)
    return Entry(
        amount=amount * sign,
        currency=currency,
        status=_text(element, "Sts/Cd|Prtry", "Sts"),
        is_reversal=_text(element, "RvslInd") in ("true", "1"),
        booked_on=_day(element, "BookgDt"),
        valued_on=_day(element, "ValDt"),
        reference=_text(element, "AcctSvcrRef"),
        code=_code(element),
        information=_text(element, "AddtlNtryInf"),
        details=tuple(
            _detail(each, sign, currency) for each in _all(element, "NtryDtls/TxDtls") or _all(element, "TxDtls")
        ),
    )


def _detail(element: etree._Element, sign: int, currency: str) -> Detail:
    own = sign if not _all(element, "CdtDbtInd") else _sign(element)
    others = ("Dbtr", "Cdtr") if own > 0 else ("Cdtr", "Dbtr")
    return Detail(
        end_to_end_id=_given(_text(element, "Refs/EndToEndId")),
        mandate_id=_text(element, "Refs/MndtId"),
        amount=_detail_amount(element, own, currency),
        party_name=_party(element, others),
        party_iban=_text(element, *(f"RltdPties/{each}Acct/Id/IBAN" for each in others)).replace(" ", ""),
        text=" ".join(_remittance(element)),
        return_reason=_text(element, "RtrInf/Rsn/Cd|Prtry"),
        instructed=_instructed(element),
    )


def _detail_amount(element: etree._Element, sign: int, currency: str) -> Decimal | None:
    """In the entry's currency, where the bank says it so."""
    for path in ("Amt", "AmtDtls/TxAmt/Amt"):
        for each in _all(element, path):
            if each.get("Ccy") == currency:
                return _number(each) * sign
    return None


def _instructed(element: etree._Element) -> tuple[Decimal, str] | None:
    return next(((_number(each), each.get("Ccy", "")) for each in _all(element, "AmtDtls/InstdAmt/Amt")), None)


def _party(element: etree._Element, roles: tuple[str, ...]) -> str:
    """Who is on the other side: before version 8 the name itself, since then within `Pty`."""
    return _text(element, *(f"RltdPties/{role}/{tail}" for role in roles for tail in ("Pty/Nm", "Nm")))


def _remittance(element: etree._Element) -> Iterator[str]:
    for path in ("RmtInf/Strd/CdtrRefInf/Ref", "RmtInf/Strd/RfrdDocInf/Nb", "RmtInf/Ustrd", "AddtlTxInf"):
        for each in _all(element, path):
            if each.text and each.text.strip():
                yield " ".join(each.text.split())


def _given(reference: str) -> str:
    """Banks write NOTPROVIDED where the payer gave none."""
    return "" if reference.upper() == "NOTPROVIDED" else reference


def _code(element: etree._Element) -> str:
    parts = [_text(element, path) for path in ("BkTxCd/Domn/Cd", "BkTxCd/Domn/Fmly/Cd", "BkTxCd/Domn/Fmly/SubFmlyCd")]
    return "/".join(part for part in parts if part) or _text(element, "BkTxCd/Prtry/Cd")


def _amount(element: etree._Element) -> tuple[Decimal, str]:
    found = _all(element, "Amt")
    if not found:
        raise UnreadableStatement(f"A {_name(element)} has no amount.")
    return _number(found[0]), found[0].get("Ccy", "")


def _number(element: etree._Element) -> Decimal:
    text = (element.text or "").strip()
    if not _AMOUNT.fullmatch(text):
        raise UnreadableStatement(f"{text[:40]!r} is no amount.")
    return Decimal(text)


def _sign(element: etree._Element) -> int:
    text = _text(element, "CdtDbtInd")
    if text not in ("CRDT", "DBIT"):
        raise UnreadableStatement(f"A {_name(element)} is neither credit nor debit, but {text[:20]!r}.")
    return 1 if text == "CRDT" else -1


def _day(element: etree._Element, path: str) -> date | None:
    """As the bank writes it, in its own zone."""
    text = _text(element, f"{path}/Dt", f"{path}/DtTm", path)
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise UnreadableStatement(f"{text[:40]!r} is no day.") from None
