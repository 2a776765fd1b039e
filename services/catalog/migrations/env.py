from catalog.storage import tables, tables_rules  # noqa: F401  # each adds its tables

from kit import migrations

migrations.run(tables.metadata)
