"""Catalog's facts as protobuf."""

from collections.abc import Mapping
from dataclasses import asdict

from comptoir.catalog.v1 import partner_pb2, product_pb2
from kit.events import OutgoingEvent
from kit.wire import optional_decimal_out

from catalog.domain.family import Family, path
from catalog.domain.partner import Partner
from catalog.domain.product import CostingMethod, Product, ProductStatus, Tracking

PRODUCTS = "catalog.products.v1"
PARTNERS = "catalog.partners.v1"

_STATUS = {
    ProductStatus.ACTIVE: product_pb2.PRODUCT_STATUS_ACTIVE,
    ProductStatus.BLOCKED: product_pb2.PRODUCT_STATUS_BLOCKED,
    ProductStatus.DISCONTINUED: product_pb2.PRODUCT_STATUS_DISCONTINUED,
}
_COSTING = {
    CostingMethod.AVCO: product_pb2.COSTING_METHOD_AVCO,
    CostingMethod.FIFO: product_pb2.COSTING_METHOD_FIFO,
}
_TRACKING = {
    Tracking.NONE: product_pb2.TRACKING_NONE,
    Tracking.LOT: product_pb2.TRACKING_LOT,
    Tracking.SERIAL: product_pb2.TRACKING_SERIAL,
}


def product_changed(product: Product, families: Mapping[str, Family]) -> OutgoingEvent:
    """The product as it now stands."""
    message = product_pb2.ProductChanged(
        product_id=str(product.id),
        version=product.version,
        sku=product.sku,
        name_fr=product.name_fr,
        name_en=product.name_en,
        family_code=product.family_code,
        family_path=path(families, product.family_code),
        family_name=families[product.family_code].name,
        status=_STATUS[product.status],
        stock_uom=product.stock_uom,
        quantity_decimals=product.quantity_decimals,
        packagings=[
            product_pb2.Packaging(**{**asdict(packaging), "gtin": packaging.gtin or ""})
            for packaging in product.packagings
        ],
        suppliers=[
            product_pb2.SupplierReference(**{**asdict(supplier), "supplier_id": str(supplier.supplier_id)})
            for supplier in product.suppliers
        ],
        tax_class=product.tax_class,
        costing_method=_COSTING[product.costing_method],
        tracking=_TRACKING[product.tracking],
        weight_kg=optional_decimal_out(product.weight_kg),
        hs_code=product.hs_code or "",
    )
    return OutgoingEvent(PRODUCTS, str(product.id), message)


def partner_changed(partner: Partner) -> OutgoingEvent:
    """The partner as it now stands."""
    message = partner_pb2.PartnerChanged(
        partner_id=str(partner.id),
        version=partner.version,
        code=partner.code,
        name=partner.name,
        is_customer=partner.is_customer,
        is_supplier=partner.is_supplier,
        is_active=partner.is_active,
        bill_to_partner_id=str(partner.bill_to_partner_id or partner.id),
        segment=partner.segment,
        salesperson=partner.salesperson,
        channel=partner.channel,
        credit_limit=optional_decimal_out(partner.credit_limit),
        is_on_credit_hold=partner.is_on_credit_hold,
        currency=partner.currency,
        language=partner.language,
        payment_days=partner.payment_days,
        vat_id=partner.vat_id or "",
        siren=partner.siren or "",
        siret=partner.siret or "",
        gln=partner.gln or "",
        addresses=[partner_pb2.Address(**asdict(address)) for address in partner.addresses],
        email=partner.email or "",
    )
    return OutgoingEvent(PARTNERS, str(partner.id), message)
