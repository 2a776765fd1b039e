from accounting.storage import tables, tables_approvals, tables_bills, tables_books, tables_landed  # noqa: F401  # each adds its tables

from kit import migrations

migrations.run(tables.metadata)
