from sales.storage import (  # noqa: F401  # each adds its tables
    tables,
    tables_blankets,
    tables_commissions,
    tables_delivery,
    tables_intake,
    tables_kits,
    tables_offers,
    tables_returns,
    tables_revisions,
    tables_spending,
)

from kit import migrations

migrations.run(tables.metadata)
