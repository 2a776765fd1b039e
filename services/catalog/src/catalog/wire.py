"""Catalog's facts as protobuf."""

from collections.abc import Mapping
from dataclasses import asdict

from comptoir.catalog.v1 import customer_code_pb2, partner_bank_pb2, partner_pb2, product_pb2
from kit.events import OutgoingEvent
from kit.wire import optional_decimal_out

from catalog.domain.customer_code import ProductCodes
from catalog.domain.family import Family, path
from catalog.domain.partner import Address, Partner
from catalog.domain.payment_terms import MonthEnd, PaymentTerms
from catalog.domain.product import CostingMethod, Product, ProductStatus, SubstituteKind, Tracking

PRODUCTS = "catalog.products.v1"
PARTNERS = "catalog.partners.v1"
CUSTOMER_CODES = "catalog.customer-codes.v1"
BANK_ACCOUNTS = "catalog.bank-accounts.v1"

_STATUS = {
    ProductStatus.ACTIVE: product_pb2.PRODUCT_STATUS_ACTIVE,
    ProductStatus.BLOCKED: product_pb2.PRODUCT_STATUS_BLOCKED,
    ProductStatus.DISCONTINUED: product_pb2.PRODUCT_STATUS_DISCONTINUED,
}
_COSTING = {
    CostingMethod.AVCO: product_pb2.COSTING_METHOD_AVCO,
    CostingMethod.FIFO: product_pb2.COSTING_METHOD_FIFO,
    CostingMethod.LOT: product_pb2.COSTING_METHOD_LOT,
}
_TRACKING = {
    Tracking.NONE: product_pb2.TRACKING_NONE,
    Tracking.LOT: product_pb2.TRACKING_LOT,
    Tracking.SERIAL: product_pb2.TRACKING_SERIAL,
}
_SUBSTITUTE = {
    SubstituteKind.SUBSTITUTE: product_pb2.SUBSTITUTE_KIND_SUBSTITUTE,
    SubstituteKind.REPLACED_BY: product_pb2.SUBSTITUTE_KIND_REPLACED_BY,
}
_MONTH_END = {
    MonthEnd.NONE: partner_pb2.MONTH_END_NONE,
    MonthEnd.BEFORE_DAYS: partner_pb2.MONTH_END_BEFORE_DAYS,
    MonthEnd.AFTER_DAYS: partner_pb2.MONTH_END_AFTER_DAYS,
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
        volume_m3=optional_decimal_out(product.volume_m3),
        is_expiry_tracked=product.is_expiry_tracked,
        shelf_life_days=product.shelf_life_days,
        substitutes=[
            product_pb2.Substitute(product_id=str(each.product_id), kind=_SUBSTITUTE[each.kind])
            for each in product.substitutes
        ],
    )
    return OutgoingEvent(PRODUCTS, str(product.id), message)


def partner_changed(partner: Partner, terms: PaymentTerms | None) -> OutgoingEvent:
    """The partner as it now stands, with its terms spelled out, without its bank accounts."""
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
        addresses=[_address(address) for address in partner.addresses],
        email=partner.email or "",
        minimum_shelf_life_days=partner.minimum_shelf_life_days,
        payment_terms=None if terms is None else _terms(terms),
    )
    return OutgoingEvent(PARTNERS, str(partner.id), message)


def bank_accounts_changed(partner: Partner) -> OutgoingEvent:
    """Where the partner is paid, on a topic of its own."""
    message = partner_bank_pb2.PartnerBankAccountsChanged(
        partner_id=str(partner.id),
        version=partner.version,
        accounts=[
            partner_bank_pb2.PartnerBankAccount(
                iban=each.iban.replace(" ", "").upper(), bic=each.bic or "", holder=each.holder
            )
            for each in partner.bank_accounts
        ],
    )
    return OutgoingEvent(BANK_ACCOUNTS, str(partner.id), message)


def customer_code_changed(codes: ProductCodes, version: int) -> OutgoingEvent:
    """All codes of a customer for one product, as they now stand; none left is a fact as well."""
    message = customer_code_pb2.CustomerCodeChanged(
        customer_id=str(codes.customer_id),
        product_id=str(codes.product_id),
        version=version,
        codes=[
            customer_code_pb2.CustomerCode(code=each.code, packaging_code=each.packaging_code) for each in codes.codes
        ],
    )
    return OutgoingEvent(CUSTOMER_CODES, f"{codes.customer_id}:{codes.product_id}", message)


def _address(address: Address) -> partner_pb2.Address:
    return partner_pb2.Address(**{**asdict(address), "gln": address.gln or ""})


def _terms(terms: PaymentTerms) -> partner_pb2.PaymentTerms:
    return partner_pb2.PaymentTerms(
        code=terms.code,
        net_days=terms.net_days,
        month_end=_MONTH_END[terms.month_end],
        discount_rate=optional_decimal_out(terms.discount_rate),
        discount_days=terms.discount_days,
    )
