"""Products and partners from files."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from functools import partial
from typing import Any, TypeVar

from kit.errors import Fault
from kit.import_runs import Importer
from kit.importing import Column, Kind
from kit.imports import misfits
from kit.imports_api import imports_router
from kit.search import folded
from kit.uom import UOMS
from pydantic import ValidationError

from catalog.api.partner_schemas import PartnerIn, PartnerPatch, patched_partner
from catalog.api.schemas import ProductIn, ProductPatch, patched_product
from catalog.commands import import_partners, import_products
from catalog.domain.partner import Address, Partner
from catalog.domain.product import CostingMethod, Packaging, Product, Tracking
from catalog.storage.tables_imports import import_run

R = TypeVar("R")

_PIECE = ("u", "un", "unité", "unités", "pièce", "pièces", "pce", "pcs", "pc", "pcs.", "ea", "each", "piece", "unit")


def _units() -> dict[str, str]:
    """Codes of units by what people write for them: the code first, then symbols and names."""
    found = {folded(word): "C62" for word in _PIECE}
    for told in ("code", "symbol", "name_fr", "name_en"):
        for unit in UOMS.values():
            found.setdefault(folded(getattr(unit, told)), unit.code)
    return found


_COSTINGS = {"avco": "avco", "cmup": "avco", "pump": "avco", "fifo": "fifo", "peps": "fifo", "lot": "lot"}
_TRACKINGS = {
    "none": "none", "aucun": "none", "non": "none", "lot": "lot", "lots": "lot", "serial": "serial", "serie": "serial",
    "n° de serie": "serial",
}  # fmt: skip

PRODUCT_COLUMNS = (
    Column(
        "sku",
        is_required=True,
        aliases=("référence", "ref", "code article", "article", "stock code", "code", "item"),
        example="VIS-4X40",
    ),
    Column(
        "name_fr",
        aliases=("désignation", "libellé", "nom", "description", "intitulé", "nom français", "french name"),
        example="Vis à bois 4 x 40",
    ),
    Column("name_en", aliases=("english name", "name", "nom anglais", "stock item name"), example="Wood screw 4 x 40"),
    Column("family", aliases=("famille", "catégorie", "category", "family_code", "rayon"), example="visserie"),
    Column(
        "stock_uom",
        Kind.CHOICE,
        aliases=("unité", "unité de stock", "stock unit", "uom", "unit", "udm"),
        choices=_units(),
        shown=("pce", "kg", "g", "m", "cm", "m²", "l", "m³", "…"),
        example="pce",
    ),
    Column(
        "gtin",
        Kind.DIGITS,
        aliases=("ean", "ean13", "code barre", "code-barres", "bar code", "gencod", "upc"),
        example="3017620422003",
    ),
    Column(
        "pack_quantity",
        Kind.NUMBER,
        aliases=(
            "colisage",
            "pcb",
            "quantité par carton",
            "pièces par carton",
            "pieces in a box",
            "quantity per outer",
        ),
        example="200",
    ),
    Column(
        "pack_gtin",
        Kind.DIGITS,
        aliases=("ean carton", "gtin carton", "code-barres du carton", "bar code of the box", "dun14", "itf14"),
        example="13017620422000",
    ),
    Column("tax_class", aliases=("tva", "classe de tva", "classe de taxe", "tax", "tax class"), example="standard"),
    Column(
        "costing_method",
        Kind.CHOICE,
        aliases=("valorisation", "méthode de coût", "costing"),
        choices=_COSTINGS,
        example="avco",
    ),
    Column("tracking", Kind.CHOICE, aliases=("suivi", "traçabilité"), choices=_TRACKINGS, example="none"),
    Column(
        "weight_kg",
        Kind.NUMBER,
        aliases=("poids", "poids kg", "poids net", "weight", "typical weight per unit"),
        example="0.004",
    ),
    Column("volume_m3", Kind.NUMBER, aliases=("volume",), example="0.00002"),
    Column("hs_code", Kind.DIGITS, aliases=("nomenclature", "code douanier", "nc8", "hs", "taric"), example="73181210"),
)
PARTNER_COLUMNS = (
    Column(
        "code",
        is_required=True,
        aliases=("code client", "code fournisseur", "référence", "n°", "compte", "account"),
        example="C000832",
    ),
    Column(
        "name",
        aliases=("nom", "raison sociale", "société", "company", "customer name", "supplier name"),
        example="Quincaillerie du Rhône",
    ),
    Column("is_customer", Kind.FLAG, aliases=("client", "customer"), example="true"),
    Column("is_supplier", Kind.FLAG, aliases=("fournisseur", "supplier"), example="false"),
    Column(
        "vat_id",
        Kind.DIGITS,
        aliases=("n° tva", "n° de tva", "tva intracommunautaire", "tva", "vat", "vat number"),
        example="FR44732829320",
    ),
    Column("siren", Kind.DIGITS, example="732829320"),
    Column("siret", Kind.DIGITS, example="73282932000074"),
    Column("gln", Kind.DIGITS),
    Column(
        "iban", Kind.DIGITS, aliases=("compte bancaire", "rib", "bank account"), example="FR7630006000011234567890189"
    ),
    Column("bic", Kind.DIGITS, aliases=("swift",), example="AGRIFRPP"),
    Column("email", aliases=("e-mail", "mail", "courriel", "adresse e-mail"), example="achats@client.example"),
    Column("segment", aliases=("catégorie", "customer category", "category"), example="artisan"),
    Column("salesperson", aliases=("commercial", "représentant", "vendeur")),
    Column("channel", aliases=("canal",), example="comptoir"),
    Column("currency", aliases=("devise",), example="EUR"),
    Column(
        "language",
        Kind.CHOICE,
        aliases=("langue",),
        choices={
            "fr": "fr",
            "francais": "fr",
            "french": "fr",
            "en": "en",
            "anglais": "en",
            "english": "en",
        },
        example="fr",
    ),
    Column(
        "payment_days", Kind.NUMBER, aliases=("délai de paiement", "jours", "échéance", "payment days"), example="30"
    ),
    Column("payment_terms_code", aliases=("conditions de paiement", "règlement", "payment terms", "terms")),
    Column(
        "credit_limit", Kind.NUMBER, aliases=("encours", "encours autorisé", "plafond", "credit limit"), example="5000"
    ),
    Column(
        "line1",
        aliases=("adresse", "adresse 1", "rue", "address", "address line 1", "delivery address line 2"),
        example="12 rue des Forges",
    ),
    Column(
        "line2", aliases=("complément", "complément d'adresse", "adresse 2", "address line 2"), example="Bâtiment B"
    ),
    Column("postal_code", aliases=("code postal", "cp", "zip", "postcode", "delivery postal code"), example="69007"),
    Column("city", aliases=("ville", "delivery city"), example="Lyon"),
    Column("country", aliases=("pays", "code pays"), example="FR"),
)
PARTNER_OPTIONS = (
    Column("side", Kind.CHOICE, choices={"customer": "customer", "supplier": "supplier", "both": "both"}),
)
_ACCOUNT = ("iban", "bic")
_ADDRESS = ("line1", "line2", "postal_code", "city", "country")
_COUNTRIES = {
    "france": "FR", "belgique": "BE", "belgium": "BE", "allemagne": "DE", "germany": "DE", "espagne": "ES", "spain": "ES",
    "italie": "IT", "italy": "IT", "suisse": "CH", "switzerland": "CH", "luxembourg": "LU", "pays-bas": "NL",
    "netherlands": "NL", "royaume-uni": "GB", "united kingdom": "GB", "portugal": "PT",
}  # fmt: skip


def _read(make: Callable[[], R]) -> R | list[Fault]:
    try:
        return make()
    except ValidationError as error:
        return misfits(error)


# --- products ---


def _product_fields(values: Mapping[str, str]) -> dict[str, Any]:
    same = ("name_fr", "name_en", "tax_class", "weight_kg", "volume_m3", "hs_code")
    fields: dict[str, Any] = {name: values[name] for name in same if name in values}
    if "family" in values:
        fields["family_code"] = values["family"]
    if "costing_method" in values:
        fields["costing_method"] = CostingMethod(values["costing_method"])
    if "tracking" in values:
        fields["tracking"] = Tracking(values["tracking"])
    return fields


def new_product(values: Mapping[str, str]) -> Product | list[Fault]:
    """The product that a line says."""
    uom = values.get("stock_uom", "C62")
    packagings = _packagings((), values, uom)
    if isinstance(packagings, Fault):
        return [packagings]
    made = _read(lambda: ProductIn.model_validate({**_product_fields(values), "sku": values["sku"], "stock_uom": uom}))
    return made if isinstance(made, list) else replace(made.to_domain(), packagings=packagings)


def changed_product(before: Product, values: Mapping[str, str]) -> Product | list[Fault]:
    """The product as it would be with what a line says."""
    if values.get("stock_uom", before.stock_uom) != before.stock_uom:
        detail = f"{before.sku} is stocked in {before.stock_uom}: that stays."
        return [Fault("stock_uom", detail, "unit-stays", {"unit": before.stock_uom})]
    packagings = _packagings(before.packagings, values, before.stock_uom)
    if isinstance(packagings, Fault):
        return [packagings]
    made = _read(lambda: ProductPatch.model_validate(_product_fields(values)))
    return made if isinstance(made, list) else replace(patched_product(before, made), packagings=packagings)


def _packagings(there: tuple[Packaging, ...], values: Mapping[str, str], uom: str) -> tuple[Packaging, ...] | Fault:
    """Those that are there, with the numbers that a line gives to the single one and to a box."""
    found = list(there)
    if gtin := values.get("gtin"):
        place = next((i for i, each in enumerate(found) if each.numerator == each.denominator), None)
        if place is None:
            found.append(Packaging("EACH", uom, 1, 1, gtin))
        elif (found[place].gtin or "").zfill(14) != gtin.zfill(14):
            found[place] = replace(found[place], gtin=gtin)
    if quantity := values.get("pack_quantity"):
        whole, _, rest = quantity.partition(".")
        if rest.strip("0") or not 1 <= int(whole) <= 1_000_000:
            detail = f"{quantity} is no number of pieces in a box."
            return Fault("pack_quantity", detail, "no-count", {"value": quantity})
        if int(whole) > 1:
            place = next(
                (i for i, each in enumerate(found) if (each.numerator, each.denominator) == (int(whole), 1)), None
            )
            box = found[place] if place is not None else Packaging(f"BOX{int(whole)}", "XBX", int(whole))
            box = replace(box, gtin=values.get("pack_gtin", box.gtin))
            found = [*found[:place], box, *found[place + 1 :]] if place is not None else [*found, box]
    elif values.get("pack_gtin"):
        return Fault("pack_gtin", "Say as well how many pieces are in the box.", "pack-quantity-missing")
    return tuple(found)


# --- partners ---


def _partner_fields(values: Mapping[str, str]) -> dict[str, Any]:
    plain = {
        name: value for name, value in values.items() if name not in (*_ADDRESS, *_ACCOUNT, "code", "payment_days")
    }
    if days := values.get("payment_days"):
        plain["payment_days"] = days.removesuffix(".0")
    return {**plain, "vat_id": values["vat_id"].upper()} if "vat_id" in values else plain


def _account(values: Mapping[str, str]) -> list[dict[str, Any]] | Fault:
    given = {name: values[name].upper() for name in _ACCOUNT if name in values}
    if given and "iban" not in given:
        return Fault("iban", "A BIC goes with an IBAN: give it.", "iban-missing")
    return [{**given, "holder": values.get("name", "")}] if given else []


def _address(values: Mapping[str, str]) -> dict[str, Any] | None:
    given = {name: values[name] for name in _ADDRESS if name in values}
    if not given:
        return None
    country = _COUNTRIES.get(folded(given.get("country", "FR")), given.get("country", "FR").upper())
    return {"line1": "", **given, "country": country}


def new_partner(values: Mapping[str, str]) -> Partner | list[Fault]:
    """The partner that a line says."""
    address, account = _address(values), _account(values)
    if isinstance(account, Fault):
        return [account]
    body = {
        **_partner_fields(values),
        "code": values["code"],
        "addresses": [address] if address else [],
        "bank_accounts": account,
    }
    made = _read(lambda: PartnerIn.model_validate(body))
    return made if isinstance(made, list) else made.to_domain()


def changed_partner(before: Partner, values: Mapping[str, str]) -> Partner | list[Fault]:
    """The partner as it would be with what a line says; its address takes the place of the first, its account is one more."""
    account = _account(values)
    if isinstance(account, Fault):
        return [account]
    fields = _partner_fields(values)
    if account and account[0]["iban"] not in {each.iban for each in before.bank_accounts}:
        fields["bank_accounts"] = [*map(asdict, before.bank_accounts), *account]
    made = _read(lambda: PartnerPatch.model_validate(fields))
    if isinstance(made, list):
        return made
    after = patched_partner(before, made)
    address = _address(values)
    if address is None:
        return after
    first, *others = before.addresses or (Address("both", "", "", "", "", "", "", address["country"]),)
    return replace(after, addresses=(replace(first, **address), *others))


products = Importer(
    kind="product",
    permission="catalog.products.write",
    columns=PRODUCT_COLUMNS,
    check=partial(import_products.check, new=new_product, changed=changed_product),
    apply=partial(import_products.apply, new=new_product, changed=changed_product),
    undo=import_products.undo,
)
partners = Importer(
    kind="partner",
    permission="catalog.partners.write",
    columns=PARTNER_COLUMNS,
    options=PARTNER_OPTIONS,
    check=partial(import_partners.check, new=new_partner, changed=changed_partner),
    apply=partial(import_partners.apply, new=new_partner, changed=changed_partner),
    undo=import_partners.undo,
)
product_router = imports_router(products, import_run.metadata)
partner_router = imports_router(partners, import_run.metadata)
