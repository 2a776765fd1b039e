"""Documents to write, with sensible defaults: a French seller, a French buyer, two rates."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from accounting.domain.einvoice.model import (
    Address,
    Delivery,
    Document,
    Kind,
    Line,
    Note,
    Party,
    PaymentMeans,
    Preceding,
    Process,
    Totals,
    Vat,
    VatCategory,
    VatSubtotal,
)

SELLER = Party(
    "Maison Exemple", Address(("12 rue des Forges",), "69007", "Lyon", "", "FR"), siren="732829320",
    siret="73282932000074", vat_id="FR44732829320", legal="SAS au capital de 100 000 €, RCS Lyon 732 829 320",
    e_address="732829320", e_address_scheme="0225", email="factures@exemple.fr",
)  # fmt: skip
BUYER = Party(
    "Quincaillerie du Port", Address(("3 quai de la Marine",), "13002", "Marseille", "", "FR"), siren="552100554",
    siret="55210055400013", vat_id="FR96552100554", e_address="552100554", e_address_scheme="0225",
)  # fmt: skip
FIFTH, REDUCED = Vat(VatCategory.STANDARD, Decimal("0.20")), Vat(VatCategory.STANDARD, Decimal("0.055"))
NOTES = (
    Note("PMT", "Indemnité forfaitaire pour frais de recouvrement : 40 €."),
    Note("PMD", "Pénalités : taux BCE majoré de 10 points."),
    Note("AAB", "Pas d'escompte."),
)
LINES = (
    Line("1", "Perceuse 18 V", Decimal(3), "C62", Decimal("129.90"), Decimal("389.70"), FIFTH, seller_sku="P-18",
         gtin="4006381333931"),
    Line("2", "Guide de pose", Decimal("2.5"), "KGM", Decimal("7.333"), Decimal("18.33"), REDUCED, seller_sku="G-1"),
)  # fmt: skip


def document(**changes: object) -> Document:
    """An invoice over 487.30 €."""
    made = Document(
        kind=Kind.INVOICE,
        number="FA-2026-000001",
        issued_on=date(2026, 3, 2),
        due_on=date(2026, 4, 1),
        currency="EUR",
        process=Process.GOODS,
        seller=SELLER,
        buyer=BUYER,
        lines=LINES,
        vat=(
            VatSubtotal(FIFTH, Decimal("389.70"), Decimal("77.94")),
            VatSubtotal(REDUCED, Decimal("18.33"), Decimal("1.01")),
        ),
        totals=Totals(
            lines=Decimal("408.03"),
            allowances=Decimal(0),
            charges=Decimal(0),
            net=Decimal("408.03"),
            tax=Decimal("78.95"),
            gross=Decimal("486.98"),
            paid=Decimal(0),
            payable=Decimal("486.98"),
        ),
        delivery=Delivery(
            date(2026, 3, 2),
            "Quincaillerie du Port",
            Address(("9 chemin du Littoral",), "13015", "Marseille", "", "FR"),
        ),
        terms="Paiement au plus tard le 01/04/2026.",
        notes=NOTES,
        means=PaymentMeans("58", "FR7630006000011234567890189", "AGRIFRPP", "Maison Exemple"),
        order_number="CDE-77",
        sales_order_number="SO-2026-000001",
        despatch_number="SH-2026-000001",
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # a test names the members


def credit_note(**changes: object) -> Document:
    """The same as a credit note on it."""
    changes = {"number": "AV-2026-000001", "preceding": (Preceding("FA-2026-000001", date(2026, 3, 2)),), **changes}
    return document(kind=Kind.CREDIT_NOTE, **changes)
