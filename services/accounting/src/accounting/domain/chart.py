"""The French chart of accounts (PCG, ANC 2022-06), as far as the first flow needs it, and the journals."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Account:
    """A general account; the first digit is its class."""

    code: str
    name_fr: str
    name_en: str


CHART = {
    account.code: account
    for account in (
        Account("101", "Capital", "Share capital"),
        Account("37", "Stocks de marchandises", "Goods in stock"),
        Account("401", "Fournisseurs", "Suppliers"),
        Account("4081", "Fournisseurs, factures non parvenues", "Goods received, not invoiced"),
        Account("40812", "Fournisseurs, frais accessoires non parvenus", "Landed costs, not invoiced"),
        Account("411", "Clients", "Customers"),
        Account("416", "Clients douteux ou litigieux", "Doubtful customers"),
        Account("44566", "TVA déductible sur biens et services", "Input VAT"),
        Account("44571", "TVA collectée", "Output VAT"),
        Account("471", "Compte d'attente", "Suspense account"),
        Account("491", "Dépréciations des comptes de clients", "Allowance for doubtful customers"),
        Account("512", "Banques", "Bank"),
        Account("580", "Virements internes", "Transfers between own accounts"),
        Account("6037", "Variation des stocks de marchandises", "Change in goods in stock"),
        Account("607", "Achats de marchandises", "Purchases of goods"),
        Account("608", "Frais accessoires d'achat", "Landed costs of purchases"),
        Account("624", "Transports de biens", "Freight"),
        Account("627", "Services bancaires et assimilés", "Bank charges"),
        Account("654", "Pertes sur créances irrécouvrables", "Bad debts"),
        Account("656", "Pertes de change sur créances et dettes commerciales", "Exchange losses on trade items"),
        Account("658", "Charges diverses de gestion courante", "Rounding losses"),
        Account("661", "Charges d'intérêts", "Interest paid"),
        Account("665", "Escomptes accordés", "Cash discounts given"),
        Account(
            "68174", "Dotations aux dépréciations des créances", "Additions to the allowance for doubtful customers"
        ),
        Account("707", "Ventes de marchandises", "Sales of goods"),
        Account("756", "Gains de change sur créances et dettes commerciales", "Exchange gains on trade items"),
        Account("758", "Produits divers de gestion courante", "Rounding gains"),
        Account("763", "Revenus des autres créances", "Interest received on receivables"),
        Account("765", "Escomptes obtenus", "Cash discounts received"),
        Account("78174", "Reprises sur dépréciations des créances", "Releases of the allowance for doubtful customers"),
        Account("890", "Bilan d'ouverture", "Opening balance"),
    )
}


def named(code: str) -> Account:
    """The account, or the one that it is a part of: "5121" reads as 512.

    Raises:
        KeyError: no account of the chart begins it.
    """
    parents = (CHART.get(code[:length]) for length in range(len(code), 0, -1))
    parent = next((each for each in parents if each is not None), None)
    if parent is None:
        raise KeyError(code)
    return Account(code, parent.name_fr, parent.name_en)


class Journal(StrEnum):
    """Where entries are kept; each is numbered and chained by itself."""

    PURCHASES = "AC"
    SALES = "VE"
    STOCK = "ST"
    BANK = "BQ"
    GENERAL = "OD"


JOURNAL_NAMES = {
    Journal.PURCHASES: "Achats",
    Journal.SALES: "Ventes",
    Journal.STOCK: "Stocks",
    Journal.BANK: "Banque",
    Journal.GENERAL: "Opérations diverses",
}
