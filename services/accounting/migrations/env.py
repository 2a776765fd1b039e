from accounting.storage import (  # noqa: F401  # each adds its tables
    tables,
    tables_approvals,
    tables_bills,
    tables_invoicing,
    tables_landed,
)

from kit import migrations

migrations.run(tables.metadata)
