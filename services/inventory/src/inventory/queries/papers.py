"""What people carry through the warehouse, and what goes with the goods: pick list, count sheet, delivery note."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from kit.company import Company, Language
from kit.db import ReadTransaction
from kit.errors import unknown
from kit.paper import Column, Paper, Party, Row, Total
from kit.printed import day, quantity
from kit.uom import beside

_WORDS: dict[Language, dict[str, str]] = {
    "fr": {
        "picks": "Bon de prélèvement",
        "sheet": "Feuille d'inventaire",
        "note": "Bon de livraison",
        "receipt": "Bon de réception",
        "theirs": "BL du fournisseur",
        "received": "Reçu",
        "checked": "Contrôlé par",
        "site": "Site",
        "date": "Date",
        "orders": "Commandes",
        "order": "Commande",
        "scope": "Périmètre",
        "packages": "Colis",
        "place": "Emplacement",
        "item": "Désignation",
        "lot": "Lot",
        "lots": "lot {lots}",
        "for": "Pour",
        "quantity": "Quantité",
        "ordered": "Commandé",
        "shipped": "Livré",
        "rest": "Reste dû",
        "taken": "Pris",
        "seen": "Compté",
        "lines": "Lignes",
        "by": "Prélevé par",
        "counter": "Compté par",
        "got": "Reçu en bon état",
        "who": "Nom :",
        "when": "Date et heure :",
        "how": "Signature :",
        "page": "Page {page} / {pages}",
    },
    "en": {
        "picks": "Picking list",
        "sheet": "Count sheet",
        "note": "Delivery note",
        "receipt": "Goods received note",
        "theirs": "Supplier's delivery note",
        "received": "Received",
        "checked": "Checked by",
        "site": "Site",
        "date": "Date",
        "orders": "Orders",
        "order": "Order",
        "scope": "Scope",
        "packages": "Packages",
        "place": "Place",
        "item": "Description",
        "lot": "Lot",
        "lots": "lot {lots}",
        "for": "For",
        "quantity": "Quantity",
        "ordered": "Ordered",
        "shipped": "Delivered",
        "rest": "Still due",
        "taken": "Taken",
        "seen": "Counted",
        "lines": "Lines",
        "by": "Picked by",
        "counter": "Counted by",
        "got": "Received in good order",
        "who": "Name:",
        "when": "Date and time:",
        "how": "Signature:",
        "page": "Page {page} of {pages}",
    },
}

_TASKS = (
    "SELECT r.order_number, p.sku, p.name, p.stock_uom, l.code AS location, b.code AS lot, t.quantity FROM pick_task t"
    " JOIN reservation r ON r.order_id = t.order_id JOIN product p ON p.id = t.product_id"
    " JOIN location l ON l.id = t.location_id LEFT JOIN lot b ON b.id = t.lot_id"
    " WHERE t.wave_id = $1 AND t.status = 'open' ORDER BY t.position"
)
_PLACES = (
    "SELECT p.sku, p.name, p.stock_uom, l.code AS location, b.code AS lot FROM stock_count_line c"
    " JOIN product p ON p.id = c.product_id JOIN location l ON l.id = c.location_id LEFT JOIN lot b ON b.id = c.lot_id"
    " WHERE c.count_id = $1 AND (c.counted IS NULL OR c.needs_recount) ORDER BY l.walk_order, l.code, p.sku"
)
_SHIPMENT = (
    "SELECT s.number, s.warehouse, s.occurred_at, r.order_number, coalesce(c.name, '') AS customer,"
    " coalesce(c.delivery_address, '') AS address, coalesce(c.language, 'fr') AS language,"
    " (SELECT count(*) FROM package k WHERE k.shipment_id = s.id) AS packages FROM shipment s"
    " JOIN reservation r ON r.order_id = s.sales_order_id LEFT JOIN customer c ON c.id = s.customer_id WHERE s.id = $1"
)
_SHIPPED = (
    "SELECT p.sku, p.name, p.stock_uom, sum(l.quantity) AS quantity, min(o.quantity) AS ordered,"
    " min(o.quantity - o.shipped) AS rest, string_agg(DISTINCT b.code, ', ') AS lots FROM shipment_line l"
    " JOIN product p ON p.id = l.product_id JOIN movement m ON m.id = l.movement_id LEFT JOIN lot b ON b.id = m.lot_id"
    " JOIN reservation_line o ON o.order_line_id = l.sales_order_line_id"
    " WHERE l.shipment_id = $1 GROUP BY l.sales_order_line_id, p.sku, p.name, p.stock_uom ORDER BY min(l.position)"
)

_RECEIPTS = (
    "SELECT r.id, r.number, r.warehouse, r.supplier_reference, r.occurred_at AS created_at, o.number AS order_number"
    " FROM receipt r JOIN purchase_order o ON o.id = r.purchase_order_id WHERE r.id = ANY($1)"
)
_RECEIVED = (
    "SELECT l.receipt_id, p.sku, p.name, p.stock_uom, l.quantity, o.quantity AS ordered, d.code AS location, b.code AS lot"
    " FROM receipt_line l JOIN product p ON p.id = l.product_id"
    " JOIN purchase_order_line o ON o.id = l.purchase_order_line_id"
    " JOIN movement m ON m.id = l.movement_id JOIN location d ON d.id = m.destination_id LEFT JOIN lot b ON b.id = m.lot_id"
    " WHERE l.receipt_id = ANY($1) ORDER BY l.position"
)


async def pick_list(tx: ReadTransaction, wave_id: UUID, company: Company, language: Language) -> Paper:
    """What is still to be picked of a wave, in walking order; its barcode is the wave's number.

    Raises:
        NotFound: there is no such wave.
    """
    words = _WORDS[language]
    head = await tx.fetchrow("SELECT number, warehouse, created_at FROM wave WHERE id = $1", wave_id)
    if head is None:
        raise unknown("wave", wave_id)
    tasks = await tx.fetch(_TASKS, wave_id)
    orders = ", ".join(dict.fromkeys(task["order_number"] for task in tasks))
    return _inside(
        words["picks"],
        head,
        words,
        company,
        language,
        facts=((words["orders"], orders),),
        columns=(
            Column(words["place"], 18),
            Column(words["item"], 46),
            Column(words["for"], 20),
            Column(words["quantity"], 14, is_number=True),
            Column(words["taken"], 14, is_number=True),
        ),
        rows=tuple(
            Row(
                (
                    task["location"],
                    task["name"],
                    task["order_number"],
                    quantity(task["quantity"], language),
                    _BLANK,
                ),
                under=("", _item(task, words), "", beside(task["stock_uom"])),
            )
            for task in tasks
        ),
        to_sign=words["by"],
    )


async def count_sheet(tx: ReadTransaction, count_id: UUID, company: Company, language: Language) -> Paper:
    """The places that somebody has yet to look at, without what the books say; its barcode is the count's number.

    Raises:
        NotFound: there is no such count.
    """
    words = _WORDS[language]
    head = await tx.fetchrow("SELECT number, warehouse, scope, created_at FROM stock_count WHERE id = $1", count_id)
    if head is None:
        raise unknown("count", count_id)
    places = await tx.fetch(_PLACES, count_id)
    return _inside(
        words["sheet"],
        head,
        words,
        company,
        language,
        facts=((words["scope"], head["scope"]), (words["lines"], str(len(places)))),
        columns=(
            Column(words["place"], 18),
            Column(words["item"], 56),
            Column(words["lot"], 18),
            Column(words["seen"], 20, is_number=True),
        ),
        rows=tuple(
            Row(
                (place["location"], place["name"], place["lot"] or "", _BLANK),
                under=("", place["sku"], "", beside(place["stock_uom"])),
            )
            for place in places
        ),
        to_sign=words["counter"],
    )


async def customer_of(tx: ReadTransaction, shipment_id: UUID) -> UUID:
    """For whom a shipment left.

    Raises:
        NotFound: there is no such shipment.
    """
    found: UUID | None = await tx.fetchval("SELECT customer_id FROM shipment WHERE id = $1", shipment_id)
    if found is None:
        raise unknown("shipment", shipment_id)
    return found


async def delivery_note(
    tx: ReadTransaction, shipment_id: UUID, company: Company, language: Language | None = None
) -> Paper:
    """What left, and what is still due of each line, in this language or the customer's.

    Raises:
        NotFound: there is no such shipment.
    """
    head = await tx.fetchrow(_SHIPMENT, shipment_id)
    if head is None:
        raise unknown("shipment", shipment_id)
    spoken: Language = language or ("en" if head["language"] == "en" else "fr")
    words = _WORDS[spoken]
    lines = await tx.fetch(_SHIPPED, shipment_id)
    facts = [
        (words["date"], day(head["occurred_at"].date(), spoken)),
        (words["order"], head["order_number"]),
        (words["site"], head["warehouse"]),
    ]
    if head["packages"]:
        facts.append((words["packages"], str(head["packages"])))
    address = head["address"].splitlines()
    return Paper(
        language=spoken,
        title=words["note"],
        number=head["number"],
        dated=head["occurred_at"].date(),
        sender=company.party,
        receiver=Party(head["customer"], tuple(line for line in address if line != head["customer"])),
        facts=tuple(facts),
        columns=(
            Column(words["item"], 56),
            Column(words["ordered"], 16, is_number=True),
            Column(words["shipped"], 16, is_number=True),
            Column(words["rest"], 16, is_number=True),
        ),
        rows=tuple(
            Row(
                (
                    line["name"],
                    quantity(line["ordered"], spoken),
                    quantity(line["quantity"], spoken),
                    quantity(line["rest"], spoken) if line["rest"] else "",
                ),
                under=(
                    " · ".join(
                        filter(None, (line["sku"], words["lots"].format(lots=line["lots"]) if line["lots"] else ""))
                    ),
                    "",
                    beside(line["stock_uom"]),
                ),
            )
            for line in lines
        ),
        totals=(),
        to_sign=(words["got"], (words["who"], words["when"], words["how"])),
        footer=company.legal,
        page_words=words["page"],
        code=head["number"],
    )


async def receipt_notes(
    tx: ReadTransaction, receipt_ids: Sequence[UUID], company: Company, language: Language
) -> list[Paper]:
    """What came in with each of these receipts and where it was put, in this order.

    Raises:
        NotFound: there is no such receipt.
    """
    words = _WORDS[language]
    heads = {head["id"]: head for head in await tx.fetch(_RECEIPTS, receipt_ids)}
    lines: dict[UUID, list[Any]] = {}
    for line in await tx.fetch(_RECEIVED, receipt_ids):
        lines.setdefault(line["receipt_id"], []).append(line)
    for receipt_id in receipt_ids:
        if receipt_id not in heads:
            raise unknown("receipt", receipt_id)
    return [
        _receipt_note(heads[receipt_id], lines.get(receipt_id, []), words, company, language)
        for receipt_id in receipt_ids
    ]


def _receipt_note(
    head: Any, lines: Sequence[Any], words: dict[str, str], company: Company, language: Language
) -> Paper:
    told = ((words["order"], head["order_number"]), (words["theirs"], head["supplier_reference"]))
    return _inside(
        words["receipt"],
        head,
        words,
        company,
        language,
        facts=tuple((label, value) for label, value in told if value),
        columns=(
            Column(words["item"], 54),
            Column(words["place"], 20),
            Column(words["ordered"], 16, is_number=True),
            Column(words["received"], 16, is_number=True),
        ),
        rows=tuple(
            Row(
                (
                    line["name"],
                    line["location"],
                    quantity(line["ordered"], language),
                    quantity(line["quantity"], language),
                ),
                under=(_item(line, words), "", "", beside(line["stock_uom"])),
            )
            for line in lines
        ),
        to_sign=words["checked"],
    )


_BLANK = "…………"  # to be written on


def _item(row: Any, words: dict[str, str]) -> str:
    return " · ".join(filter(None, (row["sku"], words["lots"].format(lots=row["lot"]) if row["lot"] else "")))


def _inside(
    title: str,
    head: Any,
    words: dict[str, str],
    company: Company,
    language: Language,
    *,
    facts: tuple[tuple[str, str], ...],
    columns: tuple[Column, ...],
    rows: tuple[Row, ...],
    to_sign: str,
) -> Paper:
    at: datetime = head["created_at"]
    return Paper(
        language=language,
        title=title,
        number=head["number"],
        dated=at.date(),
        sender=company.party,
        receiver=Party(""),
        facts=((words["site"], head["warehouse"]), (words["date"], day(at.date(), language)), *facts),
        columns=columns,
        rows=rows,
        totals=(Total(words["lines"], str(len(rows))),),
        to_sign=(to_sign, (words["who"], words["when"], words["how"])),
        footer=company.legal,
        page_words=words["page"],
        code=head["number"],
    )
