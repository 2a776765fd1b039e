"""The proof of a product's stock value to read: what is left of which receipt, from whom, and what changed its cost since."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from kit.money import ZERO
from kit.paper import Column, Paper, Party, Row, Total, Words
from kit.printed import day, money, quantity, unit_price

from accounting.queries.stock_value.proof import Proof

Language = Literal["fr", "en"]
_WORDS: dict[Language, dict[str, str]] = {
    "fr": {
        "title": "Preuve de valeur du stock",
        "as_of": "Au",
        "method": "Méthode",
        "receipt": "Entrée",
        "in": "Entré",
        "left": "Reste",
        "price": "Prix d'achat",
        "value": "Valeur d'entrée",
        "changes": "Changements de coût",
        "sites": "Par site",
        "quantity": "Quantité",
        "total": "Valeur du stock (compte 37)",
        "how": "Comment la vérifier",
        "check": "Le fichier CSV de la même preuve porte chaque fait, ce que chaque sortie a pris à quelle réception et les lignes"
        " du grand livre. tools/check_proof.py le recalcule au centime.",
        "page": "Page {page} / {pages}",
    },
    "en": {
        "title": "Proof of stock value",
        "as_of": "As of",
        "method": "Method",
        "receipt": "Came in by",
        "in": "Came",
        "left": "Left",
        "price": "Price",
        "value": "Value as it came",
        "changes": "Changes of cost",
        "sites": "By site",
        "quantity": "Quantity",
        "total": "Value of stock (account 37)",
        "how": "How to check it",
        "check": "The CSV file of the same proof has each fact, what each issue took from which receipt, and the lines of the"
        " ledger. tools/check_proof.py recomputes it to the cent.",
        "page": "Page {page} / {pages}",
    },
}


def left_of(proof: Proof) -> dict[UUID, Decimal]:
    """What is left on the day of what came in, receipt by receipt."""
    taken: dict[UUID, list[tuple[UUID, Decimal]]] = defaultdict(list)
    for take in proof.of("take"):
        taken[take["id"]].append((take["layer"], take["quantity"]))
    left: dict[UUID, Decimal] = {}
    on_credit = ZERO
    for fact in proof.of("movement"):
        if not fact["counted"]:
            continue
        if fact["quantity"] > 0:
            settled = min(fact["quantity"], on_credit)
            on_credit -= settled
            left[fact["id"]] = fact["quantity"] - settled
        else:
            for layer, part in taken[fact["id"]]:
                left[layer] = left.get(layer, ZERO) - part
            on_credit += -fact["quantity"] - sum((part for _, part in taken[fact["id"]]), ZERO)
    return {layer: rest for layer, rest in left.items() if rest}


def proof_paper(proof: Proof, *, company: str, currency: str, language: Language) -> Paper:
    """It on paper."""
    words = _WORDS[language]
    left = left_of(proof)
    changes = [row for row in proof.of("change") if row["counted"] and row["amount"]]
    rows: list[Row | Words] = [
        _receipt(row, left[row["id"]], currency, language) for row in proof.of("movement") if row["id"] in left
    ]
    if changes:
        rows.append(Words(words["changes"]))
        rows += [_change(row, currency, language) for row in changes]
    return Paper(
        language=language,
        title=words["title"],
        number=proof.sku,
        dated=proof.as_of,
        sender=Party(company),
        receiver=Party(proof.sku),
        facts=(
            (words["as_of"], day(proof.as_of, language)),
            (words["method"], proof.method.upper()),
            (words["quantity"], quantity(proof.quantity, language)),
        ),
        columns=(
            Column(words["receipt"], 48),
            Column(words["in"], 14, is_number=True),
            Column(words["left"], 14, is_number=True),
            Column(words["price"], 18, is_number=True),
            Column(words["value"], 20, is_number=True),
        ),
        rows=tuple(rows),
        totals=(Total(words["total"], money(proof.value, currency, language), is_strong=True),),
        notes=(*_sites(proof, words, currency, language), (words["how"], words["check"])),
        page_words=words["page"],
    )


def _receipt(row: dict[str, Any], left: Decimal, currency: str, language: Language) -> Row:
    price = "" if row["unit_price"] is None else unit_price(row["unit_price"], row["currency"], language)
    source = " · ".join(part for part in (row["supplier"], row["order"]) if part)
    return Row(
        cells=(
            f"{row['document']} · {day(row['occurred_on'], language)}",
            quantity(row["quantity"], language),
            quantity(left, language),
            price,
            money(row["amount"], currency, language),
        ),
        under=(source, "", "", "", ""),
    )


def _change(row: dict[str, Any], currency: str, language: Language) -> Row:
    return Row(
        cells=(
            f"{row['document']} · {day(row['posted_on'], language)}",
            "",
            "",
            "",
            money(row["amount"], currency, language),
        ),
        is_quiet=True,
    )


def _sites(proof: Proof, words: dict[str, str], currency: str, language: Language) -> Sequence[tuple[str, str]]:
    lines = [
        f"{site or '-'}: {quantity(q, language)}, {money(value, currency, language)}" for site, q, value in proof.sites
    ]
    return ((words["sites"], "\n".join(lines)),) if len(lines) > 1 else ()
