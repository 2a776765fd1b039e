"""What entries are called in the books: in French, as the law wants the books of a French company, whatever the reader's language.

Code de commerce, article L123-22: « Les documents comptables sont établis en euro et en langue française. »
"""

from collections.abc import Mapping

from accounting.domain.close.accruals import Kind as Accrual
from accounting.domain.movement import Reason

MOVEMENTS: Mapping[Reason, str] = {
    Reason.OPENING: "Stock de départ",
    Reason.RECEIPT: "Réception",
    Reason.SHIPMENT: "Expédition",
    Reason.TRANSFER: "Transfert",
    Reason.ADJUSTMENT: "Ajustement de stock",
    Reason.CUSTOMER_RETURN: "Retour client",
    Reason.SUPPLIER_RETURN: "Retour fournisseur",
    Reason.SCRAP: "Mise au rebut",
}
ACCRUALS: Mapping[Accrual, str] = {
    Accrual.BILLS_TO_COME: "Factures non parvenues",
    Accrual.INVOICES_TO_ISSUE: "Factures à établir",
    Accrual.DEFERRALS: "Produits constatés d'avance",
    Accrual.REVALUATION: "Réévaluation des devises",
}
DOCUMENTS: Mapping[str, str] = {
    "invoice": "Facture",
    "down_payment": "Acompte",
    "customer_credit_note": "Avoir",
}
_LANDED = {"freight": "Transport", "duty": "Droits de douane", "insurance": "Assurance"}


def landed(kind: str) -> str:
    """Of a landed cost, by its kind."""
    return _LANDED.get(kind, "Frais accessoires")
