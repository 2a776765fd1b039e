from pricing.storage import tables, tables_price_lists  # noqa: F401  # each adds its tables

from kit import migrations

migrations.run(tables.metadata)
