from accounting.storage import tables, tables_approvals, tables_bank, tables_bills, tables_landed, tables_settlement  # noqa: F401  # each adds its tables

from kit import migrations

migrations.run(tables.metadata)
