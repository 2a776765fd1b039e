"""What accounting knows of products and partners."""

PRODUCT_COLUMNS = {
    "id": "uuid", "version": "bigint", "sku": "text", "name": "text", "costing_method": "text", "family": "text",
    "tax_class": "text",
}  # fmt: skip
PARTNER_COLUMNS = {
    "id": "uuid", "version": "bigint", "code": "text", "name": "text", "payment_days": "int", "discount_rate": "numeric",
    "discount_days": "int",
    "vat_id": "text", "country": "text", "postal_code": "text",
}  # fmt: skip
