"""Catalog, put together."""

from pathlib import Path

from kit.auth import TokenVerifier
from kit.events import Topic
from kit.invariants import Invariant
from kit.service import Service, database_of, service_tokens_of

from catalog import wire
from catalog.api import approvals, customer_codes, families, imports, labels, partners, payment_terms, products, scans
from catalog.config import Settings
from kit import console, docs

NAME = "catalog"
MIGRATIONS = Path(__file__).parents[2] / "migrations"

INVARIANTS = (
    Invariant(
        "every product has a packaging that is its stock unit",
        "SELECT id, sku FROM product p WHERE NOT EXISTS"
        " (SELECT FROM packaging k WHERE k.product_id = p.id AND k.numerator = k.denominator)",
        "SELECT count(*) FROM product",
    ),
    Invariant(
        "nothing replaces itself, however long the chain",
        "WITH RECURSIVE chain AS (SELECT product_id, substitute_id FROM product_substitute WHERE kind = 'replaced-by'"
        " UNION SELECT c.product_id, s.substitute_id FROM chain c JOIN product_substitute s"
        " ON s.product_id = c.substitute_id AND s.kind = 'replaced-by')"
        " SELECT product_id FROM chain WHERE product_id = substitute_id",
        "SELECT count(*) FROM product_substitute",
    ),
    Invariant(
        "a customer's code names a packaging that the product has",
        "SELECT c.customer_id, c.code, c.product_id, c.packaging_code FROM customer_code c WHERE NOT EXISTS"
        " (SELECT FROM packaging k WHERE k.product_id = c.product_id AND k.code = c.packaging_code)",
        "SELECT count(*) FROM customer_code",
    ),
    Invariant(
        "every version of a record is in its history",
        "SELECT entity, entity_id, records.version, count(a.id) AS entries"
        " FROM (SELECT 'product' AS entity, id::text AS entity_id, version FROM product"
        " UNION ALL SELECT 'partner', id::text, version FROM partner) AS records"
        " LEFT JOIN audit_entry a USING (entity, entity_id)"
        " GROUP BY 1, 2, 3 HAVING count(a.id) <> records.version",
        "SELECT count(*) FROM audit_entry",
    ),
)


def build() -> Service:
    """The service as its environment describes it."""
    settings = Settings()
    return Service(
        name=NAME,
        title="Catalog",
        description="Products, families, units of measure, customers and suppliers.",
        settings=settings,
        migrations=MIGRATIONS,
        database=database_of(NAME, settings),
        tokens=TokenVerifier(settings),
        service_tokens=service_tokens_of(NAME, settings),
        public_routers=[docs.router(), console.router(settings.console_folder)],  # catalog is always there
        routers=[
            families.router,
            labels.router,
            scans.router,
            products.router,
            partners.router,
            payment_terms.router,
            customer_codes.router,
            imports.product_router,
            imports.partner_router,
            approvals.router,
        ],
        topics=[
            Topic(name, compacted=True)
            for name in (wire.PRODUCTS, wire.PARTNERS, wire.CUSTOMER_CODES, wire.BANK_ACCOUNTS)
        ],
        invariants=INVARIANTS,
    )
