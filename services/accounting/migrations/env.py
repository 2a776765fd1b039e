from accounting.storage import tables, tables_bills, tables_einvoice, tables_landed  # noqa: F401  # each adds its tables

from kit import migrations

migrations.run(tables.metadata)
