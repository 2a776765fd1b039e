from inventory.storage import (
    tables,
)  # each module adds its tables to the metadata

from kit import migrations

migrations.run(tables.metadata)
