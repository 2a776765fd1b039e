"""Catalog, put together."""

from pathlib import Path

from kit.auth import TokenVerifier
from kit.events import Topic
from kit.invariants import Invariant
from kit.service import Service, database_of, service_tokens_of
from kit.settings import ServiceSettings

from catalog import wire
from catalog.api import families, partners, products
from kit import docs

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
    settings = ServiceSettings()
    return Service(
        name=NAME,
        title="Catalog",
        description="Products, families, units of measure, customers and suppliers.",
        settings=settings,
        migrations=MIGRATIONS,
        database=database_of(NAME, settings),
        tokens=TokenVerifier(settings),
        service_tokens=service_tokens_of(NAME, settings),
        public_routers=[docs.router()],  # of all services; catalog is always there
        routers=[families.router, products.router, partners.router],
        topics=[Topic(wire.PRODUCTS, compacted=True), Topic(wire.PARTNERS, compacted=True)],
        invariants=INVARIANTS,
    )
