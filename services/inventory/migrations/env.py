from inventory.storage import tables, tables_counts, tables_receiving, tables_returns, tables_transfers  # noqa: F401  # each module adds its tables to the metadata

from kit import migrations

migrations.run(tables.metadata)
