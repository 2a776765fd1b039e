from accounting.storage import (  # noqa: F401  # each adds its tables
    tables,
    tables_approvals,
    tables_bank,
    tables_bills,
    tables_books,
    tables_close,
    tables_doubtful,
    tables_dunning,
    tables_einvoice,
    tables_invoicing,
    tables_landed,
    tables_runs,
    tables_settlement,
    tables_stock_value,
)

from kit import migrations

migrations.run(tables.metadata)
