"""Files for the bank: pain.001.001.09 (transfers) and pain.008.001.08 (direct debits).

The same run gives the same bytes, whenever it is written: message and batch have the run's number and its time, not a random
one. Addresses are left out: since November 2026 the rules of SEPA forbid unstructured ones, and none is needed.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from lxml import etree
from sepaxml import SepaDD, SepaTransfer
from sepaxml.validation import ValidationError

from accounting.domain.bank.account import as_iban
from accounting.domain.bank.errors import FileNotValid

TRANSFER, DIRECT_DEBIT = "pain.001.001.09", "pain.008.001.08"
_ALLOWED = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]+")  # the characters that every bank of SEPA takes
_LIGATURES = str.maketrans({"ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "&": "+"})


@dataclass(frozen=True, slots=True)
class Debited:
    """What a direct debit has beside a transfer."""

    mandate: str
    signed_on: date
    is_first: bool


@dataclass(frozen=True, slots=True)
class Instruction:
    """One payment of a file, in euros."""

    name: str
    iban: str
    bic: str
    amount: Decimal
    end_to_end_id: str
    text: str
    debited: Debited | None = None


@dataclass(frozen=True, slots=True)
class Ordering:
    """Who orders, and under which number and time."""

    name: str
    iban: str
    bic: str
    number: str
    at: datetime
    execute_on: date
    creditor_id: str = ""  # of who collects
    scheme: str = "CORE"


def transfer_file(by: Ordering, payments: Sequence[Instruction]) -> bytes:
    """A file of transfers, checked against its schema, its IBANs by their check digits.

    Raises:
        InvalidIban, FileNotValid: it would be refused by the bank.
    """
    file = SepaTransfer({**_config(by)}, schema=TRANSFER, clean=True)
    for each in payments:
        file.add_payment({**_payment(each), "execution_date": by.execute_on})
    return _written(file, by)


def direct_debit_file(by: Ordering, payments: Sequence[Instruction]) -> bytes:
    """A file of direct debits by mandates.

    Raises:
        InvalidIban, FileNotValid: it would be refused by the bank.
    """
    config = {**_config(by), "creditor_id": by.creditor_id, "instrument": by.scheme}
    file = SepaDD(config, schema=DIRECT_DEBIT, clean=True)
    for each in payments:
        if each.debited is None:
            raise FileNotValid(f"{each.end_to_end_id} has no mandate.")
        file.add_payment(
            {
                **_payment(each),
                "type": "FRST" if each.debited.is_first else "RCUR",
                "collection_date": by.execute_on,
                "mandate_id": each.debited.mandate,
                "mandate_date": each.debited.signed_on,
            }
        )
    return _written(file, by)


def _config(by: Ordering) -> dict[str, Any]:
    bic = {"BIC": by.bic} if by.bic else {}
    return {
        "name": _plain(by.name),
        "IBAN": as_iban(by.iban, field="bank_account_id"),
        "batch": True,
        "currency": "EUR",
        **bic,
    }


def _payment(each: Instruction) -> dict[str, Any]:
    bic = {"BIC": each.bic} if each.bic else {}
    return {
        "name": _plain(each.name),
        "IBAN": as_iban(each.iban, field="iban"),
        "amount": int(each.amount * 100),
        "description": _plain(each.text),
        "endtoend_id": each.end_to_end_id,
        **bic,
    }


def _plain(text: str) -> str:
    """In the characters of SEPA: without accents, and without what they have no like of."""
    ascii_ = unicodedata.normalize("NFKD", text.translate(_LIGATURES)).encode("ascii", "ignore").decode()
    return " ".join(_ALLOWED.sub(" ", ascii_).split()) or "-"


def _written(file: SepaTransfer | SepaDD, by: Ordering) -> bytes:
    """The file with the run's own identifiers; each payment is to be booked on its own, so that statements tell them apart."""
    try:
        root = etree.fromstring(file.export(validate=True))
    except ValidationError as error:
        raise FileNotValid(f"The file does not fit its schema: {error.__cause__}.") from error
    for number, element in enumerate(root.iter("{*}PmtInfId"), 1):
        element.text = f"{by.number}-{number}"
    for element in root.iter("{*}MsgId"):
        element.text = by.number
    for element in root.iter("{*}CreDtTm"):
        element.text = by.at.strftime("%Y-%m-%dT%H:%M:%S")
    for element in root.iter("{*}BtchBookg"):
        element.text = "false"
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return written
