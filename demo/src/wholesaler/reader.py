"""Reads the compressed CSV files of the data set into its types."""

import csv
import lzma
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from wholesaler.dataset import (
    Address,
    Contact,
    Customer,
    CustomerTransaction,
    DataSet,
    Invoice,
    InvoiceLine,
    OpeningStock,
    PurchaseOrder,
    PurchaseOrderLine,
    SalesOrder,
    SalesOrderLine,
    StockItem,
    StockMovement,
    Supplier,
    SupplierTransaction,
)

Row = Mapping[str, str]


class DataSetMissing(Exception):
    """The files are not where they were looked for."""


def read(folder: Path) -> DataSet:
    """All documents of the year.

    Raises:
        DataSetMissing: the folder, or a file of it, is not there.
    """
    purchase_lines = _grouped(folder / "purchase_order_lines.csv.xz", "PurchaseOrderID")
    order_lines = _grouped(folder / "sales_order_lines.csv.xz", "OrderID")
    invoice_lines = _grouped(folder / "invoice_lines.csv.xz", "InvoiceID")
    return DataSet(
        contacts={row.id: row for row in map(_contact, _rows(folder / "contacts.csv.xz"))},
        suppliers={row.id: row for row in map(_supplier, _rows(folder / "suppliers.csv.xz"))},
        customers={row.id: row for row in map(_customer, _rows(folder / "customers.csv.xz"))},
        stock_items={row.id: row for row in map(_stock_item, _rows(folder / "stock_items.csv.xz"))},
        opening_stock=[_opening(row) for row in _rows(folder / "opening_stock.csv.xz")],
        purchase_orders={
            order.id: order
            for row in _rows(folder / "purchase_orders.csv.xz")
            for order in [_purchase_order(row, purchase_lines[row["PurchaseOrderID"]])]
        },
        stock_movements=[_movement(row) for row in _rows(folder / "stock_movements.csv.xz")],
        supplier_transactions=[_supplier_transaction(row) for row in _rows(folder / "supplier_transactions.csv.xz")],
        sales_orders={
            order.id: order
            for row in _rows(folder / "sales_orders.csv.xz")
            for order in [_sales_order(row, order_lines[row["OrderID"]])]
        },
        invoices={
            invoice.id: invoice
            for row in _rows(folder / "invoices.csv.xz")
            for invoice in [_invoice(row, invoice_lines[row["InvoiceID"]])]
        },
        customer_transactions=[_customer_transaction(row) for row in _rows(folder / "customer_transactions.csv.xz")],
    )


def _rows(path: Path) -> Iterator[Row]:
    if not path.is_file():
        raise DataSetMissing(
            f"{path.name} is not in {path.parent}: set COMPTOIR_DATA to the folder that holds the data set's files."
        )
    with lzma.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield {column: mended(value) for column, value in row.items()}


