"""One record of the file as the law describes it. LPF art. A47 A-1, VII."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

COLUMNS = (
    "JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib", "CompAuxNum", "CompAuxLib",
    "PieceRef", "PieceDate", "EcritureLib", "Debit", "Credit", "EcritureLet", "DateLet", "ValidDate", "Montantdevise",
    "Idevise",
)  # fmt: skip
SEPARATOR, END = "\t", "\r\n"
HEADER = SEPARATOR.join(COLUMNS) + END
_ACCOUNT_DIGITS = 3  # at least: the tax office's tool flags shorter ones
_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f|\s]+")  # what would end a field or a record, in the tool of whoever reads it


@dataclass(frozen=True, slots=True)
class Record:
    """A line of an entry with all that the file says of it."""

    journal: str
    journal_name: str
    number: str
    posted_on: date
    account: str
    account_name: str
    partner: str
    partner_name: str
    document: str
    document_on: date
    label: str
    debit: Decimal
    credit: Decimal
    validated_on: date
    currency: str | None
    currency_amount: Decimal | None

    def text(self) -> str:
        """The record as it stands in the file, with its end."""
        return SEPARATOR.join(
            (
                _clean(self.journal),
                _clean(self.journal_name),
                _clean(self.number),
                _day(self.posted_on),
                self.account.ljust(_ACCOUNT_DIGITS, "0"),
                _clean(self.account_name),
                _clean(self.partner),
                _clean(self.partner_name),
                _clean(self.document) or _clean(self.number),
                _day(self.document_on),
                _clean(self.label) or _clean(self.number),
                _amount(self.debit),
                _amount(self.credit),
                "",
                "",
                _day(self.validated_on),
                "" if self.currency_amount is None else _amount(self.currency_amount),
                self.currency or "",
            )
        ) + END  # fmt: skip


def _clean(text: str) -> str:
    if text.isprintable() and "|" not in text:
        return text.strip()  # the common case, for there are millions of them
    return _BREAKS.sub(" ", text).strip()


@lru_cache(maxsize=4096)
def _day(day: date) -> str:
    return f"{day:%Y%m%d}"


def _amount(amount: Decimal) -> str:
    return f"{amount:.2f}".replace(".", ",")


def file_name(siren: str, ends_on: date) -> str:
    """By SIREN and the last day of the fiscal year."""
    return f"{siren}FEC{ends_on:%Y%m%d}.txt"


_MEANINGS: Mapping[str, str] = dict(
    zip(
        COLUMNS,
        (
            "Code du journal", "Libellé du journal", "Numéro de l'écriture : journal, exercice, séquence continue",
            "Date de comptabilisation", "Numéro de compte, complété par des zéros à trois chiffres", "Libellé du compte",
            "Code du tiers", "Nom du tiers", "Référence de la pièce", "Date de la pièce", "Libellé de l'écriture",
            "Montant au débit", "Montant au crédit", "Non utilisé", "Non utilisé", "Date de validation",
            "Montant en devise, dans le sens de la ligne", "Devise (ISO 4217)",
        ),
        strict=True,
    )
)  # fmt: skip


def description() -> str:
    """The text that is handed over with the file: how it is written, and what each column holds."""
    head = "Fichier des écritures comptables, LPF article A47 A-1\r\nJeu de caractères : UTF-8\r\n"
    head += "Séparateur de champs : tabulation\r\nFin d'enregistrement : CR LF\r\nDates : AAAAMMJJ\r\n"
    head += "Décimales : virgule, deux chiffres\r\n\r\n"
    return head + "".join(f"{name} : {meaning}\r\n" for name, meaning in _MEANINGS.items())
