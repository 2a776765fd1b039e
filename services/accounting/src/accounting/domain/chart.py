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
        Account("44566", "TVA déductible sur biens et services", "Input VAT"),
        Account("44571", "TVA collectée", "Output VAT"),
        Account("471", "Compte d'attente", "Suspense account"),
        Account("512", "Banques", "Bank"),
        Account("6037", "Variation des stocks de marchandises", "Change in goods in stock"),
        Account("607", "Achats de marchandises", "Purchases of goods"),
        Account("608", "Frais accessoires d'achat", "Landed costs of purchases"),
        Account("624", "Transports de biens", "Freight"),
        Account("656", "Pertes de change sur créances et dettes commerciales", "Exchange losses on trade items"),
        Account("658", "Charges diverses de gestion courante", "Rounding losses"),
        Account("707", "Ventes de marchandises", "Sales of goods"),
        Account("708", "Produits des activités annexes", "Charges to customers"),
        Account("7085", "Ports et frais accessoires facturés", "Carriage charged to customers"),
        Account("7097", "RRR accordés sur ventes de marchandises", "Allowances on sales of goods"),
        Account("756", "Gains de change sur créances et dettes commerciales", "Exchange gains on trade items"),
        Account("758", "Produits divers de gestion courante", "Rounding gains"),
        Account("890", "Bilan d'ouverture", "Opening balance"),
    )
}


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
