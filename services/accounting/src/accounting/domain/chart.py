"""The French chart of accounts (PCG, ANC 2022-06, in force since 2025) and the journals, as far as a distributor needs them.

Both are data beside this file; a company adds accounts and journals of its own.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources

from accounting.domain.errors import AccountTaken, NotInChart

RESULT_CLASSES = ("6", "7")


@dataclass(frozen=True, slots=True)
class Account:
    """A general account; the first digit is its class."""

    code: str
    name_fr: str
    name_en: str
    kept_by: str = ""  # "stock" or "documents": nobody posts on it by hand, or it would say something else than they do
    is_own: bool = False  # a company added it
    is_closed: bool = False  # nobody posts on it by hand any more

    @property
    def is_result(self) -> bool:
        """Whether it starts each year at zero."""
        return self.code.startswith(RESULT_CLASSES)


class Journal(StrEnum):
    """Where entries are kept that the system makes; each journal is numbered and chained by itself."""

    PURCHASES = "AC"
    OPENING = "AN"
    BANK = "BQ"
    CLOSING = "CL"
    GENERAL = "OD"
    STOCK = "ST"
    SALES = "VE"


@dataclass(frozen=True, slots=True)
class NamedJournal:
    """A journal as people see it."""

    code: str
    name_fr: str
    name_en: str


def _rows(file: str) -> Iterable[dict[str, str]]:
    return csv.DictReader(resources.files(__package__).joinpath(file).read_text("utf-8").splitlines())


CHART = {
    row["code"]: Account(row["code"], row["name_fr"], row["name_en"], row["kept_by"]) for row in _rows("accounts.csv")
}
JOURNALS = {row["code"]: NamedJournal(**row) for row in _rows("journals.csv")}


def parent_of(code: str, chart: Mapping[str, Account]) -> Account | None:
    """The account that a longer code is a part of: 60611 of 606."""
    return next((chart[code[:length]] for length in range(len(code) - 1, 1, -1) if code[:length] in chart), None)


def own_account(code: str, name_fr: str, name_en: str, chart: Mapping[str, Account]) -> Account:
    """An account that a company adds: a part of one of the chart, kept as that is.

    Raises:
        AccountTaken: there is one with this code.
        NotInChart: it is a part of no account.
    """
    if code in chart:
        raise AccountTaken(f"Account {code} exists: {chart[code].name_fr}.", field="code")
    parent = parent_of(code, chart)
    if parent is None:
        raise NotInChart(f"Account {code} is a part of no account of the chart: see GET /accounts.", field="code")
    return Account(code, name_fr, name_en, parent.kept_by, is_own=True)


def named(code: str, chart: Mapping[str, Account]) -> Account:
    """The account, or what it is a part of under its own code."""
    if code in chart:
        return chart[code]
    parent = parent_of(code, chart)
    return Account(code, parent.name_fr, parent.name_en) if parent else Account(code, code, code)
