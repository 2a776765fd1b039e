"""Wide World Importers' master data in our terms: what is loaded before the first day of business."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Final

from wholesaler.dataset import Address, Contact, Customer, DataSet, StockItem, Supplier
from wholesaler.identity import customer_id, document_id, product_id, sku, supplier_id
from wholesaler.period import FIRST_DAY

Body = dict[str, object]

WAREHOUSE: Final = "WWI"
OPENED_AT: Final = datetime(2013, 1, 1, tzinfo=UTC)
ROOT_FAMILY: Final = "wwi"
TAX_CLASS: Final = "wwi-15"
TAX_RATE: Final = Decimal("0.15")
CHANNEL: Final = "field"

# Below 10 % a sales manager must agree; below -10 % nobody may sell. Four articles (142 to 145) are listed at -5.6 %.
MARGIN_APPROVAL_RATE: Final = Decimal("0.10")
MARGIN_FLOOR_RATE: Final = Decimal("-0.10")
# A purchase order above it needs a second person: about one in three of the year's.
PURCHASE_APPROVAL_THRESHOLD: Final = Decimal(10000)

_UOM: Final = {"Each": "C62", "Pair": "PR", "Packet": "XPA", "Carton": "XCT", "Bag": "XBG"}  # UN/ECE Rec 20 and 21


def code(name: str) -> str:
    """A name as a code: "Computing Novelties" is "computing-novelties"."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def customer_code(number: int) -> str:
    return f"C{number:06}"


def supplier_code(number: int) -> str:
    return f"S{number:06}"


def salespersons(data: DataSet) -> dict[int, str]:
    """The code of each salesperson: the log-on name, which is what stands before the @."""
    return {person.id: person.email.partition("@")[0] for person in data.contacts.values() if person.is_salesperson}


def families(data: DataSet) -> list[Body]:
    """The tree: one root, and the first stock group of each article below it."""
    root: Body = {"code": ROOT_FAMILY, "name": "Wide World Importers"}
    names = sorted({item.groups[0] for item in data.stock_items.values()})
    return [root, *(_child_family(name) for name in names)]


def _child_family(name: str) -> Body:
    return {"code": code(name), "name": name, "parent_code": ROOT_FAMILY}


def packaging_code(item: StockItem) -> str:
    """What it is bought in: the unit itself, or an outer of so many, which the source may also call "Each"."""
    name = code(item.outer_package).upper()
    return name if item.quantity_per_outer == 1 else f"{name}{item.quantity_per_outer}"


def costing_method(item: StockItem) -> str:
    """Odd numbers at average cost, even ones first-in first-out: both methods run on half of the articles."""
    return "avco" if item.id % 2 else "fifo"


def _packagings(item: StockItem) -> list[Body]:
    unit = code(item.unit_package).upper()
    packagings: list[Body] = [{"code": unit, "uom": _UOM[item.unit_package], "numerator": 1, "denominator": 1}]
    if packaging_code(item) != unit:
        # An outer called "Each" that holds several is some package: Rec 21 has PK for it.
        several_each = item.outer_package == "Each" and item.quantity_per_outer > 1
        uom = "XPK" if several_each else _UOM[item.outer_package]
        outer = {"code": packaging_code(item), "uom": uom, "numerator": item.quantity_per_outer, "denominator": 1}
        packagings.append(outer)
    return packagings


def product(item: StockItem) -> Body:
    return {
        "id": str(product_id(item.id)),
        "sku": sku(item.id),
        "name_fr": item.name,  # the source is in English only
        "name_en": item.name,
        "family_code": code(item.groups[0]),
        "status": "active",
        "stock_uom": _UOM[item.unit_package],
        "quantity_decimals": 0,
        "packagings": _packagings(item),
        "suppliers": [
            {
                "supplier_id": str(supplier_id(item.supplier_id)),
                "supplier_sku": str(item.id),
                "packaging_code": packaging_code(item),
                "lead_time_days": item.lead_time_days,
            }
        ],
        "tax_class": TAX_CLASS,
        "costing_method": costing_method(item),
        "tracking": "none",
        "weight_kg": str(item.weight_kg),
    }


