from pricing.storage import tables, tables_exceptions, tables_limits, tables_sold  # noqa: F401  # each adds its tables

from kit import migrations

migrations.run(tables.metadata)
