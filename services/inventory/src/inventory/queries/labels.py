"""Labels of places, packages and shipments."""

from collections.abc import Sequence
from uuid import UUID

from kit.barcodes import Symbology
from kit.db import ReadTransaction
from kit.errors import unknown
from kit.labels import LOGISTIC, Label, elements, plain
from kit.printed import quantity

from inventory.storage import locations

_WORDS = {
    "fr": {"order": "Commande", "weight": "Poids", "shipment": "Expédition", "package": "Colis", "of": "sur"},
    "en": {"order": "Order", "weight": "Weight", "shipment": "Shipment", "package": "Package", "of": "of"},
}

_PACKAGES = (
    "SELECT p.sscc, p.order_id, p.weight_kg, p.shipment_id, r.order_number, s.number AS shipment,"
    " coalesce(c.name, '') AS customer, coalesce(c.delivery_address, '') AS address, w.name AS warehouse"
    " FROM package p JOIN reservation r ON r.order_id = p.order_id JOIN warehouse w ON w.code = p.warehouse"
    " LEFT JOIN customer c ON c.id = r.customer_id LEFT JOIN shipment s ON s.id = p.shipment_id"
    " WHERE {which} ORDER BY p.sscc"
)


def place_code(warehouse: str, location: str) -> str:
    """What the barcode of a place says. The colon, which no code has, tells it from products."""
    return f"{warehouse}:{location}"


async def place_labels(tx: ReadTransaction, warehouse: str, codes: Sequence[str]) -> list[Label]:
    """A label for each place.

    Raises:
        WarehouseNotKnown, LocationNotKnown: there is no such place.
    """
    places = await locations.placed_by_code(tx, warehouse, codes)
    missing = [code for code in codes if code not in places]
    if missing:
        raise unknown("place", f"{warehouse}:{missing[0]}", field="locations")
    return [
        Label(code, (warehouse,), plain(place_code(warehouse, code), field=f"locations.{i}"))
        for i, code in enumerate(codes)
    ]


async def package_label(tx: ReadTransaction, package_id: UUID, language: str) -> Label:
    """The logistic label of a package, with its number (SSCC).

    Raises:
        NotFound: there is no such package.
    """
    found = await _labels(tx, "p.id = $1", package_id, language)
    if not found:
        raise unknown("package", package_id)
    return found[0]


async def shipment_labels(tx: ReadTransaction, shipment_id: UUID, language: str) -> list[Label]:
    """Those of all packages of a shipment, each with its place among them.

    Raises:
        NotFound: there is no such shipment, or it went without packages.
    """
    found = await _labels(tx, "p.shipment_id = $1", shipment_id, language)
    if not found:
        raise unknown("shipment with packages", shipment_id)
    return found


async def _labels(tx: ReadTransaction, which: str, id_: UUID, language: str) -> list[Label]:
    words, colon = _WORDS[language], " : " if language == "fr" else ": "
    rows = await tx.fetch(_PACKAGES.format(which=which), id_)
    return [
        Label(
            title=row["customer"] or row["order_number"],
            lines=(
                *row["address"].splitlines(),
                "",
                f"{words['order']}{colon}{row['order_number']}",
                *([f"{words['shipment']}{colon}{row['shipment']}"] if row["shipment"] else []),
                *([f"{words['weight']}{colon}{quantity(row['weight_kg'], language)} kg"] if row["weight_kg"] else []),
                *([f"{words['package']} {i} {words['of']} {len(rows)}"] if row["shipment"] else []),
                row["warehouse"],
            ),
            symbol=elements([("00", row["sscc"])], Symbology.GS1_128),
            size=LOGISTIC,
        )
        for i, row in enumerate(rows, 1)
    ]
