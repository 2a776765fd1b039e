from accounting.storage import tables, tables_bills, tables_landed, tables_stock_value  # noqa: F401  # each adds its tables

from kit import migrations

migrations.run(tables.metadata)
