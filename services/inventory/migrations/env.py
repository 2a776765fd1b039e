from inventory.storage import (  # noqa: F401  # each adds its tables
    tables,
    tables_allocation,
    tables_counts,
    tables_picking,
    tables_receiving,
    tables_replenishment,
    tables_returns,
    tables_scans,
    tables_stops,
    tables_transfers,
)

from kit import migrations

migrations.run(tables.metadata)
