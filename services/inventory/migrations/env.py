from inventory.storage import tables, tables_counts  # noqa: F401  # each module adds its tables to the metadata

from kit import migrations

migrations.run(tables.metadata)