def mended(text: str) -> str:
    """Text of the source as it was meant: some of it is UTF-8 that somebody once read as Latin-1 ("YÄ±lmaz")."""
    if text.isascii():
        return text
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def _grouped(path: Path, column: str) -> Mapping[str, list[Row]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in _rows(path):
        groups[row[column]].append(row)
    return groups


def _number(text: str) -> int | None:
    return int(text) if text else None


def _contact(row: Row) -> Contact:
    return Contact(
        id=int(row["PersonID"]),
        name=row["FullName"],
        phone=row["PhoneNumber"],
        email=row["EmailAddress"],
        is_salesperson=row["IsSalesperson"] == "1",
    )


def _contact_ids(row: Row) -> tuple[int, ...]:
    columns = ("PrimaryContactPersonID", "AlternateContactPersonID")
    return tuple(int(row[column]) for column in columns if row[column])


def _supplier(row: Row) -> Supplier:
    return Supplier(
        id=int(row["SupplierID"]),
        name=row["SupplierName"],
        category=row["SupplierCategory"],
        contact_ids=_contact_ids(row),
        payment_days=int(row["PaymentDays"]),
        phone=row["PhoneNumber"],
        address=Address(row["AddressLine1"], row["AddressLine2"], row["PostalCode"], row["City"], row["State"]),
    )


def _customer(row: Row) -> Customer:
    city, state = row["DeliveryCity"], row["DeliveryState"]
    return Customer(
        id=int(row["CustomerID"]),
        name=row["CustomerName"],
        bill_to_id=int(row["BillToCustomerID"]),
        category=row["CustomerCategory"],
        contact_ids=_contact_ids(row),
        credit_limit=Decimal(row["CreditLimit"]) if row["CreditLimit"] else None,
        is_on_credit_hold=row["IsOnCreditHold"] == "1",
        payment_days=int(row["PaymentDays"]),
        phone=row["PhoneNumber"],
        delivery_address=Address(
            row["DeliveryAddressLine1"], row["DeliveryAddressLine2"], row["DeliveryPostalCode"], city, state
        ),
        # The city of the post box is in its second line; the source names no state for it.
        postal_address=Address(
            row["PostalAddressLine1"], "", row["PostalPostalCode"], row["PostalAddressLine2"] or city, state
        ),
    )


def _stock_item(row: Row) -> StockItem:
    return StockItem(
        id=int(row["StockItemID"]),
        name=row["StockItemName"],
        supplier_id=int(row["SupplierID"]),
        unit_package=row["UnitPackage"],
        outer_package=row["OuterPackage"],
        quantity_per_outer=int(row["QuantityPerOuter"]),
        lead_time_days=int(row["LeadTimeDays"]),
        barcode=row["Barcode"],
        tax_rate=Decimal(row["TaxRate"]) / 100,
        unit_price=Decimal(row["UnitPrice"]),
        weight_kg=Decimal(row["TypicalWeightPerUnit"]),
        last_cost=Decimal(row["LastCostPrice"]),
        bin=row["BinLocation"],
        groups=tuple(row["StockGroups"].split(";")),
    )


def _opening(row: Row) -> OpeningStock:
    return OpeningStock(
        stock_item_id=int(row["StockItemID"]),
        quantity=Decimal(row["Quantity"]),
        unit_cost=Decimal(row["UnitCost"]),
        is_scarce=row["Method"] != "closing_on_hand_minus_movements",
    )


def _purchase_order(row: Row, lines: Sequence[Row]) -> PurchaseOrder:
    return PurchaseOrder(
        id=int(row["PurchaseOrderID"]),
        supplier_id=int(row["SupplierID"]),
        ordered_on=date.fromisoformat(row["OrderDate"]),
        expected_on=date.fromisoformat(row["ExpectedDeliveryDate"]),
        reference=row["SupplierReference"],
        lines=tuple(
            PurchaseOrderLine(
                id=int(line["PurchaseOrderLineID"]),
                stock_item_id=int(line["StockItemID"]),
                outers_ordered=Decimal(line["OrderedOuters"]),
                outers_received=Decimal(line["ReceivedOuters"]),
                quantity_per_outer=int(line["QuantityPerOuter"]),
                price_per_outer=Decimal(line["ExpectedUnitPricePerOuter"]),
            )
            for line in lines
        ),
    )


def _movement(row: Row) -> StockMovement:
    return StockMovement(
        id=int(row["StockItemTransactionID"]),
        stock_item_id=int(row["StockItemID"]),
        purchase_order_id=_number(row["PurchaseOrderID"]),
        occurred_at=datetime.fromisoformat(row["OccurredWhen"]).replace(tzinfo=UTC),
        quantity=Decimal(row["Quantity"]),
    )


def _supplier_transaction(row: Row) -> SupplierTransaction:
    return SupplierTransaction(
        id=int(row["SupplierTransactionID"]),
        supplier_id=int(row["SupplierID"]),
        purchase_order_id=_number(row["PurchaseOrderID"]),
        invoice_number=row["SupplierInvoiceNumber"],
        on=date.fromisoformat(row["TransactionDate"]),
        net=Decimal(row["AmountExcludingTax"]),
        tax=Decimal(row["TaxAmount"]),
        gross=Decimal(row["TransactionAmount"]),
    )


def _sales_order(row: Row, lines: Sequence[Row]) -> SalesOrder:
    return SalesOrder(
        id=int(row["OrderID"]),
        customer_id=int(row["CustomerID"]),
        salesperson_id=int(row["SalespersonPersonID"]),
        ordered_on=date.fromisoformat(row["OrderDate"]),
        reference=row["CustomerPurchaseOrderNumber"],
        lines=tuple(
            SalesOrderLine(
                id=int(line["OrderLineID"]),
                stock_item_id=int(line["StockItemID"]),
                quantity=Decimal(line["Quantity"]),
                unit_price=Decimal(line["UnitPrice"]),
            )
            for line in lines
        ),
    )


def _invoice(row: Row, lines: Sequence[Row]) -> Invoice:
    return Invoice(
        id=int(row["InvoiceID"]),
        order_id=int(row["OrderID"]),
        customer_id=int(row["CustomerID"]),
        bill_to_id=int(row["BillToCustomerID"]),
        on=date.fromisoformat(row["InvoiceDate"]),
        lines=tuple(
            InvoiceLine(
                id=int(line["InvoiceLineID"]),
                stock_item_id=int(line["StockItemID"]),
                quantity=Decimal(line["Quantity"]),
                unit_price=Decimal(line["UnitPrice"]),
                tax_rate=Decimal(line["TaxRate"]) / 100,
                tax=Decimal(line["TaxAmount"]),
                profit=Decimal(line["LineProfit"]),
                gross=Decimal(line["ExtendedPrice"]),
            )
            for line in lines
        ),
    )


def _customer_transaction(row: Row) -> CustomerTransaction:
    return CustomerTransaction(
        id=int(row["CustomerTransactionID"]),
        customer_id=int(row["CustomerID"]),
        invoice_id=_number(row["InvoiceID"]),
        on=date.fromisoformat(row["TransactionDate"]),
        net=Decimal(row["AmountExcludingTax"]),
        tax=Decimal(row["TaxAmount"]),
        gross=Decimal(row["TransactionAmount"]),
    )
