"""Opening stock from a file."""

from kit.import_runs import Importer
from kit.importing import Column, Kind
from kit.imports_api import imports_router

from inventory.commands import import_opening_stock
from inventory.storage.tables_imports import import_run

opening_stock = Importer(
    kind="opening-stock",
    permission="inventory.opening.write",
    columns=(
        Column(
            "sku",
            is_required=True,
            aliases=("référence", "ref", "code article", "article", "stock item", "code"),
            example="VIS-4X40",
        ),
        Column(
            "quantity",
            Kind.NUMBER,
            is_required=True,
            aliases=("quantité", "qté", "stock", "quantité en stock", "qty", "on hand"),
            example="1200",
        ),
        Column(
            "unit_cost",
            Kind.NUMBER,
            is_required=True,
            aliases=("coût", "coût unitaire", "prix de revient", "pmp", "cump", "cost"),
            example="0.035",
        ),
        Column("warehouse", aliases=("entrepôt", "dépôt", "site", "magasin"), example="LYON"),
        Column("location", aliases=("emplacement", "adresse", "casier", "bin", "bin location"), example="A-01-2"),
        Column(
            "lot",
            aliases=("n° de lot", "lot ou n° de série", "lot or serial number", "numéro de série", "serial", "batch"),
            example="L2027-03",
        ),
        Column("expires_on", Kind.DAY, aliases=("péremption", "dlc", "ddm", "dluo", "expiry"), example="2027-12-31"),
    ),
    options=(Column("warehouse"), Column("counted_on", Kind.DAY)),
    check=import_opening_stock.check,
    apply=import_opening_stock.apply,
    undo=import_opening_stock.undo,
    part=1000,
)
router = imports_router(opening_stock, import_run.metadata)