def products(data: DataSet) -> list[Body]:
    return [product(item) for item in data.stock_items.values()]


def _address(kind: str, name: str, address: Address) -> Body:
    return {
        "kind": kind,
        "name": name,
        "line1": address.line1 or address.line2,
        "line2": address.line2 if address.line1 else "",
        "postal_code": address.postal_code,
        "city": address.city,
        "region": address.state,
        "country": "US",
    }


def _contacts(ids: tuple[int, ...], people: Mapping[int, Contact]) -> list[Body]:
    roles = ("primary", "alternate")
    return [
        {"name": people[id_].name, "email": people[id_].email, "phone": people[id_].phone, "role": role}
        for id_, role in zip(ids, roles, strict=False)
    ]


def customer(row: Customer, people: Mapping[int, Contact], currency: str) -> Body:
    return {
        "id": str(customer_id(row.id)),
        "code": customer_code(row.id),
        "name": row.name,
        "is_customer": True,
        "is_supplier": False,
        "is_active": True,
        "bill_to_partner_id": None if row.bill_to_id == row.id else str(customer_id(row.bill_to_id)),
        "segment": code(row.category),
        "channel": CHANNEL,
        "credit_limit": None if row.credit_limit is None else str(row.credit_limit),
        "is_on_credit_hold": row.is_on_credit_hold,
        "currency": currency,
        "language": "en",
        "payment_days": row.payment_days,
        "addresses": [
            _address("delivery", row.name, row.delivery_address),
            _address("billing", row.name, row.postal_address),
        ],
        "contacts": _contacts(row.contact_ids, people),
    }


def supplier(row: Supplier, people: Mapping[int, Contact], currency: str) -> Body:
    return {
        "id": str(supplier_id(row.id)),
        "code": supplier_code(row.id),
        "name": row.name,
        "is_customer": False,
        "is_supplier": True,
        "is_active": True,
        "is_on_credit_hold": False,
        "currency": currency,
        "language": "en",
        "payment_days": row.payment_days,
        "addresses": [_address("both", row.name, row.address)],
        "contacts": _contacts(row.contact_ids, people),
    }


def partners(data: DataSet, currency: str) -> list[Body]:
    """Suppliers, then customers, those who pay for others first: a bill-to must be known before it is named."""
    customers = sorted(data.customers.values(), key=lambda row: (row.bill_to_id != row.id, row.id))
    return [
        *(supplier(row, data.contacts, currency) for row in data.suppliers.values()),
        *(customer(row, data.contacts, currency) for row in customers),
    ]


def prices(data: DataSet, currency: str) -> list[Body]:
    """The list price of every article, from the day the books open."""
    return [
        {
            "product_id": str(product_id(item.id)),
            "scope": "list",
            "min_quantity": "1",
            "unit_price": str(item.unit_price),
            "currency": currency,
            "effective_from": FIRST_DAY.isoformat(),
        }
        for item in data.stock_items.values()
    ]


def margin_rule() -> Body:
    """The company's default: what applies where nothing more specific is said."""
    return {
        "id": str(document_id("margin-rule", "default")),
        "approval_rate": str(MARGIN_APPROVAL_RATE),
        "floor_rate": str(MARGIN_FLOOR_RATE),
    }


def bins(data: DataSet) -> list[str]:
    return sorted({item.bin for item in data.stock_items.values()})


def opening_stock(data: DataSet) -> Body:
    """Stock and its cost on the eve of the first day, each article in its bin."""
    return {
        "warehouse": WAREHOUSE,
        "occurred_at": OPENED_AT.isoformat(),
        "lines": [
            {
                "product_id": str(product_id(row.stock_item_id)),
                "quantity": str(row.quantity),
                "unit_cost": str(row.unit_cost),
                "location": data.stock_items[row.stock_item_id].bin,
            }
            for row in data.opening_stock
            if row.quantity > 0
        ],
    }
