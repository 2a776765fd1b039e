from purchasing.storage import tables, tables_landed, tables_performance, tables_rules, tables_sourcing  # noqa: F401  # each adds its tables

from kit import migrations

migrations.run(tables.metadata)
